/**
 * Tar as every tar reads it (POSIX ustar, with a pax header where a path is long or not ASCII). Regular files only, without
 * owner and time: the same files give the same bytes.
 */

const block = 512
/** Bytes of a path that fit into the header itself. */
const shortPath = 100

export function tarOf(files: ReadonlyMap<string, Uint8Array>): Buffer {
  const parts: Uint8Array[] = []
  for (const [path, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const isShort = /^[\x20-\x7e]*$/.test(path) && path.length <= shortPath
    if (!isShort) {
      const record = paxRecord('path', path)
      parts.push(header({ path: 'pax', size: record.length, type: 'x' }), record, padding(record.length))
    }
    const name = isShort ? path : 'long'
    parts.push(header({ path: name, size: bytes.length, type: '0' }), bytes, padding(bytes.length))
  }
  parts.push(Buffer.alloc(2 * block))
  return Buffer.concat(parts)
}

/** Its length counts itself. */
function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.from(` ${key}=${value}\n`)
  let length = rest.length + 1
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length
  return Buffer.concat([Buffer.from(String(length)), rest])
}

function header({ path, size, type }: { path: string; size: number; type: string }): Buffer {
  const head = Buffer.alloc(block)
  const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`
  head.write(path, 0, 'latin1')
  head.write(octal(0o600, 8), 100, 'latin1')
  head.write(octal(0, 8), 108, 'latin1')
  head.write(octal(0, 8), 116, 'latin1')
  head.write(octal(size, 12), 124, 'latin1')
  head.write(octal(0, 12), 136, 'latin1')
  head.write(' '.repeat(8), 148, 'latin1')
  head.write(type, 156, 'latin1')
  head.write('ustar\x0000', 257, 'latin1')
  head.write(`${checksum(head).toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return head
}

function checksum(head: Buffer): number {
  return head.reduce((sum, byte) => sum + byte, 0)
}

function padding(length: number): Buffer {
  return Buffer.alloc((block - (length % block)) % block)
}

/** Path -> bytes; null if it isn't a tar as `tarOf` makes it. */
export function filesOfTar(tar: Buffer): Map<string, Buffer> | null {
  const files = new Map<string, Buffer>()
  let longPath: string | null = null
  for (let at = 0; at + block <= tar.length; ) {
    const head = tar.subarray(at, at + block)
    if (head.every(byte => byte === 0)) return files
    if (!isHeader(head)) return null
    const size = Number.parseInt(head.toString('latin1', 124, 135), 8)
    const bytes = tar.subarray(at + block, at + block + size)
    if (bytes.length !== size) return null
    const type = head.toString('latin1', 156, 157)
    if (type === 'x') longPath = /^\d+ path=(.*)\n$/s.exec(bytes.toString('utf8'))?.[1] ?? null
    else if (type === '0') {
      files.set(longPath ?? head.toString('latin1', 0, shortPath).replace(/\0+$/, ''), bytes)
      longPath = null
    } else return null
    at += block + size + padding(size).length
  }
  return null
}

function isHeader(head: Buffer): boolean {
  const told = Number.parseInt(head.toString('latin1', 148, 154), 8)
  const blank = Buffer.from(head)
  blank.write(' '.repeat(8), 148, 'latin1')
  return head.toString('latin1', 257, 262) === 'ustar' && told === checksum(blank)
}
