import { dirname, join, resolve } from 'node:path'
import { makeFolder } from '../config/index.js'
import { BridgeError } from '../errors.js'
import type { ArchivedFile } from './archive.js'
import { sha512 } from './digest.js'
import { kindOf, realDisk, removeTree, writeTree } from './disk.js'
import { filesList, type StoreEntry } from './entry.js'
import { filesOf } from './inventory.js'
import { bytesOf, type Log } from './log.js'
import { entryOf, loggedInventory, readFileOf, type Wanted } from './read.js'
import { damaged, exporting } from './trouble.js'

/**
 * A BagIt bag (RFC 8493) of one archived version, for another archive or an inspector. Beside the documents it holds
 * what proves them without the archive: the signed log entry names the digest of the inventory, and that the digests of
 * the documents. The same version gives the same bytes.
 */

type Files = ReadonlyMap<string, Uint8Array>

export async function exportBag(
  { folder, log }: { readonly folder: string; readonly log: Log },
  wanted: Omit<Wanted, 'path'>,
  target: string,
): Promise<readonly ArchivedFile[] | null> {
  const entry = await entryOf(folder, log, wanted)
  if (entry === null) return null
  const place = resolve(target)
  if ((await kindOf(place)) !== null) {
    throw new BridgeError('USAGE', {
      message: `Папка ${place} уже есть.`,
      hint: 'Назовите папку, которой ещё нет: выгрузка ничего не заменяет.',
    })
  }
  const payload = await payloadOf(folder, log, entry)
  const tags = new Map([...bagTags(entry, payload), ...(await evidenceOf(folder, entry))])
  const files = new Map([...payload, ...tags, ['tagmanifest-sha512.txt', manifestOf(tags)]])
  await exporting(place, () => writeWhole(place, files))
  return [...payload].map(([path, bytes]) => ({
    path: path.slice('data/'.length),
    size: bytes.length,
    sha512: sha512(bytes),
  }))
}

async function payloadOf(folder: string, log: Log, entry: StoreEntry): Promise<Files> {
  const { id, version } = entry
  const files = new Map<string, Uint8Array>()
  for (const path of filesOf(await loggedInventory(folder, entry), version)?.keys() ?? []) {
    const bytes = await readFileOf(folder, log, { id, version, path })
    if (bytes === null)
      throw damaged(`Файл ${path} объекта ${id} в архиве пропал.`, { object: id, file: path })
    files.set(`data/${path}`, bytes)
  }
  return files
}

function bagTags(entry: StoreEntry, payload: Files): Files {
  const octets = [...payload.values()].reduce((sum, bytes) => sum + bytes.length, 0)
  const info = [
    `External-Identifier: ${entry.id}`,
    `External-Description: ${entry.archive} ${entry.version}, log entry ${entry.seq} of ${entry.time}`,
    `Payload-Oxum: ${octets}.${payload.size}`,
  ]
  return new Map([
    ['bagit.txt', Buffer.from('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n')],
    ['bag-info.txt', Buffer.from(`${info.join('\n')}\n`)],
    ['manifest-sha512.txt', manifestOf(payload)],
  ])
}

/** Digest, two spaces, path: `sha512sum -c` reads it too. */
function manifestOf(files: Files): Buffer {
  return filesList(new Map([...files].map(([path, bytes]) => [path, sha512(bytes)])))
}

async function evidenceOf(folder: string, entry: StoreEntry): Promise<Files> {
  const sources = [
    ['entry.txt', `log/${entry.seq}/entry.txt`],
    ['entry.sig', `log/${entry.seq}/entry.sig`],
    ['inventory.json', `${entry.path}/${entry.version}/inventory.json`],
    ['key.pub', `keys/${entry.key}.pub`],
  ] as const
  const files = new Map<string, Uint8Array>()
  for (const [name, source] of sources) {
    const bytes = await bytesOf(join(folder, source))
    if (bytes === null) throw damaged(`В архиве нет ${source}.`, { object: entry.id, file: source })
    files.set(`evidence/${name}`, bytes)
  }
  return files
}

async function writeWhole(place: string, files: Files): Promise<void> {
  const draft = `${place}.part`
  await makeFolder(dirname(place))
  if ((await kindOf(draft)) !== null) await removeTree(realDisk, draft)
  try {
    await writeTree(realDisk, draft, files)
  } catch (error) {
    if ((await kindOf(draft)) !== null) await removeTree(realDisk, draft)
    throw error
  }
  await realDisk.rename(draft, place)
  await realDisk.syncFolder(dirname(place))
}
