import type { Id, Journal, Lesson, Mark, Resource } from '../journal/index.js'
import type { Outcome } from './judge.js'
import type { VerdictKind, VerdictSubject } from './verdict.js'

/** How rules speak of what the judge found: kind of verdict, reason, and the words for each doubt. */

export interface Told {
  readonly verdict: VerdictKind
  readonly reason: string
}

/** Of several answers about one change the graver one counts; none of them puts a breach right. */
export function gravityOf({ verdict }: Told): number {
  if (verdict === 'broken') return 2
  return verdict === 'unproven' ? 1 : 0
}

const told = {
  pending: { verdict: 'pending', reason: 'pending' },
  kept: { verdict: 'kept', reason: 'kept' },
  'kept-by-stamp': { verdict: 'kept', reason: 'kept-by-stamp' },
  missing: { verdict: 'broken', reason: 'broken' },
  'unproven-first-look': { verdict: 'unproven', reason: 'unproven-first-look' },
  'unproven-grace': { verdict: 'unproven', reason: 'unproven-grace' },
  'unproven-stale': { verdict: 'unproven', reason: 'unproven-stale' },
  'unproven-stamp': { verdict: 'unproven', reason: 'unproven-stamp' },
  'unproven-straddles': { verdict: 'unproven', reason: 'unproven-straddles' },
  'unproven-uncalibrated': { verdict: 'unproven', reason: 'unproven-uncalibrated' },
} as const satisfies Partial<Record<Outcome, Told>>

/** A duty that stays open until it is done: done late is a breach put right. */
const lateDuty = {
  late: { verdict: 'mended', reason: 'mended' },
  'late-by-stamp': { verdict: 'mended', reason: 'mended-by-stamp' },
} as const

/** A thing that nobody owed, but that had to come in time if it came: late is a breach. */
const lateThing = {
  late: { verdict: 'broken', reason: 'broken' },
  'late-by-stamp': { verdict: 'broken', reason: 'broken-by-stamp' },
} as const

const duties: Readonly<Record<Outcome, Told>> = { ...told, ...lateDuty }
const things: Readonly<Record<Outcome, Told>> = { ...told, ...lateThing }

export function tellDuty(outcome: Outcome): Told {
  return duties[outcome]
}

export function tellTiming(outcome: Outcome): Told {
  return things[outcome]
}

type Doubt = Extract<Outcome, `unproven-${string}`>

const doubts: Readonly<Record<Doubt, string>> = {
  'unproven-first-look': 'первое наблюдение было уже после срока {deadline}',
  'unproven-grace': 'запись появилась в пределах погрешности измерения после срока {deadline}',
  'unproven-stale': 'после срока {deadline} журнал не был прочитан полностью',
  'unproven-stamp': 'отметка времени платформы противоречит нашим наблюдениям вокруг срока {deadline}',
  'unproven-straddles': 'срок {deadline} прошёл между двумя наблюдениями',
  'unproven-uncalibrated':
    'срок {deadline} прошёл между двумя наблюдениями, а отметка времени платформы, пока она не проверена, сама опоздания не доказывает',
}

/** Messages for the doubts that a rule can meet: «{where}: тема урока — не доказано: …». */
export function doubtMessages<Kind extends Doubt>(
  fact: string,
  kinds: readonly Kind[],
  suffix = '',
): Readonly<Record<Kind, string>> {
  const messages = kinds.map(kind => [kind, `{where}: ${fact} — не доказано: ${doubts[kind]}${suffix}.`])
  return Object.fromEntries(messages)
}

/** What every verdict about a lesson points at. */
export function lessonSubject(lesson: Lesson): VerdictSubject {
  const { classId, id, subjectId } = lesson
  return subjectId === null
    ? { class: classId, lesson: id }
    : { class: classId, lesson: id, subject: subjectId }
}

/** The same of a work that hangs on the lesson. Written out, as all below: spreading objects costs more than judging. */
export function hungSubject({ classId, id, subjectId }: Lesson, work: Id): VerdictSubject {
  if (subjectId === null) return { class: classId, lesson: id, work }
  return { class: classId, lesson: id, subject: subjectId, work }
}

/** The same of a pupil at the lesson. */
export function pupilSubject({ classId, id, subjectId }: Lesson, person: Id): VerdictSubject {
  if (subjectId === null) return { class: classId, lesson: id, person }
  return { class: classId, lesson: id, subject: subjectId, person }
}

/** The same of a mark. */
export function markSubject({ classId, id, subjectId }: Lesson, mark: Mark): VerdictSubject {
  const about = { class: classId, lesson: id, mark: mark.id, person: mark.personId }
  if (subjectId === null) return mark.workId === null ? about : { ...about, work: mark.workId }
  if (mark.workId === null) {
    return { class: classId, lesson: id, mark: mark.id, person: mark.personId, subject: subjectId }
  }
  return {
    class: classId,
    lesson: id,
    work: mark.workId,
    mark: mark.id,
    person: mark.personId,
    subject: subjectId,
  }
}

/** Newest complete look at the class-week of a lesson. */
export function lookAt(
  context: { readonly journal: Journal; readonly calendar: { weekStart(date: string): string } },
  resource: Resource,
  lesson: Lesson,
) {
  return context.journal.lastLook(resource, lesson.classId, context.calendar.weekStart(lesson.date))
}
