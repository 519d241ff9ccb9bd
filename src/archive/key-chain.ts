import { join } from 'node:path'
import { type LogEntry, newKeySignature } from './entry.js'
import {
  formerKeyFile,
  loadSigner,
  nextKeyFile,
  type PublicKeys,
  readPublicKeys,
  signatureHolds,
} from './keys.js'
import { bytesOf, currentKey, type Log } from './log.js'

/**
 * Which key signs, the log itself says; whether that may be believed, only the installation's own key tells. It vouches
 * for what was signed with it, and for former keys as far as it has signed the entry that put it in their place. A former
 * key vouches for nothing that comes after it: whoever has found one can't say that ours follows his.
 */

/** The installation's own key as the log stands; null where the private key isn't at hand. */
export async function trustedKey(keyFile: string, folder: string, log: Log): Promise<string | null> {
  const next = await loadSigner(nextKeyFile(keyFile), folder)
  if (next !== null && next.keyId === currentKey(log)) return next.keyId
  return (await loadSigner(keyFile, folder))?.keyId ?? null
}

export interface Trust {
  /** The id of the key from which trust starts; null: signatures are compared with the archive's own keys only. */
  readonly key: string | null
  /** It was this installation's own, and isn't any more. */
  readonly isFormer: boolean
}

/** A copy may be of an earlier day, and end with a key that has been changed since. */
export async function trustIn(
  folder: string,
  log: Log,
  { keyFile, isCopy }: { readonly keyFile: string; readonly isCopy: boolean },
): Promise<Trust> {
  const key = await trustedKey(keyFile, folder, log)
  const last = currentKey(log)
  if (!isCopy || key === null || last === null || key === last) return { key, isFormer: false }
  const former = await loadSigner(formerKeyFile(keyFile, last), folder)
  return former?.keyId === last ? { key: last, isFormer: true } : { key, isFormer: false }
}

/** The entries for which a key vouches; their own signatures aren't looked at here. */
export async function vouchedFor(folder: string, log: Log, trusted: string): Promise<Set<LogEntry>> {
  const vouched = new Set<LogEntry>()
  if (currentKey(log) !== trusted) return vouched
  const publicKeys = await readPublicKeys(folder)
  let key = trusted
  for (const entry of log.entries.toReversed()) {
    if (entry.op === 'key' || entry.op === 'key-lost') {
      if (!(await isSignedByNewKey(folder, entry, publicKeys))) return vouched
      vouched.add(entry)
      key = entry.op === 'key' ? entry.key : entry.lostKey
    } else if (entry.key === key) vouched.add(entry)
  }
  return vouched
}

export async function isSignedByNewKey(
  folder: string,
  entry: LogEntry,
  { keys }: PublicKeys,
): Promise<boolean> {
  const key = keys.get(entry.op === 'key' ? entry.newKey : entry.key)
  const name = entry.op === 'key' ? newKeySignature : 'entry.sig'
  const text = await bytesOf(join(folder, 'log', entry.seq, 'entry.txt'))
  const signature = await bytesOf(join(folder, 'log', entry.seq, name))
  return key !== undefined && text !== null && signature !== null && signatureHolds(key, text, signature)
}
