import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'

const chunkBytes = 1 << 20

/** SHA-512, lower-case hex. */
export function sha512(bytes: Uint8Array | string): string {
  return createHash('sha512').update(bytes).digest('hex')
}

/** SHA-512 of a file, read in pieces of one megabyte. */
export async function sha512OfFile(path: string, read?: (bytes: number) => void): Promise<string> {
  const handle = await open(path, 'r')
  try {
    const hash = createHash('sha512')
    const { size } = await handle.stat()
    const chunk = Buffer.allocUnsafe(Math.max(1, Math.min(chunkBytes, size + 1)))
    for (;;) {
      const { bytesRead } = await handle.read(chunk, 0, chunk.length, null)
      if (bytesRead === 0) return hash.digest('hex')
      hash.update(chunk.subarray(0, bytesRead))
      read?.(bytesRead)
    }
  } finally {
    await handle.close()
  }
}
