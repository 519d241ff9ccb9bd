import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { BridgeError } from '../errors.js'
import type { PutRequest, PutResult } from './archive.js'
import { append, type Writing } from './append.js'
import { sha512 } from './digest.js'
import { kindOf } from './disk.js'
import { filesList } from './entry.js'
import { install } from './install.js'
import {
  inventoryBytes,
  type NextVersion,
  nextVersion,
  objectDeclaration,
  type Staying,
  sidecarName,
  sidecarText,
} from './inventory.js'
import { objectPath } from './paths.js'
import { loggedInventory } from './read.js'
import { damaged, unusable } from './trouble.js'

/** Kept free beside twice the object's size, so that recovery can always finish. */
const reserveBytes = 8 << 20

/** Under the lock, after recovery; `writing.log` is fresh. */
export async function storeVersion(
  request: PutRequest,
  writing: Writing,
  staying: Staying = 'signatures',
): Promise<PutResult> {
  const { folder } = writing
  checkNotDisposed(writing.log, request.id)
  const head = writing.log.stores.findLast(entry => entry.id === request.id)
  const headInventory = head === undefined ? null : await loggedInventory(folder, head)
  const next = nextVersion(headInventory, request, { now: writing.now, staying })
  const path = objectPath(request.id)
  const done = { id: request.id, folder: join(folder, path) }
  if (next === null) return { ...done, version: head?.version ?? 'v1', changed: false }
  await checkPlace(writing, next, request.id)
  await checkSpace(folder, next)

  const files = stagedFiles(next)
  const permanent = [...files].filter(([file]) => isPermanent(file))
  const list = filesList(new Map(permanent.map(([file, bytes]) => [`${path}/${file}`, sha512(bytes)])))
  const entry = await append(writing, {
    fields: {
      op: 'store',
      id: request.id,
      path,
      'object-version': next.version,
      'inventory-sha512': sha512(inventoryBytes(next.inventory)),
      'files-sha512': sha512(list),
    },
    actor: request.actor,
    reason: request.message,
    object: { files, list },
  })
  if (entry.op === 'store') await install(writing.disk, folder, entry)
  return { ...done, version: next.version, changed: true }
}

/** An id that was disposed of is never used again: its entries in the log would tell of two objects. */
function checkNotDisposed({ disposals }: Writing['log'], id: string): void {
  const gone = disposals.find(({ entry }) => entry.id === id)?.entry
  if (gone === undefined) return
  throw new BridgeError('ARCHIVE_REFUSED', {
    message: `Объект ${id} уничтожен по акту ${gone.act}, запись журнала ${gone.seq}.`,
    hint: 'Под тем же идентификатором ничего больше не хранится. В архиве ничего не изменено.',
  })
}

/** What lies in `staging/<tx>/obj`: the whole object for v1, else only the folder of the version. */
function stagedFiles(next: NextVersion): Map<string, Uint8Array> {
  const inventory = inventoryBytes(next.inventory)
  const sidecar = Buffer.from(sidecarText(inventory))
  const files = new Map<string, Uint8Array>(next.content)
  files.set(`${next.version}/inventory.json`, inventory)
  files.set(`${next.version}/${sidecarName}`, sidecar)
  if (next.version !== 'v1') return files
  files.set(objectDeclaration.name, Buffer.from(objectDeclaration.text))
  files.set('inventory.json', inventory)
  files.set(sidecarName, sidecar)
  return files
}

/** Files that never change again; the root copies of the inventory do with every version. */
export function isPermanent(path: string): boolean {
  return path !== 'inventory.json' && path !== sidecarName
}

/** Nothing unlogged may lie where the version goes, and no link on the way: after the commit it would be too late. */
async function checkPlace({ folder }: Writing, next: NextVersion, id: string): Promise<void> {
  const parts = objectPath(id).split('/')
  for (let length = 1; length < parts.length; length++) {
    const parent = parts.slice(0, length).join('/')
    const kind = await kindOf(join(folder, parent))
    if (kind !== null && kind !== 'folder') throw damaged(`В архиве на месте папки лежит другое: ${parent}.`)
  }
  const place = next.version === 'v1' ? objectPath(id) : `${objectPath(id)}/${next.version}`
  if ((await kindOf(join(folder, place))) === null) return
  throw damaged(`В архиве лежит ${place}, чего нет в журнале.`, { object: id })
}

async function checkSpace(folder: string, next: NextVersion): Promise<void> {
  const disk = await statfs(folder)
  const size = [...next.content.values()].reduce((sum, bytes) => sum + bytes.length, 0)
  if (disk.bavail * disk.bsize >= 2 * size + reserveBytes) return
  throw unusable('На диске архива мало свободного места.', 'Освободите место и повторите.', folder)
}
