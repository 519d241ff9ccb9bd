import { z } from 'zod'
import { type Calendar, russianDate } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import {
  type Id,
  type IsoDate,
  type Journal,
  type Lesson,
  type WrittenKind,
  writtenKinds,
} from '../journal/index.js'
import { gradeOf } from './grade.js'
import { perJournal } from './per-journal.js'
import { requiredLine, type Stated } from './stated.js'

/**
 * Until when written work has to be checked. The regulation asks for the day on which checking ended and says nothing of
 * how long it may take; no federal norm does. So the terms are the school's own, and whoever is held to them has to be
 * told by which act.
 */

const Limit = z.strictObject({
  works: z.array(z.enum(writtenKinds)).min(1),
  grades: z.tuple([z.int().min(1).max(11), z.int().min(1).max(11)]),
  /** Beginnings of the subjects' names; none: all subjects. */
  subjects: z.array(z.string().trim().min(1)).default([]),
  /** By the end of the day of that many lessons of the subject later, at the latest after `days`; 0: by days only. */
  lessons: z.int().min(0).max(10).default(0),
  days: z.int().min(0).max(60),
  count: z.enum(['calendar', 'study']).default('calendar'),
})
type Limit = z.infer<typeof Limit>

const mathematics = ['математик', 'алгебр', 'геометр', 'вероятност']
const sciencesAndLanguages = ['физик', 'хими', 'иностранн', 'английск', 'немецк', 'французск']
const essays = ['essay', 'exposition', 'creative'] as const
const tests = ['control', 'independent', 'check'] as const

/** The first row that fits counts. */
export const LimitRows = z.array(Limit).min(1)
export type LimitRows = z.infer<typeof LimitRows>

/** As somebody writes them now. Acts, settings and reports of before may hold a row that fits no class; they are still read. */
export const TypedLimitRows = LimitRows.superRefine((rows, context) => {
  for (const [index, row] of rows.entries()) {
    const [first, last] = row.grades
    if (first <= last) continue
    const message = 'первый класс старше последнего: сначала меньший, потом больший'
    context.addIssue({ code: 'custom', message, path: [index, 'grades'] })
  }
})

/** What the keys of a row mean, for whoever writes them. */
export const limitRowsAbout =
  'Предельные сроки, действует первая подходящая строка. works — виды работ; grades — классы от и до; subjects — начала названий предметов, пусто — все; lessons — к концу дня, в который пройдёт столько следующих уроков предмета, но не позже days дней (0 — только дни); count — дни календарные (calendar) или учебные (study)'

/** What schools usually set. */
export const usualLimits: LimitRows = LimitRows.parse([
  { works: ['dictation'], grades: [1, 11], lessons: 1, days: 7 },
  { works: ['control'], grades: [1, 11], subjects: mathematics, lessons: 1, days: 7 },
  { works: [...tests], grades: [2, 4], days: 1, count: 'study' },
  { works: [...essays], grades: [1, 4], days: 2, count: 'study' },
  { works: [...essays], grades: [5, 8], days: 7 },
  { works: [...essays], grades: [9, 11], days: 10 },
  { works: ['control'], grades: [5, 11], subjects: sciencesAndLanguages, lessons: 1, days: 7 },
  { works: ['machine-test'], grades: [1, 11], days: 0 },
  { works: writtenKinds.filter(kind => kind !== 'notebook'), grades: [1, 11], days: 7 },
] satisfies z.input<typeof LimitRows>)

/** Settings of 2.5-written-works-in-time, where no act is entered, on which the other rules of written work rest too. */
export const CheckingTerms = z.strictObject({
  act: z
    .string()
    .trim()
    .default('')
    .describe(
      'Акт школы, которым установлены сроки проверки письменных работ: название, дата и номер. Называется в каждом замечании; пока он не указан, опоздание не доказано',
    ),
  pauseOnDaysOff: z
    .boolean()
    .default(true)
    .describe('Каникулы и праздники в срок, считаемый днями, не входят'),
  limits: LimitRows.default(usualLimits).describe(limitRowsAbout),
})
export type CheckingTerms = z.infer<typeof CheckingTerms>

/** The school's act that sets the terms, as somebody entered it: in force from its day to the next one's. */
export const WrittenLimits = z.strictObject({
  /** «Положение о проверке письменных работ» */
  act: requiredLine('Название акта'),
  number: requiredLine('Номер акта', 100),
  date: z.iso.date(),
  from: z.iso.date(),
  pauseOnDaysOff: z.boolean(),
  limits: LimitRows,
})
export type WrittenLimits = z.infer<typeof WrittenLimits>

/** «Положение о проверке письменных работ, № 5 от 28.08.2026» */
export function writtenLimitsText({ act, number, date }: WrittenLimits): string {
  return `${act}, № ${number} от ${russianDate(date)}`
}

/** The terms of works done on a day: those of the act in force; without one, what the settings say. */
export type TermsOn = (date: IsoDate) => CheckingTerms

export function termsByDay(stated: readonly Stated<WrittenLimits>[], settings: CheckingTerms): TermsOn {
  const inOrder = stated
    .toSorted((a, b) =>
      a.content.from < b.content.from ? -1 : a.content.from > b.content.from ? 1 : a.number - b.number,
    )
    .map(({ content }) => content)
  return date => {
    const inForce = inOrder.findLast(({ from }) => from <= date)
    if (!inForce) return settings
    const { pauseOnDaysOff, limits } = inForce
    return { act: writtenLimitsText(inForce), pauseOnDaysOff, limits }
  }
}

/** Said in every message: whose term it is. */
export const bySchoolAct = ' (срок установлен настройкой школы: {act})'

/** The word for `{act}`. */
export function actName({ act }: CheckingTerms): string {
  return act === '' ? 'акт не назван' : act
}

/** The most days that any work of a grade may take; 0 where no row names the grade. */
export function longestDays({ limits }: CheckingTerms, grade: number): number {
  return Math.max(0, ...limits.filter(row => isForGrade(row, grade)).map(({ days }) => days))
}

export interface Due {
  readonly due: Instant
  /** Lessons of all the days in between were read: a day without them may not count. */
  readonly isSure: boolean
}

export type Term =
  | Due
  /** The school sets none; or the grade isn't known. */
  | { readonly due: null; readonly why: 'none' | 'grade' }

export interface Terms {
  /** Of a work done in the lesson. Of an `unknown` kind the longest that it may have. */
  termOf(lesson: Lesson, kind: WrittenKind): Term
  /** The end of the day so many study days later: days on which the class has lessons, as far as they were read. */
  afterStudyDays(classId: Id, date: IsoDate, days: number): Due
}

interface Facts {
  readonly journal: Journal
  readonly calendar: Calendar
  readonly termsOn: TermsOn
}

export function createTerms({ journal, calendar, termsOn }: Facts): Terms {
  function dueOf(row: Limit, lesson: Lesson, { pauseOnDaysOff }: CheckingTerms): Due {
    const { classId, date } = lesson
    const isCounted = (day: IsoDate) => !pauseOnDaysOff || !calendar.isDayOff(classId, day)
    const byDays =
      row.count === 'study' ? afterStudyDays(classId, date, row.days) : afterDays(date, row.days, isCounted)
    if (row.lessons === 0) return byDays
    const day = nextLessonDays(lesson, journal, calendar)[row.lessons - 1]
    return day === undefined ? byDays : { ...byDays, due: Math.min(calendar.dayEnd(day), byDays.due) }
  }

  function afterDays(date: IsoDate, count: number, isCounted: (day: IsoDate) => boolean): Due {
    return { due: calendar.dayEnd(dayAfter(calendar, { date, count }, isCounted)), isSure: true }
  }

  /** A day without lessons of the class is none, whatever the calendar says. */
  function afterStudyDays(classId: Id, date: IsoDate, count: number): Due {
    let isSure = true
    const isTaught = (day: IsoDate) => {
      if (!calendar.isStudyDay(classId, day)) return false
      const isRead = journal.lastLook('lessons', classId, calendar.weekStart(day)) !== null
      isSure &&= isRead
      return !isRead || journal.lessonsOn(classId, day).some(lesson => isSurelyHeld(lesson, calendar))
    }
    return { due: calendar.dayEnd(dayAfter(calendar, { date, count }, isTaught)), isSure }
  }

  return {
    afterStudyDays,
    termOf(lesson, kind) {
      const grade = gradeOf(journal, lesson.classId)
      if (grade === null) return { due: null, why: 'grade' }
      const name = plain(journal.subject(lesson.subjectId)?.name ?? '')
      const terms = termsOn(lesson.date)
      const rows = terms.limits.filter(row => isForGrade(row, grade) && isForSubject(row, name))
      const fitting = kind === 'unknown' ? rows : rows.filter(({ works }) => works.includes(kind)).slice(0, 1)
      const [latest] = fitting.map(row => dueOf(row, lesson, terms)).sort((a, b) => b.due - a.due)
      return latest ?? { due: null, why: 'none' }
    },
  }
}

/** So far ahead lessons may be known; a term that would reach further ends there. */
const farthest = 60

/** The day on which the count is full, of days that count. */
function dayAfter(
  calendar: Calendar,
  { date, count }: { readonly date: IsoDate; readonly count: number },
  counts: (day: IsoDate) => boolean,
): IsoDate {
  let day = date
  for (let counted = 0, step = 0; counted < count && step < farthest; step += 1) {
    day = calendar.addDays(day, 1)
    if (counts(day)) counted += 1
  }
  return day
}

/** Later days on which the same pupils have the subject: the class as a whole, or their subgroup. */
function nextLessonDays(lesson: Lesson, journal: Journal, calendar: Calendar): readonly IsoDate[] {
  const days = lessonDays(journal, '', () => daysOfLessons(journal, calendar))
  const own = days.get(keyOf(lesson, lesson.groupId)) ?? []
  const ofClass = days.get(keyOf(lesson, lesson.classId)) ?? []
  return [...new Set([...own, ...ofClass])].filter(day => day > lesson.date).sort()
}

type LessonDays = ReadonlyMap<string, ReadonlySet<IsoDate>>

const lessonDays = perJournal<'', LessonDays>()

function keyOf({ classId, subjectId }: Lesson, groupId: Id): string {
  return `${classId}/${subjectId}/${groupId}`
}

function daysOfLessons(journal: Journal, calendar: Calendar): LessonDays {
  const days = new Map<string, Set<IsoDate>>()
  for (const lesson of journal.slice.lessons) {
    if (lesson.subjectId === null || !isSurelyHeld(lesson, calendar)) continue
    const key = keyOf(lesson, lesson.groupId)
    const known = days.get(key)
    if (known) known.add(lesson.date)
    else days.set(key, new Set([lesson.date]))
  }
  return days
}

/** Nobody is held to a lesson that was entered only when its day was over, or that stands on a holiday. */
function isSurelyHeld({ classId, status, date, appeared }: Lesson, calendar: Calendar): boolean {
  const isInTime = appeared.absentAt === null || appeared.presentAt <= calendar.dayEnd(date)
  return status === 'held' && isInTime && !calendar.isDayOff(classId, date)
}

function isForGrade({ grades: [from, to] }: Limit, grade: number): boolean {
  return from <= grade && grade <= to
}

function isForSubject({ subjects }: Limit, name: string): boolean {
  return subjects.length === 0 || subjects.some(start => name.startsWith(plain(start)))
}

function plain(name: string): string {
  return name.trim().toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ')
}
