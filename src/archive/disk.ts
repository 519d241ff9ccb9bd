import { constants, lstatSync, readdirSync } from 'node:fs'
import { access, mkdir, open, realpath, rename, rmdir, unlink } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { breathe } from './breathe.js'
import { systemCode } from './trouble.js'

/**
 * Every change of the disk goes through these six steps, so that a test can stop the world after any of them.
 * A file is on the disk when `writeFile` returns; a new or moved name is when its folder has been synced.
 */
export interface Disk {
  /** The folder must not be there yet. */
  makeFolder(path: string): Promise<void>
  /** The file must not be there yet; it is flushed. */
  writeFile(path: string, bytes: Uint8Array, mode?: number): Promise<void>
  syncFolder(path: string): Promise<void>
  rename(from: string, to: string): Promise<void>
  removeFile(path: string): Promise<void>
  removeFolder(path: string): Promise<void>
}

export const realDisk: Disk = {
  async makeFolder(path) {
    await mkdir(path, { mode: 0o700 })
  },
  async writeFile(path, bytes, mode = 0o600) {
    const handle = await open(path, 'wx', mode)
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
  },
  async syncFolder(path) {
    const handle = await open(path, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  },
  rename,
  removeFile: unlink,
  removeFolder: rmdir,
}

/** What lies at the path; null if nothing does. Never follows a link. */
export async function kindOf(path: string): Promise<'file' | 'folder' | 'other' | null> {
  await breathe()
  return kindNow(path)
}

/** The same without letting others in between. */
export function kindNow(path: string): 'file' | 'folder' | 'other' | null {
  try {
    const stat = lstatSync(path, { throwIfNoEntry: false })
    if (stat === undefined) return null
    if (stat.isFile()) return 'file'
    return stat.isDirectory() ? 'folder' : 'other'
  } catch (error) {
    if (systemCode(error) === 'ENOTDIR') return null
    throw error
  }
}

/** The path without links, also of what isn't there yet. */
export async function realPlace(path: string): Promise<string> {
  const absolute = resolve(path)
  try {
    return await realpath(absolute)
  } catch (error) {
    if (systemCode(error) !== 'ENOENT' || dirname(absolute) === absolute) throw error
    return join(await realPlace(dirname(absolute)), absolute.slice(dirname(absolute).length))
  }
}

/** The folder itself, or the nearest one above it that is there. */
export async function nearestFolder(folder: string): Promise<string> {
  let place = await realPlace(folder)
  while ((await kindOf(place)) === null) place = dirname(place)
  return place
}

/** Asked first, because making folders above folders says ENOENT of a disk that is read-only. */
export async function checkMayWrite(folder: string): Promise<void> {
  await access(await nearestFolder(folder), constants.W_OK)
}

/** Names in a folder, sorted; empty if there is no such folder. */
export async function namesIn(path: string): Promise<string[]> {
  await breathe()
  try {
    return readdirSync(path).sort()
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return []
    throw error
  }
}

/** Makes a folder unless it is there, and flushes its name. */
export async function ensureFolder(disk: Disk, path: string): Promise<void> {
  if ((await kindOf(path)) === 'folder') return
  await disk.makeFolder(path)
  await disk.syncFolder(dirname(path))
}

/** Makes the folders of `relative` below `base`, outermost first, each flushed. */
export async function ensureFolders(disk: Disk, base: string, relative: string): Promise<void> {
  let folder = base
  for (const name of relative.split('/')) {
    folder = join(folder, name)
    await ensureFolder(disk, folder)
  }
}

/** Writes a new tree of files and flushes files first, then folders, innermost first; not the parent of `root`. */
export async function writeTree(
  disk: Disk,
  root: string,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  const folders = new Set<string>([''])
  for (const path of files.keys()) {
    const parts = path.split('/')
    for (let length = 1; length < parts.length; length++) folders.add(parts.slice(0, length).join('/'))
  }
  const outermostFirst = [...folders].sort((a, b) => (a < b ? -1 : 1))
  for (const folder of outermostFirst) await disk.makeFolder(join(root, folder))
  for (const [path, bytes] of files) await disk.writeFile(join(root, path), bytes)
  for (const folder of outermostFirst.reverse()) await disk.syncFolder(join(root, folder))
}

export async function removeTree(disk: Disk, path: string): Promise<void> {
  if ((await kindOf(path)) !== 'folder') {
    await disk.removeFile(path)
    return
  }
  for (const name of await namesIn(path)) await removeTree(disk, join(path, name))
  await disk.removeFolder(path)
}
