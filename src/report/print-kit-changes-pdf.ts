import type { Content, TableCell } from 'pdfmake/interfaces.js'
import { russianDate, russianDateTime } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import { legibleName, legibleText, mostOfLine } from './glyphs.js'
import { canonicalJson } from './json.js'
import {
  dateLine,
  headCells,
  letterhead,
  signatureRow,
  thinLines,
  titleLines,
  uprightFooter,
  uprightForm,
} from './paper.js'
import { embeddedData, writePdf } from './pdf.js'
import type { ChangedSheetCell, KitOffice, SheetChanges } from './print-kit-model.js'

/** «Лист изменений»: what goes beside a sheet that was printed before, and is printed anew. */
export interface ChangesForm {
  readonly school: string
  readonly className: string
  readonly studyYear: string
  readonly timeZone: string
  readonly office: KitOffice
  readonly changes: SheetChanges
  /** The same form has the same bytes. */
  readonly at: Instant
}

export async function changesPdf(form: ChangesForm): Promise<Uint8Array> {
  const { school, className, studyYear, changes, at } = form
  return writePdf({
    ...uprightForm({
      title: `Лист изменений № ${changes.number} к сводной ведомости, класс ${className}, ${studyYear} учебный год`,
      author: school,
      at,
    }),
    ...embeddedData({
      name: 'changes.json',
      type: 'application/json',
      description: 'Данные листа изменений',
      data: canonicalJson(changes),
      at,
    }),
    content: [letterhead(school), heading(form), ...cellTable(form), ...others(form), ending(form)],
    footer: uprightFooter(`Лист изменений № ${changes.number}, ${legibleName(className)}, ${studyYear}`),
  })
}

function heading({ className, studyYear, changes }: ChangesForm): Content {
  const { number, printed, version } = changes
  return {
    stack: [
      titleLines(
        `ЛИСТ ИЗМЕНЕНИЙ № ${number}`,
        'к сводной ведомости учёта результатов',
        'промежуточной и итоговой аттестации обучающихся',
        `${legibleName(className)} класса за ${studyYear} учебный год`,
      ),
      {
        text:
          `В ведомость, распечатанную ${russianDate(printed.on)} (версия ${printed.version} электронного подлинника), ` +
          `после печати внесены изменения. С ними ведомость распечатана заново (версия ${version}).`,
        alignment: 'justify',
        margin: [0, 0, 0, 8],
      },
    ],
  }
}

function cellTable({ changes: { cells }, timeZone }: ChangesForm): Content[] {
  if (cells.length === 0) return []
  const names = [
    '№',
    'Фамилия, имя, отчество',
    'Предмет, период',
    'Было',
    'Стало',
    'Когда изменено',
    'Основание',
  ]
  return [
    {
      fontSize: 10,
      lineHeight: 1,
      table: {
        headerRows: 1,
        dontBreakRows: true,
        widths: [16, 112, '*', 30, 34, 74, 66],
        body: [headCells(names, 9), ...cells.map((cell, index) => row(cell, index + 1, timeZone))],
      },
      layout: thinLines,
    },
  ]
}

function row(cell: ChangedSheetCell, number: number, timeZone: string): TableCell[] {
  const centred = (text: string): TableCell => ({ text, alignment: 'center' })
  return [
    centred(String(number)),
    { text: legibleName(cell.pupil) },
    { text: `${legibleName(cell.subject)}, ${legibleName(cell.period)}` },
    centred(cell.before === null ? '—' : legibleName(cell.before)),
    { text: cell.after === null ? '—' : legibleName(cell.after), alignment: 'center', bold: true },
    { text: seenText(cell, timeZone), fontSize: 8 },
    // By which order, in whose hand.
    { text: '' },
  ]
}

function seenText({ seen }: ChangedSheetCell, timeZone: string): string {
  if (seen === null) return 'не установлено'
  const at = (instant: Instant) => russianDateTime(instant, timeZone)
  return seen.absentAt === null
    ? `не позже ${at(seen.presentAt)}`
    : `между ${at(seen.absentAt)} и ${at(seen.presentAt)}`
}

function others({ changes }: ChangesForm): Content[] {
  if (changes.others.length === 0) return []
  return [
    { text: 'Другие изменения:', margin: [0, 8, 0, 2] },
    { ol: changes.others.map(line => legibleText(line, mostOfLine)), fontSize: 10 },
  ]
}

function ending({ office }: ChangesForm): Content {
  return {
    stack: [
      {
        text: 'Прочерк — пустая клетка. Лист изменений подшивается к ведомости; прежняя печать остаётся в деле.',
        fontSize: 9,
        margin: [0, 8, 0, 0],
      },
      signatureRow(office.deputy),
      signatureRow(office.head),
      {
        columns: [
          { width: 190, text: 'М.П.', alignment: 'right' },
          { width: '*', text: dateLine, alignment: 'right' },
        ],
        margin: [0, 10, 0, 0],
      },
    ],
    unbreakable: true,
  }
}
