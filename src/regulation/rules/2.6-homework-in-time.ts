import { z } from 'zod'
import type { Instant } from '../../clock.js'
import type { Bracket, Lesson, Work } from '../../journal/index.js'
import { groupLessonsEnd } from '../day-end.js'
import { doubtMessages, lessonSubject, lookAt, type Told, tellTiming } from '../findings.js'
import { firstSeen } from '../history.js'
import {
  detectMeaning,
  isGiven,
  type LessonMeaning,
  lessonBefore,
  previousLessons,
} from '../homework-lesson.js'
import { type Judgement, judge } from '../judge.js'
import { defineRule, type RuleContext } from '../rule.js'
import { spanText } from '../speech.js'

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

/** The lesson at which homework was given, by one meaning of the platform's, and what follows from it. */
interface Reading {
  readonly lesson: Lesson
  readonly deadline: Instant | null
  readonly judgement: Judgement | null
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
      '{where}: домашнее задание — не доказано: неясно, на этом уроке оно задано или к нему, а сроки разные.',
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
    const meaning = settings.lesson === 'auto' ? detectMeaning(journal.slice, context) : settings.lesson

    for (const work of journal.slice.works) {
      const hung =
        work.kind === 'homework' && work.lessonId !== null
          ? journal.lesson(work.lessonId, work.classId)
          : undefined
      const seen = hung ? firstSeen(work.content, isGiven) : null
      if (!hung || !seen) continue
      const before = lessonBefore(hung, { journal, calendar, from, previous })
      const candidates = lessonsGivenAt({ work, hung, before, meaning, context })
      // Given before the days asked for.
      if (candidates.length === 0 && before === 'earlier') continue
      const [lesson = hung] = candidates
      if (lesson.date < from || lesson.date > to) continue
      if (lesson.status === 'cancelled') {
        context.notApplicable()
        continue
      }
      const readings = candidates.map(candidate => read({ work, seen, lesson: candidate, context }))
      const { told, reading } = decide(readings)
      const { deadline = null, judgement = null } = reading ?? {}
      report({
        ...told,
        subject: { ...lessonSubject(hung), work: work.id },
        date: lesson.date,
        deadline,
        evidence: judgement?.evidence ?? { level: null, ...seen, platformAt: null },
        responsible: lesson.teacherIds,
        restsOn: candidates.map(({ id }) => id),
        values: {
          ...speech.lesson(lesson),
          ...(deadline === null ? {} : { deadline: speech.moment(deadline) }),
          delay: spanText(judgement?.lateBy ?? 0),
        },
      })
    }
  },
})

/**
 * The lessons at which the homework may have been given: one where the meaning is known, both where it isn't,
 * none where it is known and the lesson isn't.
 */
function lessonsGivenAt(question: {
  readonly work: Work
  readonly hung: Lesson
  readonly before: Lesson | 'earlier' | 'unknown'
  readonly meaning: LessonMeaning | null
  readonly context: Context
}): readonly Lesson[] {
  const { work, hung, meaning, context } = question
  const before = typeof question.before === 'string' ? [] : [question.before]
  const isDueLater = work.targetDate !== null && work.targetDate > hung.date
  if (meaning === 'given' || (context.settings.lesson === 'auto' && isDueLater)) return [hung]
  if (meaning === 'due') return before
  return hung.status === 'cancelled' && before.length > 0 ? before : [hung, ...before]
}

function read(question: {
  readonly work: Work
  readonly seen: Bracket
  readonly lesson: Lesson
  readonly context: Context
}): Reading {
  const { work, seen, lesson, context } = question
  const { settings, stampZone, asOf } = context
  const end = baseOf(lesson, context)
  if (end === null) return { lesson, deadline: null, judgement: null }
  const deadline = context.calendar.homeworkDue(end, settings.minutes)
  const graceMs = settings.graceMinutes * minuteMs
  const lookedAt = lookAt(context, 'lessons', lesson)
  const judgement = judge({ bracket: seen, lookedAt, stamp: work.sent, stampZone, deadline, graceMs, asOf })
  return { lesson, deadline, judgement }
}

function baseOf(lesson: Lesson, { settings, journal, calendar }: Context): Instant | null {
  if (settings.base === 'class_day_end') return groupLessonsEnd(journal, calendar, lesson)
  if (lesson.number === null) return null
  return calendar.lessonTimes(lesson.classId, lesson.date, lesson.number)?.end ?? null
}

/** A verdict stands only if it is the same whatever the platform means. */
function decide(readings: readonly Reading[]): { told: Told; reading: Reading | undefined } {
  const [reading, other] = readings
  if (!reading) return { told: doubt('unproven-no-previous'), reading }
  const told = tellReading(reading)
  if (!other || told.verdict === tellReading(other).verdict) return { told, reading }
  return { told: doubt('unproven-lesson-unclear'), reading }
}

function tellReading({ judgement }: Reading): Told {
  return judgement ? tellTiming(judgement) : doubt('unproven-no-bells')
}

function doubt(reason: string): Told {
  return { verdict: 'unproven', reason }
}
