import { readFile } from 'node:fs/promises'
import { BridgeError } from '../errors.js'
import type { Writing } from './append.js'
import type { Checkpoint } from './archive.js'
import { attach } from './attach.js'
import { checkpointOf } from './checkpoint.js'
import { sha512 } from './digest.js'
import type { Log } from './log.js'
import { storeVersion } from './write.js'
import { requestStamp } from './time-stamp.js'
import type { KeptCheckpoint, Stamped, TimeStampService } from './witnesses.js'

/**
 * Checkpoints that others vouch for: an object each, whose first version is the checkpoint itself; what vouches for it (a
 * time stamp, somebody's signature) comes as a version of its own.
 */

export const checkpointFile = 'checkpoint.txt'

export function checkpointId(archive: string, seq: string): string {
  return `urn:${encodeURIComponent(archive)}:checkpoint:${seq}`
}

/** Archive, and what `--expect` takes: what `archive checkpoint` prints. */
export function checkpointText({ archive, seq, head }: Checkpoint): string {
  return `${archive}\n${seq}:${head}\n`
}

/** Of a checkpoint's text; null where it is none. */
export function parseCheckpoint(bytes: Buffer): Checkpoint | null {
  const [, archive, seq, head] =
    /^([\x21-\x7e]{1,64})\n(\d{8}):([0-9a-f]{128})\n$/.exec(bytes.toString('utf8')) ?? []
  return archive === undefined || seq === undefined || head === undefined ? null : { archive, seq, head }
}

/** Under the lock. @throws BridgeError ARCHIVE_DAMAGED, USAGE (nothing to vouch for) */
export async function keepCheckpoint(
  writing: Writing,
  checkpoint: Checkpoint,
  actor: string,
): Promise<KeptCheckpoint> {
  if (Number(checkpoint.seq) === 0) {
    throw new BridgeError('USAGE', { message: 'В архиве ещё нет записей: контрольной точки нет.' })
  }
  const id = checkpointId(checkpoint.archive, checkpoint.seq)
  const record = { schema: 'dnevnik-bridge/record/1', kind: 'checkpoint', retentionYears: null }
  await storeVersion(
    {
      id,
      message: `Контрольная точка: запись ${checkpoint.seq}`,
      actor,
      files: [
        { path: checkpointFile, bytes: Buffer.from(checkpointText(checkpoint)) },
        { path: 'meta/record.json', bytes: Buffer.from(`${JSON.stringify(record, null, 2)}\n`) },
      ],
    },
    writing,
  )
  return { id, ...checkpoint }
}

/** The checkpoint that is to be vouched for; null where nothing has come since the last one but what vouches for it. */
export function dueCheckpoint(log: Log, archive: string): Checkpoint | null {
  const checkpoint = checkpointOf(log, archive)
  const prefix = checkpointId(archive, '')
  const news = log.entries.some(
    entry =>
      Number(entry.seq) > lastStamped(log, prefix) && !(entry.op === 'store' && entry.id.startsWith(prefix)),
  )
  return news ? checkpoint : null
}

/** Number of the newest entry that a stamped checkpoint covers. */
function lastStamped(log: Log, prefix: string): number {
  const stamped = log.stores.filter(({ id, version }) => id.startsWith(prefix) && version !== 'v1')
  return Math.max(0, ...stamped.map(({ id }) => Number(id.slice(prefix.length))))
}

export interface Stamp {
  readonly token: Buffer
  readonly time: string
}

/** Asks the service; needs no lock. @throws BridgeError STAMP_FAILED */
export function stampOf(checkpoint: Checkpoint, service: TimeStampService): Promise<Stamp> {
  return requestStamp(Buffer.from(checkpointText(checkpoint)), service)
}

/** Under the lock: the checkpoint, and then the stamp as its next version. */
export async function keepStamp(
  writing: Writing,
  {
    checkpoint,
    stamp,
    service,
    actor,
    refresh,
  }: {
    readonly checkpoint: Checkpoint
    readonly stamp: Stamp
    readonly service: TimeStampService
    readonly actor: string
    readonly refresh: () => Promise<Log>
  },
): Promise<Stamped> {
  const kept = await keepCheckpoint(writing, checkpoint, actor)
  const ca = await readFile(service.caFile)
  const attached = await attach(
    { ...writing, log: await refresh() },
    {
      id: kept.id,
      path: checkpointFile,
      reason: 'Метка времени контрольной точки (RFC 3161)',
      actor,
      ending: 'tsr',
      bytes: stamp.token,
      more: new Map([['ca.pem', ca]]),
      about: {
        kind: 'time-stamp',
        form: 'RFC 3161',
        time: stamp.time,
        service: service.url,
        checked: true,
        caSha512: sha512(ca),
        note: 'При получении проверена средствами openssl по сертификатам, лежащим рядом; доверять ли им, решает проверяющий: --tsa-ca.',
      },
    },
  )
  if (attached === null) throw new Error('the checkpoint just stored is not there')
  return { ...kept, time: stamp.time, version: attached.version, path: attached.path }
}
