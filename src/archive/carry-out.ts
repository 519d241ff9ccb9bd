import { dirname, join } from 'node:path'
import { type Disk, kindOf, namesIn, removeTree } from './disk.js'
import type { DisposeEntry } from './entry.js'

/**
 * What a `dispose` entry orders: the object goes to `trash/<tx>` by one rename, is deleted there, and folders that it
 * leaves empty go too. Nothing is deleted inside the store: a half object would be damage. Safe to repeat from any point.
 */
export async function carryOut(
  disk: Disk,
  folder: string,
  { path, tx }: Pick<DisposeEntry, 'path' | 'tx'>,
): Promise<void> {
  const object = join(folder, path)
  const trash = join(folder, 'trash')
  const doomed = join(trash, tx)
  if ((await kindOf(object)) !== null) {
    if ((await kindOf(doomed)) !== null) await removeTree(disk, doomed)
    await disk.rename(object, doomed)
  }
  // A repeated step flushes again: the run before may have died between the rename and its flushes.
  if ((await kindOf(dirname(object))) === 'folder') await disk.syncFolder(dirname(object))
  await disk.syncFolder(trash)
  if ((await kindOf(doomed)) !== null) {
    await removeTree(disk, doomed)
    await disk.syncFolder(trash)
  }
  await removeEmptyParents(disk, folder, path)
}

/** Whether anything of the object is left, in its place or on its way out. */
export async function isLeft(
  folder: string,
  { path, tx }: Pick<DisposeEntry, 'path' | 'tx'>,
): Promise<boolean> {
  return (await kindOf(join(folder, path))) !== null || (await kindOf(join(folder, 'trash', tx))) !== null
}

async function removeEmptyParents(disk: Disk, folder: string, path: string): Promise<void> {
  for (let parent = dirname(path); parent !== 'ocfl'; parent = dirname(parent)) {
    const place = join(folder, parent)
    const kind = await kindOf(place)
    if (kind !== null && (kind !== 'folder' || (await namesIn(place)).length > 0)) return
    if (kind !== null) await disk.removeFolder(place)
    if ((await kindOf(dirname(place))) === 'folder') await disk.syncFolder(dirname(place))
  }
}
