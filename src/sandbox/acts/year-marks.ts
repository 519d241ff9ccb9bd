import type { Instant } from '../../clock.js'
import type { Id, IsoDate } from '../../journal/index.js'
import type { Making } from '../making.js'
import { Dice } from '../school/dice.js'
import { PutMark } from '../school/mark.js'
import {
  type FinalMark,
  type FinalMarks,
  type SchoolClass,
  type Since,
  type Subject,
  shown,
  type Work,
} from '../school/model.js'

/**
 * What stands behind the last period: marks of the year for all subjects; in grades 9 and 11 exams in June, and the
 * resulting marks of the certificate. On 10 September some of those who failed have made it good. No rule judges them, so nothing is planted.
 */
export function putYearMarks(
  making: Making,
  schoolClass: SchoolClass,
  ofPeriods: readonly FinalMark[],
): FinalMarks {
  const marks: FinalMark[] = []
  const works: Work[] = []
  const last = making.year.periods.at(-1)
  const day = schoolClass.sixDays ? last?.lastStudySixth : last?.lastStudyDay
  if (last === undefined || day === undefined || day > making.to) return { marks, works }
  const values = new Map(
    ofPeriods
      .filter(({ period }) => period === last)
      .map(({ person, subject, mark }) => [
        `${person}/${subject.id}`,
        shown(mark.values, mark.putAt) ?? 'н/а',
      ]),
  )
  const next = making.year.start + 1
  for (const subject of schoolClass.subjects) {
    put(subject, { kind: 'PeriodMark', typeTitle: 'Годовая' }, day)
    if (schoolClass.parallel !== 9 && schoolClass.parallel !== 11) continue
    if (isExamined(subject)) put(subject, { kind: 'Exam', typeTitle: 'Экзамен' }, `${next}-06-16`)
    put(subject, { kind: 'PeriodFinalMark', typeTitle: 'Итоговая' }, `${next}-06-24`)
  }
  return { marks, works }

  function resit(person: Id, subject: Subject, value: string): Since<string> | null {
    if (!failed.has(value)) return null
    const dice = new Dice(making.seed, `resit/${person}/${subject.name}`)
    const since = making.days.moment(dice, `${next}-09-10`, 10 * 60, 18 * 60)
    return dice.chance(passed) ? { since, value: '3' } : null
  }

  function put(subject: Subject, type: Pick<Work, 'kind' | 'typeTitle'>, date: IsoDate): void {
    const dice = new Dice(making.seed, `year/${schoolClass.name}/${subject.name}/${type.kind}`)
    const since = making.days.moment(dice, date, 10 * 60, 18 * 60)
    const work = yearWork(making, { schoolClass, subject, type, since })
    works.push(work)
    let putAt = since
    for (const { id: person } of schoolClass.pupils) {
      const value = values.get(`${person}/${subject.id}`)
      if (value === undefined) continue
      putAt += 900
      marks.push({
        ...{ person, subject, period: null },
        mark: markOf(making, work, { person, putAt, value, edit: resit(person, subject, value) }),
      })
    }
  }
}

const failed = new Set(['1', '2', 'н/а'])
const passed = 0.7

function isExamined({ name }: Subject): boolean {
  return name === 'Русский язык' || name === 'Алгебра'
}

function markOf(
  making: Making,
  work: Work,
  { person, putAt, value, edit }: { person: Id; putAt: Instant; value: string; edit: Since<string> | null },
): PutMark {
  return new PutMark({ id: making.ids.long(`mark/${work.id}/${person}`), person, work, putAt, value, edit })
}

function yearWork(
  making: Making,
  of: {
    schoolClass: SchoolClass
    subject: Subject
    type: Pick<Work, 'kind' | 'typeTitle'>
    since: Instant
  },
): Work {
  const { schoolClass, subject, type, since } = of
  const planned = schoolClass.plan.find(lesson => lesson.subject === subject)
  return {
    id: making.ids.long(`work/${type.kind}/${schoolClass.name}/${subject.name}/year`),
    ...type,
    class: schoolClass,
    groupId: schoolClass.id,
    subject,
    lesson: null,
    period: null,
    target: null,
    createdBy: planned?.lines[0]?.teacher ?? schoolClass.classTeacher,
    contents: [{ since, value: { text: null, status: 'New', sentAt: null } }],
  }
}
