import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type Disk, kindOf, namesIn } from './disk.js'
import { keyIdOfSpki } from './entry-forms.js'
import { bytesOf } from './log.js'
import { unusable } from './trouble.js'

/** ECDSA P-256 with SHA-512, DER signatures: `openssl dgst -verify` of any age checks them. */

export interface Signer {
  readonly keyId: string
  /** SPKI: PEM, and base64 on one line. */
  readonly publicPem: string
  readonly spki: string
  sign(bytes: Uint8Array): Buffer
}

function spkiOf(publicKey: KeyObject): string {
  return publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
}

function keyIdOf(publicKey: KeyObject): string {
  return keyIdOfSpki(spkiOf(publicKey))
}

/** SPKI. */
export function publicPem(publicKey: KeyObject): string {
  return publicKey.export({ type: 'spki', format: 'pem' }).toString()
}

/** @returns null if there is no key file */
export async function loadSigner(keyFile: string, folder: string): Promise<Signer | null> {
  const pem = await bytesOf(keyFile)
  if (pem === null) return null
  const key = privateKey(pem)
  if (key === null || key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    throw unusable(
      `В файле ${keyFile} нет ключа архива (ECDSA P-256).`,
      'Восстановите этот файл из его отдельной копии. Читать архив можно и без него: уберите его из этой папки.',
      folder,
    )
  }
  const publicKey = createPublicKey(key)
  return {
    keyId: keyIdOf(publicKey),
    publicPem: publicPem(publicKey),
    spki: spkiOf(publicKey),
    sign: bytes => sign('sha512', bytes, key),
  }
}

function privateKey(pem: Buffer): KeyObject | null {
  try {
    return createPrivateKey(pem)
  } catch {
    // OpenSSL's words about a file that is no key help nobody; the caller says it in Russian.
    return null
  }
}

/** Under the archive's lock, when there is no key. It appears whole or not at all: half a key would block everything. */
export async function createSigner(disk: Disk, keyFile: string, folder: string): Promise<Signer> {
  const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const pem = key.export({ type: 'pkcs8', format: 'pem' }).toString()
  const draft = `${keyFile}.new`
  await mkdir(dirname(keyFile), { recursive: true, mode: 0o700 })
  if ((await kindOf(draft)) !== null) await disk.removeFile(draft)
  await disk.writeFile(draft, Buffer.from(pem))
  if ((await kindOf(keyFile)) === null) await disk.rename(draft, keyFile)
  else await disk.removeFile(draft)
  await disk.syncFolder(dirname(keyFile))
  const signer = await loadSigner(keyFile, folder)
  if (signer === null) throw unusable('Файл ключа архива исчез.', 'Повторите.', folder)
  return signer
}

/** The next key waits here until the log names it. */
export function nextKeyFile(keyFile: string): string {
  return `${keyFile}.next`
}

/** Former keys stay beside the one in force: an archive restored from a copy of their time goes on with them. */
export function formerKeyFile(keyFile: string, keyId: string): string {
  const name = basename(keyFile)
  return join(dirname(keyFile), `${name.replace(/\.pem$/, '')}-${keyId}.pem`)
}

export interface PublicKeys {
  readonly keys: ReadonlyMap<string, KeyObject>
  /** Names in `keys/` that aren't a public key under its own id, and nothing else. */
  readonly strange: readonly string[]
}

export async function readPublicKeys(folder: string): Promise<PublicKeys> {
  const keys = new Map<string, KeyObject>()
  const strange: string[] = []
  for (const name of await namesIn(join(folder, 'keys'))) {
    const pem = await bytesOf(join(folder, 'keys', name))
    const key = pem === null ? null : publicKey(pem)
    const id = key === null ? null : keyIdOf(key)
    const isOwn = key !== null && id !== null && name === `${id}.pub`
    if (isOwn) keys.set(id, key)
    // What follows a key in its file is read by nobody, but it isn't what was written.
    if (!isOwn || pem?.toString('latin1') !== publicPem(key)) strange.push(name)
  }
  return { keys, strange }
}

export function publicKeysOf(signers: readonly Signer[]): ReadonlyMap<string, KeyObject> {
  return new Map(signers.map(({ keyId, publicPem: pem }) => [keyId, createPublicKey(pem)]))
}

function publicKey(pem: Buffer): KeyObject | null {
  if (pem.includes('PRIVATE')) return null
  try {
    return createPublicKey(pem)
  } catch {
    // As above: that it is no key is the whole fact.
    return null
  }
}

export function signatureHolds(key: KeyObject, entry: Buffer, signature: Buffer): boolean {
  return verify('sha512', entry, key, signature)
}
