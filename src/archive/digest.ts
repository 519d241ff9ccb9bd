import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { breathe } from './breathe.js'

/** One for all: nobody else has a turn between reading into it and hashing it. */
const chunk = Buffer.allocUnsafe(1 << 20)

/** SHA-512, lower-case hex. */
export function sha512(bytes: Uint8Array | string): string {
  return createHash('sha512').update(bytes).digest('hex')
}

/** SHA-512 of a file, read in pieces of one megabyte. */
export async function sha512OfFile(path: string, read?: (bytes: number) => void): Promise<string> {
  const file = openSync(path, 'r')
  try {
    const hash = createHash('sha512')
    for (;;) {
      await breathe()
      const bytesRead = readSync(file, chunk, 0, chunk.length, null)
      hash.update(chunk.subarray(0, bytesRead))
      read?.(bytesRead)
      // Only at its end does a file give less than it was asked for.
      if (bytesRead < chunk.length) return hash.digest('hex')
    }
  } finally {
    closeSync(file)
  }
}
