import { z } from 'zod'
import type { Instant } from '../../clock.js'
import type { Bracket, Id, Lesson, Work } from '../../journal/index.js'
import { groupLessonsEnds } from '../day-end.js'
import { doubtMessages, lessonSubject, lookAt, type Told, tellTiming } from '../findings.js'
import { firstSeen } from '../history.js'
import { detectMeaning } from '../homework-habit.js'
import {
  isGiven,
  type LessonMeaning,
  lessonsBefore,
  type Previous,
  previousLessons,
} from '../homework-lesson.js'
import { type Judgement, judge } from '../judge.js'
import { defineRule, type RuleContext } from '../rule.js'
import { spanText } from '../speech.js'
import { lessonTerm } from '../terms.js'

const minuteMs = 60_000

const settings = z.strictObject({
  base: z
    .enum(['class_day_end', 'lesson_end'])
    .default('class_day_end')
    .describe(
      'От чего считать срок: class_day_end — от конца уроков класса в этот день, lesson_end — от конца самого урока',
    ),
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
    .describe(
      'К какому уроку платформа привязывает задание: given — на котором задано, due — к которому задано, auto — определить по журналу',
    ),
})
type Context = RuleContext<z.infer<typeof settings>>

/** A lesson at which homework may have been given. */
interface Candidate {
  readonly lesson: Lesson
  /** Where it is the lesson before the one on which the homework hangs. */
  readonly before: Omit<Previous, 'lesson'> | null
}

/** What follows if the homework was given at one lesson and the class's day ended at one moment. */
interface Reading {
  readonly lesson: Lesson
  /** The deadline as it would be without outages of the platform. */
  readonly due: Instant | null
  readonly deadline: Instant | null
  readonly judgement: Judgement | null
  readonly told: Told
}

interface Question {
  readonly work: Work
  readonly hung: Lesson
  readonly seen: Bracket
  readonly context: Context
}

export const homeworkInTime = defineRule({
  id: '2.6-homework-in-time',
  clause: '2.6',
  title: 'Домашнее задание записано в срок',
  severity: 'major',
  level: 'must',
  termFrom: 'regulation',
  scope: 'lesson',
  needs: ['lessons', 'bells'],
  settings,
  messages: {
    kept: '{where}: домашнее задание записано в срок.',
    'kept-by-stamp': '{where}: домашнее задание записано в срок (по данным Дневник.ру).',
    broken: '{where}: домашнее задание записано позже срока {deadline}, не менее чем на {delay}.',
    'broken-by-stamp':
      '{where}: домашнее задание записано позже срока {deadline}, на {delay} (по данным Дневник.ру).',
    'unproven-no-bells':
      '{where}: домашнее задание — не доказано: неизвестно, когда закончились уроки класса.',
    'unproven-no-previous': '{where}: домашнее задание — не доказано: не найден урок, на котором оно задано.',
    'unproven-lesson-unclear':
      '{where}: домашнее задание — не доказано: неясно, на каком уроке оно задано, а сроки разные.',
    'unproven-lesson-cancelled':
      '{where}: домашнее задание — не доказано: после этого урока отменён ещё один, задание могло быть вместо него.',
    'unproven-lesson-moved':
      '{where}: домашнее задание — не доказано: урок, на котором или к которому оно задано, переносили, и неясно, до или после записи.',
    'unproven-day-end':
      '{where}: домашнее задание — не доказано: неясно, до или после последнего урока класса он отменён, а сроки разные.',
    ...doubtMessages('домашнее задание', [
      'unproven-first-look',
      'unproven-grace',
      'unproven-stamp',
      'unproven-straddles',
      'unproven-uncalibrated',
    ]),
  },
  check(context, report) {
    const { journal, calendar, settings, from, to, speech } = context
    const previous = previousLessons(journal.slice.lessons)
    const meaning = settings.lesson === 'auto' ? detectMeaning({ ...context, previous }) : settings.lesson

    for (const work of journal.slice.works) {
      const hung =
        work.kind === 'homework' && work.lessonId !== null
          ? journal.lesson(work.lessonId, work.classId)
          : undefined
      const seen = hung ? firstSeen(work.content, isGiven) : null
      if (!hung || !seen) continue
      const question = { work, hung, seen, context }
      const before = lessonsBefore(hung, { journal, calendar, from, previous })
      const candidates = lessonsGivenAt(question, before, meaning)
      // Given before the days asked for.
      if (candidates.length === 0 && before === 'earlier') continue
      const lesson = candidates[0]?.lesson ?? hung
      if (lesson.date < from || lesson.date > to) continue
      if (lesson.status === 'cancelled') {
        context.notApplicable()
        continue
      }
      const readings = candidates.flatMap(candidate => read(question, candidate))
      const { told, reading } = decide(readings)
      const { due = null, deadline = null, judgement = null } = reading ?? {}
      report({
        ...told,
        subject: { ...lessonSubject(hung), work: work.id },
        date: lesson.date,
        deadline,
        evidence: judgement?.evidence ?? { level: null, ...seen, platformAt: null },
        responsible: answerable(candidates, lesson),
        restsOn: candidates.map(candidate => candidate.lesson.id),
        values: {
          ...speech.lesson(lesson),
          ...(due === null || deadline === null ? {} : { deadline: speech.term(due, deadline) }),
          delay: spanText(judgement?.lateBy ?? 0),
        },
      })
    }
  },
})

/**
 * The lessons at which the homework may have been given, the latest first: as its meaning says where that is known,
 * by both meanings where it isn't, none where it is known and the lesson isn't.
 */
function lessonsGivenAt(
  { work, hung, context }: Question,
  found: readonly Previous[] | 'earlier' | 'unknown',
  meaning: LessonMeaning | null,
): readonly Candidate[] {
  const before =
    typeof found === 'string'
      ? []
      : found.map(({ lesson, cancelledSince }) => ({ lesson, before: { cancelledSince } }))
  const here = { lesson: hung, before: null }
  const isDueLater = work.targetDate !== null && work.targetDate > hung.date
  if (meaning === 'given' || (context.settings.lesson === 'auto' && isDueLater)) return [here]
  if (meaning === 'due') return before
  return hung.status === 'cancelled' && before.length > 0 ? before : [here, ...before]
}

function read(question: Question, candidate: Candidate): readonly Reading[] {
  const { work, seen, context } = question
  const { settings, stampZone, asOf, calendar } = context
  const { lesson } = candidate
  return basesOf(lesson, context).map(end => {
    if (end === null)
      return { lesson, due: null, deadline: null, judgement: null, told: doubt('unproven-no-bells') }
    const due = calendar.homeworkDue(end, settings.minutes)
    const deadline = lessonTerm(calendar, lesson, due)
    const graceMs = settings.graceMinutes * minuteMs
    const lookedAt = lookAt(context, 'lessons', lesson)
    const judgement = judge({ bracket: seen, lookedAt, stamp: work.sent, stampZone, deadline, graceMs, asOf })
    return { lesson, due, deadline, judgement, told: temper(tellTiming(judgement), question, candidate) }
  })
}

function basesOf(lesson: Lesson, { settings, journal, calendar }: Context): readonly (Instant | null)[] {
  if (settings.base === 'class_day_end') return groupLessonsEnds(journal, calendar, lesson)
  if (lesson.number === null) return [null]
  return [calendar.lessonTimes(lesson.classId, lesson.date, lesson.number)?.end ?? null]
}

/** Whether the lesson is the one before at all depends on where the others stood when the homework was entered. */
function temper(told: Told, { hung, seen, context }: Question, { lesson, before }: Candidate): Told {
  // Its earlier bell may have been later; the end of the day knows of earlier places, the lesson doesn't.
  if (told.verdict === 'broken' && context.settings.base === 'lesson_end' && lesson.moved) {
    return doubt('unproven-lesson-moved')
  }
  if (before === null) return told
  if (hung.moved && isPerhapsEarlier(seen, hung.appeared)) return doubt('unproven-lesson-moved')
  const isPerhapsInstead = before.cancelledSince.some(
    ({ date }) => seen.presentAt >= context.calendar.dayStart(date),
  )
  return told.verdict === 'broken' && isPerhapsInstead ? doubt('unproven-lesson-cancelled') : told
}

/** Entered perhaps before the lesson came to its present day; where it stood in the first list we saw, it always did. */
function isPerhapsEarlier(entered: Bracket, appeared: Bracket): boolean {
  if (appeared.absentAt === null) return false
  return entered.absentAt === null || entered.absentAt < appeared.presentAt
}

/** A verdict stands only if it is the same at whichever of the lessons the homework was given. */
function decide(readings: readonly Reading[]): { told: Told; reading: Reading | undefined } {
  const [reading] = readings
  if (!reading) return { told: doubt('unproven-no-previous'), reading }
  const others = readings.filter(({ told }) => told.verdict !== reading.told.verdict)
  if (others.length === 0) return { told: reading.told, reading }
  const isOneLesson = readings.every(({ lesson }) => lesson === reading.lesson)
  return { told: doubt(isOneLesson ? 'unproven-day-end' : 'unproven-lesson-unclear'), reading }
}

/** Whoever taught all of the lessons in question, else the latest of them. */
function answerable(candidates: readonly Candidate[], lesson: Lesson): readonly Id[] {
  const common = lesson.teacherIds.filter(id =>
    candidates.every(other => other.lesson.teacherIds.includes(id)),
  )
  return common.length > 0 ? common : lesson.teacherIds
}

function doubt(reason: string): Told {
  return { verdict: 'unproven', reason }
}
