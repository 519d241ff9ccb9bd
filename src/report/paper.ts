import type { Column, Content, DynamicContent, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js'
import type { Instant } from '../clock.js'
import { BridgeError } from '../errors.js'
import { missingGlyphs, type PrintedPlace } from './glyphs.js'
import type { ArchiveHead } from './model.js'
import { printed } from './page.js'
import { checkpointSquares, checkpointWords, printedForm } from './pdf.js'

/** What papers of an office share: A4 upright, margins as files are sewn, signatures, and the place for a seal. */

/** 30 mm on the side of the binding, since they are kept for more than ten years. */
const margins = { left: 85, top: 50, right: 34, bottom: 50 } as const
/** What is left of the width for text. */
export const uprightRoom = 595.28 - margins.left - margins.right

/** Who signs: the name is null where a line is to be filled in by hand. */
export interface Official {
  readonly post: string
  readonly name: string | null
}

export function uprightForm(form: {
  readonly title: string
  readonly author: string
  readonly at: Instant
}): Omit<TDocumentDefinitions, 'content'> {
  return {
    ...printedForm(form),
    pageOrientation: 'portrait',
    pageMargins: [margins.left, margins.top, margins.right, margins.bottom],
    defaultStyle: { font: 'Serif', fontSize: 12, lineHeight: 1.1 },
  }
}

/** At the foot of papers that may have several pages. */
export function uprightFooter(left: string): DynamicContent {
  return (current, count) => ({
    margin: [margins.left, 14, margins.right, 0],
    font: 'Sans',
    fontSize: 8,
    columns: [
      { width: '*', text: left },
      { width: 80, text: count > 1 ? `стр. ${current} из ${count}` : '', alignment: 'right' },
    ],
  })
}

export const dateLine = '«____» ______________ 20____ г.'

/** What stands above a line and below it; without text it is filled in by hand. */
function overLine(width: number, text: string, caption: string): Column {
  return {
    width,
    stack: [
      { text: text === '' ? '\u00a0' : printed(text), alignment: 'center', lineHeight: 1 },
      { canvas: [{ type: 'line', x1: 0, y1: 1, x2: width, y2: 1, lineWidth: 0.5 }] },
      { text: `(${caption})`, fontSize: 8, alignment: 'center', lineHeight: 1, margin: [0, 1, 0, 0] },
    ],
  }
}

export function signatureRow({ post, name }: Official): Content {
  return {
    columns: [
      { width: 176, text: printed(post), lineHeight: 1 },
      overLine(112, '', 'подпись'),
      overLine(164, name ?? '', 'расшифровка подписи'),
    ],
    columnGap: 12,
    margin: [0, 12, 0, 0],
    unbreakable: true,
  }
}

/** «УТВЕРЖДАЮ» of the head, in the upper right corner. */
export function approval(head: Official): Content {
  return {
    stack: [
      { text: 'УТВЕРЖДАЮ' },
      { text: printed(head.post) },
      {
        text: `______________ ${head.name === null ? '____________________' : printed(head.name)}`,
        margin: [0, 8, 0, 4],
      },
      { text: dateLine },
    ],
    margin: [uprightRoom - 270, 0, 0, 14],
  }
}

/** What of the archive can be compared later: as squares to be scanned, and in lines that fit beside them. */
export function checkpointBlock(checkpoint: ArchiveHead | null): Content {
  const text = checkpointWords(checkpoint).replace(/([0-9a-f]{64})(?=[0-9a-f])/, '$1\n')
  return {
    columns: [{ width: '*', text, font: 'Sans', fontSize: 7.5 }, ...checkpointSquares(checkpoint)],
    columnGap: 12,
    margin: [0, 10, 0, 0],
  }
}

/** The head of each paper: whose it is. */
export function letterhead(school: string): Content {
  return { text: printed(school), alignment: 'center', margin: [0, 0, 0, 14] }
}

export function titleLines(...lines: readonly string[]): Content {
  return {
    stack: lines.map(
      (text, index): Content => ({ text: printed(text), bold: true, fontSize: index === 0 ? 14 : 12 }),
    ),
    alignment: 'center',
    margin: [0, 0, 0, 12],
  }
}

export const thinLines = { hLineWidth: () => 0.5, vLineWidth: () => 0.5 } as const

/** The head of a table's columns. */
export function headCells(names: readonly string[], fontSize = 10): TableCell[] {
  return names.map((text): TableCell => ({ text, alignment: 'center', fontSize, lineHeight: 1 }))
}

/** @throws BridgeError SHEET_GLYPH with the places, when the fonts lack a character of a text */
export function refuseTexts(what: string, hint: string, places: Iterable<PrintedPlace>): void {
  const found = missingGlyphs(places)
  if (found.length === 0) return
  throw new BridgeError('SHEET_GLYPH', {
    message: `${what}: есть знаки, которых нет в шрифте: ${found.join('; ')}`,
    hint,
  })
}
