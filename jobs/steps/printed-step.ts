import type { Instant } from '../../src/clock.js'
import type { Id, IsoDate } from '../../src/journal/index.js'
import type { Statement } from '../../src/ledger/index.js'
import { type HardCopyStep, hardCopySteps, withNewestPrint } from '../../src/regulation/index.js'
import type { JobDeps } from '../deps.js'

/** The register of printing: which step of a class's sheet was stated, by whom, when. */

/** An archived sheet. */
export interface PrintPlace {
  readonly object: string
  readonly version: string
}

export interface PrintedStep {
  /** Of the statement. */
  readonly number: number
  readonly step: HardCopyStep
  readonly on: IsoDate
  /** Who did it, by the statement; else its author. */
  readonly who: string
  readonly author: string
  readonly enteredAt: Instant
  /** Which archived sheet was printed; null for the other steps. */
  readonly sheet: PrintPlace | null
}

/** What stands of a year, by class; oldest first. */
export async function printRegister(
  { statements }: Pick<JobDeps, 'statements'>,
  school: Id,
  studyYear: string,
): Promise<ReadonlyMap<Id, readonly PrintedStep[]>> {
  const register = new Map<Id, PrintedStep[]>()
  for (const statement of await statements.list(school, 'hard-copy')) {
    const entered = stepOf(statement)
    if (entered === null || entered.studyYear !== studyYear) continue
    const known = register.get(entered.classId) ?? []
    known.push(entered.taken)
    register.set(entered.classId, known)
  }
  for (const steps of register.values())
    steps.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.number - b.number))
  return register
}

function stepOf({ number, revisions }: Statement<'hard-copy'>) {
  const newest = revisions.at(-1)
  if (!newest?.content) return null
  const { classId, studyYear, step, on, doneBy, sheet } = newest.content
  const { author, enteredAt } = newest
  return { classId, studyYear, taken: { number, step, on, who: doneBy ?? author, author, enteredAt, sheet } }
}

/** The newest printing: what the paper says. */
export function newestPrint(
  steps: readonly PrintedStep[],
): (PrintedStep & { readonly sheet: PrintPlace }) | null {
  for (const taken of steps.toReversed()) if (taken.sheet !== null) return { ...taken, sheet: taken.sheet }
  return null
}

/** How many different sheets of the class were printed. */
export function printings(steps: readonly PrintedStep[]): number {
  return new Set(steps.flatMap(({ sheet }) => sheet?.version ?? [])).size
}

/** Of each step the newest statement that counts. */
export function stepsTaken(steps: readonly PrintedStep[]): ReadonlyMap<HardCopyStep, PrintedStep> {
  return new Map(withNewestPrint(steps).map(taken => [taken.step, taken]))
}

/** What is to be done next; null when all is done. */
export function nextStep(taken: ReadonlyMap<HardCopyStep, PrintedStep>): HardCopyStep | null {
  return hardCopySteps.find(step => !taken.has(step)) ?? null
}
