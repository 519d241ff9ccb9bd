import { dirname, join } from 'node:path'
import { type Disk, ensureFolders, kindOf, removeTree } from './disk.js'
import type { StoreEntry } from './entry.js'
import { sidecarName } from './inventory.js'
import { bytesOf } from './log.js'
import { damaged } from './trouble.js'

/**
 * Steps after the commit: the staged version moves to its place, the object's root copies of the inventory become
 * those of the version, staging is cleared. Safe to repeat from any point; signs nothing.
 */
export async function install(disk: Disk, folder: string, entry: StoreEntry): Promise<void> {
  const staging = join(folder, 'staging', entry.tx)
  const object = join(folder, entry.path)
  if (!(await isInstalled(folder, entry))) {
    await ensureFolders(disk, folder, dirname(entry.path))
    if (entry.version === 'v1') await disk.rename(join(staging, 'obj'), object)
    else await disk.rename(join(staging, 'obj', entry.version), join(object, entry.version))
  }
  // A repeated step flushes again: the run before may have died between a rename and its flush.
  await disk.syncFolder(entry.version === 'v1' ? dirname(object) : object)
  await replaceRootCopy(disk, { object, staging, version: entry.version, name: 'inventory.json' })
  await replaceRootCopy(disk, { object, staging, version: entry.version, name: sidecarName })
  await removeTree(disk, staging)
  await disk.syncFolder(dirname(staging))
}

export async function isInstalled(folder: string, entry: StoreEntry): Promise<boolean> {
  return (await kindOf(join(folder, entry.path, entry.version))) === 'folder'
}

interface RootCopy {
  readonly object: string
  readonly staging: string
  readonly version: string
  readonly name: string
}

async function replaceRootCopy(disk: Disk, { object, staging, version, name }: RootCopy): Promise<void> {
  const wanted = await bytesOf(join(object, version, name))
  if (wanted === null) throw damaged(`В архиве нет файла ${join(object, version, name)}.`)
  if ((await bytesOf(join(object, name)))?.equals(wanted) === true) return
  const copy = join(staging, name)
  if ((await kindOf(copy)) !== null) await removeTree(disk, copy)
  await disk.writeFile(copy, wanted)
  await disk.syncFolder(staging)
  await disk.rename(copy, join(object, name))
  await disk.syncFolder(object)
}
