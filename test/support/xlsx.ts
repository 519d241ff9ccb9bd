import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'

/** The parts of a workbook, read from the ZIP's own directory: a second opinion on what was written. */
export function parts(xlsx: Uint8Array): Map<string, string> {
  const bytes = Buffer.from(xlsx)
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  const found = new Map<string, string>()
  let at = bytes.readUInt32LE(end + 16)
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count -= 1) {
    const size = bytes.readUInt32LE(at + 20)
    const nameLength = bytes.readUInt16LE(at + 28)
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength)
    const local = bytes.readUInt32LE(at + 42)
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const body = bytes.subarray(start, start + size)
    found.set(name, (bytes.readUInt16LE(at + 10) === 8 ? inflateRawSync(body) : body).toString('utf8'))
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return found
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
}

/** Sheet names with the texts and numbers of each, row by row. */
export function read(xlsx: Uint8Array): Map<string, (string | number)[][]> {
  const files = parts(xlsx)
  const strings = [...(files.get('xl/sharedStrings.xml') ?? '').matchAll(/<si>([\s\S]*?)<\/si>/g)].map(
    match =>
      unescaped([...(match[1] ?? '').matchAll(/<t[^>]*>([\s\S]*?)<\/t>/g)].map(text => text[1]).join('')),
  )
  const names = [...(files.get('xl/workbook.xml') ?? '').matchAll(/<sheet [^>]*name="([^"]+)"/g)].map(
    match => match[1] ?? '',
  )
  return new Map(
    names.map((name, index) => {
      const xml = files.get(`xl/worksheets/sheet${index + 1}.xml`) ?? ''
      const rows = [...xml.matchAll(/<row [^>]*?(?:\/>|>([\s\S]*?)<\/row>)/g)].map(row =>
        [...(row[1] ?? '').matchAll(/<c ([^>]*?)>(?:<v>([^<]*)<\/v>)?<\/c>/g)].map(cell =>
          cell[1]?.includes('t="s"') ? (strings[Number(cell[2])] ?? '') : Number(cell[2]),
        ),
      )
      return [unescaped(name), rows] as const
    }),
  )
}

/** Files as a ZIP, compressed as Office does; the other direction of `parts`, for what no library would write. */
export function zipOf(files: ReadonlyMap<string, string | Uint8Array>): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, content] of files) {
    const [path, body] = [Buffer.from(name), Buffer.from(content)]
    const packed = deflateRawSync(body, { level: 9 })
    // Where both headers say the same: flags, method, times, checksum, sizes, length of the name.
    const shared = Buffer.alloc(24)
    shared.writeUInt16LE(8, 2)
    shared.writeUInt32LE(crc32(body), 8)
    shared.writeUInt32LE(packed.length, 12)
    shared.writeUInt32LE(body.length, 16)
    shared.writeUInt16LE(path.length, 20)
    const local = Buffer.concat([Buffer.from('PK\x03\x04\x14\x00', 'latin1'), shared])
    const place = Buffer.alloc(16)
    place.writeUInt32LE(offset, 12)
    const entry = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00\x14\x00', 'latin1'), shared, place])
    entry.writeUInt32LE(offset, 42)
    bodies.push(local, path, packed)
    directory.push(entry.subarray(0, 46), path)
    offset += local.length + path.length + packed.length
  }
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(files.size, 8)
  end.writeUInt16LE(files.size, 10)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...bodies, ...directory, end])
}
