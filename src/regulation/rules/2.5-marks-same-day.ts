import { z } from 'zod'
import type { Calendar } from '../../calendar/index.js'
import type { Instant } from '../../clock.js'
import type { Id, IsoDate, Lesson, Mark } from '../../journal/index.js'
import { type Belonging, belongings, isAway, settledTest } from '../belonging.js'
import { classLessonsEnd } from '../day-end.js'
import { doubtMessages, markSubject, type Told, tellTiming } from '../findings.js'
import { judge, outcomeOf, readingsOf, type Term } from '../judge.js'
import { type MarksTogether, markedLessons } from '../marked-lessons.js'
import { defineRule, type Finding, type RuleContext, type StampZone } from '../rule.js'
import { type Speech, spanText } from '../speech.js'
import { lessonTerm } from '../terms.js'

const minuteMs = 60_000
/** A teacher may enter marks while the class is coming in. */
const allowedEarly = 10 * minuteMs

export const marksSameDay = defineRule({
  id: '2.5-marks-same-day',
  clause: '2.5',
  title: 'Отметки за урок выставлены в тот же день',
  severity: 'major',
  level: 'must',
  termFrom: 'regulation',
  scope: 'lesson',
  dueByLesson: true,
  needs: ['lessons', 'marks', 'members'],
  settings: z.strictObject({
    markDayEnd: z
      .enum(['calendar_day', 'class_end', 'school_end'])
      .default('calendar_day')
      .meta({
        description:
          'Конец учебного дня для отметок: calendar_day — полночь, class_end — конец уроков класса, school_end — конец уроков школы',
        words: {
          calendar_day: 'полночь',
          class_end: 'конец уроков класса',
          school_end: 'конец уроков школы',
        },
      }),
    graceMinutes: z
      .int()
      .min(0)
      .max(120)
      .default(15)
      .describe('Погрешность измерения, минут: в её пределах не нарушение'),
  }),
  asksSchool: ['lessonsEnd'],
  messages: {
    kept: '{where}: отметка выставлена вовремя.',
    'kept-by-stamp': '{where}: отметка выставлена вовремя (по данным Дневник.ру).',
    broken: '{where}: отметка за урок выставлена позже срока {deadline}, не менее чем на {delay}.',
    'broken-by-stamp':
      '{where}: отметка за урок выставлена позже срока {deadline}, на {delay} (по данным Дневник.ру).',
    'broken-early': '{where}: отметка за урок стояла в журнале до его начала, не менее чем за {delay}.',
    'unproven-no-bells':
      '{where}: отметка — не доказано: неизвестно, когда звонки, срок не определить, — внесите на платформе номер урока и его звонки.',
    'unproven-work-kind': '{where}: отметка — не доказано: вид работы не опознан, срок для него неизвестен.',
    'unproven-member': '{where}: отметка — не доказано: неясно, учился ли ученик в классе в день урока.',
    ...doubtMessages('отметка', [
      'unproven-first-look',
      'unproven-grace',
      'unproven-stamp',
      'unproven-straddles',
      'unproven-uncalibrated',
    ]),
  },
  check(context, report) {
    const { journal, calendar, settings, asOf, from, to, stampZone, speech } = context
    const graceMs = settings.graceMinutes * minuteMs
    const endOfDay = dayEnds(settings.markDayEnd, context)
    const belongingOf = belongings(journal, calendar)
    const areSettled = settledTest(journal)

    for (const { lesson, marks, together } of markedLessons(journal)) {
      const { date, teacherIds: responsible } = lesson
      if (date < from || date > to) continue
      const due = endOfDay(lesson)
      const deadline = lessonTerm(calendar, lesson, due ?? calendar.dayEnd(date))
      const earliest = earliestOf(lesson, calendar)
      const areAllKept =
        due !== null &&
        lesson.status !== 'cancelled' &&
        areInTime(together, earliest, deadline) &&
        areSettled(marks, lesson)
      if (areAllKept && context.isCounted('kept', lesson, marks.length)) continue
      // A mark that isn't there is owed by nobody: no look is needed for it.
      const term = { lookedAt: null, stampZone, deadline, graceMs, asOf }
      const start = { earliest, stampZone, graceMs }
      for (const mark of marks) {
        if (lesson.status === 'cancelled' || (mark.workKind !== 'lesson' && mark.workKind !== 'unknown')) {
          context.notApplicable()
          continue
        }
        // A newcomer's marks are carried over later.
        const belonging = belongingOf(mark, lesson)
        if (isAway(belonging)) {
          context.notApplicable()
          continue
        }
        if (due === null) {
          report({
            verdict: 'unproven',
            reason: mark.workKind === 'unknown' ? 'unproven-work-kind' : 'unproven-no-bells',
            subject: markSubject(lesson, mark),
            date,
            deadline: null,
            evidence: { level: null, ...mark.appeared, platformAt: null },
            responsible,
            values: speech.lesson(lesson),
          })
          continue
        }
        const early = earlyBy(mark, start)
        const timing = tellTiming(outcomeOf(mark.appeared, mark.stamp, term))
        const told = temper(early > 0 ? tooEarly : timing, mark, belonging)
        if (context.isCounted(told.verdict, lesson)) continue
        report(findingOf({ lesson, mark, told, early, due, term }, speech))
      }
    }
  },
})

/** Nearly always, and marks are many: owed by this day, and seen by then. */
function areInTime(
  { areOfLesson, firstAt, lastAt }: MarksTogether,
  earliest: Instant | null,
  deadline: Instant,
): boolean {
  return areOfLesson && lastAt <= deadline && (earliest === null || firstAt >= earliest)
}

const tooEarly: Told = { verdict: 'broken', reason: 'broken-early' }

interface Facts {
  readonly lesson: Lesson
  readonly mark: Mark
  readonly told: Told
  /** By how much the mark was too early. */
  readonly early: number
  readonly due: Instant
  readonly term: Term
}

function findingOf({ lesson, mark, told, early, due, term }: Facts, speech: Speech): Finding {
  const { evidence, lateBy } = judge({ bracket: mark.appeared, stamp: mark.stamp, ...term })
  const { deadline } = term
  return {
    verdict: told.verdict,
    reason: told.reason,
    subject: markSubject(lesson, mark),
    date: lesson.date,
    deadline,
    evidence,
    responsible: lesson.teacherIds,
    values: () => ({
      where: speech.lesson(lesson).where,
      deadline: speech.term(due, deadline),
      delay: spanText(early > 0 ? early : lateBy),
    }),
  }
}

/** No kind of work has an earlier term than the lesson's own day: a mark in time is in time whatever it is for. */
function temper(told: Told, { workKind }: Mark, belonging: Belonging): Told {
  if (told.verdict === 'kept') return told
  if (workKind === 'unknown') return { verdict: 'unproven', reason: 'unproven-work-kind' }
  return belonging === 'yes' ? told : { verdict: 'unproven', reason: 'unproven-member' }
}

/** The end of the school day by setting, remembered by class and day. */
function dayEnds(
  setting: 'calendar_day' | 'class_end' | 'school_end',
  { journal, calendar, school }: Pick<RuleContext<unknown>, 'journal' | 'calendar' | 'school'>,
): (lesson: Lesson) => Instant | null {
  if (setting === 'calendar_day') return lesson => calendar.dayEnd(lesson.date)
  const known = new Map<string, Instant | null>()
  const endOf = (classId: Id, date: IsoDate) =>
    setting === 'class_end' ? classLessonsEnd(journal, calendar, classId, date) : school.lessonsEnd(date)
  return ({ classId, date }) => {
    const key = setting === 'class_end' ? `${classId}/${date}` : date
    const found = known.get(key)
    if (found !== undefined) return found
    const end = endOf(classId, date)
    known.set(key, end)
    return end
  }
}

/** When the lesson began; null where that isn't known: one that was moved may have had its marks in its old place. */
function earliestOf({ moved, classId, date, number }: Lesson, calendar: Calendar): Instant | null {
  if (moved || number === null) return null
  return calendar.lessonTimes(classId, date, number)?.start ?? null
}

/**
 * How long before its lesson the mark was there at least; 0 unless both our look and every possible reading of
 * the stamp prove it.
 */
function earlyBy(
  { appeared, stamp }: Mark,
  question: { readonly earliest: Instant | null; readonly stampZone: StampZone; readonly graceMs: number },
): number {
  const { earliest, stampZone, graceMs } = question
  // Nearly always, and marks are many: seen after the lesson began, whatever the stamp says.
  if (earliest === null || appeared.presentAt >= earliest) return 0
  const readings = stamp ? readingsOf(stamp, stampZone) : []
  const before = earliest - Math.max(appeared.presentAt, ...readings)
  return before > allowedEarly + graceMs ? before : 0
}
