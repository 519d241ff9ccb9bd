import { z } from 'zod'
import type { Instant } from '../../clock.js'
import type { AttendanceEntry, Lesson } from '../../journal/index.js'
import { doubtMessages, lessonSubject, lookAt, type Told, tellDuty } from '../findings.js'
import { type Judgement, judge, neverSeen, outcomeOf, type Term } from '../judge.js'
import { attendedLessons } from '../marked-lessons.js'
import { askTheDay, type DaySays, isEntry } from '../neighbours.js'
import { defineRule, type Finding, type RuleContext } from '../rule.js'
import { spanText } from '../speech.js'
import { lessonTerm } from '../terms.js'

const settings = z.strictObject({
  blankMeansPresent: z
    .union([z.literal('auto'), z.boolean()])
    .default('auto')
    .meta({
      description:
        'Пустая клетка означает «присутствовал»: true, false или auto — определить по журналу школы',
      words: { auto: 'определить по журналу школы', true: 'да', false: 'нет' },
    }),
  wholeDayProves: z
    .boolean()
    .default(false)
    .describe(
      'Ученик, которого нет на всех остальных уроках дня (не менее двух), считается отсутствующим и на первом и последнем уроке',
    ),
})
type Context = RuleContext<z.infer<typeof settings>>

export const attendanceDaily = defineRule({
  id: '2.5-attendance-daily',
  clause: '2.5',
  title: 'Посещаемость отмечена в день урока',
  severity: 'major',
  level: 'must',
  termFrom: 'regulation',
  scope: 'lesson',
  dueByLesson: true,
  needs: ['lessons', 'attendance', 'members'],
  settings,
  asksSchool: ['isPresenceWritten'],
  messages: {
    pending: '{where}: посещаемость ещё не отмечена, срок — {deadline}.',
    kept: '{where}: посещаемость отмечена вовремя.',
    'kept-by-stamp': '{where}: посещаемость отмечена вовремя (по данным Дневник.ру).',
    broken: '{where}: посещаемость не отмечена, срок был {deadline}.',
    'broken-absent':
      '{where}: посещаемость не отмечена, хотя по соседним урокам дня отсутствовали (учеников: {pupils}); срок был {deadline}.',
    mended: '{where}: посещаемость отмечена с опозданием (не менее {delay}), срок был {deadline}.',
    'mended-by-stamp':
      '{where}: посещаемость отмечена с опозданием на {delay}, срок был {deadline} (по данным Дневник.ру).',
    'unproven-empty': '{where}: пустой урок: отсутствующих нет или посещаемость не отмечена — не доказано.',
    'unproven-sign':
      '{where}: посещаемость — не доказано: отметок нет, а на соседнем уроке отсутствовали (учеников: {pupils}).',
    'unproven-group': '{where}: посещаемость — не доказано: отметок нет, состав подгруппы неизвестен.',
    ...doubtMessages('посещаемость', [
      'unproven-first-look',
      'unproven-stale',
      'unproven-stamp',
      'unproven-straddles',
      'unproven-uncalibrated',
    ]),
  },
  check(context, report) {
    const { calendar, from, to, stampZone, asOf } = context
    const blankMeansPresent =
      context.settings.blankMeansPresent === 'auto'
        ? !context.school.isPresenceWritten()
        : context.settings.blankMeansPresent

    for (const { lesson, entries } of attendedLessons(context.journal)) {
      if (lesson.date < from || lesson.date > to) continue
      if (lesson.status === 'cancelled') {
        context.notApplicable()
        continue
      }
      const due = calendar.dayEnd(lesson.date)
      const deadline = lessonTerm(calendar, lesson, due)
      const lookedAt = lookAt(context, 'attendance', lesson)
      const term = { lookedAt, stampZone, deadline, graceMs: 0, asOf }
      if (isKept(entries, term) && context.isCounted('kept', lesson)) continue
      report(findingOf({ lesson, entries, due, term, blankMeansPresent }, context))
    }
  },
})

interface Facts {
  readonly lesson: Lesson
  readonly entries: readonly AttendanceEntry[]
  readonly due: Instant
  readonly term: Term
  readonly blankMeansPresent: boolean
}

function findingOf({ lesson, entries, due, term, blankMeansPresent }: Facts, context: Context): Finding {
  const { speech } = context
  const { deadline } = term
  const judgement = bestJudgement(entries, term)
  const isBlank = judgement.outcome === 'missing' && blankMeansPresent
  const blank = isBlank ? tellBlank(lesson, deadline, context) : null
  const told = blank?.told ?? tellDuty(judgement.outcome)
  return {
    verdict: told.verdict,
    reason: told.reason,
    subject: lessonSubject(lesson),
    date: lesson.date,
    deadline,
    evidence: judgement.evidence,
    responsible: lesson.teacherIds,
    values: () => ({
      where: speech.lesson(lesson).where,
      deadline: speech.term(due, deadline),
      delay: spanText(judgement.lateBy),
      pupils: blank?.pupils ?? 0,
    }),
  }
}

/** One entry in time is enough, whatever the others say. */
function isKept(entries: readonly AttendanceEntry[], term: Term): boolean {
  for (const entry of entries)
    if (isEntry(entry) && outcomeOf(entry.appeared, entry.stamp, term) === 'kept') return true
  return false
}

/** What speaks for the teacher, the best first. */
const ranks: Readonly<Partial<Record<Judgement['outcome'], number>>> = {
  kept: 0,
  'kept-by-stamp': 1,
  'unproven-first-look': 2,
  'unproven-grace': 2,
  'unproven-stale': 2,
  'unproven-stamp': 2,
  'unproven-straddles': 2,
  'unproven-uncalibrated': 2,
  'late-by-stamp': 3,
  late: 4,
}

function rank({ outcome }: Judgement): number {
  return ranks[outcome] ?? 5
}

/** The entry that speaks best for the teacher counts: attendance of a lesson is taken once, then corrected. */
function bestJudgement(entries: readonly AttendanceEntry[], term: Term): Judgement {
  let best: Judgement | null = null
  for (const entry of entries) {
    if (!isEntry(entry)) continue
    const next = judge({ bracket: entry.appeared, stamp: entry.stamp, ...term })
    if (best === null || compare(next, best) < 0) best = next
  }
  return best ?? judge({ bracket: neverSeen, stamp: null, ...term })
}

function compare(a: Judgement, b: Judgement): number {
  const [x, y] = [a.evidence, b.evidence]
  return (
    rank(a) - rank(b) ||
    (x.presentAt ?? 0) - (y.presentAt ?? 0) ||
    (x.absentAt ?? 0) - (y.absentAt ?? 0) ||
    (x.platformAt ?? 0) - (y.platformAt ?? 0)
  )
}

function tellBlank(
  lesson: Lesson,
  dayEnd: Instant,
  { journal, settings }: Context,
): { readonly told: Told; readonly pupils: number } {
  const day = askTheDay({ journal, lesson, dayEnd, wholeDay: settings.wholeDayProves })
  return { told: blankMeans[day.sign], pupils: day.pupils }
}

const blankMeans: Readonly<Record<DaySays['sign'], Told>> = {
  absent: { verdict: 'broken', reason: 'broken-absent' },
  'one-side': { verdict: 'unproven', reason: 'unproven-sign' },
  nobody: { verdict: 'unproven', reason: 'unproven-empty' },
  'unknown-group': { verdict: 'unproven', reason: 'unproven-group' },
}
