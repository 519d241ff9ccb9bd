import { lstat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ArchiveFinding } from './archive.js'
import { type Bringing, listedFiles, recordOf } from './bring-over.js'
import { sha512, sha512OfFile } from './digest.js'
import { ensureFolders, kindOf, removeTree } from './disk.js'
import type { StoreEntry } from './entry.js'
import { sidecarName } from './inventory.js'
import { publicPem, readPublicKeys } from './keys.js'
import { byObject, bytesOf, type Log } from './log.js'
import { rootFiles } from './root-files.js'

/** One file as it has to be in the copy. */
interface Part {
  /** Relative to the archive. */
  readonly path: string
  readonly sha512: string
  /** Where the bytes come from, relative to the archive; or the bytes. */
  readonly from: string | Buffer
}

/**
 * Brings anew what the copy has lost or has otherwise, by digest or signature. What the archive itself doesn't have as it
 * was signed stays in the copy as it is, and so does what nobody knows: a copy is never made poorer.
 * @param findings of the copy: only objects that they name are read
 * @returns the files that came, relative to the archive
 */
export async function heal(
  bringing: Bringing,
  log: Log,
  findings: readonly ArchiveFinding[],
): Promise<readonly string[]> {
  const { source } = bringing
  const healed: string[] = []
  const mend = async (parts: readonly Part[]) => {
    for (const part of parts) {
      if (!(await isRight(bringing.copy, part)) && (await replace(bringing, part))) healed.push(part.path)
    }
  }
  await mend([...rootFiles].map(([name, text]) => whole(`ocfl/${name}`, Buffer.from(text))))
  await mend(await keyParts(source))
  for (const entry of log.entries) {
    const record = await recordOf(source, entry)
    await mend([...record].map(([name, bytes]) => whole(`log/${entry.seq}/${name}`, bytes)))
  }
  const named = new Set(findings.map(({ object }) => object))
  for (const [id, entries] of byObject(log.stores)) {
    if (named.has(id)) await mend(await objectParts(source, entries))
  }
  return healed
}

function whole(path: string, bytes: Buffer): Part {
  return { path, sha512: sha512(bytes), from: bytes }
}

/** Public keys, each under its own id. */
export async function keyParts(source: string): Promise<Part[]> {
  const { keys } = await readPublicKeys(source)
  return [...keys].map(([id, key]) => whole(`keys/${id}.pub`, Buffer.from(publicPem(key))))
}

async function objectParts(source: string, entries: readonly StoreEntry[]): Promise<Part[]> {
  const parts: Part[] = []
  for (const entry of entries) {
    for (const [path, digest] of await listedFiles(source, entry)) {
      parts.push({ path, sha512: digest, from: path })
    }
  }
  const head = entries.at(-1)
  for (const name of head === undefined ? [] : ['inventory.json', sidecarName]) {
    const newest = parts.find(({ path }) => path === `${head?.path}/${head?.version}/${name}`)
    if (newest !== undefined) parts.push({ ...newest, path: `${head?.path}/${name}` })
  }
  return parts
}

async function isRight(copy: string, { path, sha512: digest }: Part): Promise<boolean> {
  const place = join(copy, path)
  if ((await kindOf(place)) !== 'file' || (await lstat(place)).nlink > 1) return false
  return (await sha512OfFile(place)) === digest
}

/** By one rename, so that the copy has the old file or the right one. False where the way is barred. */
export async function replace({ disk, source, copy }: Bringing, part: Part): Promise<boolean> {
  const bytes = typeof part.from === 'string' ? await bytesOf(join(source, part.from)) : part.from
  if (bytes === null || sha512(bytes) !== part.sha512 || (await isBarred(copy, part.path))) return false
  const staged = join(copy, 'staging', 'file')
  if ((await kindOf(staged)) !== null) await removeTree(disk, staged)
  await disk.writeFile(staged, bytes)
  await disk.syncFolder(dirname(staged))
  await ensureFolders(disk, copy, dirname(part.path))
  await disk.rename(staged, join(copy, part.path))
  await disk.syncFolder(dirname(join(copy, part.path)))
  return true
}

/** Something that is no folder lies on the way, or a folder at the end of it. */
async function isBarred(copy: string, path: string): Promise<boolean> {
  const parts = path.split('/')
  for (let length = 1; length < parts.length; length++) {
    const kind = await kindOf(join(copy, ...parts.slice(0, length)))
    if (kind !== null && kind !== 'folder') return true
  }
  return (await kindOf(join(copy, path))) === 'folder'
}
