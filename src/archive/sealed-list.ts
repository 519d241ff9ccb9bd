import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { sha512 } from './digest.js'
import { filesList, parseFilesList } from './entry.js'
import { type PublicKeys, type Signer, signatureHolds } from './keys.js'
import { bytesOf } from './log.js'
import { systemCode } from './trouble.js'

/**
 * A sealed copy: one encrypted tar per entry of the log, and a signed list of them. The list is written last, under the next
 * number; what no list names isn't part of the copy. So it is at every moment the copy of some earlier moment.
 *
 *     entries/00000007.whole.<hash>.tar.age    whole: with the files of its version; log: the entry alone; part: some are lost
 *     lists/00000003/copy.txt                  up to which entry, for whom, and the digest of
 *     lists/00000003/files.sha512              the digests of the encrypted files, in sha512sum's format
 *     lists/00000003/copy.sig                  by the archive's key, over copy.txt
 */

export type PackKind = 'whole' | 'log' | 'part'

export interface Pack {
  /** Of the entry; all zeros: what every archive has from its first day. */
  readonly seq: string
  readonly kind: PackKind
  /** Relative to the copy. */
  readonly path: string
  /** Of the encrypted file. */
  readonly sha512: string
}

export interface SealedList {
  readonly number: number
  readonly archive: string
  /** RFC 3339, UTC. */
  readonly time: string
  readonly upto: string
  readonly head: string
  readonly recipients: readonly string[]
  /** Digest of the tar that the pack of seq zero holds. */
  readonly base: string
  readonly key: string
  /** Of copy.txt. */
  readonly sha512: string
  /** None where the list of files is spoilt: then nothing tells what the copy holds. */
  readonly packs: readonly Pack[]
  readonly isSpoilt: boolean
}

const Hash = z.string().regex(/^[0-9a-f]{128}$/)
const Seq = z.string().regex(/^[0-9]{8}$/)
const Text = z.strictObject({
  version: z.literal('1'),
  list: Seq,
  archive: z.string().min(1),
  time: z.iso.datetime(),
  upto: Seq,
  head: Hash,
  recipients: z.string().regex(/^age1[0-9a-z]+(,age1[0-9a-z]+)*$/),
  base: Hash,
  'files-sha512': Hash,
  key: z.string().regex(/^[0-9a-f]{32}$/),
  alg: z.literal('ecdsa-p256-sha512'),
})
const order = Object.keys(Text.shape)
const packPath = /^entries\/(\d{8})\.(whole|log|part)\.[0-9a-f]{16}\.tar\.age$/

export function packName(seq: string, kind: PackKind, sealed: Uint8Array): string {
  return `entries/${seq}.${kind}.${sha512(sealed).slice(0, 16)}.tar.age`
}

export function listName(number: number): string {
  return String(number).padStart(8, '0')
}

/** The three files of a list, by name. */
export function listFiles(
  list: Omit<SealedList, 'key' | 'sha512' | 'isSpoilt'>,
  signer: Signer,
): Map<string, Uint8Array> {
  const files = filesList(new Map(list.packs.map(pack => [pack.path, pack.sha512])))
  const values: Readonly<Record<string, string>> = Text.parse({
    version: '1',
    list: listName(list.number),
    archive: list.archive,
    time: list.time,
    upto: list.upto,
    head: list.head,
    recipients: list.recipients.join(','),
    base: list.base,
    'files-sha512': sha512(files),
    key: signer.keyId,
    alg: 'ecdsa-p256-sha512',
  })
  const text = Buffer.from(order.map(key => `${key}=${values[key]}\n`).join(''))
  return new Map<string, Uint8Array>([
    ['files.sha512', files],
    ['copy.txt', text],
    ['copy.sig', signer.sign(text)],
  ])
}

/** Numbers of the lists that are there, oldest first. */
export async function listNumbers(copy: string): Promise<number[]> {
  try {
    return (await readdir(join(copy, 'lists')))
      .filter(name => /^\d{8}$/.test(name))
      .map(Number)
      .sort((a, b) => a - b)
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return []
    throw error
  }
}

/** The newest list that can be read; null where there is none. Its signature isn't looked at. */
export async function newestList(copy: string): Promise<SealedList | null> {
  for (const number of (await listNumbers(copy)).toReversed()) {
    const list = await readList(copy, number)
    if (list !== null) return list
  }
  return null
}

async function readList(copy: string, number: number): Promise<SealedList | null> {
  const at = (name: string) => bytesOf(join(copy, 'lists', listName(number), name))
  const text = await at('copy.txt')
  const fields = text === null ? null : fieldsOf(text)
  if (text === null || fields === null || Number(fields.list) !== number) return null
  const files = await at('files.sha512')
  const digests = files === null || sha512(files) !== fields['files-sha512'] ? null : parseFilesList(files)
  const packs = [...(digests ?? [])].flatMap(([path, digest]) => packOf(path, digest))
  const { archive, time, upto, head, base, key } = fields
  const said = { number, archive, time, upto, head, base, key, recipients: fields.recipients.split(',') }
  const isSpoilt = digests === null || packs.length !== digests.size
  return { ...said, sha512: sha512(text), packs: isSpoilt ? [] : packs, isSpoilt }
}

function fieldsOf(text: Buffer): z.infer<typeof Text> | null {
  const pairs = text
    .toString('utf8')
    .split('\n')
    .slice(0, -1)
    .map(line => [line.slice(0, Math.max(0, line.indexOf('='))), line.slice(line.indexOf('=') + 1)] as const)
  const parsed = Text.safeParse(Object.fromEntries(pairs))
  return parsed.success && pairs.map(([key]) => key).join() === order.join() ? parsed.data : null
}

function packOf(path: string, digest: string): Pack[] {
  const [, seq, kind] = packPath.exec(path) ?? []
  if (seq === undefined || (kind !== 'whole' && kind !== 'log' && kind !== 'part')) return []
  return [{ seq, kind, path, sha512: digest }]
}

/** Whether one of these keys has signed it. */
export async function isListSigned(
  copy: string,
  { number, key }: SealedList,
  { keys }: Pick<PublicKeys, 'keys'>,
): Promise<boolean> {
  const publicKey = keys.get(key)
  const text = await bytesOf(join(copy, 'lists', listName(number), 'copy.txt'))
  const signature = await bytesOf(join(copy, 'lists', listName(number), 'copy.sig'))
  return (
    publicKey !== undefined &&
    text !== null &&
    signature !== null &&
    signatureHolds(publicKey, text, signature)
  )
}
