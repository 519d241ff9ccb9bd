import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ArchivedFile, ArchivedObject, ArchivedVersion } from './archive.js'
import { sha512 } from './digest.js'
import { kindOf } from './disk.js'
import type { StoreEntry } from './entry.js'
import { isInstalled } from './install.js'
import { filesOf, type Inventory, parseInventory } from './inventory.js'
import { byObject, bytesOf, type Log } from './log.js'
import { versionNumber } from './paths.js'
import { damaged, systemCode } from './trouble.js'

/**
 * Reading by the log, never by the object's root copies: between two steps of a write those may be of two
 * versions. Whatever is handed out has the digest that the signed log vouches for.
 */

/** @throws BridgeError ARCHIVE_DAMAGED: missing, or not what was logged */
export async function loggedInventory(folder: string, entry: StoreEntry): Promise<Inventory> {
  const bytes = await bytesOf(join(folder, entry.path, entry.version, 'inventory.json'))
  const inventory = bytes !== null && sha512(bytes) === entry.inventorySha512 ? parseInventory(bytes) : null
  if (inventory !== null) return inventory
  throw damaged(`Опись версии ${entry.version} объекта ${entry.id} пропала или изменена.`, {
    object: entry.id,
    version: entry.version,
  })
}

/** The newest version that is in its place: one that is just being installed isn't there yet. */
export async function headEntry(
  folder: string,
  entries: readonly StoreEntry[],
): Promise<StoreEntry | undefined> {
  const newest = entries.at(-1)
  if (newest === undefined || (await isInstalled(folder, newest))) return newest
  if ((await kindOf(join(folder, 'staging', newest.tx))) === 'folder') return entries.at(-2)
  // Installed between the two looks, or lost; the inventory will tell.
  return newest
}

export async function listObjects(folder: string, log: Log): Promise<ArchivedObject[]> {
  const objects: ArchivedObject[] = []
  for (const [id, entries] of [...byObject(log.stores)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const head = await headEntry(folder, entries)
    if (head !== undefined) objects.push(await describe(folder, id, head))
  }
  return objects
}

async function describe(folder: string, id: string, head: StoreEntry): Promise<ArchivedObject> {
  const inventory = await loggedInventory(folder, head)
  const versions = versionsOf(inventory).map(([version, { created, message }]) => ({
    version,
    created,
    message,
  }))
  return { id, head: head.version, versions, files: await filesIn(folder, head, inventory, head.version) }
}

function versionsOf(inventory: Inventory) {
  return Object.entries(inventory.versions).sort(([a], [b]) => versionNumber(a) - versionNumber(b))
}

/** The files of one version, sorted by path; `inventory` is that of `head`, which knows all versions up to it. */
async function filesIn(
  folder: string,
  head: StoreEntry,
  inventory: Inventory,
  version: string,
): Promise<ArchivedFile[]> {
  const files: ArchivedFile[] = []
  for (const [path, digest] of filesOf(inventory, version) ?? []) {
    const stored = inventory.manifest[digest]?.[0] ?? ''
    files.push({ path, size: await sizeOf(join(folder, head.path, stored), head.id, path), sha512: digest })
  }
  return files
}

export async function versionsOfObject(
  folder: string,
  log: Log,
  id: string,
): Promise<ArchivedVersion[] | null> {
  const entries = log.stores.filter(entry => entry.id === id)
  const head = await headEntry(folder, entries)
  if (head === undefined) return null
  const inventory = await loggedInventory(folder, head)
  const versions: ArchivedVersion[] = []
  for (const [version, { created, message, user }] of versionsOf(inventory)) {
    const entry = entries.find(one => one.version === version)
    if (entry === undefined)
      throw damaged(`В журнале архива нет версии ${version} объекта ${id}.`, { object: id })
    const files = await filesIn(folder, head, inventory, version)
    versions.push({ version, created, message, actor: user.name, entry: entry.seq, files })
  }
  return versions
}

async function sizeOf(file: string, id: string, path: string): Promise<number> {
  try {
    return (await lstat(file)).size
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error
    throw damaged(`В архиве нет файла ${path} объекта ${id}.`, { object: id, file: path })
  }
}

export interface Wanted {
  readonly id: string
  readonly path: string
  /** The head if undefined. */
  readonly version: string | undefined
}

/** The log entry of a version (the head unless named) that is in its place; null if there is none. */
export async function entryOf(
  folder: string,
  log: Log,
  { id, version }: Pick<Wanted, 'id' | 'version'>,
): Promise<StoreEntry | null> {
  const entries = log.stores.filter(entry => entry.id === id)
  const head = await headEntry(folder, entries)
  if (head === undefined) return null
  const entry = version === undefined ? head : entries.find(one => one.version === version)
  if (entry === undefined || versionNumber(entry.version) > versionNumber(head.version)) return null
  return entry
}

export async function readFileOf(folder: string, log: Log, wanted: Wanted): Promise<Buffer | null> {
  const entry = await entryOf(folder, log, wanted)
  if (entry === null) return null
  const inventory = await loggedInventory(folder, entry)
  const digest = filesOf(inventory, entry.version)?.get(wanted.path)
  if (digest === undefined) return null
  const stored = inventory.manifest[digest]?.[0] ?? ''
  const bytes = await bytesOf(join(folder, entry.path, stored))
  if (bytes !== null && sha512(bytes) === digest) return bytes
  throw damaged(`Файл ${wanted.path} объекта ${wanted.id} в архиве пропал или изменён.`, {
    object: wanted.id,
    version: entry.version,
    file: stored,
  })
}
