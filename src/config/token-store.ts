import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Instant } from '../clock.js'
import { BridgeError, isBridgeError } from '../errors.js'
import type { DataFolder } from './data-folder.js'
import { bytesOf, ownKey, seal, unseal, writePrivate } from './sealing.js'
import { type Environment, readSecret } from './secrets.js'

/**
 * The platform's token in the data folder, encrypted with a key beside it: that keeps it out of copies of single
 * files and out of sight, not from who owns the machine. The key stays when the token changes, so that replacing
 * the token is one rename and a reader in another process sees the old one or the new one, whole.
 */

/** What a login gave. */
export interface StoredAccess {
  readonly token: string
  /** Of the code flow: gets the next token without a human. */
  readonly refreshToken: string | null
  /** To whom the refresh token was given. */
  readonly clientId: string | null
  readonly obtainedAt: Instant | null
  /** Null when the platform didn't say. */
  readonly expiresAt: Instant | null
}

/** The token to use now. */
export interface Access extends StoredAccess {
  readonly source: 'environment' | 'store'
  readonly fingerprint: string
}

const SealedAccess = z.object({
  version: z.literal(1),
  token: z.string().min(1),
  refreshToken: z.string().nullable(),
  clientId: z.string().nullable(),
  obtainedAt: z.number().nullable(),
  expiresAt: z.number().nullable(),
})

/** Tells tokens apart where they must not be seen: SHA-256, hex. */
export function fingerprintOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

const keyFile = (folder: string) => join(folder, 'token-key')
const tokenFile = (folder: string) => join(folder, 'token')
const peopleKeyFile = (folder: string) => join(folder, 'people-key')

/** With which the accounts' secrets in the database are sealed. */
export function peopleKey(secrets: string): Promise<Buffer> {
  return ownKey(peopleKeyFile(secrets))
}

/** Keeps what a login gave. */
export async function storeAccess(secrets: string, access: StoredAccess): Promise<void> {
  const { token, refreshToken, clientId, obtainedAt, expiresAt } = access
  const text = JSON.stringify({ version: 1, token, refreshToken, clientId, obtainedAt, expiresAt })
  await mkdir(secrets, { recursive: true, mode: 0o700 })
  await writePrivate(tokenFile(secrets), seal(await ownKey(keyFile(secrets)), text), rename)
}

const nothingKnown = { refreshToken: null, clientId: null, obtainedAt: null, expiresAt: null }

/** Keeps a bare token. If it is the one that is kept already, what is known of that stays. */
export async function storeToken(secrets: string, token: string): Promise<void> {
  const known = await readStoredAccess(secrets).catch((error: unknown) => {
    // What can't be read is about to be replaced.
    if (isBridgeError(error, 'TOKEN_MISSING')) return null
    throw error
  })
  if (known?.token !== token) await storeAccess(secrets, { token, ...nothingKnown })
}

/** Files of secrets that other users of this machine may read; modes mean nothing on Windows. */
export async function filesOpenToOthers({
  secrets,
  archiveKey,
}: Pick<DataFolder, 'secrets' | 'archiveKey'>): Promise<string[]> {
  if (process.platform === 'win32') return []
  const files = [...[keyFile, tokenFile, peopleKeyFile].map(file => file(secrets)), archiveKey]
  return (await Promise.all(files.map(isOpenToOthers))).flat()
}

async function isOpenToOthers(file: string): Promise<string[]> {
  const { mode } = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return { mode: 0 }
    throw error
  })
  return (mode & 0o077) === 0 ? [] : [file]
}

/** False when there was none. */
export async function forgetToken(secrets: string): Promise<boolean> {
  const known = (await bytesOf(tokenFile(secrets))) !== null
  await rm(tokenFile(secrets), { force: true })
  await rm(keyFile(secrets), { force: true })
  return known
}

/** First versions sealed the bare token, which never looks like an object. */
function unsealed(text: string): StoredAccess {
  if (!text.startsWith('{')) return { token: text, ...nothingKnown }
  const { version: _, ...access } = SealedAccess.parse(JSON.parse(text))
  return access
}

/**
 * What the data folder holds; null when nothing.
 * @throws BridgeError TOKEN_MISSING when it can't be read
 */
export async function readStoredAccess(secrets: string): Promise<StoredAccess | null> {
  try {
    const sealed = await bytesOf(tokenFile(secrets))
    if (sealed === null) return null
    return unsealed(unseal(await readFile(keyFile(secrets)), sealed))
  } catch (error) {
    throw new BridgeError('TOKEN_MISSING', {
      message: 'Сохранённый токен не читается: нет прав на файл, он повреждён или нет его ключа',
      hint: 'Войдите заново: dnevnik-bridge auth login',
      cause: error,
    })
  }
}

/**
 * The token to use: environment first, then the data folder.
 * @throws BridgeError TOKEN_MISSING, CONFIG_INVALID
 */
export async function readAccess(secrets: string, environment: Environment): Promise<Access> {
  const given = await readSecret('DNEVNIK_TOKEN', environment)
  if (given) {
    return { token: given, ...nothingKnown, source: 'environment', fingerprint: fingerprintOf(given) }
  }
  const stored = await readStoredAccess(secrets)
  if (stored) return { ...stored, source: 'store', fingerprint: fingerprintOf(stored.token) }
  throw new BridgeError('TOKEN_MISSING', {
    message: 'Токен платформы не задан',
    hint: 'Войдите: dnevnik-bridge auth login, или задайте переменную DNEVNIK_TOKEN либо DNEVNIK_TOKEN_FILE',
  })
}

/** @throws BridgeError TOKEN_MISSING, CONFIG_INVALID */
export async function readToken(secrets: string, environment: Environment): Promise<string> {
  return (await readAccess(secrets, environment)).token
}
