/**
 * The two things that a page needs to know of a font before it is laid out: which characters it can draw, and
 * how wide they are. Reads the tables `cmap` (format 4, all that text fonts of one plane have), `hhea` and
 * `hmtx` of a TrueType file.
 */
export interface FontFace {
  has(codePoint: number): boolean
  /** Width of a text in points, without kerning. */
  width(text: string, size: number): number
  /** From baseline to baseline, in points. */
  lineHeight(size: number): number
}

function tableOffsets(font: Buffer): Map<string, number> {
  const offsets = new Map<string, number>()
  for (let index = 0; index < font.readUInt16BE(4); index += 1) {
    const entry = 12 + index * 16
    offsets.set(font.toString('latin1', entry, entry + 4), font.readUInt32BE(entry + 8))
  }
  return offsets
}

/** Offset of the Unicode subtable in format 4. */
function unicodeMap(font: Buffer, cmap: number): number {
  for (let index = 0; index < font.readUInt16BE(cmap + 2); index += 1) {
    const entry = cmap + 4 + index * 8
    const platform = font.readUInt16BE(entry)
    const offset = cmap + font.readUInt32BE(entry + 4)
    if ((platform === 0 || platform === 3) && font.readUInt16BE(offset) === 4) return offset
  }
  throw new Error('The font has no Unicode character map of format 4')
}

/** Character to glyph, all of them: a text font has about a thousand. */
function glyphsOf(font: Buffer, map: number): Map<number, number> {
  const glyphs = new Map<number, number>()
  const size = font.readUInt16BE(map + 6)
  const ends = map + 14
  const starts = ends + size + 2
  const deltas = starts + size
  const ranges = deltas + size
  for (let at = 0; at < size; at += 2) {
    const end = font.readUInt16BE(ends + at)
    const start = font.readUInt16BE(starts + at)
    const delta = font.readUInt16BE(deltas + at)
    const range = font.readUInt16BE(ranges + at)
    for (let code = start; code <= end && code !== 0xffff; code += 1) {
      const raw = range === 0 ? code : font.readUInt16BE(ranges + at + range + (code - start) * 2)
      if (range !== 0 && raw === 0) continue
      const glyph = (raw + delta) & 0xffff
      if (glyph !== 0) glyphs.set(code, glyph)
    }
  }
  return glyphs
}

/** @throws Error when the bytes are no TrueType font with a Unicode map */
export function readTrueType(font: Buffer): FontFace {
  const offsets = tableOffsets(font)
  const table = (name: string) => {
    const offset = offsets.get(name)
    if (offset === undefined) throw new Error(`The font has no table "${name}"`)
    return offset
  }
  const unitsPerEm = font.readUInt16BE(table('head') + 18)
  const ascent = font.readInt16BE(table('hhea') + 4)
  const descent = font.readInt16BE(table('hhea') + 6)
  const metrics = font.readUInt16BE(table('hhea') + 34)
  const glyphs = glyphsOf(font, unicodeMap(font, table('cmap')))
  const advance = (glyph: number) => font.readUInt16BE(table('hmtx') + Math.min(glyph, metrics - 1) * 4)
  return {
    has: codePoint => glyphs.has(codePoint),
    width: (text, size) => {
      let units = 0
      for (const character of text) units += advance(glyphs.get(character.codePointAt(0) ?? 0) ?? 0)
      return (units * size) / unitsPerEm
    },
    lineHeight: size => ((ascent - descent) * size) / unitsPerEm,
  }
}
