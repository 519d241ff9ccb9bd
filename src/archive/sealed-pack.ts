import { join } from 'node:path'
import { chunksOf, collected, type Sealing } from './age.js'
import { listedFiles, recordOf } from './bring-over.js'
import { sha512 } from './digest.js'
import { type Disk, kindOf, removeTree } from './disk.js'
import { type LogEntry, recordNames } from './entry.js'
import { keyParts } from './heal.js'
import { sidecarName } from './inventory.js'
import { bytesOf, type Log, seqName } from './log.js'
import { guideBytes, guideNames, rootFiles } from './root-files.js'
import { type Pack, type PackKind, packName } from './sealed-list.js'
import { tarOf } from './tar.js'
import { damaged } from './trouble.js'

/** What lies encrypted in a sealed copy: for each entry a tar of its files, paths relative to the archive. */

export const baseSeq = seqName(0)

/** What every archive has, and its public keys: nothing secret, and the same bytes while they are the same. */
export async function baseTar(source: string): Promise<Buffer> {
  const files = new Map<string, Uint8Array>()
  for (const [name, text] of rootFiles) files.set(`ocfl/${name}`, Buffer.from(text))
  for (const name of guideNames) files.set(name, guideBytes(name))
  for (const { path, from } of await keyParts(source)) if (typeof from !== 'string') files.set(path, from)
  return tarOf(files)
}

/** Which kind of pack an entry has to have: the files of what was disposed of don't come back. */
export function wantedKind(log: Log): (entry: LogEntry) => 'whole' | 'log' {
  const kept = new Set<LogEntry>(log.stores)
  return entry => (entry.op === 'store' && kept.has(entry) ? 'whole' : 'log')
}

export interface Packed {
  readonly tar: Buffer
  readonly kind: PackKind
}

/**
 * An entry with the files of its version, as far as they are those that were signed.
 * @throws BridgeError ARCHIVE_DAMAGED where the entry itself isn't
 */
export async function packOf(source: string, entry: LogEntry, kind: 'whole' | 'log'): Promise<Packed> {
  const files = new Map<string, Uint8Array>()
  const record = await recordOf(source, entry)
  for (const name of recordNames(entry)) {
    const bytes = record.get(name)
    if (bytes === undefined) throw damaged(`Файл журнала архива log/${entry.seq}/${name} пропал или изменён.`)
    files.set(`log/${entry.seq}/${name}`, bytes)
  }
  if (entry.op !== 'store' || kind === 'log') return { tar: tarOf(files), kind }
  let isWhole = true
  for (const [path, digest] of await listedFiles(source, entry)) {
    const bytes = await bytesOf(join(source, path))
    if (bytes === null || sha512(bytes) !== digest) isWhole = false
    else files.set(path, bytes)
  }
  // Unpacked one after another, the last version's are those of the object.
  for (const name of ['inventory.json', sidecarName]) {
    const bytes = files.get(`${entry.path}/${entry.version}/${name}`)
    if (bytes !== undefined) files.set(`${entry.path}/${name}`, bytes)
  }
  return { tar: tarOf(files), kind: isWhole ? 'whole' : 'part' }
}

/**
 * Seals a tar into the copy, reads it from the disk and opens it again before it counts.
 * @throws BridgeError ARCHIVE_DAMAGED where it can't be read as it was written
 */
export async function sealPack(
  { disk, copy, sealing }: { readonly disk: Disk; readonly copy: string; readonly sealing: Sealing },
  seq: string,
  { tar, kind }: Packed,
): Promise<Pack> {
  const sealed = await collected(sealing.seal(chunksOf(tar)))
  const path = packName(seq, kind, sealed)
  const staged = join(copy, 'staging', 'pack')
  if ((await kindOf(staged)) !== null) await removeTree(disk, staged)
  await disk.writeFile(staged, sealed)
  await checkWritten(staged, { sealed, tar, sealing })
  await disk.syncFolder(join(copy, 'staging'))
  await disk.rename(staged, join(copy, path))
  await disk.syncFolder(join(copy, 'entries'))
  return { seq, kind, path, sha512: sha512(sealed) }
}

async function checkWritten(
  file: string,
  { sealed, tar, sealing }: { readonly sealed: Buffer; readonly tar: Buffer; readonly sealing: Sealing },
): Promise<void> {
  const written = await bytesOf(file)
  const opened = written?.equals(sealed) === true ? await collected(sealing.reopen(chunksOf(written))) : null
  if (opened?.equals(tar) === true) return
  throw damaged(`Записанное в ${file} читается не так, как записано: проверьте диск копии.`)
}
