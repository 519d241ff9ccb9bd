import { inflateSync } from 'node:zlib'

/** Everything readable of a PDF: its objects, with the compressed streams unpacked. */
export function insides(pdf: Uint8Array): { text: string; streams: string[]; pages: number } {
  const bytes = Buffer.from(pdf)
  const text = bytes.toString('latin1')
  const streams: string[] = []
  for (const match of text.matchAll(/\/Length (\d+)[\s\S]*?>>\s*stream\n/g)) {
    const start = match.index + match[0].length
    const body = bytes.subarray(start, start + Number(match[1]))
    const packed = match[0].includes('/FlateDecode')
    streams.push((packed ? inflateSync(body) : body).toString('utf8'))
  }
  return { text, streams, pages: [...text.matchAll(/\/Type \/Page\n/g)].length }
}

/** Text of each page in the order in which it is drawn, read back through the fonts' own character maps; blanks are single. */
export function pageTexts(pdf: Uint8Array): string[] {
  const objects = objectsOf(pdf)
  const entry = (dictionary: string, key: string) =>
    new RegExp(`/${key} (\\d+) 0 R`).exec(dictionary)?.[1] ?? ''
  const maps = new Map<string, ReadonlyMap<string, string>>()
  const pages = [...objects.values()].filter(({ head }) => /\/Type \/Page\n/.test(head))
  return pages.map(({ head }) => {
    const resources = objects.get(entry(head, 'Resources'))?.head ?? head
    const fonts = new Map(
      [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, id]) => [name ?? '', id ?? '']),
    )
    const mapOf = (name: string) => {
      const id = fonts.get(name) ?? ''
      const known =
        maps.get(id) ??
        characterMap(objects.get(entry(objects.get(id)?.head ?? '', 'ToUnicode'))?.stream ?? '')
      maps.set(id, known)
      return known
    }
    return drawn(objects.get(entry(head, 'Contents'))?.stream ?? '', mapOf)
  })
}

interface PdfObject {
  readonly head: string
  readonly stream: string
}

function objectsOf(pdf: Uint8Array): ReadonlyMap<string, PdfObject> {
  const bytes = Buffer.from(pdf)
  const text = bytes.toString('latin1')
  const objects = new Map<string, PdfObject>()
  for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)(?:\nstream\n|\nendobj)/g)) {
    const [whole, id = '', head = ''] = match
    const start = match.index + whole.length
    const length = Number(/\/Length (\d+)/.exec(head)?.[1] ?? 0)
    const body = bytes.subarray(start, start + length)
    const isStream = whole.endsWith('\nstream\n')
    const stream = !isStream
      ? ''
      : (head.includes('/FlateDecode') ? inflateSync(body) : body).toString('latin1')
    objects.set(id, { head: `${head}\n`, stream })
  }
  return objects
}

/** Glyph to text; the writer lists them one after the other from a first one. */
function characterMap(stream: string): ReadonlyMap<string, string> {
  const map = new Map<string, string>()
  for (const [, first = '', list = ''] of stream.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/g)) {
    for (const [index, [, hex = '']] of [...list.matchAll(/<([0-9a-f ]+)>/g)].entries()) {
      const glyph = (Number.parseInt(first, 16) + index).toString(16).padStart(4, '0')
      map.set(glyph, Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'))
    }
  }
  return map
}

function drawn(content: string, mapOf: (font: string) => ReadonlyMap<string, string>): string {
  let map: ReadonlyMap<string, string> = new Map()
  let text = ''
  for (const [, font, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (font !== undefined) map = mapOf(font)
    const glyphs = [...(shown ?? '').matchAll(/<([0-9a-f]+)>/g)].flatMap(
      ([, hex]) => hex?.match(/.{4}/g) ?? [],
    )
    text += `${glyphs.map(glyph => map.get(glyph) ?? '\ufffd').join('')} `
  }
  return text.replace(/\s+/gu, ' ').trim()
}
