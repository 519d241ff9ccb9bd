import type { Archive } from '../../src/archive/index.js'
import { studyYearDays, studyYearStart } from '../../src/calendar/index.js'
import { BridgeError, isBridgeError } from '../../src/errors.js'
import { createJournal, type Directory, type Id, type IsoDate } from '../../src/journal/index.js'
import { changedCells, changedResults, newestSheets } from '../../src/regulation/index.js'
import {
  type ClassReadiness,
  classReadiness,
  readinessRules,
  type SeenChange,
  type SheetChanges,
  type SummarySheet,
  sheetChanges,
} from '../../src/report/index.js'
import type { JobDeps, School } from '../deps.js'
import { type ArchivedSheetFile, readArchivedSheet } from './archived-sheet.js'
import { type Judgement, judge } from './evaluate.js'
import { newestPrint, type PrintedStep, type PrintPlace, printings } from './printed-step.js'
import { buildSheet } from './sheet.js'
import { decidedDebts } from './sheet-orders.js'
import { standingDecisions } from './standing-decisions.js'

/** The year's sheet of a class as it would be printed now: whether it is ready, and what its last print doesn't say. */
export interface ClassNow {
  readonly sheet: SummarySheet
  readonly readiness: ClassReadiness
  /** The sheet that was printed last; null where none was. */
  readonly printed: PrintedSheetNow | null
  /** Changes of the journal since then that looks saw. */
  readonly seen: readonly SeenChange[]
}

interface PrintedSheetNow {
  readonly version: string
  readonly on: IsoDate
  /** How many different sheets of the class were printed so far. */
  readonly printings: number
  /** Null where the archive doesn't hold it any more, or damaged. */
  readonly sheet: ArchivedSheetFile | null
}

/** Judged for what it reads: the marks that a printed sheet is compared with. */
const changeRule = '2.8-sheet-unchanged'

export async function classNow(
  deps: JobDeps,
  {
    school,
    classId,
    steps,
    signal,
  }: { school: School; classId: Id; steps: readonly PrintedStep[]; signal?: AbortSignal },
): Promise<ClassNow> {
  const directory = await deps.mirror.directory(school.id)
  const { calendar } = await deps.calendar(school)
  const today = calendar.dateOf(deps.clock.now())
  const sheet = await buildSheet(deps, { school, classId, periodId: null })
  const decisions = await standingDecisions(deps, school.id)
  const judgement = await judge(
    deps,
    {
      school: school.id,
      ...yearSoFar(today, deps),
      classIds: [classId],
      // Of other classes' prints nothing is asked here.
      decisions: {
        ...decisions,
        hardCopies: decisions.hardCopies.filter(({ content }) => content.classId === classId),
      },
      only: [...readinessRules, changeRule],
    },
    signal,
  )
  const studyYear = sheet.studyYear.replace('/', '-')
  return {
    sheet,
    readiness: classReadiness({
      sheet,
      verdicts: judgement.judged.found.filter(({ rule }) => rule !== changeRule),
      openPeriods: openPeriods(directory, classId, today),
      decidedDebts: await decidedDebts(deps, { school: school.id, classId, studyYear }),
    }),
    printed: await printedNow(deps, steps),
    seen: seenChanges(judgement, studyYear),
  }
}

/** As many days of the study year as have come and have a calendar. */
function yearSoFar(today: IsoDate, { knownDays }: JobDeps): { from: IsoDate; to: IsoDate } {
  const first = studyYearDays(studyYearStart(today)).from
  const from = first < knownDays.from ? knownDays.from : first
  const to = [today, knownDays.to].sort()[0] ?? today
  return { from: from <= to ? from : to, to }
}

/** Not over before today; the year as a whole lies over the others. */
function openPeriods({ periods }: Directory, classId: Id, today: IsoDate): string[] {
  const own = periods.filter(period => period.classId === classId && period.type !== 'year')
  if (own.length === 0) return ['отчётные периоды класса не прочитаны']
  const inOrder = own.toSorted((a, b) => (a.start < b.start ? -1 : 1))
  return inOrder.filter(({ finish }) => finish >= today).map(({ name }) => name)
}

/** Between which looks, whether or not the rule takes it for a breach. */
function seenChanges({ slice, archived }: Judgement, studyYear: string): SeenChange[] {
  const journal = createJournal(slice)
  const sheets = newestSheets(archived.sheets).filter(sheet => sheet.studyYear === studyYear)
  return sheets.flatMap(sheet => {
    const results = changedResults(journal, sheet).map(({ line, ...cell }) => ({ ...cell, periodId: line }))
    return [...changedCells(journal, sheet), ...results].flatMap(
      ({ personId, subjectId, periodId, seen }): SeenChange[] =>
        seen === null ? [] : [{ personId, subjectId, periodId, ...seen }],
    )
  })
}

async function printedNow(deps: JobDeps, steps: readonly PrintedStep[]): Promise<PrintedSheetNow | null> {
  const newest = newestPrint(steps)
  if (newest === null) return null
  const archive = await deps.readArchive()
  const sheet = archive === null ? null : await soundSheet(archive, newest.sheet)
  return { version: newest.sheet.version, on: newest.on, printings: printings(steps), sheet }
}

async function soundSheet(archive: Archive, place: PrintPlace): Promise<ArchivedSheetFile | null> {
  try {
    return await readArchivedSheet(archive, place)
  } catch (error) {
    if (isBridgeError(error, 'ARCHIVE_DAMAGED')) return null
    throw error
  }
}

/**
 * What paper and journal say differently.
 * @param version which version the sheet has now
 * @throws BridgeError ARCHIVE_DAMAGED where nobody can tell any more what the paper says
 */
export function changesOf({ sheet, printed, seen }: ClassNow, version: string): SheetChanges | null {
  if (printed === null || printed.version === version) return null
  if (printed.sheet === null) {
    throw new BridgeError('ARCHIVE_DAMAGED', {
      message: `Распечатанной ведомости (версия ${printed.version}) в архиве нет, или она повреждена: с чем сличать, неизвестно`,
      hint: 'Проверьте архив (archive verify) и восстановите её из копии',
    })
  }
  return sheetChanges({
    number: printed.printings,
    printed: { version: printed.version, on: printed.on, sheet: printed.sheet },
    now: { version, sheet },
    seen,
  })
}
