import { z } from 'zod'
import type { Instant } from '../clock.js'
import type { Bracket, Id, Lesson, Work } from '../journal/index.js'
import { groupLessonsEnds } from './day-end.js'
import type { Told } from './findings.js'
import { hungHomework, type LessonMeaning, lessonsBefore, type Previous } from './homework-lesson.js'
import { perJournal } from './per-journal.js'
import type { DutyPlace, RuleContext } from './rule.js'
import { lessonTerm } from './terms.js'

/** When homework had to be there: the lessons at which it may have been given, and the ends of their days. */

export const homeworkTermSettings = z.strictObject({
  base: z
    .enum(['class_day_end', 'lesson_end'])
    .default('class_day_end')
    .meta({
      description:
        'От чего считать срок: class_day_end — от конца уроков класса в этот день, lesson_end — от конца самого урока',
      words: {
        class_day_end: 'от конца уроков класса в этот день',
        lesson_end: 'от конца самого урока',
      },
    }),
  minutes: z
    .int()
    .min(0)
    .max(1440)
    .default(90)
    .describe('Сколько минут после этого даётся на запись задания'),
  graceMinutes: z
    .int()
    .min(0)
    .max(120)
    .default(15)
    .describe('Погрешность измерения, минут: в её пределах не нарушение'),
  lesson: z
    .enum(['auto', 'given', 'due'])
    .default('auto')
    .meta({
      description:
        'К какому уроку платформа привязывает задание: given — на котором задано, due — к которому задано, auto — определить по журналу',
      words: {
        auto: 'определить по журналу',
        given: 'к тому, на котором задано',
        due: 'к тому, к которому задано',
      },
    }),
})
export type HomeworkTermSettings = z.infer<typeof homeworkTermSettings>
type Context = Omit<RuleContext<unknown>, 'settings'>

/** A lesson at which homework may have been given. */
export interface Candidate {
  readonly lesson: Lesson
  /** Where it is the lesson before the one on which the homework hangs. */
  readonly before: Omit<Previous, 'lesson'> | null
}

export interface GivenHomework {
  readonly work: Work
  /** The lesson on which the platform shows it. */
  readonly hung: Lesson
  /** When it was first there for pupils to see. */
  readonly seen: Bracket
  /** The latest first; none where the lesson at which it was given isn't known. */
  readonly candidates: readonly Candidate[]
  /** The latest of them, else the one on which it hangs. */
  readonly lesson: Lesson
  /** Where duties about it are counted: at the lesson on which it hangs, by the day at which it was given. */
  readonly place: DutyPlace
}

/** On which lesson the school hangs its homework: as set, else by its habit; null where that isn't clear. */
export function homeworkMeaning(
  { school }: Pick<Context, 'school'>,
  { lesson }: HomeworkTermSettings,
): LessonMeaning | null {
  return lesson === 'auto' ? school.homeworkMeaning() : lesson
}

const homeworks = perJournal<string, readonly GivenHomework[]>()
const homeworksOfDays = perJournal<string, readonly GivenHomework[]>()

/** All homework that was given at a lesson of the days asked for, as far as is known. Seven rules ask for the same. */
export function givenHomework(
  context: Context,
  settings: HomeworkTermSettings,
  { from, to }: Pick<Context, 'from' | 'to'> = context,
): readonly GivenHomework[] {
  const { journal, stampZone, asked } = context
  const key = [settings.lesson, stampZone, asked.from].join('/')
  return homeworksOfDays(journal, [key, from, to].join('/'), () =>
    homeworks(journal, key, () => findHomework(context, settings)).filter(
      ({ lesson: { date } }) => date >= from && date <= to,
    ),
  )
}

function findHomework(context: Context, settings: HomeworkTermSettings): GivenHomework[] {
  const { journal } = context
  const meaning = homeworkMeaning(context, settings)
  const found: GivenHomework[] = []
  for (const { work, hung, seen } of hungHomework(journal)) {
    if (!seen) continue
    const candidates = lessonsGivenAt({ work, hung, meaning, setting: settings.lesson }, context)
    if (candidates === 'earlier') continue
    const lesson = candidates[0]?.lesson ?? hung
    const place = lesson === hung ? hung : { classId: hung.classId, date: lesson.date, id: hung.id }
    found.push({ work, hung, seen, candidates, lesson, place })
  }
  return found
}

/**
 * The lessons at which the homework may have been given, the latest first: as its meaning says where that is known,
 * by both meanings where it isn't, none where it is known and the lesson isn't; `earlier` where it was given before the
 * days asked for. What is given at its own lesson needs no search for the one before.
 */
function lessonsGivenAt(
  question: {
    readonly work: Work
    readonly hung: Lesson
    readonly meaning: LessonMeaning | null
    readonly setting: HomeworkTermSettings['lesson']
  },
  { journal, calendar, asked }: Context,
): readonly Candidate[] | 'earlier' {
  const { work, hung, meaning, setting } = question
  const here = { lesson: hung, before: null }
  const isDueLater = work.targetDate !== null && work.targetDate > hung.date
  if (meaning === 'given' || (setting === 'auto' && isDueLater)) return [here]
  const known = lessonsBefore(hung, { journal, calendar, from: asked.from })
  const before = typeof known === 'string' ? [] : known.map(({ lesson, ...before }) => ({ lesson, before }))
  if (meaning === 'due') return known === 'earlier' ? known : before
  return hung.status === 'cancelled' && before.length > 0 ? before : [here, ...before]
}

/** From when the term counts. */
export interface TermBase {
  readonly end: Instant
  /** Else no bell is known: lessons end on their day, and that is all. */
  readonly rings: boolean
}

/** Two where nobody knows which bell was the day's last. */
export function termBases(
  lesson: Lesson,
  context: Context,
  settings: HomeworkTermSettings,
): readonly TermBase[] {
  return lastBells(lesson, context, settings).map(end =>
    end === null ? { end: context.calendar.dayEnd(lesson.date), rings: false } : { end, rings: true },
  )
}

/** The same, null where no bell is known. */
export function lastBells(
  lesson: Lesson,
  { journal, calendar }: Context,
  { base }: HomeworkTermSettings,
): readonly (Instant | null)[] {
  if (base === 'class_day_end') return groupLessonsEnds(journal, calendar, lesson)
  if (lesson.number === null) return [null]
  return [calendar.lessonTimes(lesson.classId, lesson.date, lesson.number)?.end ?? null]
}

/** Without a bell nothing was in time for sure; what came after the latest term that the day allows was late by any. */
export function withoutBell({ verdict, reason }: Told): Told {
  return verdict === 'broken' && reason === 'broken'
    ? { verdict, reason: 'broken-no-bells' }
    : { verdict: 'unproven', reason: 'unproven-no-bells' }
}

/** The deadline as it would be without outages of the platform, and as these put it off. */
export interface HomeworkTerm {
  readonly due: Instant
  readonly deadline: Instant
}

export function homeworkTerm(
  { lesson, end }: { readonly lesson: Lesson; readonly end: Instant },
  { calendar }: Context,
  { minutes }: Pick<HomeworkTermSettings, 'minutes'>,
): HomeworkTerm {
  const due = calendar.homeworkDue(end, minutes)
  return { due, deadline: lessonTerm(calendar, lesson, due) }
}

/** Whoever taught all of the lessons in question, else the latest of them. */
export function answerable({ candidates, lesson }: GivenHomework): readonly Id[] {
  const common = lesson.teacherIds.filter(id =>
    candidates.every(other => other.lesson.teacherIds.includes(id)),
  )
  return common.length > 0 ? common : lesson.teacherIds
}

/** Entered perhaps before the lesson came to its present day; where it stood in the first list we saw, it always did. */
function isPerhapsEarlier(entered: Bracket, appeared: Bracket): boolean {
  if (appeared.absentAt === null) return false
  return entered.absentAt === null || entered.absentAt < appeared.presentAt
}

/**
 * Why a breach against the term of that candidate is none, if it was entered (or changed) in that interval: whether the
 * lesson is the one before at all depends on where the others stood then.
 */
export function doubtOfCandidate(
  { told, entered }: { readonly told: Told; readonly entered: Bracket },
  { hung }: GivenHomework,
  { lesson, before }: Candidate,
  { base, dayStart }: { readonly base: HomeworkTermSettings['base']; dayStart(date: string): Instant },
): string | null {
  // Its earlier bell may have been later; the end of the day knows of earlier places, the lesson doesn't.
  if (told.verdict === 'broken' && base === 'lesson_end' && lesson.moved) return 'unproven-lesson-moved'
  if (before === null) return null
  if (hung.moved && isPerhapsEarlier(entered, hung.appeared)) return 'unproven-lesson-moved'
  // What nobody found in the timetable of its day any more, nobody gave homework at.
  const removed = before.removedSince.filter(({ date, left }) => left.presentAt > dayStart(date))
  const isPerhapsInstead = [...before.cancelledSince, ...removed].some(
    ({ date }) => entered.presentAt >= dayStart(date),
  )
  return told.verdict === 'broken' && isPerhapsInstead ? 'unproven-lesson-cancelled' : null
}

/** What follows if the homework was given at one lesson and the class's day ended at one moment. */
export interface Reading {
  readonly lesson: Lesson
  readonly told: Told
}

/** A verdict stands only if it is the same at whichever of the lessons the homework was given. */
export function decide<R extends Reading>(readings: readonly R[]): { told: Told; reading: R | undefined } {
  const [reading] = readings
  if (!reading) return { told: { verdict: 'unproven', reason: 'unproven-no-previous' }, reading }
  const others = readings.filter(({ told }) => told.verdict !== reading.told.verdict)
  if (others.length === 0) return { told: reading.told, reading }
  const isOneLesson = readings.every(({ lesson }) => lesson === reading.lesson)
  const reason = isOneLesson ? 'unproven-day-end' : 'unproven-lesson-unclear'
  return { told: { verdict: 'unproven', reason }, reading }
}

const reasons = {
  'no-bells':
    'неизвестно, когда закончились уроки класса, — внесите на платформе номера этих уроков и их звонки',
  'no-previous': 'не найден урок, на котором оно задано',
  'lesson-unclear': 'неясно, на каком уроке оно задано, а сроки разные',
  'lesson-cancelled':
    'после этого урока отменили или убрали из расписания ещё один, задание могло быть с него',
  'lesson-moved': 'урок, на котором или к которому оно задано, переносили, и неясно, до или после записи',
  'day-end': 'неясно, до или после последнего урока класса он отменён, а сроки разные',
} as const

/** Messages for all doubts about the term: «{where}: домашнее задание — не доказано: …». */
export function termDoubts(fact: string): Readonly<Record<`unproven-${keyof typeof reasons}`, string>> {
  const message = (reason: keyof typeof reasons) => `{where}: ${fact} — не доказано: ${reasons[reason]}.`
  return {
    'unproven-no-bells': message('no-bells'),
    'unproven-no-previous': message('no-previous'),
    'unproven-lesson-unclear': message('lesson-unclear'),
    'unproven-lesson-cancelled': message('lesson-cancelled'),
    'unproven-lesson-moved': message('lesson-moved'),
    'unproven-day-end': message('day-end'),
  }
}
