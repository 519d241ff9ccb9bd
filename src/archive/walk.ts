import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { breathe } from './breathe.js'
import { systemCode } from './trouble.js'

/** Everything below a folder; paths relative to it, `/`-separated. */
export interface Walked {
  /** Path -> size in bytes, sorted. */
  readonly files: Map<string, number>
  readonly emptyFolders: string[]
  /** Links of both kinds and what is neither file nor folder. Hard-linked files are in `files` too. */
  readonly odd: string[]
}

/**
 * Follows no link. What disappears while it looks, or is no folder, is as if it had never been there. Names in `root` that come
 * before `from` aren't looked at.
 */
export async function walk(root: string, from = ''): Promise<Walked> {
  const walked: Walked = { files: new Map(), emptyFolders: [], odd: [] }
  await walkInto(root, '', walked, from)
  return walked
}

async function walkInto(root: string, folder: string, walked: Walked, from = ''): Promise<void> {
  await breathe()
  const names = ifThere(() => readdirSync(join(root, folder)))?.sort()
  if (names === undefined) return
  if (names.length === 0) walked.emptyFolders.push(folder)
  for (const name of names) {
    if (name < from) continue
    const path = folder === '' ? name : `${folder}/${name}`
    const stat = ifThere(() => lstatSync(join(root, path)))
    if (stat === undefined) continue
    if (stat.isDirectory()) await walkInto(root, path, walked)
    else if (stat.isFile()) walked.files.set(path, stat.size)
    if (!stat.isDirectory() && (!stat.isFile() || stat.nlink > 1)) walked.odd.push(path)
  }
}

function ifThere<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return undefined
    throw error
  }
}
