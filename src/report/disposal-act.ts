import type { Content, TableCell } from 'pdfmake/interfaces.js'
import type { IsoDate } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import { BridgeError } from '../errors.js'
import { fontFace } from './fonts.js'
import { legible, missingGlyphs } from './glyphs.js'
import { breakLines, page, printed } from './page.js'
import { printedForm, writePdf } from './pdf.js'
import { dayRange } from './russian.js'

/** An act on documents that are set aside for disposal, to be signed by hand. */
export interface DisposalActForm {
  readonly school: string
  readonly number: string
  readonly approvedBy: string
  readonly executedBy: string
  readonly reason: string
  readonly documents: readonly DisposedDocument[]
  /** The same act has the same bytes. */
  readonly at: Instant
}

export interface DisposedDocument {
  /** In words, and as the archive calls it. */
  readonly title: string
  readonly id: string
  readonly studyYear: string
  readonly versions: number
  /** By rule and by record, in words: «5 лет». */
  readonly term: string
  /** ISO date from which it could be set aside. */
  readonly until: string
  /** SHA-512 of its inventory, hex. */
  readonly digest: string
}

/** @throws BridgeError SHEET_GLYPH when the fonts lack a character of a name or text */
export async function disposalActPdf(act: DisposalActForm): Promise<Uint8Array> {
  refuseUnprintable(act)
  const title = `Акт № ${act.number} о выделении к уничтожению документов, не подлежащих хранению`
  return writePdf({
    ...printedForm({ title, author: act.school, at: act.at }),
    content: [heading(act, title), table(act), ending(act)],
    footer: (current, count) => ({
      margin: [page.margins.left, 14, page.margins.right, 0],
      font: 'Sans',
      fontSize: 8,
      columns: [
        { width: '*', text: `Акт № ${printed(act.number)}` },
        { width: 80, text: `стр. ${current} из ${count}`, alignment: 'right' },
      ],
    }),
  })
}

function refuseUnprintable({ school, number, approvedBy, executedBy, reason }: DisposalActForm): void {
  const found = missingGlyphs([
    { place: 'наименование школы', text: school },
    { place: 'номер акта', text: number },
    { place: 'кто утвердил', text: approvedBy },
    { place: 'кто исполняет', text: executedBy },
    { place: 'причина', text: reason },
  ])
  if (found.length === 0) return
  throw new BridgeError('SHEET_GLYPH', {
    message: `В акте есть знаки, которых нет в шрифте: ${found.join('; ')}`,
    hint: 'Напишите без этих знаков: имя школы — в bridge.yaml, остальное — в ключах команды',
  })
}

function heading({ school, approvedBy, reason, at }: DisposalActForm, title: string): Content {
  return {
    stack: [
      { text: 'УТВЕРЖДАЮ', alignment: 'right' },
      { text: `____________________ ${printed(approvedBy)}`, alignment: 'right', margin: [0, 10, 0, 2] },
      { text: '«___» ______________ 20___ г.', alignment: 'right' },
      { text: printed(school), alignment: 'center', margin: [0, 6, 0, 0] },
      { text: printed(title), bold: true, fontSize: 13, alignment: 'center', margin: [0, 6, 0, 4] },
      {
        text: `Составлен ${dayText(new Date(at).toISOString().slice(0, 10))}. Основание: ${printed(reason)}.`,
      },
    ],
    margin: [0, 0, 0, 8],
  }
}

function table({ documents }: DisposalActForm): Content {
  const names = [
    '№',
    'Документ',
    'Учебный год',
    'Версий',
    'Срок хранения',
    'Хранить до',
    'Статья перечня',
    'Сумма описи',
  ]
  return {
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: [18, idWidth, 50, 38, 48, 56, 60, 130],
      body: [
        names.map((text): TableCell => ({ text, fontSize: 9, alignment: 'center' })),
        ...documents.map((document, index) => row(document, index + 1)),
      ],
    },
    layout: { hLineWidth: () => 0.5, vLineWidth: () => 0.5 },
  }
}

/** What the other columns leave of the page; an id, a single long word, is broken to it before the writer sees it. */
const idWidth = 260
const idSize = 7

function idLines(id: string): string {
  const face = fontFace('Sans')
  return breakLines(id, idWidth, text => face.width(text, idSize)).join('\n')
}

function row(
  { title, id, studyYear, versions, term, until, digest }: DisposedDocument,
  number: number,
): TableCell[] {
  const small = (text: string): TableCell => ({ text, fontSize: 9, alignment: 'center' })
  return [
    small(String(number)),
    { stack: [{ text: legible(title) }, { text: idLines(id), font: 'Sans', fontSize: idSize }] },
    ...[studyYear, String(versions), term, dayText(until)].map(small),
    { text: '' },
    { text: inLines(digest), font: 'Sans', fontSize: 6 },
  ]
}

function dayText(date: IsoDate): string {
  return dayRange(date, date)
}

/** A word of 128 letters isn't broken by the writer. */
function inLines(digest: string): string {
  return digest.replace(/(.{32})(?=.)/g, '$1 ')
}

function ending({ executedBy, documents }: DisposalActForm): Content {
  const line = (text: string): Content => ({ text, margin: [0, 8, 0, 0] })
  return {
    stack: [
      line(
        `Всего документов: ${documents.length}. Они стираются из электронного архива со всеми версиями; прежние записи журнала архива и контрольные суммы остаются.`,
      ),
      line(
        'Резервные копии очищаются при следующем копировании; технические средства и носители: ______________________________________________',
      ),
      line(`Уничтожил: ____________________ ${printed(executedBy)}      «___» ______________ 20___ г.`),
    ],
    margin: [0, 4, 0, 0],
    unbreakable: true,
  }
}
