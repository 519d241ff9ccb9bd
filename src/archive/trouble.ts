import { BridgeError } from '../errors.js'

/** What the disk answers, told to a person. */

const reasons: Readonly<Record<string, { message: string; hint: string; passing?: true }>> = {
  ENOSPC: { message: 'на диске нет места', hint: 'Освободите место и повторите.', passing: true },
  EDQUOT: { message: 'исчерпана дисковая квота', hint: 'Освободите место и повторите.', passing: true },
  EROFS: { message: 'диск доступен только для чтения', hint: 'Подключите диск с правом записи.' },
  EACCES: { message: 'нет прав на папку', hint: 'Дайте программе права на папку архива.' },
  EPERM: { message: 'нет прав на папку', hint: 'Дайте программе права на папку архива.' },
  EFBIG: {
    message: 'файлы такой величины здесь запрещены',
    hint: 'Снимите это ограничение или назовите другую папку.',
  },
  EIO: { message: 'диск отвечает ошибкой', hint: 'Проверьте диск; после этого проверьте архив.' },
  EXDEV: {
    message: 'части архива лежат на разных дисках',
    hint: 'Все папки архива должны лежать на одном диске.',
  },
  ENOTDIR: { message: 'на месте папки лежит файл', hint: 'Укажите другую папку для архива.' },
}

/** Errors of the file system become ARCHIVE_UNUSABLE; everything else passes as it is. */
export async function withClearTrouble<T>(
  folder: string,
  work: () => Promise<T>,
  what = 'Архив',
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw clearTrouble(folder, error, what)
  }
}

function clearTrouble(folder: string, error: unknown, what: string): unknown {
  if (error instanceof BridgeError) return error
  const code = systemCode(error)
  if (code === null) return error
  const reason = reasons[code]
  return new BridgeError('ARCHIVE_UNUSABLE', {
    message: `${what} ${folder}: ${reason?.message ?? `файловая система ответила ${code}`}.`,
    hint: reason?.hint ?? 'Проверьте диск и права на папку архива.',
    details: { folder, system: code },
    permanent: reason?.passing !== true,
    cause: error,
  })
}

/** `ENOENT` and the like; null for other failures. Not by class: errors of the system may be of another realm. */
export function systemCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  return typeof error.code === 'string' ? error.code : null
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
