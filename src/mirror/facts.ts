import {
  type AttendanceEntry,
  compareIds,
  type FinalMark,
  type GoneMark,
  type Id,
  type Lesson,
  type Mark,
  type ResultMark,
  type Work,
} from '../journal/index.js'
import { byClassAndId } from './directory.js'
import { type History, isOf } from './histories.js'
import {
  attendanceFrom,
  closeMark,
  finalMarkFrom,
  goneMarkFrom,
  lessonFrom,
  type OpenMark,
  openMarkFrom,
  type Reading,
  resultMarkFrom,
  workFrom,
} from './to-journal.js'

/** What a journal says of its days, in order. */
export interface Facts {
  readonly lessons: readonly Lesson[]
  readonly works: readonly Work[]
  readonly marks: readonly Mark[]
  readonly goneMarks: readonly GoneMark[]
  readonly attendance: readonly AttendanceEntry[]
  readonly finalMarks: readonly FinalMark[]
  readonly resultMarks: readonly ResultMark[]
}

/** Makes facts of records one by one, in any order, so that nobody has to hold the records of a year beside them. */
export interface FactMaker {
  /** One that stands. */
  add(history: History): void
  /** As soon as all are added; asked once. */
  within(days: { readonly first: string; readonly last: string }, gone: readonly History[]): Facts
}

export function createFacts(reading: Reading): FactMaker {
  const allLessons: Lesson[] = []
  const allWorks: Work[] = []
  const allMarks: OpenMark[] = []
  const workTypeIds: (Id | null)[] = []
  const attendance: AttendanceEntry[] = []
  const finalMarks: FinalMark[] = []
  const resultMarks: ResultMark[] = []
  return {
    add(history) {
      if (isOf(history, 'mark')) {
        allMarks.push(openMarkFrom(history, reading))
        workTypeIds.push(history.newest.content.workTypeId)
      } else if (isOf(history, 'attendance')) attendance.push(attendanceFrom(history, reading))
      else if (isOf(history, 'work')) allWorks.push(workFrom(history, reading))
      else if (isOf(history, 'lesson')) allLessons.push(lessonFrom(history, reading))
      else if (isOf(history, 'final-mark')) finalMarks.push(finalMarkFrom(history, reading))
      else if (isOf(history, 'exam-mark')) resultMarks.push(resultMarkFrom(history, reading))
    },
    within({ first, last }, gone) {
      const isNear = ({ date }: Lesson) => first <= date && date <= last
      // Weeks are read whole; what hangs on a lesson outside the days goes with it. What hangs on a lesson that we
      // don't know stays: its lesson may be the gap.
      const outside = new Set(allLessons.filter(lesson => !isNear(lesson)).map(({ id }) => id))
      const belongs = ({ lessonId }: { readonly lessonId: Id | null }) =>
        lessonId === null || !outside.has(lessonId)
      const works = allWorks.filter(belongs).sort(byClassAndId)
      const kinds = new Map(works.map(work => [work.id, work]))
      for (const [index, mark] of allMarks.entries())
        closeMark(mark, workTypeIds[index] ?? null, kinds, reading)
      const goneMarks = gone.flatMap(history =>
        isOf(history, 'mark') ? (goneMarkFrom(history, reading, kinds) ?? []) : [],
      )
      return {
        lessons: allLessons.filter(isNear).sort(byClassAndId),
        works,
        marks: allMarks.filter(belongs).sort(byIdAndClass),
        goneMarks: goneMarks.filter(belongs).sort(byIdAndClass),
        attendance: attendance.filter(belongs).sort(byLessonAndPerson),
        finalMarks: finalMarks.sort(byCellOfPeriod),
        resultMarks: resultMarks.sort(byResultCell),
      }
    },
  }
}

function byIdAndClass(a: Mark, b: Mark): number {
  return compareIds(a.id, b.id) || compareIds(a.classId, b.classId)
}

function byLessonAndPerson(a: AttendanceEntry, b: AttendanceEntry): number {
  return (
    compareIds(a.lessonId, b.lessonId) ||
    compareIds(a.personId, b.personId) ||
    compareIds(a.classId, b.classId)
  )
}

function byCellOfPeriod(a: FinalMark, b: FinalMark): number {
  return (
    compareIds(a.classId, b.classId) ||
    compareIds(a.periodId ?? '', b.periodId ?? '') ||
    compareIds(a.subjectId, b.subjectId) ||
    compareIds(a.personId, b.personId)
  )
}

function byResultCell(a: ResultMark, b: ResultMark): number {
  return (
    compareIds(a.classId, b.classId) ||
    compareIds(a.subjectId, b.subjectId) ||
    compareIds(a.personId, b.personId) ||
    (a.line === b.line ? 0 : a.line === 'exam' ? -1 : 1)
  )
}
