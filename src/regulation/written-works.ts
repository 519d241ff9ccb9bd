import type { Calendar } from '../calendar/index.js'
import type { Id, IsoDate, Journal, Lesson, Mark, WrittenKind } from '../journal/index.js'
import type { BelongingTest } from './belonging.js'
import type { VerdictSubject } from './verdict.js'

/** The marks of a class for one written work, or for one that may be: nobody understands its kind. */
export interface MarkedWork {
  readonly lesson: Lesson
  readonly workId: Id | null
  /** Null where it isn't even known to be written. */
  readonly kind: WrittenKind | null
  readonly marks: readonly Mark[]
}

/** Works done in lessons of some days that have marks. */
export function markedWorks(journal: Journal, { from, to }: { from: IsoDate; to: IsoDate }): MarkedWork[] {
  const works = new Map<string, { lesson: Lesson; marks: Mark[] }>()
  for (const mark of journal.slice.marks.filter(isPerhapsWritten)) {
    const lesson = mark.lessonId === null ? undefined : journal.lesson(mark.lessonId, mark.classId)
    if (!lesson || lesson.date < from || lesson.date > to) continue
    const key = `${mark.classId}/${lesson.id}/${mark.workId ?? '-'}`
    const known = works.get(key)
    if (known) known.marks.push(mark)
    else works.set(key, { lesson, marks: [mark] })
  }
  return [...works.values()].map(({ lesson, marks }) => {
    const kinds = new Set(marks.map(({ written }) => written))
    const [kind = null] = kinds
    return { lesson, workId: marks[0]?.workId ?? null, kind: kinds.size === 1 ? kind : null, marks }
  })
}

function isPerhapsWritten({ workKind }: Mark): boolean {
  return workKind === 'written' || workKind === 'unknown'
}

/**
 * One mark of each pupil who wrote the work in the lesson: the first that is more than a «точка». Who was away, or not yet
 * or no more in the class, wrote it some other day.
 */
export function firstMarksOfWriters(
  { lesson, marks }: MarkedWork,
  { journal, belongingOf }: { journal: Journal; belongingOf: BelongingTest },
): readonly Mark[] {
  const present = new Set(['present', 'late', 'unset'])
  const away = new Set(
    journal
      .attendanceOf(lesson.id)
      .filter(({ status }) => !present.has(status))
      .map(({ personId }) => personId),
  )
  const first = new Map<Id, Mark>()
  for (const mark of marks) {
    if (away.has(mark.personId) || belongingOf(mark, lesson) !== 'yes') continue
    const entered = sinceMarked(mark, journal)
    if (!entered) continue
    const known = first.get(mark.personId)
    if (!known || entered.appeared.presentAt < known.appeared.presentAt) first.set(mark.personId, entered)
  }
  return [...first.values()]
}

/** The mark as it was put in the place of a «точка», which no stamp tells; null while it is one. */
function sinceMarked(mark: Mark, journal: Journal): Mark | null {
  const index = mark.values.findIndex(({ value }) => journal.meaningOf(value) !== 'waiting')
  const state = mark.values[index]
  if (!state) return null
  return index === 0 ? mark : { ...mark, appeared: state.seen, stamp: null }
}

/** Whoever set the work checks it, though somebody else stood in where it was written; else the lesson's teachers. */
export function checkersOf(
  { teacherIds, formerTeacherIds }: Lesson,
  workId: Id | null,
  journal: Journal,
): readonly Id[] {
  const author = workId === null ? null : (journal.work(workId)?.createdBy ?? null)
  const isTeacher = author !== null && [...teacherIds, ...formerTeacherIds].includes(author)
  return isTeacher ? [author] : teacherIds
}

export function workSubject({ id, classId, subjectId }: Lesson, workId: Id | null): VerdictSubject {
  return {
    class: classId,
    lesson: id,
    ...(workId === null ? {} : { work: workId }),
    ...(subjectId === null ? {} : { subject: subjectId }),
  }
}

/** How messages call a work. */
export const workNames: Readonly<Record<WrittenKind, string>> = {
  control: 'контрольная работа',
  independent: 'самостоятельная работа',
  check: 'проверочная работа',
  test: 'тест',
  'machine-test': 'тест с машинной проверкой',
  dictation: 'диктант',
  exposition: 'изложение',
  essay: 'сочинение',
  creative: 'творческая работа',
  laboratory: 'лабораторная работа',
  practical: 'практическая работа',
  project: 'проект или реферат',
  notebook: 'домашняя работа в тетради',
  other: 'письменная работа',
  unknown: 'письменная работа неизвестного вида',
}

/** How many of these things surely came on one day, and how many may have: brackets may reach over several days. */
export function mostOnOneDay(
  calendar: Calendar,
  brackets: readonly { readonly absentAt: number | null; readonly presentAt: number }[],
): number {
  const looks = new Map<string, { count: number; days: number }>()
  for (const { absentAt, presentAt } of brackets) {
    if (absentAt === null) continue
    const [first, last] = [calendar.dateOf(absentAt), calendar.dateOf(presentAt)]
    const known = looks.get(`${first}/${last}`) ?? { count: 0, days: calendar.days(first, last).length }
    looks.set(`${first}/${last}`, { ...known, count: known.count + 1 })
  }
  return Math.max(0, ...[...looks.values()].map(({ count, days }) => Math.ceil(count / days)))
}
