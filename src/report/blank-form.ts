import type { Content, TableCell } from 'pdfmake/interfaces.js'
import type { Instant } from '../clock.js'
import { BridgeError } from '../errors.js'
import { missingGlyphs } from './glyphs.js'
import { page, printed } from './page.js'
import { printedForm, writePdf } from './pdf.js'

/** A blank that people fill in by hand, until somebody enters it: one line a statement. */
export interface BlankForm {
  readonly school: string
  readonly title: string
  /** What the statements stand in for. */
  readonly demands: readonly { readonly clause: string; readonly demand: string }[]
  /** How a line is entered: `dnevnik-bridge control add`. */
  readonly command: string
  readonly fields: readonly BlankField[]
  /** When it was made; the same form has the same bytes. */
  readonly at: Instant
}

/** Named as the command's key that takes it, so that whoever enters the line needs no translation. */
export interface BlankField {
  /** `--checked` */
  readonly key: string
  readonly meaning: string
  readonly required: boolean
  /** Whether something follows the key; without it a tick is enough. */
  readonly hasValue: boolean
}

const lines = 8
const lineHeight = 30
const own = { key: '', required: false, hasValue: true } as const

/** @throws BridgeError SHEET_GLYPH when the fonts lack a character of the school's name */
export async function blankFormPdf(form: BlankForm): Promise<Uint8Array> {
  refuseUnprintable(form)
  return writePdf({
    ...printedForm({ title: form.title, author: form.school, at: form.at }),
    content: [heading(form), table(form), howTo(form)],
    footer: (current, count) => ({
      margin: [page.margins.left, 14, page.margins.right, 0],
      font: 'Sans',
      fontSize: 8,
      columns: [
        { width: '*', text: `Пункты регламента: ${form.demands.map(({ clause }) => clause).join(', ')}` },
        { width: 80, text: `стр. ${current} из ${count}`, alignment: 'right' },
      ],
    }),
  })
}

function refuseUnprintable({ school }: BlankForm): void {
  const found = missingGlyphs([{ place: 'наименование школы', text: school }])
  if (found.length === 0) return
  throw new BridgeError('SHEET_GLYPH', {
    message: `На бланке есть знаки, которых нет в шрифте: ${found.join('; ')}`,
    hint: 'Исправьте название школы (name) в bridge.yaml',
  })
}

function heading({ school, title, demands }: BlankForm): Content {
  return {
    stack: [
      { text: printed(school), alignment: 'center' },
      { text: title, bold: true, fontSize: 13, alignment: 'center', margin: [0, 6, 0, 4] },
      ...demands.map(({ clause, demand }): Content => ({ text: `Пункт ${clause}. ${demand}`, fontSize: 9 })),
    ],
    margin: [0, 0, 0, 8],
  }
}

function table({ fields }: BlankForm): Content {
  const columns = [...fields, { ...own, meaning: 'подпись' }]
  return {
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: ['auto', ...columns.map(() => '*')],
      heights: row => (row === 0 ? 'auto' : lineHeight),
      body: [[head({ ...own, meaning: '№' }), ...columns.map(head)], ...blankLines(columns)],
    },
    layout: { hLineWidth: () => 0.5, vLineWidth: () => 0.5 },
  }
}

function head({ key, meaning, required }: BlankField): TableCell {
  return {
    stack: [
      { text: printed(meaning), fontSize: 9 },
      ...(key === '' ? [] : [{ text: `${key}${required ? ' *' : ''}`, font: 'Sans', fontSize: 8 }]),
    ],
    alignment: 'center',
  }
}

function blankLines(columns: readonly BlankField[]): TableCell[][] {
  return Array.from({ length: lines }, (_, row) => [
    { text: String(row + 1), alignment: 'center', fontSize: 9 },
    ...columns.map(() => ({ text: '' })),
  ])
}

function howTo({ command, fields }: BlankForm): Content {
  const keys = fields.map(({ key, required, hasValue }) => {
    const typed = hasValue ? `${key} …` : key
    return required ? typed : `[${typed}]`
  })
  return {
    stack: [
      { text: '* заполняется обязательно. Каждая строка вносится в программу командой:' },
      { text: `${command} ${keys.join(' ')}`, font: 'Sans', margin: [0, 2, 0, 0] },
    ],
    fontSize: 8,
    margin: [0, 6, 0, 0],
    unbreakable: true,
  }
}
