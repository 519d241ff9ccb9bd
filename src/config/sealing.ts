import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto'
import { chmod, link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Secrets at rest: AES-256-GCM, `nonce (12) | tag (16) | text`, with a key that lies in the folder of secrets. That keeps
 * them out of copies of single files and of the database, not from who owns the machine.
 */

const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16

export async function bytesOf(file: string): Promise<Buffer | null> {
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
}

/** Whole or not at all; `install` puts the finished file into its place. */
export async function writePrivate(
  file: string,
  bytes: Buffer,
  install: (next: string, file: string) => Promise<void>,
): Promise<void> {
  const next = `${file}.${randomUUID()}.new`
  try {
    await writeFile(next, bytes, { mode: 0o600, flush: true })
    await install(next, file)
  } finally {
    await rm(next, { force: true })
  }
}

/** The key in this file, made if need be; a second process that makes one at the same time gets the first one's. */
export async function ownKey(file: string): Promise<Buffer> {
  const known = await bytesOf(file)
  if (known?.length === keyBytes) {
    // A copy that was brought back may have lost its mode.
    await chmod(file, 0o600)
    return known
  }
  const key = randomBytes(keyBytes)
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  if (known !== null) {
    await writePrivate(file, key, rename)
    return key
  }
  try {
    await writePrivate(file, key, link)
    return key
  } catch (error) {
    const other = await bytesOf(file)
    if (other?.length === keyBytes) return other
    throw error
  }
}

/** `belongsTo`: what the text belongs to; sealed for one thing, it can't be passed off as another's. */
export function seal(key: Buffer, text: string, belongsTo = ''): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(belongsTo))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

/** Throws where the key, the bytes or what they belong to is another. */
export function unseal(key: Buffer, sealed: Buffer, belongsTo = ''): string {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  }).setAAD(Buffer.from(belongsTo))
  decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes))
  const text = decipher.update(sealed.subarray(nonceBytes + tagBytes))
  return Buffer.concat([text, decipher.final()]).toString('utf8')
}
