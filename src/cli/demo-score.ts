import type { Instant } from '../clock.js'
import type { Verdict } from '../regulation/index.js'
import type { PlantedBreach, Truth } from '../sandbox/index.js'

/** How the verdicts stand against what the sandbox planted. */
export interface Score {
  readonly planted: number
  readonly found: number
  /** Planted, but the looks couldn't decide it. */
  readonly unproven: number
  readonly missed: readonly PlantedBreach[]
  /** Accusations without a planted breach: there must be none. */
  readonly invented: readonly Verdict[]
}

type Subject = Pick<Verdict, 'rule' | 'subject'>

/** What identifies a breach of each rule: the lesson, the mark, the homework, or the cell of the sheet. */
function identity({ rule, subject }: Subject): string {
  if (subject.mark !== undefined && rule.startsWith('2.5-marks')) return `${rule}/${subject.mark}`
  if (subject.work !== undefined && !rule.startsWith('2.5')) return `${rule}/${subject.work}`
  if (rule.startsWith('2.7')) return [rule, subject.person, subject.subject, subject.period].join('/')
  return `${rule}/${subject.lesson ?? subject.class}`
}

/** A late mark, homework or change that isn't there yet owes nothing: it is the breach, and nobody can see it before. */
function isYetToCome({ rule, subject, enteredAt }: PlantedBreach, now: Instant): boolean {
  const isChange = rule === '2.7-final-marks-unchanged'
  const bringsItself = isChange || subject.mark !== undefined || subject.work !== undefined
  return bringsItself && enteredAt !== null && Date.parse(enteredAt) > now
}

/** A moment at which the journal was read; null: of all classes. */
export interface LookedAt {
  readonly at: Instant
  readonly classIds: readonly string[] | null
}

/** Nobody looked while the mark stood that was then changed or deleted. */
function isUnseen({ subject, enteredAt, stoodFrom }: PlantedBreach, looks: readonly LookedAt[]): boolean {
  if (stoodFrom === undefined || enteredAt === null) return false
  const [from, to] = [Date.parse(stoodFrom), Date.parse(enteredAt)]
  return !looks.some(
    ({ at, classIds }) => from <= at && at < to && (classIds === null || classIds.includes(subject.class)),
  )
}

const accuses = (verdict: Verdict) => verdict.verdict === 'broken' || verdict.verdict === 'mended'

export function score(
  truth: Truth,
  verdicts: readonly Verdict[],
  days: { from: string; to: string; now: Instant; looks: readonly LookedAt[] },
): Score {
  const expected = truth.planted.filter(
    breach =>
      breach.date >= days.from &&
      breach.date <= days.to &&
      Date.parse(breach.deadline) < days.now &&
      !isYetToCome(breach, days.now),
  )
  const byIdentity = new Map(verdicts.map(verdict => [identity(verdict), verdict]))
  const answers = expected.map(breach => ({ breach, verdict: byIdentity.get(identity(breach)) }))
  const isOpen = ({ breach, verdict }: (typeof answers)[number]) =>
    verdict?.verdict === 'unproven' || (verdict === undefined && isUnseen(breach, days.looks))
  const plantedKeys = new Set(expected.map(identity))
  return {
    planted: expected.length,
    found: answers.filter(({ verdict }) => verdict && accuses(verdict)).length,
    unproven: answers.filter(isOpen).length,
    missed: answers
      .filter(answer => !isOpen(answer) && !(answer.verdict && accuses(answer.verdict)))
      .map(({ breach }) => breach),
    invented: verdicts.filter(verdict => accuses(verdict) && !plantedKeys.has(identity(verdict))),
  }
}
