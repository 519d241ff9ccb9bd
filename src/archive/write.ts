import { statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Instant } from '../clock.js'
import type { PutRequest, PutResult } from './archive.js'
import { sha512 } from './digest.js'
import { type Disk, kindOf, removeTree, writeTree } from './disk.js'
import { entryBytes, filesList, firstPrev, type LogEntry, parseEntry } from './entry.js'
import { install } from './install.js'
import {
  inventoryBytes,
  type NextVersion,
  nextVersion,
  objectDeclaration,
  sidecarName,
  sidecarText,
  stamp,
} from './inventory.js'
import type { Signer } from './keys.js'
import { busy, type Lock } from './lock.js'
import { type Log, seqName } from './log.js'
import { objectPath } from './paths.js'
import { loggedInventory } from './read.js'
import { damaged, systemCode, unusable } from './trouble.js'

/**
 * The write protocol. Everything is built and flushed in `staging/`; the rename of the signed log entry to its
 * number is the commit; what comes after it only moves finished files and is repeated by recovery if need be.
 */

export interface Writing {
  readonly disk: Disk
  readonly folder: string
  readonly name: string
  readonly log: Log
  readonly signer: Signer
  readonly lock: Lock
  readonly now: Instant
}

/** Kept free beside twice the object's size, so that recovery can always finish. */
const reserveBytes = 8 << 20

/** Under the lock, after recovery; `writing.log` is fresh. */
export async function storeVersion(request: PutRequest, writing: Writing): Promise<PutResult> {
  const { folder } = writing
  const head = writing.log.entries.findLast(entry => entry.id === request.id)
  const headInventory = head === undefined ? null : await loggedInventory(folder, head)
  const next = nextVersion(headInventory, request, writing.now)
  const objectFolder = join(folder, objectPath(request.id))
  const done = { id: request.id, folder: objectFolder }
  if (next === null) return { ...done, version: head?.version ?? 'v1', changed: false }
  await checkPlace(writing, next, request.id)
  await checkSpace(folder, next)

  const files = stagedFiles(next)
  const tx = await freeTransaction(writing, files)
  const staging = join(folder, 'staging', tx)
  let committing = false
  try {
    await writing.disk.makeFolder(staging)
    await writeTree(writing.disk, join(staging, 'obj'), files)
    const entry = await stageEntry(request, next, files, tx, writing)
    await writing.disk.syncFolder(staging)
    await writing.disk.syncFolder(dirname(staging))
    if (!writing.lock.held()) throw busy(folder)
    committing = true
    await commit(writing, staging, entry.seq)
    await install(writing.disk, folder, entry)
    return { ...done, version: next.version, changed: true }
  } catch (error) {
    // After the attempt to commit only the log knows whether the version exists: recovery decides.
    if (!committing) await dropStaging(writing.disk, staging, error)
    throw error
  }
}

/** What lies in `staging/<tx>/obj`: the whole object for v1, else only the folder of the version. */
function stagedFiles(next: NextVersion): Map<string, Uint8Array> {
  const inventory = inventoryBytes(next.inventory)
  const sidecar = Buffer.from(sidecarText(inventory))
  const files = new Map<string, Uint8Array>(next.content)
  files.set(`${next.version}/inventory.json`, inventory)
  files.set(`${next.version}/${sidecarName}`, sidecar)
  if (next.version !== 'v1') return files
  files.set(objectDeclaration.name, Buffer.from(objectDeclaration.text))
  files.set('inventory.json', inventory)
  files.set(sidecarName, sidecar)
  return files
}

/** Files that never change again; the root copies of the inventory do with every version. */
export function isPermanent(path: string): boolean {
  return path !== 'inventory.json' && path !== sidecarName
}

async function stageEntry(
  request: PutRequest,
  next: NextVersion,
  files: ReadonlyMap<string, Uint8Array>,
  tx: string,
  { disk, folder, name, log, signer, now }: Writing,
): Promise<LogEntry> {
  const path = objectPath(request.id)
  const permanent = [...files].filter(([file]) => isPermanent(file))
  const list = filesList(new Map(permanent.map(([file, bytes]) => [`${path}/${file}`, sha512(bytes)])))
  const last = log.entries.at(-1)
  const time = stamp(now)
  const text = entryBytes({
    seq: seqName(log.entries.length + 1),
    prev: last?.hash ?? firstPrev,
    time,
    clock: last !== undefined && Date.parse(last.time) > Date.parse(time) ? 'behind' : 'ok',
    archive: name,
    tx,
    id: request.id,
    path,
    version: next.version,
    inventorySha512: sha512(inventoryBytes(next.inventory)),
    filesSha512: sha512(list),
    key: signer.keyId,
    actor: request.actor,
    reason: request.message,
  })
  const entry = parseEntry(text)
  if (entry === null) throw new Error('the log entry just written does not parse')
  const parts = new Map<string, Uint8Array>([
    ['entry.txt', text],
    ['files.sha512', list],
    ['entry.sig', signer.sign(text)],
  ])
  await writeTree(disk, join(folder, 'staging', tx, 'log'), parts)
  return entry
}

async function commit({ disk, folder }: Writing, staging: string, seq: string): Promise<void> {
  const place = join(folder, 'log', seq)
  // rename() replaces an empty folder silently and refuses a full one: that is the second net below the lock.
  if ((await kindOf(place)) !== null) throw busy(folder)
  try {
    await disk.rename(join(staging, 'log'), place)
  } catch (error) {
    if (systemCode(error) === 'ENOTEMPTY' || systemCode(error) === 'EEXIST') throw busy(folder)
    throw error
  }
  await disk.syncFolder(join(folder, 'log'))
}

/** Nothing unlogged may lie where the version goes, and no link on the way: after the commit it would be too late. */
async function checkPlace({ folder }: Writing, next: NextVersion, id: string): Promise<void> {
  const parts = objectPath(id).split('/')
  for (let length = 1; length < parts.length; length++) {
    const parent = parts.slice(0, length).join('/')
    const kind = await kindOf(join(folder, parent))
    if (kind !== null && kind !== 'folder') throw damaged(`В архиве на месте папки лежит другое: ${parent}.`)
  }
  const place = next.version === 'v1' ? objectPath(id) : `${objectPath(id)}/${next.version}`
  if ((await kindOf(join(folder, place))) === null) return
  throw damaged(`В архиве лежит ${place}, чего нет в журнале.`, { object: id })
}

async function checkSpace(folder: string, next: NextVersion): Promise<void> {
  const disk = await statfs(folder)
  const size = [...next.content.values()].reduce((sum, bytes) => sum + bytes.length, 0)
  if (disk.bavail * disk.bsize >= 2 * size + reserveBytes) return
  throw unusable('На диске архива мало свободного места.', 'Освободите место и повторите.', folder)
}

/** The name follows from what is written, so that the log is the same for the same input and time. */
async function freeTransaction({ folder, log }: Writing, files: ReadonlyMap<string, Uint8Array>) {
  const whole = sha512([...files].map(([path, bytes]) => `${sha512(bytes)} ${path}\n`).join(''))
  const name = `${seqName(log.entries.length + 1)}-${whole.slice(0, 16)}`
  let free = name
  for (let n = 2; (await kindOf(join(folder, 'staging', free))) !== null; n++) free = `${name}-${n}`
  return free
}

async function dropStaging(disk: Disk, staging: string, reason: unknown): Promise<void> {
  try {
    if ((await kindOf(staging)) !== null) await removeTree(disk, staging)
  } catch (error) {
    // What is left over holds no log entry; the next recovery drops it. The first failure is the one to tell.
    throw reason ?? error
  }
}
