import type { Calendar } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import {
  compareIds,
  type Id,
  type IsoDate,
  type Journal,
  type Lesson,
  type Period,
} from '../journal/index.js'
import { perJournal } from './per-journal.js'
import type { DutyPlace } from './rule.js'
import { type SubjectGroups, subjectGroups } from './subject-groups.js'

/** Reporting periods: which end in the days asked for, what is taught in them, and how far they were read. */

export interface EndedPeriod {
  readonly period: Period
  /** The last day of study in it. */
  readonly lastDay: IsoDate
  /** Where duties about its cells are counted. */
  readonly place: DutyPlace
}

interface Context {
  readonly journal: Journal
  readonly calendar: Calendar
}

/** Periods whose last study day is among the days asked for; the year as a whole is another duty. */
export function* endedPeriods({
  journal,
  calendar,
  from,
  to,
}: Context & { readonly from: IsoDate; readonly to: IsoDate }): Generator<EndedPeriod> {
  for (const period of journal.slice.periods) {
    if (period.type === 'year') continue
    const lastDay = lastLessonDay(period, journal, calendar)
    if (lastDay < from || lastDay > to) continue
    yield { period, lastDay, place: { classId: period.classId, date: lastDay } }
  }
}

/** Whether one of these days may be its last, as far as the calendar tells: who asks hasn't read the lessons yet. */
export function mayEndWithin(
  { classId, finish }: Period,
  { from, to }: { readonly from: IsoDate; readonly to: IsoDate },
  calendar: Calendar,
): boolean {
  return finish >= from && calendar.lastStudyDay(classId, finish) <= to
}

/** The last study day, or a later day of the period on which the class had lessons: some classes learn on Saturdays. */
function lastLessonDay({ classId, finish }: Period, journal: Journal, calendar: Calendar): IsoDate {
  const lastStudyDay = calendar.lastStudyDay(classId, finish)
  const taught = calendar
    .days(lastStudyDay, finish)
    .filter(date => journal.lessonsOn(classId, date).some(lesson => lesson.status !== 'cancelled'))
  return taught.at(-1) ?? lastStudyDay
}

export interface TaughtSubject {
  readonly id: Id
  /** Not cancelled, in the period; none where the platform only lists the subject. */
  readonly lessons: readonly Lesson[]
  readonly groups: SubjectGroups
}
type Taught = ReadonlyMap<Id, TaughtSubject>

const taught = perJournal<Period, Taught>()

/** By id: what the platform lists for the class, and whatever had lessons in the period. */
export function taughtSubjects(context: Context, period: Period): Taught {
  return taught(context.journal, period, () => teach(context, period))
}

function teach({ journal, calendar }: Context, { classId, start, finish }: Period): Taught {
  const subjects = new Map<Id, Lesson[]>()
  for (const item of journal.slice.classSubjects) {
    if (item.classId === classId) subjects.set(item.subjectId, [])
  }
  for (const date of calendar.days(start, finish)) {
    for (const lesson of journal.lessonsOn(classId, date)) {
      if (lesson.subjectId === null || lesson.status === 'cancelled') continue
      const lessons = subjects.get(lesson.subjectId)
      if (lessons) lessons.push(lesson)
      else subjects.set(lesson.subjectId, [lesson])
    }
  }
  const end = calendar.dayEnd(finish)
  const inOrder = [...subjects].sort(([a], [b]) => compareIds(a, b))
  return new Map(
    inOrder.map(([id, lessons]) => {
      const groups = subjectGroups({ journal, classId, lessons, end })
      return [id, { id, lessons, groups }]
    }),
  )
}

/**
 * Since when all of a class's journal between two days is known: the oldest of the newest looks at its weeks. Null where
 * a week of study was never read completely, or something in it couldn't be read.
 */
export function readSince(context: Context, period: Period): Instant | null {
  return looks(context.journal, period, () => oldestLook(context, period))
}

const looks = perJournal<Period, Instant | null>()

function oldestLook(context: Context, period: Period): Instant | null {
  const { journal } = context
  const { classId } = period
  const damaged = damages(journal, '', () => damagedWindows(journal))
  let oldest = Number.POSITIVE_INFINITY
  for (const week of studyWeeks(context, period)) {
    for (const resource of ['lessons', 'marks', 'attendance'] as const) {
      const at = journal.lastLook(resource, classId, week)
      if (at === null || damaged.has(`${resource}/${classId}/${week}`)) return null
      oldest = Math.min(oldest, at)
    }
  }
  return Number.isFinite(oldest) ? oldest : null
}

const damages = perJournal<'', ReadonlySet<string>>()

function damagedWindows(journal: Journal): ReadonlySet<string> {
  const damaged = journal.slice.looks.filter(({ quarantined }) => quarantined > 0)
  return new Set(damaged.map(({ resource, groupId, week }) => `${resource}/${groupId}/${week}`))
}

const weeks = perJournal<Period, readonly IsoDate[]>()

/** Mondays of the weeks in which the class has days of study, be they on either side of the period's ends. */
export function studyWeeks({ journal, calendar }: Context, period: Period): readonly IsoDate[] {
  return weeks(journal, period, () => {
    const days = calendar.days(period.start, period.finish)
    const studied = days.filter(day => calendar.isStudyDay(period.classId, day))
    return [...new Set(studied.map(calendar.weekStart))]
  })
}
