import type { Bracket, FinalMark, FormerFinalMark, Id, Journal } from '../journal/index.js'
import type { PrintedSheet, SheetCell } from './archive-facts.js'
import { perJournal } from './per-journal.js'

/** Printed sheets against the journal as it is now. */

/** A later printing of a class's sheet takes the place of an earlier one. */
export function newestSheets(sheets: readonly PrintedSheet[]): readonly PrintedSheet[] {
  const newest = new Map<string, PrintedSheet>()
  for (const sheet of sheets.toSorted((a, b) => a.number - b.number)) {
    const key = `${sheet.classId}/${sheet.studyYear}`
    const known = newest.get(key)
    if (!known || known.printedOn <= sheet.printedOn) newest.set(key, sheet)
  }
  return [...newest.values()]
}

export interface ChangedCell extends Omit<SheetCell, 'value'> {
  /** Between which looks the value of the sheet went; null where no look saw it. */
  readonly seen: Bracket | null
}

/** Cells in which the journal now says something else than the sheet. */
export function changedCells(journal: Journal, sheet: PrintedSheet): readonly ChangedCell[] {
  const { current, former } = indices(journal, sheet.classId, () => indexCells(journal, sheet.classId))
  const cells = new Map(sheet.cells.map(cell => [keyOf(cell), cell]))
  for (const [key, [mark]] of current) {
    if (mark && !cells.has(key)) {
      const { personId, subjectId } = mark
      cells.set(key, { personId, subjectId, periodId: lineOf(journal, mark), value: null })
    }
  }
  return [...cells].flatMap(([key, { value, ...cell }]) => {
    const now = current.get(key) ?? []
    if (sheetValue(now) === value) return []
    return [{ ...cell, seen: changeOf(value, now, former.get(key) ?? []) }]
  })
}

interface Cells {
  readonly current: ReadonlyMap<string, readonly FinalMark[]>
  readonly former: ReadonlyMap<string, readonly FormerFinalMark[]>
}

const indices = perJournal<Id, Cells>()

function indexCells(journal: Journal, classId: Id): Cells {
  const ofClass = <Mark extends FinalMark | FormerFinalMark>(marks: readonly Mark[]) => {
    const cells = new Map<string, Mark[]>()
    for (const mark of marks) {
      if (mark.classId !== classId) continue
      const key = keyOf({ ...mark, periodId: lineOf(journal, mark) })
      const known = cells.get(key)
      if (known) known.push(mark)
      else cells.set(key, [mark])
    }
    return cells
  }
  return { current: ofClass(journal.slice.finalMarks), former: ofClass(journal.slice.formerFinalMarks) }
}

/** The platform may give the year a period of its own: on the sheet it is the line of the mark of the year. */
function lineOf(journal: Journal, { classId, periodId }: FinalMark | FormerFinalMark): Id | null {
  const isYear = journal.periodsOf(classId).some(({ id, type }) => id === periodId && type === 'year')
  return isYear ? null : periodId
}

/** A period of an unknown type may be the year: then nobody can tell which line of the sheet its marks belong to. */
export function areLinesKnown(journal: Journal, classId: Id): boolean {
  return journal.periodsOf(classId).every(({ type }) => type !== 'unknown')
}

function keyOf({ personId, subjectId, periodId }: Omit<SheetCell, 'value'>): string {
  return `${personId}/${subjectId}/${periodId ?? '-'}`
}

/** As the sheet writes it. */
function sheetValue(marks: readonly { readonly value: string }[]): string | null {
  return marks.length === 0 ? null : [...new Set(marks.map(({ value }) => value))].sort().join('/')
}

/** The last time that the sheet's value went, or that something came into its empty cell. */
function changeOf(
  value: string | null,
  now: readonly FinalMark[],
  former: readonly FormerFinalMark[],
): Bracket | null {
  const gone = former.filter(mark => mark.value === value).map(({ left }) => left)
  const came = value === null ? now.map(({ appeared }) => appeared) : []
  const [last] = [...gone, ...came].sort((a, b) => b.presentAt - a.presentAt)
  return last ?? null
}
