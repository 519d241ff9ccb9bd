import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { chunksOf, collected, type Turning } from './age.js'
import type { ArchiveFinding, CopyProgress } from './archive.js'
import { sha512 } from './digest.js'
import { kindOf } from './disk.js'
import { isBridgeError } from '../errors.js'
import { finding } from './finding.js'
import { bytesOf } from './log.js'
import { workFolders } from './root-files.js'
import type { SealedList } from './sealed-list.js'
import { filesOfTar } from './tar.js'

/** What may come out of a pack, and where it goes: nothing climbs out of the folder. */
const ownPath = /^(?:(?:ocfl|log|keys)\/|README\.txt$|verify\.sh$)/

/**
 * Opens a sealed copy into a new folder, as the plain copy that it stands for: one entry after another, as people would do
 * with age and tar.
 * @returns what can't be opened; then the folder holds the rest
 * @throws BridgeError COPY_SEALED where the identity isn't the right one
 */
export async function openSealed(
  { copy, list, into }: { readonly copy: string; readonly list: SealedList; readonly into: string },
  open: Turning,
  progress: CopyProgress,
): Promise<ArchiveFinding[]> {
  const findings: ArchiveFinding[] = []
  await rm(into, { recursive: true, force: true })
  for (const name of workFolders) await mkdir(join(into, name), { recursive: true, mode: 0o700 })
  const inOrder = list.packs.toSorted((a, b) => (a.seq < b.seq ? -1 : 1))
  for (const [index, { path, sha512: digest }] of inOrder.entries()) {
    const sealed = await bytesOf(join(copy, path))
    if (sealed === null || sha512(sealed) !== digest) {
      const [code, text] = sealed === null ? ['SEALED_MISSING', 'пропал'] : ['SEALED_CHANGED', 'изменён']
      findings.push(finding(code, { file: path }, `Зашифрованный файл ${text}.`))
      continue
    }
    const files = await opened(sealed, open)
    if (files === null)
      findings.push(finding('SEALED_CHANGED', { file: path }, 'Зашифрованный файл не читается.'))
    for (const [name, bytes] of files ?? []) await put(into, name, bytes)
    progress('copying', index + 1, inOrder.length)
  }
  return findings
}

async function opened(sealed: Buffer, open: Turning): Promise<Map<string, Buffer> | null> {
  try {
    const files = filesOfTar(await collected(open(chunksOf(sealed))))
    return [...(files?.keys() ?? [])].every(isOwn) ? files : null
  } catch (error) {
    if (isBridgeError(error, 'COPY_SEALED')) throw error
    // Whatever age says of bytes that are as they were sealed, and yet don't open: that they don't is the whole fact.
    return null
  }
}

function isOwn(path: string): boolean {
  return ownPath.test(path) && path.split('/').every(part => part !== '' && part !== '.' && part !== '..')
}

/** The inventory in an object's root comes with each version: the last one stays. */
async function put(into: string, path: string, bytes: Buffer): Promise<void> {
  const place = join(into, path)
  await mkdir(dirname(place), { recursive: true, mode: 0o700 })
  if ((await kindOf(place)) !== null) await rm(place)
  await writeFile(place, bytes, { mode: 0o600, flag: 'wx' })
}
