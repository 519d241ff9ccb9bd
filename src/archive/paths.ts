import { createHash } from 'node:crypto'
import { BridgeError } from '../errors.js'
import type { PutRequest } from './archive.js'

/** Where things lie, and which names may enter the archive. Layout extension 0003 with its default parameters. */

/** Signatures and time stamps of an object's files; only the archive itself writes there. */
export const signaturesFolder = 'signatures/'
export const layoutName = '0003-hash-and-id-n-tuple-storage-layout'
const maxIdLength = 255
const maxElementBytes = 255
const maxPathBytes = 1024

/** The object's folder relative to the archive: `ocfl/abc/def/012/<encoded id>`. */
export function objectPath(id: string): string {
  const hash = createHash('sha256').update(id, 'utf8').digest('hex')
  const tuples = [hash.slice(0, 3), hash.slice(3, 6), hash.slice(6, 9)]
  return ['ocfl', ...tuples, encodedId(id, hash)].join('/')
}

function encodedId(id: string, hash: string): string {
  let encoded = ''
  for (const byte of Buffer.from(id, 'utf8')) {
    const char = String.fromCharCode(byte)
    encoded += /[A-Za-z0-9_-]/.test(char) ? char : `%${byte.toString(16).padStart(2, '0')}`
  }
  return encoded.length > 100 ? `${encoded.slice(0, 100)}-${hash}` : encoded
}

export function versionNumber(version: string): number {
  return Number(version.slice(1))
}

/** @throws BridgeError ARCHIVE_REFUSED: the request is wrong, the archive is as it was */
export function checkRequest(request: PutRequest): void {
  checkId(request.id)
  checkTexts({ actor: request.actor, reason: request.message })
  if (request.files.length === 0) throw refused('В архив нельзя положить объект без файлов.')
  const paths = request.files.map(file => file.path)
  checkFilePaths(paths)
  if (paths.some(path => path.startsWith(signaturesFolder)))
    throw refused('Папку signatures объекта заполняет сам архив: подписи прикладывает attach-signature.')
}

/** Characters that an entry's reason may have. */
export const longestReason = 500

/** What an entry of the log says in words. @throws BridgeError ARCHIVE_REFUSED */
export function checkTexts({ actor, reason }: { readonly actor: string; readonly reason: string }): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(actor)) {
    throw refused('Исполнитель записи архива — роль латиницей (например, archivist), а не имя человека.')
  }
  if (reason.trim() === '' || hasControls(reason) || reason.length > longestReason) {
    throw refused('Причина записи в архив — одна непустая строка не длиннее 500 знаков.')
  }
}

/** Where a copy lies: a line of the log. @throws BridgeError ARCHIVE_REFUSED */
export function checkPlaceText(text: string): void {
  if (!hasControls(text) && text === text.trim() && text.length <= 200) return
  throw refused('Место копии — одна строка не длиннее 200 знаков, без пробелов по краям.')
}

export function checkId(id: string): void {
  if (id.length > maxIdLength) throw refused(`Идентификатор объекта длиннее ${maxIdLength} знаков.`)
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:@/+,;=()!*'$&?#%-]+$/.test(id)) {
    throw refused('Идентификатор объекта должен быть непустым URI из латинских букв, цифр и знаков.')
  }
}

export function checkFilePaths(paths: readonly string[]): void {
  for (const path of paths) checkFilePath(path)
  const all = new Set(paths)
  if (all.size < paths.length) throw refused('Два файла объекта имеют один и тот же путь.')
  for (const path of paths) {
    const elements = path.split('/')
    for (let length = 1; length < elements.length; length++) {
      const parent = elements.slice(0, length).join('/')
      if (all.has(parent)) throw refused(`Путь «${parent}» назван и файлом, и папкой.`)
    }
  }
}

function checkFilePath(path: string): void {
  if (path === '' || path.startsWith('/') || path.endsWith('/') || path.includes('\\') || hasControls(path)) {
    throw refused(`Путь файла в архиве недопустим: «${shown(path)}».`)
  }
  // A lone surrogate would be written as U+FFFD: two different paths could become one file.
  if (/\p{Cs}/u.test(path) || path !== path.normalize('NFC') || Buffer.byteLength(path) > maxPathBytes) {
    throw refused(`Путь файла в архиве записан неверно или слишком длинен: «${shown(path)}».`)
  }
  for (const element of path.split('/')) {
    const odd = element === '' || element === '.' || element === '..' || element !== element.trim()
    if (odd || Buffer.byteLength(element) > maxElementBytes) {
      throw refused(`В пути файла недопустимая часть: «${shown(path)}».`)
    }
  }
}

function hasControls(text: string): boolean {
  return /[\p{Cc}\u2028\u2029]/u.test(text)
}

function shown(path: string): string {
  return path.replace(/\p{C}/gu, '?').slice(0, 80)
}

export function refused(message: string): BridgeError {
  return new BridgeError('ARCHIVE_REFUSED', {
    message,
    hint: 'В архиве ничего не изменено. Исправьте данные, которые передаются на хранение.',
  })
}
