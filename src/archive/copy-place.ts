import { stat, statfs } from 'node:fs/promises'
import { dirname, sep } from 'node:path'
import { BridgeError } from '../errors.js'
import { recognise } from './create.js'
import { checkMayWrite, kindOf, namesIn, nearestFolder, realPlace } from './disk.js'
import { sealedState } from './sealed-kin.js'

/** Where a copy may be written, and where not. Looks, changes nothing. */

/** Kept free beside what is copied, so that names and folders fit too. */
const reserveBytes = 8 << 20
/** What a small file takes on the disk at least. */
const blockBytes = 4096
const megabyte = 1_000_000

export interface CopyPlace {
  readonly isNew: boolean
  readonly onSameDisk: boolean
}

/** @throws BridgeError COPY_REFUSED; errors of the file system where nothing can be written */
export async function copyPlace(
  archive: string,
  copy: string,
  { sameDisk, sealed }: { readonly sameDisk: boolean; readonly sealed: boolean },
): Promise<CopyPlace> {
  await checkApart(archive, copy)
  if ((await kindOf(copy)) === 'file')
    throw refused(copy, `${copy} — файл, а не папка.`, 'Укажите пустую или новую папку.')
  const state = sealed ? await sealedState(copy) : await recognise(copy)
  if (!sealed && state === 'foreign' && (await sealedState(copy)) === 'sealed') {
    throw refused(
      copy,
      `В папке ${copy} лежит зашифрованная копия.`,
      'Назовите ключ, для которого она зашифрована (recipients, --recipient), или другую папку. В этой ничего не изменено.',
    )
  }
  if (state === 'foreign') {
    throw refused(
      copy,
      `Папка ${copy} не пуста, и это не копия архива.`,
      'Укажите пустую или новую папку. В этой ничего не изменено.',
    )
  }
  await checkMayWrite(copy)
  const onSameDisk = (await stat(await nearestFolder(copy))).dev === (await stat(archive)).dev
  if (onSameDisk && !sameDisk) {
    throw refused(
      copy,
      `Папка ${copy} на том же диске, что и архив: если он сломается, пропадут оба.`,
      'Укажите папку на другом диске. Если такая копия всё же нужна, добавьте --same-disk: ни к какому сроку она не засчитывается.',
    )
  }
  return { isNew: state === 'new', onSameDisk }
}

/**
 * The copy itself tells its disk from another, and from the empty folder that is left where a disk isn't mounted.
 * @throws BridgeError COPY_MISSING
 */
export async function requireCopy(folder: string): Promise<void> {
  if ((await recognise(folder)) === 'archive' || (await sealedState(folder)) === 'sealed') return
  throw new BridgeError('COPY_MISSING', {
    message: `В папке ${folder} нет копии архива; ничего не записано.`,
    hint: 'Проверьте, подключён ли диск. Если диск новый, копию на нём начинают сами: dnevnik-bridge backup --begin',
    details: { folder },
  })
}

/** @throws BridgeError COPY_REFUSED: absent or empty it has to be, and no disk of its own */
export async function checkEmptyPlace(from: string, to: string): Promise<void> {
  await checkApart(from, to)
  await checkMayWrite(to)
  const kind = await kindOf(to)
  if (kind === null) return
  if (kind !== 'folder' || (await namesIn(to)).length > 0) {
    throw refused(
      to,
      `${to} уже есть и не пустая папка.`,
      'Назовите новую или пустую папку: восстановление ничего не заменяет.',
    )
  }
  if ((await stat(to)).dev !== (await stat(dirname(to))).dev) {
    throw refused(to, `${to} — сам диск, а не папка на нём.`, `Назовите папку внутри: ${to}${sep}archive`)
  }
}

/** @throws BridgeError COPY_REFUSED */
export async function checkRoom(
  folder: string,
  { files, bytes }: { readonly files: number; readonly bytes: number },
): Promise<void> {
  const disk = await statfs(await nearestFolder(folder))
  const free = disk.bavail * disk.bsize
  const needed = bytes + files * blockBytes + reserveBytes
  if (free >= needed) return
  throw refused(
    folder,
    `На диске папки ${folder} мало места: нужно ${Math.ceil(needed / megabyte)} МБ, свободно ${Math.floor(free / megabyte)} МБ.`,
    'Освободите место или укажите другой диск. Ничего не записано.',
  )
}

async function checkApart(one: string, other: string): Promise<void> {
  const [from, to] = [await realPlace(one), await realPlace(other)]
  const inside = (inner: string, outer: string) => inner === outer || inner.startsWith(`${outer}${sep}`)
  if (!inside(to, from) && !inside(from, to)) return
  throw refused(
    other,
    to === from
      ? `Это одна и та же папка: ${other}.`
      : inside(to, from)
        ? `Папка ${other} лежит внутри ${one}.`
        : `Внутри папки ${other} лежит ${one}.`,
    'Укажите папку в другом месте.',
  )
}

function refused(folder: string, message: string, hint: string): BridgeError {
  return new BridgeError('COPY_REFUSED', { message, hint, details: { folder } })
}
