import type { Content, TableCell } from 'pdfmake/interfaces.js'
import type { IsoDate } from '../journal/index.js'
import { sectionHead } from './class-journal-head.js'
import { columns, type GridColumn, type GridPage, type } from './class-journal-layout.js'
import type { ClassJournal, JournalPupil, JournalSection } from './class-journal-model.js'
import { isAway } from './class-journal-stays.js'
import { cellOf, stayText } from './class-journal-words.js'
import { legibleName } from './glyphs.js'
import { padding, roomAcross } from './page.js'

/** The left side of the journal: pupils by lessons. */

const monthNames = [
  'январь',
  'февраль',
  'март',
  'апрель',
  'май',
  'июнь',
  'июль',
  'август',
  'сентябрь',
  'октябрь',
  'ноябрь',
  'декабрь',
]

function monthOf(date: IsoDate): number {
  return Number(date.slice(5, 7))
}

/** «сентябрь», or «09» over a single narrow column. */
function monthName(month: number, width: number): string {
  return width < 40 ? String(month).padStart(2, '0') : (monthNames[month - 1] ?? '')
}

const centred = { alignment: 'center' } as const
/** In the middle of the three lines of the head. */
const tall = { ...centred, rowSpan: 3, margin: [0, 13, 0, 0] as [number, number, number, number] }
const away = '#d4d4d4'
/** Beside the last column, without frame. */
const blank: TableCell = { text: '', border: [true, false, false, false] }

/** Neighbouring columns of one month share a cell; a final mark's head reaches down over all three lines. */
function monthRow({ columns: shown, widths }: GridPage): TableCell[] {
  const cells: TableCell[] = []
  let at = 0
  while (at < shown.length) {
    const column = shown[at]
    if (column === undefined) break
    if (column.kind === 'final') {
      cells.push({
        text: legibleName(column.period.name),
        bold: true,
        fontSize: type.note,
        ...tall,
      })
      at += 1
      continue
    }
    const month = monthOf(column.lesson.date)
    let end = at
    let width = 0
    for (
      let next = shown[end];
      next?.kind === 'work' && monthOf(next.lesson.date) === month;
      next = shown[end]
    ) {
      width += widths[end] ?? 0
      end += 1
    }
    cells.push({ text: monthName(month, width), colSpan: end - at, ...centred })
    for (let filler = at + 1; filler < end; filler += 1) cells.push({})
    at = end
  }
  return cells
}

function headRows(page: GridPage): TableCell[][] {
  const of = (text: (column: Extract<GridColumn, { kind: 'work' }>) => string) =>
    page.columns.map(
      (column): TableCell => (column.kind === 'final' ? {} : { text: text(column), ...centred }),
    )
  const name = { text: 'Фамилия, имя, отчество', ...tall }
  return [
    [{ text: '№', ...tall }, name, ...monthRow(page)],
    [{}, {}, ...of(({ lesson }) => lesson.date.slice(8))],
    [{}, {}, ...of(({ letters }) => letters)],
  ]
}

function pupilRow(
  { journal, section, page }: { journal: ClassJournal; section: JournalSection; page: GridPage },
  pupil: JournalPupil,
  number: number,
): TableCell[] {
  const note = stayText(pupil)
  const name =
    note === null
      ? legibleName(pupil.name)
      : [legibleName(pupil.name), { text: `\n${note}`, fontSize: type.note }]
  const inGroup = section.stays.get(pupil.id) ?? []
  return [
    { text: String(number), alignment: 'center' },
    { text: name },
    ...page.columns.map((column): TableCell => {
      if (column.kind === 'final') {
        const value = journal.finals.find(
          final =>
            final.pupil === pupil.id &&
            final.subject === section.subject.id &&
            final.period === column.period.id,
        )?.value
        return { text: legibleName(value ?? ''), alignment: 'center', bold: true }
      }
      const text = legibleName(cellOf(column.lesson, column.work, pupil.id))
      const { date } = column.lesson
      const grey = isAway(pupil.stays, date) || isAway(inGroup, date)
      return { text, alignment: 'center', ...(grey ? { fillColor: away } : {}) }
    }),
  ]
}

/** Everything in the section's pupils' cells of one page; the head repeats where the pupils need another. */
export function gridTable(journal: ClassJournal, section: JournalSection, page: GridPage): Content {
  const pupils = new Map(journal.pupils.map(pupil => [pupil.id, pupil]))
  const rows = section.pupils.flatMap((id, index) => {
    const pupil = pupils.get(id)
    return pupil ? [pupilRow({ journal, section, page }, pupil, index + 1)] : []
  })
  const shown = [columns.number, columns.name, ...page.widths]
  // A page of few lessons is as wide as the others, so that its head has room.
  const spare = Math.floor(roomAcross - shown.reduce((sum, width) => sum + width, 0))
  const filled = spare > 2 * padding
  const widths = filled ? [...shown, spare] : shown
  const body = [...headRows(page), ...rows].map(row => (filled ? [...row, blank] : row))
  const head = sectionHead(journal, section, widths.length)
  return {
    font: 'Sans',
    fontSize: type.cell,
    table: {
      headerRows: 4,
      dontBreakRows: true,
      widths: widths.map(width => width - 2 * padding),
      body: [head, ...body],
    },
    layout: {
      hLineWidth: line => (line === 0 ? 0 : 0.5),
      vLineWidth: () => 0.5,
      paddingLeft: () => padding,
      paddingRight: () => padding,
      // So close that a class of thirty stands on one page.
      paddingTop: () => 0.4,
      paddingBottom: () => 0.4,
    },
  }
}
