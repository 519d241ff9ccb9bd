import { join } from 'node:path'
import { sha512, sha512OfFile } from './digest.js'
import { type Disk, namesIn, removeTree } from './disk.js'
import { type LogEntry, type StoreEntry, parseFilesList } from './entry.js'
import { install, isInstalled } from './install.js'
import { objectDeclaration, sidecarName } from './inventory.js'
import { readPublicKeys, signatureHolds } from './keys.js'
import { bytesOf, type Log } from './log.js'
import { systemCode } from './trouble.js'
import { walk } from './walk.js'

/**
 * Finishes what a killed process left, under the lock, before anything is written. It only rolls forward: a staged
 * version whose entry is in the signed log is installed, everything else in staging is dropped. It never signs, so
 * a planted staging folder can't get into the log; and it touches no object without an unfinished write, so it
 * can't paint over damage.
 */
export async function recover(disk: Disk, folder: string, log: Log): Promise<void> {
  // With a broken log it isn't known what was committed: leave everything for a person to see.
  if (log.findings.length > 0) return
  const committed = new Map(log.stores.map(entry => [entry.tx, entry]))
  for (const name of await namesIn(join(folder, 'staging'))) {
    const entry = committed.get(name)
    if (entry === undefined) {
      await removeTree(disk, join(folder, 'staging', name))
      await disk.syncFolder(join(folder, 'staging'))
      continue
    }
    const newest = log.stores.findLast(({ id }) => id === entry.id)
    if (newest === entry && (await mayInstall(folder, entry))) await install(disk, folder, entry)
  }
}

/** False leaves the folder in staging: verify names what is missing, and nothing is invented. */
async function mayInstall(folder: string, entry: StoreEntry): Promise<boolean> {
  if (!(await isSigned(folder, entry))) return false
  return (await isInstalled(folder, entry)) || (await isWholeInStaging(folder, entry))
}

export async function isSigned(folder: string, entry: LogEntry): Promise<boolean> {
  const { keys } = await readPublicKeys(folder)
  const text = await bytesOf(join(folder, 'log', entry.seq, 'entry.txt'))
  const signature = await bytesOf(join(folder, 'log', entry.seq, 'entry.sig'))
  const key = keys.get(entry.key)
  return key !== undefined && text !== null && signature !== null && signatureHolds(key, text, signature)
}

/** The staged files are exactly those that the signed entry names, byte for byte. */
export async function isWholeInStaging(folder: string, entry: StoreEntry): Promise<boolean> {
  const list = await bytesOf(join(folder, 'log', entry.seq, 'files.sha512'))
  if (list === null || sha512(list) !== entry.filesSha512) return false
  const wanted = new Map<string, string>()
  for (const [path, digest] of parseFilesList(list) ?? []) {
    if (!path.startsWith(`${entry.path}/`)) return false
    wanted.set(path.slice(entry.path.length + 1), digest)
  }
  if (entry.version === 'v1') {
    const inventory = wanted.get('v1/inventory.json')
    const sidecar = wanted.get(`v1/${sidecarName}`)
    if (inventory === undefined || sidecar === undefined || !wanted.has(objectDeclaration.name)) return false
    wanted.set('inventory.json', inventory).set(sidecarName, sidecar)
  }
  const staged = join(folder, 'staging', entry.tx, 'obj')
  const found = await walk(staged)
  if (found.odd.length > 0 || found.files.size !== wanted.size) return false
  for (const [path, digest] of wanted) {
    if (!found.files.has(path) || (await digestIfThere(join(staged, path))) !== digest) return false
  }
  return true
}

/** Null for what has gone: whoever writes may just have installed it. */
async function digestIfThere(path: string): Promise<string | null> {
  try {
    return await sha512OfFile(path)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null
    throw error
  }
}
