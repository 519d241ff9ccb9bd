import { createRequire } from 'node:module'

/**
 * Fonts parsed once a process instead of once a form. The PDF library takes no parsed font, but its font engine can be taught
 * formats: here a file that holds nothing but the path of one of our fonts.
 */

interface Glyph {
  /** Reads the outline: once for each form whose subset has the glyph. */
  _decode(): unknown
}

interface ParsedFont {
  readonly characterSet: readonly number[]
  glyphForCodePoint(code: number): Glyph
  layout(text: string): unknown
}

/** The engine calls it with `new`: what it returns is the font. */
interface FontFormat {
  (stream: { readonly buffer: Uint8Array }): ParsedFont
  probe(file: Uint8Array): boolean
}

interface FontEngine {
  openSync(path: string): ParsedFont
  registerFormat(format: FontFormat): void
}

/** The very copy with which the library draws: another one would never be asked. */
function engineOf(library: string): FontEngine {
  const { resolve } = createRequire(createRequire(import.meta.url).resolve(library))
  return createRequire(resolve('pdfkit'))('fontkit')
}

const engine = engineOf('pdfmake')
const mark = Buffer.from('our font: ')
const fonts = new Map<string, ParsedFont>()

function SharedFont({ buffer }: { readonly buffer: Uint8Array }): ParsedFont {
  const path = Buffer.from(buffer.subarray(mark.length)).toString()
  const font = fonts.get(path) ?? parsed(path)
  fonts.set(path, font)
  return font
}
SharedFont.probe = (file: Uint8Array): boolean => mark.equals(file.subarray(0, mark.length))
engine.registerFormat(SharedFont)

/** What the library is given in place of the font at a path. */
export function sharedFont(path: string): Buffer {
  return Buffer.concat([mark, Buffer.from(path)])
}

function parsed(path: string): ParsedFont {
  const font = engine.openSync(path)
  // A glyph that stands for several characters is read back as the first that asked for it: never that of an earlier form.
  font.layout('fi fl')
  for (const code of font.characterSet) keepOutline(font.glyphForCodePoint(code))
  return font
}

function keepOutline(glyph: Glyph): void {
  const decode = glyph._decode.bind(glyph)
  let outline: { readonly known: unknown } | undefined
  glyph._decode = () => {
    outline ??= { known: decode() }
    return outline.known
  }
}
