import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Instant } from '../../clock.js'
import { BridgeError } from '../../errors.js'
import type { DatabaseHandle } from '../database.js'
import { errnoOf } from '../embedded/failure.js'
import type { Turning } from './format.js'
import { digestFile, type VerifiedDump, verifyDump } from './verify.js'
import { writeDump } from './write.js'

export interface DumpRequest {
  readonly folder: string
  /** So many of the newest stay; null leaves all. */
  readonly keep: number | null
  readonly now: Instant
  /** Encrypts it; what is read back is opened with a key that dies with the process. */
  readonly sealing?: { readonly seal: Turning; readonly reopen: Turning } | undefined
}

export interface DumpReport extends VerifiedDump {
  /** Older ones that were removed. */
  readonly removed: readonly string[]
}

const dumpName = /^database-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.sql\.gz(\.age)?$/
const sealedEnding = '.age'
const leftover = /^database-.*\.part$/
const digestName = /^(database-.*\.sql\.gz(?:\.age)?)\.sha512$/

/**
 * Writes a dump into a folder, reads it back, and only then removes older ones. It appears whole or not at all, and its
 * digest before it. For one caller at a time.
 * @throws BridgeError DUMP_FAILED, DUMP_DAMAGED (read back it isn't what was written), DATABASE_FAILED
 */
export async function dumpInto(handle: DatabaseHandle, request: DumpRequest): Promise<DumpReport> {
  const { folder, keep, now, sealing } = request
  const file = join(
    folder,
    `database-${new Date(now).toISOString().slice(0, 19).replaceAll(':', '-')}Z.sql.gz${sealing ? sealedEnding : ''}`,
  )
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const names = await readdir(folder)
    if (names.includes(basename(file))) throw taken(file)
    for (const name of names) if (isLeftover(name, names)) await rm(join(folder, name))
    const part = `${file}.part`
    try {
      const sha512 = await writeDump(handle, part, { takenAt: now, seal: sealing?.seal })
      await writeFile(digestFile(file), `${sha512}  ${basename(file)}\n`, { mode: 0o600, flush: true })
      await rename(part, file)
      await syncFolder(folder)
    } catch (error) {
      await rm(part, { force: true })
      throw error
    }
    const verified = await verifyDump(file, sealing?.reopen)
    const removed = keep === null ? [] : await removeOlder(folder, basename(file), keep)
    return { ...verified, removed }
  } catch (error) {
    throw clearFailure(folder, error)
  }
}

/** Whether a dump is encrypted: its name says so. */
export function isSealedDump(file: string): boolean {
  return file.endsWith(sealedEnding)
}

/** Of a run that was killed. */
function isLeftover(name: string, names: readonly string[]): boolean {
  const [, dump] = digestName.exec(name) ?? []
  return leftover.test(name) || (dump !== undefined && !names.includes(dump))
}

/** Null where there is none. */
export async function newestDump(folder: string): Promise<string | null> {
  const names = await readdir(folder).catch(() => [])
  const newest = names
    .filter(name => dumpName.test(name))
    .sort()
    .at(-1)
  return newest === undefined ? null : join(folder, newest)
}

async function removeOlder(folder: string, newest: string, keep: number): Promise<string[]> {
  // By the names: a clock that went back must not cost the one that was just written.
  const others = (await readdir(folder)).filter(name => dumpName.test(name) && name !== newest).sort()
  const old = others.slice(0, Math.max(0, others.length - (keep - 1)))
  for (const name of old) {
    await rm(join(folder, name))
    await rm(digestFile(join(folder, name)), { force: true })
  }
  return old
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function taken(file: string): BridgeError {
  return new BridgeError('DUMP_FAILED', {
    message: `Файл ${file} уже есть.`,
    hint: 'Повторите через секунду',
    permanent: false,
  })
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'на диске нет места',
  EDQUOT: 'исчерпана дисковая квота',
  EROFS: 'диск доступен только для чтения',
  EACCES: 'нет прав на папку',
  EPERM: 'нет прав на папку',
  EIO: 'диск отвечает ошибкой',
}

function clearFailure(folder: string, error: unknown): unknown {
  const code = errnoOf(error)
  if (error instanceof BridgeError || code === null) return error
  return new BridgeError('DUMP_FAILED', {
    message: `Папка ${folder}: ${reasons[code] ?? `файловая система ответила ${code}`}.`,
    hint: 'Проверьте диск и права; прежние копии базы на месте',
    details: { folder, system: code },
    cause: error,
  })
}
