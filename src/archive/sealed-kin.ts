import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { BridgeError } from '../errors.js'
import { recognise } from './create.js'
import { kindOf, namesIn } from './disk.js'
import { readPublicKeys } from './keys.js'
import { type Log, seqName } from './log.js'
import { isListSigned, listNumbers, newestList, type SealedList } from './sealed-list.js'

/** What lies in a folder that is to hold a sealed copy. */
export type SealedState = 'new' | 'sealed' | 'plain' | 'foreign'

const ownNames: ReadonlySet<string> = new Set([
  'README.txt',
  'entries',
  'lists',
  'lock',
  'lost+found',
  'staging',
])

/** Looks, changes nothing. */
export async function sealedState(folder: string): Promise<SealedState> {
  if ((await recognise(folder)) === 'archive') return 'plain'
  if ((await listNumbers(folder)).length > 0) return 'sealed'
  const kind = await kindOf(folder)
  const isOurs =
    kind === null || (kind === 'folder' && (await namesIn(folder)).every(name => ownNames.has(name)))
  return isOurs ? 'new' : 'foreign'
}

/**
 * The list of a sealed copy of this archive; null where there is no copy yet. What it has lost of the encrypted files can be
 * sealed anew; a list that this archive hasn't signed, or that tells another history, nothing may be put onto.
 * @throws BridgeError COPY_DIVERGED, COPY_REFUSED
 */
export async function checkSealedKin({
  source,
  copy,
  log,
  recipients,
}: {
  readonly source: string
  readonly copy: string
  readonly log: Log
  readonly recipients: readonly string[]
}): Promise<SealedList | null> {
  const state = await sealedState(copy)
  if (state === 'plain') throw refused(copy, `В папке ${copy} лежит незашифрованная копия.`)
  if (state === 'foreign') throw refused(copy, `Папка ${copy} не пуста, и это не копия архива.`)
  const list = await newestList(copy)
  if (list === null) {
    if (state === 'new') return null
    throw refused(
      copy,
      `В зашифрованной копии ${copy} не читается ни один список (lists): от чего она, не узнать.`,
    )
  }
  const own = new Set(log.entries.map(({ key }) => key))
  if (!own.has(list.key) || !(await isListSigned(copy, list, await readPublicKeys(source)))) {
    throw diverged(copy, `Список зашифрованной копии ${copy} подписан не ключом этого архива.`)
  }
  const entry = log.entries[Number(list.upto) - 1]
  if (entry === undefined) {
    throw diverged(
      copy,
      `Зашифрованная копия ${copy} доходит до записи ${list.upto}, а журнал архива кончается на ${seqName(log.entries.length)}.`,
    )
  }
  if (entry.hash !== list.head)
    throw diverged(copy, `Запись ${list.upto} в копии ${copy} не та, что в архиве.`)
  if (list.recipients.toSorted().join() !== recipients.toSorted().join()) {
    throw refused(copy, `Копия ${copy} зашифрована для другого: ${list.recipients.join(', ')}.`)
  }
  return list
}

function refused(folder: string, message: string): BridgeError {
  return new BridgeError('COPY_REFUSED', {
    message,
    hint: 'Зашифрованную копию начинают в новой или пустой папке. В этой ничего не изменено.',
    details: { folder },
  })
}

function diverged(folder: string, message: string): BridgeError {
  return new BridgeError('COPY_DIVERGED', {
    message,
    hint: 'Это копия другого архива, конец архива отрезан, или один из двух переписан. В копии ничего не изменено: сохраните её, а новую начните в новой папке.',
    details: { folder },
  })
}

/** Bytes of the encrypted files, as far as they are there. */
export async function sealedWeight(copy: string, list: SealedList): Promise<number> {
  let bytes = 0
  for (const { path } of list.packs) {
    if ((await kindOf(join(copy, path))) === 'file') bytes += (await lstat(join(copy, path))).size
  }
  return bytes
}
