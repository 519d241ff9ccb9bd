import type { FontName } from './fonts.js'

/**
 * Texts of a table that has its places already, written as one piece of a page's content. The library's own way takes each text
 * through line breaks, links and decorations that no cell has, and sets up the page for each anew.
 */

/** What the library's document can do beyond what its types say. */
export interface FormDocument extends PDFKit.PDFDocument {
  provideFont(name: FontName, bold: boolean, italics: boolean): FormFont
}

interface FormFont {
  readonly id: string
  /** Above the baseline, in thousandths of the size. */
  readonly ascender: number
  /** The glyphs by their numbers in the form's subset, and what each moves on and is wide by itself, in thousandths. */
  encode(text: string): readonly [readonly string[], readonly GlyphPlace[]]
  ref(): unknown
}

interface GlyphPlace {
  readonly xAdvance: number
  readonly advanceWidth: number
}

interface Piece {
  readonly width: number
  /** As a page's content shows it, with kerning. */
  readonly shown: string
}

/** The same marks and words stand in hundreds of cells of a form. */
const pieces = new WeakMap<FormFont, Map<string, Piece>>()

function pieceOf(font: FormFont, text: string): Piece {
  const known = pieces.get(font) ?? new Map<string, Piece>()
  pieces.set(font, known)
  const piece = known.get(text) ?? encoded(font, text)
  known.set(text, piece)
  return piece
}

/** Of each glyph only how far it moves on is kept: the fonts of forms set no glyph above or beside its place. */
function encoded(font: FormFont, text: string): Piece {
  const [glyphs, places] = font.encode(text)
  let width = 0
  let shown = ''
  for (const [index, { xAdvance, advanceWidth }] of places.entries()) {
    width += xAdvance
    shown += glyphs[index] ?? ''
    if (xAdvance !== advanceWidth) shown += `> ${rounded(advanceWidth - xAdvance)} <`
  }
  return { width, shown: `[<${shown}>] TJ` }
}

/** Hundredths of a point are finer than any printer. */
function rounded(value: number): number {
  return Math.round(value * 100) / 100
}

export interface PageText {
  /** Of what is written from now on. */
  bold(is: boolean): void
  widthOf(text: string): number
  /** From the upper left corner of its line. */
  write(text: string, x: number, y: number): void
  /** The same, turned to the left about that corner. */
  writeUpwards(text: string, x: number, y: number): void
  /** Puts all of it onto the page. */
  end(): void
}

export function pageText(document: FormDocument, name: FontName, size: number): PageText {
  const { page } = document
  let font = document.provideFont(name, false, false)
  const content = [`q 1 0 0 -1 0 ${rounded(page.height)} cm BT`]
  const show = (text: string, matrix: string, x: number, y: number) =>
    content.push(`${matrix} ${rounded(x)} ${rounded(page.height - y)} Tm ${pieceOf(font, text).shown}`)
  const ascent = () => (font.ascender * size) / 1000
  const bold = (is: boolean) => {
    font = document.provideFont(name, is, false)
    page.fonts[font.id] ??= font.ref()
    content.push(`/${font.id} ${size} Tf`)
  }
  bold(false)
  return {
    bold,
    widthOf: text => (pieceOf(font, text).width * size) / 1000,
    write: (text, x, y) => show(text, '1 0 0 1', x, y + ascent()),
    writeUpwards: (text, x, y) => show(text, '0 1 -1 0', x + ascent(), y),
    end: () => document.addContent([...content, 'ET Q'].join('\n')),
  }
}
