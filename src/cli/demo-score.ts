import type { Instant } from '../clock.js'
import type { Verdict } from '../regulation/index.js'
import {
  type PlantedBreach,
  type PlantedRule,
  plantedRules,
  type Truth,
  type TruthSubject,
} from '../sandbox/index.js'

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

type Part = keyof TruthSubject

const byPlace: readonly Part[] = ['class', 'lesson']
const byPupil: readonly Part[] = ['lesson', 'person']
const byCell: readonly Part[] = ['person', 'subject', 'period']

/** What identifies a breach of each rule: the lesson, the mark, the homework, or the cell of the sheet. */
const identifiedBy: Readonly<Record<PlantedRule, readonly Part[]>> = {
  '2.1-class-teacher-set': ['class'],
  '2.1-homework-author': ['work'],
  '2.1-lesson-teacher-set': byPlace,
  '2.2-sections-formed': ['class', 'part'],
  '2.2-sections-kept': ['class', 'lesson', 'period', 'part'],
  '2.3-topic-filled': byPlace,
  '2.3-topics-by-plan': byPlace,
  '2.4-class-teacher-edits': ['work'],
  '2.5-attendance-daily': byPlace,
  '2.5-attendance-gaps': byPupil,
  '2.5-marks-in-place': ['mark'],
  '2.5-marks-not-changed': ['mark'],
  '2.5-marks-not-deleted': ['mark'],
  '2.5-marks-same-day': ['mark'],
  '2.5-marks-while-absent': byPupil,
  '2.5-waiting-marks-closed': ['mark'],
  '2.5-written-works-in-time': ['work'],
  '2.5-written-works-marked': ['work'],
  '2.6-homework-in-time': ['work'],
  '2.6-homework-specified': ['work'],
  '2.6-homework-unchanged': ['work'],
  '2.7-final-marks-base': byCell,
  '2.7-final-marks-complete': byCell,
  '2.7-final-marks-mean': byCell,
  '2.7-final-marks-not-early': byCell,
  '2.7-final-marks-unchanged': byCell,
}

/** Of a rule that has nothing planted, every accusation stands alone. */
function identity({ rule, subject }: Pick<Verdict, 'rule' | 'subject'>): string {
  const parts = plantedRules.find(id => id === rule)
  if (parts === undefined) return `${rule}/${JSON.stringify(subject)}`
  return [rule, ...identifiedBy[parts].map(part => subject[part])].join('/')
}

/** What is broken by being done owes nothing before: nobody can see it. */
const brokenByDoing: ReadonlySet<PlantedRule> = new Set(['2.2-sections-kept', '2.7-final-marks-unchanged'])

function isYetToCome({ rule, subject, enteredAt }: PlantedBreach, now: Instant): boolean {
  if (rule === '2.5-waiting-marks-closed' || rule === '2.5-written-works-marked') return false
  const bringsItself = brokenByDoing.has(rule) || subject.mark !== undefined || subject.work !== undefined
  return bringsItself && enteredAt !== null && Date.parse(enteredAt) > now
}

/** That nobody leads a class is broken as long as it lasts. */
function isOver({ rule, enteredAt }: PlantedBreach, now: Instant): boolean {
  return rule === '2.1-class-teacher-set' && enteredAt !== null && Date.parse(enteredAt) <= now
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

export const accuses = (verdict: Verdict) => verdict.verdict === 'broken' || verdict.verdict === 'mended'

export interface Matched {
  readonly answers: readonly { readonly breach: PlantedBreach; readonly verdict: Verdict | undefined }[]
  /** Accusations without a planted breach: there must be none. */
  readonly invented: readonly Verdict[]
}

/** Of a period that was never read whole, one verdict stands for all its cells. */
function ofWholePeriod({ rule, subject }: PlantedBreach): Pick<Verdict, 'rule' | 'subject'> {
  const { class: classId, period } = subject
  return { rule, subject: { class: classId, ...(period === undefined ? {} : { period }) } }
}

interface Days {
  readonly from: string
  readonly to: string
  readonly now: Instant
}

/** What became of each breach that was planted in some days, as of now. */
export function match(truth: Truth, verdicts: readonly Verdict[], { from, to, now }: Days): Matched {
  const expected = truth.planted.filter(
    breach =>
      breach.date >= from &&
      breach.date <= to &&
      Date.parse(breach.deadline) < now &&
      !isYetToCome(breach, now) &&
      !isOver(breach, now),
  )
  const byIdentity = new Map(verdicts.map(verdict => [identity(verdict), verdict]))
  const answerTo = (breach: PlantedBreach) =>
    byIdentity.get(identity(breach)) ?? byIdentity.get(identity(ofWholePeriod(breach)))
  const plantedKeys = new Set(expected.map(identity))
  return {
    answers: expected.map(breach => ({ breach, verdict: answerTo(breach) })),
    invented: verdicts.filter(verdict => accuses(verdict) && !plantedKeys.has(identity(verdict))),
  }
}

export function score(
  truth: Truth,
  verdicts: readonly Verdict[],
  days: Days & { readonly looks: readonly LookedAt[] },
): Score {
  const { answers, invented } = match(truth, verdicts, days)
  const isOpen = ({ breach, verdict }: Matched['answers'][number]) =>
    verdict?.verdict === 'unproven' || (verdict === undefined && isUnseen(breach, days.looks))
  return {
    planted: answers.length,
    found: answers.filter(({ verdict }) => verdict && accuses(verdict)).length,
    unproven: answers.filter(isOpen).length,
    missed: answers
      .filter(answer => !isOpen(answer) && !(answer.verdict && accuses(answer.verdict)))
      .map(({ breach }) => breach),
    invented,
  }
}
