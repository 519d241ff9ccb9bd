import type {
  Bracket,
  FinalMark,
  FormerFinalMark,
  FormerResultMark,
  Id,
  Journal,
  ResultMark,
} from '../journal/index.js'
import type { PrintedSheet, ResultCell, SheetCell } from './archive-facts.js'
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

type Place = Omit<SheetCell, 'value'>
type ResultPlace = Omit<ResultCell, 'value'>

interface Seen {
  /** Between which looks the value of the sheet went; null where no look saw it. */
  readonly seen: Bracket | null
}
/** With what the sheet says. */
export type ChangedCell = SheetCell & Seen
export type ChangedResult = ResultCell & Seen

/** Cells in which the journal now says something else than the sheet. */
export function changedCells(journal: Journal, sheet: PrintedSheet): readonly ChangedCell[] {
  const { classId, cells } = sheet
  const placeOf = ({ personId, subjectId, periodId }: Place): Place => ({ personId, subjectId, periodId })
  const placeOfMark = (mark: FinalMark | FormerFinalMark) =>
    placeOf({ ...mark, periodId: lineOf(journal, mark) })
  const keyOf = ({ personId, subjectId, periodId }: Place) => `${personId}/${subjectId}/${periodId ?? '-'}`
  const marks = finalMarks(journal, classId, () => {
    const { finalMarks, formerFinalMarks } = journal.slice
    return indexOf({ standing: finalMarks, former: formerFinalMarks }, classId, mark =>
      keyOf(placeOfMark(mark)),
    )
  })
  return differing(cells, { marks, keyOf, placeOf, placeOfMark })
}

/** The same of marks of exams and resulting ones; none where the sheet has no lines for them. */
export function changedResults(
  journal: Journal,
  { classId, results }: Pick<PrintedSheet, 'classId' | 'results'>,
): readonly ChangedResult[] {
  if (results === null) return []
  const placeOf = ({ personId, subjectId, line }: ResultPlace): ResultPlace => ({ personId, subjectId, line })
  const keyOf = ({ personId, subjectId, line }: ResultPlace) => `${personId}/${subjectId}/${line}`
  const marks = resultMarks(journal, classId, () => {
    const { resultMarks, formerResultMarks } = journal.slice
    return indexOf({ standing: resultMarks, former: formerResultMarks }, classId, keyOf)
  })
  return differing(results.cells, { marks, keyOf, placeOf, placeOfMark: placeOf })
}

const finalMarks = perJournal<Id, Index<FinalMark, FormerFinalMark>>()
const resultMarks = perJournal<Id, Index<ResultMark, FormerResultMark>>()

/** Marks of a class by the key of their cell. */
interface Index<Mark, Gone> {
  readonly current: ReadonlyMap<string, readonly Mark[]>
  readonly former: ReadonlyMap<string, readonly Gone[]>
}

interface OfClass {
  readonly classId: Id
}

function indexOf<Mark extends OfClass, Gone extends OfClass>(
  { standing, former }: { readonly standing: readonly Mark[]; readonly former: readonly Gone[] },
  classId: Id,
  keyOf: (mark: Mark | Gone) => string,
): Index<Mark, Gone> {
  const byCell = <One extends Mark | Gone>(marks: readonly One[]) => {
    const cells = new Map<string, One[]>()
    for (const mark of marks) {
      if (mark.classId !== classId) continue
      const key = keyOf(mark)
      const known = cells.get(key)
      if (known) known.push(mark)
      else cells.set(key, [mark])
    }
    return cells
  }
  return { current: byCell(standing), former: byCell(former) }
}

interface Standing {
  readonly value: string
  readonly appeared: Bracket
}

interface Gone {
  readonly value: string
  readonly left: Bracket
}

interface Compared<At, Mark, Was> {
  readonly marks: Index<Mark, Was>
  readonly keyOf: (place: At) => string
  readonly placeOf: (cell: At) => At
  readonly placeOfMark: (mark: Mark) => At
}

/** Cells of a sheet, and of marks that it hasn't, with what the journal now says instead. */
function differing<At, Mark extends Standing, Was extends Gone>(
  sheet: readonly (At & { readonly value: string | null })[],
  { marks: { current, former }, keyOf, placeOf, placeOfMark }: Compared<At, Mark, Was>,
): (At & Seen & { readonly value: string | null })[] {
  const cells = new Map(sheet.map(cell => [keyOf(cell), { place: placeOf(cell), value: cell.value }]))
  for (const [key, [mark]] of current) {
    if (mark && !cells.has(key)) cells.set(key, { place: placeOfMark(mark), value: null })
  }
  return [...cells].flatMap(([key, { place, value }]) => {
    const now = current.get(key) ?? []
    if (sheetValue(now) === value) return []
    return [{ ...place, value, seen: changeOf(value, now, former.get(key) ?? []) }]
  })
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

/** As the sheet writes it. */
function sheetValue(marks: readonly { readonly value: string }[]): string | null {
  return marks.length === 0 ? null : [...new Set(marks.map(({ value }) => value))].sort().join('/')
}

/** The last time that the sheet's value went, or that something came into its empty cell. */
function changeOf(value: string | null, now: readonly Standing[], former: readonly Gone[]): Bracket | null {
  const gone = former.filter(mark => mark.value === value).map(({ left }) => left)
  const came = value === null ? now.map(({ appeared }) => appeared) : []
  const [last] = [...gone, ...came].sort((a, b) => b.presentAt - a.presentAt)
  return last ?? null
}

/** What tells a verdict of one sheet from those of others, and of its exam line from that of the year. */
export function sheetPart(number: number, line: ResultMark['line'] | null = null): string {
  return line === null ? `sheet-${number}` : `sheet-${number}-${line}`
}
