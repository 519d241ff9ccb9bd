import { lstat, readFile, rm, writeFile } from 'node:fs/promises'
import { type Disk, realDisk } from '../../src/archive/disk.js'
import { openFolderArchive } from '../../src/archive/folder-archive.js'
import type { ArchiveOptions, BackupReport, BackupRequest } from '../../src/archive/index.js'
import { fingerprint } from './workshop.js'

/** What the tests of copies share; they make them on the disk of the archive. */

export function backupTo(folder: string, more: Partial<BackupRequest> = {}): BackupRequest {
  return { folder, place: '', sameDisk: true, actor: 'archivist', ...more }
}

export async function backUp(
  options: ArchiveOptions,
  folder: string,
  { disk = realDisk, ...more }: Partial<BackupRequest> & { readonly disk?: Disk } = {},
): Promise<BackupReport> {
  const archive = await openFolderArchive(options, { disk, lockWaitSeconds: 5 })
  try {
    return await archive.backup(backupTo(folder, more))
  } finally {
    await archive.close()
  }
}

/** Files that count: path -> digest of `ocfl/`, `log/` and `keys/`. */
export async function contentOf(folder: string): Promise<Map<string, string>> {
  const all = await fingerprint(folder)
  return new Map([...all].filter(([path]) => /^(ocfl|log|keys)\/.*[^/]$/.test(path)))
}

export type Spoiling = 'lost' | 'flipped' | 'empty' | 'longer'

export async function spoilFile(path: string, how: Spoiling): Promise<void> {
  const bytes = await readFile(path)
  const { mode } = await lstat(path)
  await rm(path)
  if (how === 'lost') return
  if (how === 'flipped') bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
  const spoilt = how === 'empty' ? Buffer.alloc(0) : how === 'longer' ? Buffer.concat([bytes, bytes]) : bytes
  await writeFile(path, spoilt, { mode })
}
