import { dirname, join } from 'node:path'
import type { Instant } from '../clock.js'
import { sha512 } from './digest.js'
import { type Disk, kindOf, removeTree, writeTree } from './disk.js'
import { entryBytes, firstPrev, type LogEntry, newKeySignature, parseEntry } from './entry.js'
import type { EntryFields } from './entry-forms.js'
import { stamp } from './inventory.js'
import type { Signer } from './keys.js'
import { busy, type Lock } from './lock.js'
import { type Log, seqName } from './log.js'
import { systemCode } from './trouble.js'

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

type OwnFields<Fields> = Omit<
  Fields,
  'version' | 'seq' | 'prev' | 'time' | 'clock' | 'archive' | 'tx' | 'key' | 'alg' | 'actor' | 'reason'
>
type Own = EntryFields extends infer Fields ? (Fields extends EntryFields ? OwnFields<Fields> : never) : never

export interface Appended {
  /** What the entry says beside what every entry says. */
  readonly fields: Own
  readonly actor: string
  readonly reason: string
  /** Files of a version, staged with it, and their list, which the entry vouches for. */
  readonly object?: { readonly files: ReadonlyMap<string, Uint8Array>; readonly list: Uint8Array }
  /** The key that an entry `key` names signs it too. */
  readonly newSigner?: Signer
}

/** Under the lock, with a fresh log. On return the entry is in the log; `staging/<tx>` holds the object, if there is one. */
export async function append(writing: Writing, appended: Appended): Promise<LogEntry> {
  const { disk, folder, lock } = writing
  const tx = await freeTransaction(writing, appended)
  const staging = join(folder, 'staging', tx)
  let committing = false
  try {
    await disk.makeFolder(staging)
    if (appended.object) await writeTree(disk, join(staging, 'obj'), appended.object.files)
    const entry = await stageEntry(writing, appended, tx)
    await disk.syncFolder(staging)
    await disk.syncFolder(dirname(staging))
    if (!lock.held()) throw busy(folder)
    committing = true
    await commit(writing, staging, entry.seq)
    if (!appended.object) {
      await removeTree(disk, staging)
      await disk.syncFolder(dirname(staging))
    }
    return entry
  } catch (error) {
    // After the attempt to commit only the log knows whether the entry exists: recovery decides.
    if (!committing) await dropStaging(disk, staging, error)
    throw error
  }
}

async function stageEntry(
  { disk, folder, name, log, signer, now }: Writing,
  { fields, actor, reason, object, newSigner }: Appended,
  tx: string,
): Promise<LogEntry> {
  const last = log.entries.at(-1)
  const time = stamp(now)
  const text = entryBytes({
    version: '1',
    seq: seqName(log.entries.length + 1),
    prev: last?.hash ?? firstPrev,
    time,
    clock: last !== undefined && Date.parse(last.time) > Date.parse(time) ? 'behind' : 'ok',
    archive: name,
    tx,
    ...fields,
    key: signer.keyId,
    alg: 'ecdsa-p256-sha512',
    actor,
    reason,
  })
  const entry = parseEntry(text)
  if (entry === null) throw new Error('the log entry just written does not parse')
  const parts = new Map<string, Uint8Array>([['entry.txt', text]])
  if (object) parts.set('files.sha512', object.list)
  parts.set('entry.sig', signer.sign(text))
  if (newSigner) parts.set(newKeySignature, newSigner.sign(text))
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

/** The name follows from what is written, so that the log is the same for the same input and time. */
async function freeTransaction({ folder, log }: Writing, { fields, object }: Appended): Promise<string> {
  const files = [...(object?.files ?? [])].map(([path, bytes]) => `${sha512(bytes)} ${path}\n`)
  const name = `${seqName(log.entries.length + 1)}-${sha512(files.join('') || JSON.stringify(fields)).slice(0, 16)}`
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
