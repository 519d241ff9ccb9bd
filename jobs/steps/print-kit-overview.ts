import { studyYearOf } from '../../src/calendar/index.js'
import type { Id, IsoDate } from '../../src/journal/index.js'
import type { HardCopyStep } from '../../src/regulation/index.js'
import type { ClassReadiness, SheetChanges } from '../../src/report/index.js'
import type { JobDeps, School } from '../deps.js'
import { changesOf, classNow } from './kit-class.js'
import { kitDays } from './print-kit.js'
import { printedClasses } from './printed-classes.js'
import {
  newestPrint,
  nextStep,
  type PrintedStep,
  type PrintPlace,
  printRegister,
  stepsTaken,
} from './printed-step.js'
import { notGivenClasses } from './resits.js'
import { type StoredKitFiles, storedKits } from './stored-kit.js'

/** How far the printing of a class's sheet is. */
export interface ClassPrinting {
  readonly id: Id
  readonly name: string
  /** Null of a year that is over: its journal isn't read any more. */
  readonly readiness: ClassReadiness | null
  /** What the paper doesn't say; null where nothing was printed, or nothing has changed. */
  readonly changes: Pick<SheetChanges, 'cells' | 'others'> | null
  /** The archive doesn't hold what was printed any more, or damaged: nobody can compare it. */
  readonly printIsLost: boolean
  readonly steps: ReadonlyMap<HardCopyStep, PrintedStep>
  /** Null when all is done. */
  readonly next: HardCopyStep | null
  readonly printed: (PrintPlace & { readonly on: IsoDate }) | null
  /** In which kit its sheet is, newest; null where in none. */
  readonly kit: { readonly version: string; readonly sheet: PrintPlace } | null
}

export interface PrintKitOverview {
  /** `2026-2027` */
  readonly studyYear: string
  readonly due: IsoDate
  readonly remindFrom: IsoDate
  readonly today: IsoDate
  readonly classes: readonly ClassPrinting[]
  /** Newest first. */
  readonly kits: readonly StoredKitFiles[]
  /** Classes of the former year with debts that the platform doesn't let us read while resits are held. */
  readonly notGiven: readonly { readonly id: Id; readonly name: string }[]
}

/**
 * All that is to be shown of a year's print kit: readiness by class, the register, and the files that there are. Reads the
 * mirror as it is now; nothing is written, and the platform isn't asked.
 */
export async function printKitOverview(
  deps: JobDeps,
  {
    school,
    studyYear: wanted,
    classIds,
    onClass,
    signal,
  }: {
    readonly school: School
    /** `2026-2027`; null: the year that today belongs to. */
    readonly studyYear: string | null
    readonly classIds: readonly Id[] | null
    readonly onClass?: (done: number, of: number) => void
    readonly signal?: AbortSignal
  },
): Promise<PrintKitOverview> {
  const { calendar } = await deps.calendar(school)
  const today = calendar.dateOf(deps.clock.now())
  const studyYear = wanted ?? studyYearOf(today)
  const isCurrent = studyYear === studyYearOf(today)
  const register = await printRegister(deps, school.id, studyYear)
  const kits = await storedKits(deps, school.id, studyYear)
  const all = await printedClasses(deps, { school: school.id, isCurrent, register, kits })
  const groups = all.filter(({ id }) => classIds === null || classIds.includes(id))
  const classes: ClassPrinting[] = []
  for (const [index, group] of groups.entries()) {
    const steps = register.get(group.id) ?? []
    const now = isCurrent
      ? await classNow(deps, { school, classId: group.id, steps, ...(signal ? { signal } : {}) })
      : null
    const printIsLost = now?.printed?.sheet === null
    const print = newestPrint(steps)
    const kit = kits.find(({ sheets }) => sheets.has(group.id))
    const sheet = kit?.sheets.get(group.id)
    const taken = stepsTaken(steps)
    // Its version doesn't matter here: whatever differs from the paper is told.
    const changes = now === null || printIsLost ? null : changesOf(now, '')
    classes.push({
      ...group,
      readiness: now?.readiness ?? null,
      changes: changes === null ? null : { cells: changes.cells, others: changes.others },
      printIsLost,
      steps: taken,
      next: nextStep(taken),
      printed: print === null ? null : { ...print.sheet, on: print.on },
      kit: kit && sheet ? { version: kit.version, sheet } : null,
    })
    onClass?.(index + 1, groups.length)
  }
  const refused = await notGivenClasses(deps, { school: school.id, calendar, today, studyYear })
  const notGiven = refused.filter(({ id }) => classIds === null || classIds.includes(id))
  return { studyYear, ...(await kitDays(deps, school.id, studyYear)), today, classes, kits, notGiven }
}
