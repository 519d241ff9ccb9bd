import { studyYearOf } from '../../src/calendar/index.js'
import type { Id, IsoDate } from '../../src/journal/index.js'
import type { HardCopyStep } from '../../src/regulation/index.js'
import type { JobDeps, School } from '../deps.js'
import { kitDays } from './print-kit.js'
import { printedClasses } from './printed-classes.js'
import { nextStep, type PrintedStep, printRegister, stepsTaken } from './printed-step.js'
import { notGivenClasses } from './resits.js'
import { type StoredKitFiles, storedKits } from './stored-kit.js'

export interface PrintBoard {
  /** `2026-2027` */
  readonly studyYear: string
  /** The one that today belongs to: its sheets can still be made. */
  readonly isCurrent: boolean
  readonly due: IsoDate
  readonly classes: readonly {
    readonly id: Id
    readonly name: string
    readonly steps: ReadonlyMap<HardCopyStep, PrintedStep>
    readonly next: HardCopyStep | null
    readonly kit: string | null
  }[]
  /** Newest first. */
  readonly kits: readonly StoredKitFiles[]
  /** As `PrintKitOverview` has it. */
  readonly notGiven: readonly { readonly id: Id; readonly name: string }[]
}

/**
 * How far the year's printing is, from register, archive and looks alone: no class's year is judged for it.
 * @param wanted `2026-2027`; null, or one to come: the year that today belongs to
 */
export async function printBoard(deps: JobDeps, school: School, wanted: string | null): Promise<PrintBoard> {
  const { calendar } = await deps.calendar(school)
  const today = calendar.dateOf(deps.clock.now())
  const current = studyYearOf(today)
  const studyYear = wanted === null || wanted > current ? current : wanted
  const isCurrent = studyYear === current
  const register = await printRegister(deps, school.id, studyYear)
  const kits = await storedKits(deps, school.id, studyYear)
  const classes = await printedClasses(deps, { school: school.id, isCurrent, register, kits })
  return {
    studyYear,
    isCurrent,
    due: (await kitDays(deps, school.id, studyYear)).due,
    classes: classes.map(({ id, name }) => {
      const steps = stepsTaken(register.get(id) ?? [])
      const kit = kits.find(({ sheets }) => sheets.has(id))?.version ?? null
      return { id, name, steps, next: nextStep(steps), kit }
    }),
    kits,
    notGiven: await notGivenClasses(deps, { school: school.id, calendar, today, studyYear }),
  }
}
