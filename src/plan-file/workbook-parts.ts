import { inflateRawSync } from 'node:zlib'

/**
 * What a ZIP says that it holds, looked at before anything reads it as a workbook: libraries unpack whatever stands there,
 * and a file of some kilobytes may be gigabytes unpacked.
 */

/** All parts unpacked. A plan's workbook has some hundred kilobytes; one formatted down to the last row has some ten MB. */
export const mostUnpackedBytes = 32 * 1024 * 1024

export type Unfit =
  /** Unpacked, it is larger than a plan can be. */
  | 'too large'
  | 'macros'
  /** A ZIP, but no workbook of Excel: a text, a presentation, a folder. */
  | 'no workbook'
  | 'damaged'

const centralEntry = 0x02014b50
const localHeader = 0x04034b50
const endRecord = 0x06054b50
const endBytes = 22
const mostComment = 0xffff
const deflated = 8
const macros = /(^|\/)vbaProject\.bin$|^xl\/macrosheets\//i

/** Null for a workbook that may be read. */
export function unfitWorkbook(file: Uint8Array): Unfit | null {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  try {
    const names: string[] = []
    let left = mostUnpackedBytes
    for (const { name, size } of unpacked(bytes, () => left)) {
      names.push(name)
      left -= size
    }
    if (!names.some(name => name.startsWith('xl/'))) return 'no workbook'
    return names.some(name => macros.test(name)) ? 'macros' : null
  } catch (error) {
    // Node tells by this code that there was more to unpack than it was allowed to.
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null
    return code === 'ERR_BUFFER_TOO_LARGE' ? 'too large' : 'damaged'
  }
}

/**
 * Each part with its size, counted by unpacking it: what the directory says about sizes may be a lie.
 * @param most how many bytes a part may have still
 */
function* unpacked(bytes: Buffer, most: () => number): Generator<{ name: string; size: number }> {
  const end = endOf(bytes)
  let at = bytes.readUInt32LE(end + 16)
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count -= 1) {
    if (bytes.readUInt32LE(at) !== centralEntry) throw new Error('no entry of the directory')
    const [nameBytes, packed] = [bytes.readUInt16LE(at + 28), bytes.readUInt32LE(at + 20)]
    const local = bytes.readUInt32LE(at + 42)
    if (bytes.readUInt32LE(local) !== localHeader) throw new Error('no part where one should be')
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const body = bytes.subarray(start, start + packed)
    const isDeflated = bytes.readUInt16LE(at + 10) === deflated
    const size = isDeflated
      ? inflateRawSync(body, { maxOutputLength: Math.max(1, most()) }).length
      : body.length
    yield { name: bytes.toString('utf8', at + 46, at + 46 + nameBytes), size }
    at += 46 + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
}

function endOf(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - endBytes - mostComment)
  for (let at = bytes.length - endBytes; at >= first; at -= 1) {
    if (bytes.readUInt32LE(at) === endRecord) return at
  }
  throw new Error('no end of the directory')
}
