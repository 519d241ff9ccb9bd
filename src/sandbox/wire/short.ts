import type { Subject, Work } from '../school/model.js'
import { hash } from '../school/dice.js'
import { int64, unsorted, type Wire } from './json.js'
import type { Looking } from './looking.js'

/** The short forms that stand inside schedules, homework, recent and final marks: no string twins. */

export function shortSubjectsWire(subjects: readonly Subject[]): Wire {
  return unsorted([...new Set(subjects)]).map(subject => ({
    id: int64(subject.id),
    name: subject.name,
    knowledgeAreaId: hash(subject.knowledgeArea, 6) % 1000,
  }))
}

export function shortWorkTypesWire({ school }: Looking, works: readonly Work[]): Wire {
  const titles = new Set(works.map(work => work.typeTitle))
  return [...school.workTypes.values()]
    .filter(type => titles.has(type.title))
    .map(type => ({
      id: int64(type.id),
      schoolId: int64(school.id),
      abbreviation: type.title.slice(0, 3).toUpperCase(),
      name: type.title,
      isFinal: type.kind === 'PeriodMark' || type.kind === 'Exam',
      isImportant: type.kind === 'LessonTestWork',
      kindId: hash(type.kind, 6) % 100,
      kind: type.kind,
    }))
}
