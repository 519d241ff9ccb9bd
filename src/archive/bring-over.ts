import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { carryOut } from './carry-out.js'
import { sha512 } from './digest.js'
import { type Disk, kindOf, removeTree, writeTree } from './disk.js'
import { type LogEntry, newKeySignature, parseFilesList, recordNames, type StoreEntry } from './entry.js'
import { install, isInstalled } from './install.js'
import { sidecarName } from './inventory.js'
import { isSignedByNewKey } from './key-chain.js'
import { readPublicKeys } from './keys.js'
import { bytesOf, type Log, logOf, readLog } from './log.js'
import { isSigned } from './recover.js'
import { damaged } from './trouble.js'

/**
 * An archive grows entry by entry, and so does its copy: each entry comes over by the protocol by which it was written,
 * signed as it is. So whenever it is cut off, the copy is the archive of an earlier day, and its own recovery finishes
 * what was begun.
 */

export interface Bringing {
  readonly disk: Disk
  /** Folders. */
  readonly source: string
  readonly copy: string
}

/**
 * The log as far as all its versions are in their places: a writer may be on its way with the newest.
 * @throws BridgeError ARCHIVE_DAMAGED if the chain is broken: then nothing vouches for what follows
 */
export async function settledLog(folder: string): Promise<Log> {
  const log = await readLog(folder)
  const fault = log.findings[0]
  if (fault !== undefined) throw damaged(`${fault.message} С такого журнала копии не сделать.`)
  const newest = log.entries.at(-1)
  if (newest?.op !== 'store' || (await isInstalled(folder, newest))) return log
  if ((await kindOf(join(folder, 'staging', newest.tx))) !== 'folder') return log
  return logOf(log.entries.slice(0, -1))
}

/** Files of these versions, and their bytes. */
export async function weigh(
  source: string,
  stores: readonly StoreEntry[],
): Promise<{ files: number; bytes: number }> {
  let [files, bytes] = [0, 0]
  for (const entry of stores) {
    for (const path of (await listedFiles(source, entry)).keys()) {
      files++
      if ((await kindOf(join(source, path))) === 'file') bytes += (await lstat(join(source, path))).size
    }
  }
  return { files, bytes }
}

/**
 * Of what was disposed of only the entries come; and what an entry `dispose` names, the copy loses when it comes.
 * @param read is told the bytes of each file that came
 * @throws BridgeError ARCHIVE_DAMAGED where the source's log is spoilt: the copy has come as far as before that
 */
export async function bringOver(
  bringing: Bringing & { readonly log: Log },
  entries: readonly LogEntry[],
  read: (bytes: number) => void,
): Promise<void> {
  const kept = new Set<LogEntry>(bringing.log.stores)
  for (const entry of entries) {
    const object = entry.op === 'store' && kept.has(entry) ? await wholeVersion(bringing, entry, read) : null
    await bringEntry(bringing, entry, object)
  }
}

async function bringEntry(
  { disk, source, copy }: Bringing,
  entry: LogEntry,
  object: Map<string, Buffer> | null,
): Promise<void> {
  const record = await wholeRecord(source, entry)
  const staging = join(copy, 'staging', entry.tx)
  await disk.makeFolder(staging)
  if (object !== null) await writeTree(disk, join(staging, 'obj'), object)
  await writeTree(disk, join(staging, 'log'), record)
  await disk.syncFolder(staging)
  await disk.syncFolder(join(copy, 'staging'))
  await disk.rename(join(staging, 'log'), join(copy, 'log', entry.seq))
  await disk.syncFolder(join(copy, 'log'))
  if (entry.op === 'store' && object !== null) return install(disk, copy, entry)
  if (entry.op === 'dispose') await carryOut(disk, copy, entry)
  await removeTree(disk, staging)
  await disk.syncFolder(join(copy, 'staging'))
}

/** The files of an entry's folder in the log, by name, as far as they are those that were signed. */
export async function recordOf(source: string, entry: LogEntry): Promise<Map<string, Buffer>> {
  const record = new Map<string, Buffer>()
  const at = (name: string) => bytesOf(join(source, 'log', entry.seq, name))
  const text = await at('entry.txt')
  if (text !== null && sha512(text) === entry.hash) record.set('entry.txt', text)
  const list = entry.op === 'store' ? await at('files.sha512') : null
  if (list !== null && entry.op === 'store' && sha512(list) === entry.filesSha512)
    record.set('files.sha512', list)
  const signature = (await isSigned(source, entry)) ? await at('entry.sig') : null
  if (signature !== null) record.set('entry.sig', signature)
  if (entry.op !== 'key') return record
  const isBoth = await isSignedByNewKey(source, entry, await readPublicKeys(source))
  const second = isBoth ? await at(newKeySignature) : null
  if (second !== null) record.set(newKeySignature, second)
  return record
}

/** @throws BridgeError ARCHIVE_DAMAGED */
async function wholeRecord(source: string, entry: LogEntry): Promise<Map<string, Buffer>> {
  const record = await recordOf(source, entry)
  for (const name of recordNames(entry)) {
    if (record.has(name)) continue
    throw damaged(
      `Файл журнала архива log/${entry.seq}/${name} пропал или изменён. Копия дошла до записи перед ним.`,
    )
  }
  return record
}

/** Path -> digest, paths relative to the archive; nothing where the list isn't the signed one. */
export async function listedFiles(source: string, entry: StoreEntry): Promise<Map<string, string>> {
  const bytes = await bytesOf(join(source, 'log', entry.seq, 'files.sha512'))
  const list = bytes !== null && sha512(bytes) === entry.filesSha512 ? parseFilesList(bytes) : null
  return list ?? new Map()
}

/** As it is staged: null where a file of it is spoilt or its place is taken; healing then brings what can be had. */
async function wholeVersion(
  { source, copy }: Bringing,
  entry: StoreEntry,
  read: (bytes: number) => void,
): Promise<Map<string, Buffer> | null> {
  if (!(await isFree(copy, entry))) return null
  const files = new Map<string, Buffer>()
  for (const [path, digest] of await listedFiles(source, entry)) {
    const bytes = await bytesOf(join(source, path))
    if (bytes === null || sha512(bytes) !== digest) return null
    files.set(path.slice(entry.path.length + 1), bytes)
    read(bytes.length)
  }
  if (entry.version !== 'v1') return files
  for (const name of ['inventory.json', sidecarName]) {
    const bytes = files.get(`v1/${name}`)
    if (bytes !== undefined) files.set(name, bytes)
  }
  return files
}

async function isFree(copy: string, { path, version }: StoreEntry): Promise<boolean> {
  const isFirst = version === 'v1'
  const parts = (isFirst ? path : `${path}/${version}`).split('/')
  for (let length = 1; length < parts.length; length++) {
    const kind = await kindOf(join(copy, ...parts.slice(0, length)))
    if (kind !== 'folder' && (kind !== null || !isFirst)) return false
  }
  return (await kindOf(join(copy, ...parts))) === null
}
