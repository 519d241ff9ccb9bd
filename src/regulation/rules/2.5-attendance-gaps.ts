import { z } from 'zod'
import type { Calendar } from '../../calendar/index.js'
import type { Instant } from '../../clock.js'
import type { AttendanceEntry, Id, Mark } from '../../journal/index.js'
import { type AbsentAround, eachAbsentAround } from '../absent-around.js'
import { belongings } from '../belonging.js'
import { doubtMessages, lookAt, pupilSubject, type Told, tellDuty } from '../findings.js'
import { judge, neverSeen, outcomeOf, type Term } from '../judge.js'
import { isEntry } from '../neighbours.js'
import { defineRule, type Finding, type RuleContext } from '../rule.js'
import { spanText } from '../speech.js'
import { lessonTerm } from '../terms.js'

const settings = z.strictObject({
  markMeansPresent: z
    .boolean()
    .default(true)
    .describe(
      'Отметка за работу, сделанную на уроке, значит, что ученик на нём был, хотя на соседних отсутствовал',
    ),
})
type Context = RuleContext<z.infer<typeof settings>>

/** Who was away just before a lesson and just after it was hardly there in between; somebody forgot to say so. */
export const attendanceGaps = defineRule({
  id: '2.5-attendance-gaps',
  clause: '2.5',
  title: 'В отметках об отсутствии нет пропусков',
  severity: 'minor',
  level: 'should',
  termFrom: 'regulation',
  scope: 'class-day',
  dueByLesson: true,
  needs: ['lessons', 'marks', 'attendance', 'members'],
  settings,
  messages: {
    pending: '{where}: ученика не было на соседних уроках, здесь он ещё не отмечен; срок — {deadline}.',
    kept: '{where}: ученик, которого не было на соседних уроках, отмечен вовремя.',
    'kept-by-stamp':
      '{where}: ученик, которого не было на соседних уроках, отмечен вовремя (по данным Дневник.ру).',
    broken: '{where}: ученика не было на соседних уроках, а здесь он не отмечен; срок был {deadline}.',
    mended:
      '{where}: ученик, которого не было на соседних уроках, отмечен с опозданием (не менее {delay}), срок был {deadline}.',
    'mended-by-stamp':
      '{where}: ученик, которого не было на соседних уроках, отмечен с опозданием на {delay}, срок был {deadline} (по данным Дневник.ру).',
    'unproven-group':
      '{where}: пропуск в отметках об отсутствии — не доказано: неизвестно, учится ли ученик в этой подгруппе.',
    ...doubtMessages('пропуск в отметках об отсутствии', [
      'unproven-first-look',
      'unproven-stale',
      'unproven-stamp',
      'unproven-straddles',
      'unproven-uncalibrated',
    ]),
  },
  check(context, report) {
    const { journal, calendar, asOf, stampZone } = context
    const belongingOf = belongings(journal, calendar)
    eachAbsentAround(journal, calendar, context, found => {
      const { lesson, entry, personId, isOwn } = found
      const due = whenBothStood(found, calendar)
      const deadline = lessonTerm(calendar, lesson, due)
      // Nobody who hadn't come yet, or had perhaps left, has to be entered, whatever stands around.
      const isMember = belongingOf({ classId: lesson.classId, personId }, lesson) === 'yes'
      if (!isMember || isAnotherMatter(found, deadline, context)) {
        context.notApplicable()
        return
      }
      const lookedAt = lookAt(context, 'attendance', lesson)
      const term = { lookedAt, stampZone, deadline, graceMs: 0, asOf }
      const outcome = outcomeOf(entry?.appeared ?? neverSeen, entry?.stamp ?? null, term)
      const told = temper(tellDuty(outcome), isOwn)
      if (!context.isCounted(told.verdict, lesson)) report(findingOf({ found, told, due, term }, context))
    })
  },
})

interface Facts {
  readonly found: AbsentAround
  readonly told: Told
  readonly due: Instant
  readonly term: Term
}

function findingOf({ found, told, due, term }: Facts, { speech }: Context): Finding {
  const { lesson, entry, around, personId } = found
  const { deadline } = term
  const { evidence, lateBy } = judge({
    bracket: entry?.appeared ?? neverSeen,
    stamp: entry?.stamp ?? null,
    ...term,
  })
  return {
    verdict: told.verdict,
    reason: told.reason,
    subject: pupilSubject(lesson, personId),
    date: lesson.date,
    deadline,
    evidence,
    responsible: lesson.teacherIds,
    values: () => ({
      where: speech.lesson(lesson).where,
      deadline: speech.term(due, deadline),
      delay: spanText(lateBy),
    }),
    restsOn: around.map(({ lessonId }) => lessonId),
  }
}

/** Nobody sees a gap before there is something on both sides of it: the end of the day at which both were there. */
function whenBothStood({ lesson, around }: AbsentAround, calendar: Calendar): Instant {
  let due = calendar.dayEnd(lesson.date)
  for (const { appeared, changed } of around) {
    const { presentAt } = changed ?? appeared
    // Nearly always it was there by then: no need to ask for its day.
    if (presentAt > due) due = calendar.dayEnd(calendar.dateOf(presentAt))
  }
  return due
}

/**
 * A lesson where nobody was entered, or all of them too late, is that of 2.5-attendance-daily; a mark says that the pupil
 * was there.
 */
function isAnotherMatter(
  { lesson, personId, entry }: AbsentAround,
  deadline: Instant,
  { journal, settings }: Context,
): boolean {
  const entries = journal.attendanceOf(lesson.id)
  if (entry !== null) return !isTakenBy(deadline, entries)
  if (!entries.some(isSure)) return true
  return settings.markMeansPresent && hasEarned(personId, journal.marksOf(lesson.id))
}

function isTakenBy(deadline: Instant, entries: readonly AttendanceEntry[]): boolean {
  for (const entry of entries) if (isSure(entry) && entry.appeared.presentAt <= deadline) return true
  return false
}

function hasEarned(pupil: Id, marks: readonly Mark[]): boolean {
  for (const { personId, workKind } of marks)
    if (personId === pupil && workKind !== 'final' && workKind !== 'homework') return true
  return false
}

/** A word that nobody translates may stand for a cell that was cleared. */
function isSure(entry: AttendanceEntry): boolean {
  return isEntry(entry) && entry.status !== 'unknown'
}

function temper(told: Told, isOwn: AbsentAround['isOwn']): Told {
  const isDecided = told.verdict === 'broken' || told.verdict === 'mended'
  return isOwn === 'unknown' && isDecided ? { verdict: 'unproven', reason: 'unproven-group' } : told
}
