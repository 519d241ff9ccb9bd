import type { Calendar } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import type { Bracket, Lesson } from '../journal/index.js'
import type { Told } from './findings.js'
import { lessonTerm } from './terms.js'
import type { VerdictEvidence } from './verdict.js'

/**
 * Weighs a state of things that must not last: facts each of which is right alone, and wrong beside the others.
 * Whoever made the last of them may still put it right on that day.
 */
export interface Standing {
  readonly told: Told
  /** The deadline before outages of the platform put it off. */
  readonly due: Instant
  readonly deadline: Instant
  readonly evidence: VerdictEvidence
}

interface Question {
  readonly calendar: Calendar
  readonly lesson: Lesson
  /** When each of the facts was first seen. */
  readonly facts: readonly [Bracket, ...Bracket[]]
  /** Newest complete looks at the windows of all the facts: at the oldest of them all still stood. */
  readonly looks: readonly (Instant | null)[]
  readonly asOf: Instant
  /** Key of the rule's message. */
  readonly broken: string
}

export function judgeStanding({ calendar, lesson, facts, looks, asOf, broken }: Question): Standing {
  const ends = facts.map(({ presentAt }) => calendar.dayEnd(calendar.dateOf(presentAt)))
  const due = Math.max(calendar.dayEnd(lesson.date), ...ends)
  const deadline = lessonTerm(calendar, lesson, due)
  const last = facts.reduce((a, b) => (b.presentAt > a.presentAt ? b : a))
  const evidence: VerdictEvidence = {
    level: null,
    absentAt: last.absentAt,
    presentAt: last.presentAt,
    platformAt: null,
  }
  const lookedAt = looks.includes(null) ? null : Math.min(...looks.flatMap(look => look ?? []))
  if (asOf <= deadline) return { told: { verdict: 'pending', reason: 'pending' }, due, deadline, evidence }
  if (lookedAt === null || lookedAt <= deadline)
    return { told: { verdict: 'unproven', reason: 'unproven-stale' }, due, deadline, evidence }
  return { told: { verdict: 'broken', reason: broken }, due, deadline, evidence: { ...evidence, level: 'B' } }
}
