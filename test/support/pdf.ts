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
