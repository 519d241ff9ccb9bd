import { join } from 'node:path'
import { BridgeError } from '../errors.js'
import { sha512 } from './digest.js'
import { namesIn } from './disk.js'
import { parseEntry } from './entry.js'
import { bytesOf, type Log, seqName } from './log.js'
import { isSigned } from './recover.js'

/**
 * How far a copy has come along the log; 0 for an empty one. What it has lost or has spoilt on the way is damage, which
 * can be healed; what is signed and stands otherwise is another history, onto which nothing may be put.
 * @throws BridgeError COPY_DIVERGED
 */
export async function sharedLength(copy: string, log: Log): Promise<number> {
  let shared = 0
  for (const name of await namesIn(join(copy, 'log'))) {
    if (!/^[0-9]{8}$/.test(name)) continue
    const own = log.entries[Number(name) - 1]
    const bytes = await bytesOf(join(copy, 'log', name, 'entry.txt'))
    if (bytes !== null && sha512(bytes) !== own?.hash) await refuseOther(copy, { name, bytes, log })
    if (own !== undefined) shared = Number(name)
  }
  return shared
}

async function refuseOther(
  copy: string,
  { name, bytes, log }: { readonly name: string; readonly bytes: Buffer; readonly log: Log },
): Promise<void> {
  const entry = parseEntry(bytes)
  if (entry === null || entry.seq !== name || !(await isSigned(copy, entry))) return
  const length = log.entries.length
  const details = { folder: copy, entry: name }
  if (Number(name) > length) {
    throw new BridgeError('COPY_DIVERGED', {
      message: `В копии ${copy} есть запись ${name}, а журнал архива кончается на ${seqName(length)}.`,
      hint: 'Конец архива отрезан, возвращена его старая копия, или это копия другого архива. В копии ничего не изменено: сохраните её и сравните: archive verify --archive КОПИЯ',
      details,
    })
  }
  throw new BridgeError('COPY_DIVERGED', {
    message: `Запись ${name} в копии ${copy} подписана и не та, что в архиве.`,
    hint: 'Это копия другого архива, или один из двух переписан. В копии ничего не изменено: сохраните её, а копию делайте в новую папку.',
    details,
  })
}
