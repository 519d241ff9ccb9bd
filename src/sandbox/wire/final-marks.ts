import type { Id } from '../../journal/index.js'
import { hash } from '../school/dice.js'
import { grouped } from '../school/grouped.js'
import type { FinalMark, FinalMarks } from '../school/model.js'
import { int64, int64OrNull, unsorted, type Wire } from './json.js'
import type { Looking } from './looking.js'
import { isShown, markWire } from './marks.js'

export function finalsNow(looking: Looking, finals: FinalMarks): FinalMark[] {
  return finals.marks.filter(({ mark }) => isShown(mark, looking.now))
}

/** Marks of periods and of the year; exams and resulting marks stand in `allfinalmarks` only. */
export function periodsAndYear(finals: readonly FinalMark[]): FinalMark[] {
  return finals.filter(({ mark }) => mark.work.kind === 'PeriodMark')
}

/** One object a pupil and period that has any mark; a subject without mark is missing or, rarely, null. */
export function finalMarksWire(looking: Looking, group: Id, finals: FinalMarks): Wire {
  const cells = grouped(
    periodsAndYear(finalsNow(looking, finals)),
    final => `${final.person}/${final.period?.id ?? 'year'}`,
  )
  return [...cells.values()].map(ofPerson => {
    const [{ person, period } = { person: '0', period: null }] = ofPerson
    const missing = looking.school.subjects.find(subject => hash(`${person}/${subject.id}`, 2) % 97 === 0)
    const empty = missing !== undefined && !ofPerson.some(final => final.subject === missing)
    return {
      person: int64(person),
      person_str: person,
      group: int64(group),
      group_str: group,
      reportingPeriod: int64OrNull(period?.id ?? null),
      reportingPeriod_str: period?.id ?? null,
      'per-subject-final-marks': [
        ...subjectMarksWire(looking, ofPerson),
        ...(empty ? [{ subject: int64(missing.id), subject_str: missing.id, 'final-mark': null }] : []),
      ],
    }
  })
}

export function subjectMarksWire(looking: Looking, finals: readonly FinalMark[]): Wire[] {
  return unsorted(finals.map(final => ({ id: final.mark.id, final }))).map(({ final }) => ({
    subject: int64(final.subject.id),
    subject_str: final.subject.id,
    'final-mark': markWire(looking, final.mark),
  }))
}
