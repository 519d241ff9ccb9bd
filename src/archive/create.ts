import { mkdir } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import type { BridgeError } from '../errors.js'
import {
  checkMayWrite,
  type Disk,
  ensureFolder,
  kindOf,
  namesIn,
  realPlace,
  removeTree,
  writeTree,
} from './disk.js'
import { bytesOf } from './log.js'
import { guideBytes, guideNames, knownNames, rootDeclaration, rootFiles, workFolders } from './root-files.js'
import { unusable } from './trouble.js'

/** `new`: absent, empty, or a creation that was interrupted; `foreign`: something else lives there. */
export type FolderState = 'new' | 'archive' | 'foreign'

/** Looks, changes nothing. */
export async function recognise(folder: string): Promise<FolderState> {
  const names = await namesIn(folder)
  const entries = (await namesIn(join(folder, 'log'))).filter(name => /^[0-9]{8}$/.test(name))
  const declared = (await kindOf(join(folder, 'ocfl', rootDeclaration.name))) === 'file'
  if (entries.length > 0 || (declared && (names.includes('log') || names.includes('keys')))) return 'archive'
  return names.every(name => knownNames.has(name)) && !names.includes('ocfl') ? 'new' : 'foreign'
}

/** Whether any object lies there, or what is left of one. */
export async function holdsObjects(folder: string): Promise<boolean> {
  const others = new Set([...rootFiles.keys()].map(path => path.split('/')[0]))
  return (await namesIn(join(folder, 'ocfl'))).some(name => !others.has(name))
}

/** What stands in the way of writing there. */
export function foreignFolder(folder: string): BridgeError {
  return unusable(
    `Папка ${folder} не пуста, и это не архив.`,
    'Укажите пустую или новую папку. В этой ничего не изменено.',
    folder,
  )
}

/** A key beside the archive's data would be in every copy of it: whoever has a copy could sign. */
export async function checkKeyPlace(folder: string, keyFile: string): Promise<void> {
  const inside = `${await realPlace(folder)}${sep}`
  if (!(await realPlace(keyFile)).startsWith(inside)) return
  throw unusable('Файл ключа лежит внутри архива.', 'Держите ключ в другой папке.', folder)
}

export async function makeArchiveFolder(folder: string): Promise<void> {
  await checkMayWrite(folder)
  await mkdir(folder, { recursive: true, mode: 0o700 })
}

/** Under the lock. `ocfl/` comes last and in one piece: with it the archive exists. */
export async function create(disk: Disk, folder: string): Promise<void> {
  for (const name of workFolders) await ensureFolder(disk, join(folder, name))
  for (const name of guideNames) {
    if ((await kindOf(join(folder, name))) !== null) await removeTree(disk, join(folder, name))
    await disk.writeFile(join(folder, name), guideBytes(name), name.endsWith('.sh') ? 0o700 : 0o600)
  }
  const staged = join(folder, 'staging', 'ocfl')
  if ((await kindOf(staged)) !== null) await removeTree(disk, staged)
  await writeTree(disk, staged, new Map([...rootFiles].map(([path, text]) => [path, Buffer.from(text)])))
  await disk.syncFolder(dirname(staged))
  await disk.syncFolder(folder)
  await disk.rename(staged, join(folder, 'ocfl'))
  await disk.syncFolder(folder)
}

/**
 * What the guide says must fit what lies beside it: an old script would take a new kind of log entry for damage. So
 * whoever writes leaves the guide of the program that wrote last.
 */
export async function renewGuide(disk: Disk, folder: string): Promise<void> {
  for (const name of guideNames) {
    const place = join(folder, name)
    if ((await bytesOf(place))?.equals(guideBytes(name)) === true) continue
    const staged = join(folder, 'staging', name)
    await disk.writeFile(staged, guideBytes(name), name.endsWith('.sh') ? 0o700 : 0o600)
    await disk.syncFolder(dirname(staged))
    if ((await kindOf(place)) === 'folder') await removeTree(disk, place)
    await disk.rename(staged, place)
    await disk.syncFolder(folder)
  }
}

/** A copy made by tools that leave out empty folders lacks these; they hold nothing that lasts. */
export async function restoreWorkFolders(disk: Disk, folder: string): Promise<void> {
  for (const name of ['anchors', 'staging', 'trash']) await ensureFolder(disk, join(folder, name))
}
