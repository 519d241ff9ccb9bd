import { dirname, join } from 'node:path'
import type { BridgeError } from '../errors.js'
import { type Disk, kindOf, removeTree } from './disk.js'
import { createSigner, formerKeyFile, loadSigner, nextKeyFile, readPublicKeys, type Signer } from './keys.js'
import { bytesOf, currentKey, type Log } from './log.js'
import { damaged, unusable } from './trouble.js'

/** The private key that signs now, where it lies, and how another one takes its place. */

interface KeyPlace {
  readonly folder: string
  readonly keyFile: string
  readonly log: Log
}

/**
 * The signing key, under the lock; made if the archive has no entries yet. A change of keys that was cut off after the
 * log had named the new one is finished.
 * @throws BridgeError ARCHIVE_UNUSABLE if the key isn't the one that signs by the log
 */
export async function signerOf(disk: Disk, place: KeyPlace): Promise<Signer> {
  const { folder, keyFile, log } = place
  await finishKeyChange(disk, place)
  const found = await loadSigner(keyFile, folder)
  const { keys } = await readPublicKeys(folder)
  if (log.entries.length > 0 && !(found !== null && mayBeKeyOf(log, found))) throw notTheKey(place, found)
  if (log.entries.length > 0 && found !== null && !keys.has(found.keyId)) {
    const file = `keys/${found.keyId}.pub`
    throw damaged(`В архиве ${folder} нет открытого ключа ${file}: подписи журнала без него не сверить.`, {
      file,
    })
  }
  const signer = found ?? (await createSigner(disk, keyFile, folder))
  if (!keys.has(signer.keyId)) await publish(disk, folder, signer)
  return signer
}

/** Of a log that is broken it isn't known which key signs; nothing is written to it, and it can still be looked at. */
function mayBeKeyOf(log: Log, { keyId }: Signer): boolean {
  return log.findings.length > 0 || keyId === currentKey(log)
}

/** The key that signs by the log, of an archive that is just being made of a copy; null where it isn't at hand. */
export async function signerIfAtHand({ folder, keyFile, log }: KeyPlace): Promise<Signer | null> {
  const current = currentKey(log)
  if (current === null) return null
  for (const file of [keyFile, formerKeyFile(keyFile, current)]) {
    const found = await loadSigner(file, folder)
    if (found?.keyId === current) return found
  }
  return null
}

function notTheKey({ folder, keyFile, log }: KeyPlace, found: Signer | null): BridgeError {
  const current = currentKey(log)
  if (found === null) {
    return unusable(
      `Нет ключа архива (${keyFile}), а в архиве уже есть записи.`,
      'Восстановите файл ключа из его отдельной копии. Читать и проверять архив можно и без ключа. Если ключ утрачен: archive replace-lost-key --help',
      folder,
    )
  }
  if (log.entries.some(({ key }) => key === found.keyId) && found.keyId !== current) {
    return unusable(
      `В файле ${keyFile} прежний ключ ${found.keyId}; по журналу действует ${current}.`,
      `Положите туда новый ключ (из ${nextKeyFile(keyFile)} или из его отдельной копии).`,
      folder,
    )
  }
  return unusable(
    `Ключ ${keyFile} не от этого архива, или в архиве нет записи о смене ключа: он старее ключа.`,
    'Восстановите файл ключа из его отдельной копии; прежние ключи лежат рядом с ним, под своими номерами. Читать и проверять архив можно и без ключа.',
    folder,
  )
}

export async function publish(disk: Disk, folder: string, signer: Signer): Promise<void> {
  const staged = join(folder, 'staging', 'key')
  if ((await kindOf(staged)) !== null) await removeTree(disk, staged)
  await disk.writeFile(staged, Buffer.from(signer.publicPem))
  await disk.syncFolder(dirname(staged))
  await disk.rename(staged, join(folder, 'keys', `${signer.keyId}.pub`))
  await disk.syncFolder(join(folder, 'keys'))
}

/**
 * The key that shall sign next, beside the one in force, and its public half in the archive. One that a cut-off change has
 * left is taken: no private key is ever removed.
 */
export async function prepareNextKey(
  disk: Disk,
  { folder, keyFile }: Omit<KeyPlace, 'log'>,
): Promise<Signer> {
  const file = nextKeyFile(keyFile)
  const next = (await loadSigner(file, folder)) ?? (await createSigner(disk, file, folder))
  if (!(await readPublicKeys(folder)).keys.has(next.keyId)) await publish(disk, folder, next)
  return next
}

/** Once the log names the next key: the former one stays under its number, the next one takes its place by one rename. */
export async function finishKeyChange(disk: Disk, { folder, keyFile, log }: KeyPlace): Promise<void> {
  const file = nextKeyFile(keyFile)
  const next = await loadSigner(file, folder)
  if (next === null || log.findings.length > 0 || next.keyId !== currentKey(log)) return
  const former = await loadSigner(keyFile, folder)
  if (former !== null && former.keyId !== next.keyId) await keepFormer(disk, keyFile, former)
  await disk.rename(file, keyFile)
  await disk.syncFolder(dirname(keyFile))
}

async function keepFormer(disk: Disk, keyFile: string, { keyId }: Signer): Promise<void> {
  const kept = formerKeyFile(keyFile, keyId)
  if ((await kindOf(kept)) !== null) return
  const pem = await bytesOf(keyFile)
  if (pem === null) return
  const draft = `${kept}.new`
  if ((await kindOf(draft)) !== null) await disk.removeFile(draft)
  await disk.writeFile(draft, pem)
  await disk.rename(draft, kept)
  await disk.syncFolder(dirname(keyFile))
}
