import { BridgeError } from '../errors.js'

/** What the disk answers, told to a person. */

const reasons: Readonly<Record<string, { message: string; hint: string; passing?: true }>> = {
  ENOSPC: { message: 'на диске нет места', hint: 'Освободите место и повторите.', passing: true },
  EDQUOT: { message: 'исчерпана дисковая квота', hint: 'Освободите место и повторите.', passing: true },
  EROFS: { message: 'диск доступен только для чтения', hint: 'Подключите диск с правом записи.' },
  EACCES: { message: 'нет прав на папку', hint: 'Дайте программе права на эту папку.' },
  EPERM: { message: 'нет прав на папку', hint: 'Дайте программе права на эту папку.' },
  EFBIG: {
    message: 'файлы такого размера здесь запрещены',
    hint: 'Снимите это ограничение или назовите другую папку.',
  },
  EIO: { message: 'диск отвечает ошибкой', hint: 'Проверьте диск; после этого проверьте архив.' },
  EXDEV: {
    message: 'части архива лежат на разных дисках',
    hint: 'Все папки архива должны лежать на одном диске.',
  },
  ENOTDIR: { message: 'на месте папки лежит файл', hint: 'Укажите другую папку.' },
}

/** Errors of the file system become ARCHIVE_UNUSABLE; everything else passes as it is. */
export async function withClearTrouble<T>(folder: string, work: () => Promise<T>): Promise<T> {
  return told('ARCHIVE_UNUSABLE', `Архив ${folder}`, folder, work)
}

/** The same of a folder that somebody named for an export, which isn't the archive's: USAGE. */
export async function exporting<T>(folder: string, work: () => Promise<T>): Promise<T> {
  return told('USAGE', `Выгрузка ${folder}`, folder, work)
}

async function told<T>(
  code: 'ARCHIVE_UNUSABLE' | 'USAGE',
  what: string,
  folder: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const system = error instanceof BridgeError ? null : systemCode(error)
    if (system === null) throw error
    const reason = reasons[system]
    throw new BridgeError(code, {
      message: `${what}: ${reason?.message ?? `файловая система ответила ${system}`}${placeOf(error, folder)}.`,
      hint: reason?.hint ?? 'Проверьте диск и права на эту папку.',
      details: { folder, system },
      permanent: reason?.passing !== true,
      cause: error,
    })
  }
}

/** Where below the folder it happened, if the system says so. */
function placeOf(error: unknown, folder: string): string {
  const path = typeof error === 'object' && error !== null && 'path' in error ? error.path : null
  return typeof path === 'string' && path.startsWith(`${folder}/`)
    ? ` (${path.slice(folder.length + 1)})`
    : ''
}

/** `ENOENT` and the like; null for other failures. Not by class: errors of the system may be of another realm. */
export function systemCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}

/** Of a file that is there: no rights, or a disk that can't read it any more. */
export function isUnreadable(error: unknown): boolean {
  return ['EACCES', 'EPERM', 'EIO'].includes(systemCode(error) ?? '')
}

export function damaged(message: string, details: Record<string, string> = {}): BridgeError {
  return new BridgeError('ARCHIVE_DAMAGED', {
    message,
    hint: 'Проверьте архив целиком (archive verify) и восстановите повреждённое из резервной копии.',
    details,
  })
}

export function unusable(message: string, hint: string, folder: string): BridgeError {
  return new BridgeError('ARCHIVE_UNUSABLE', { message, hint, details: { folder } })
}
