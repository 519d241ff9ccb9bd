import { randomUUID } from 'node:crypto'
import { statSync } from 'node:fs'
import { open, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { BridgeError } from '../errors.js'

/** Files where the user wants them: whole, or not at all. */

const reasons = new Map([
  ['ENOSPC', 'на диске нет места'],
  ['EDQUOT', 'исчерпана дисковая квота'],
  ['EFBIG', 'файлы такого размера здесь запрещены'],
  ['EROFS', 'диск доступен только для чтения'],
  ['EACCES', 'нет прав'],
  ['EPERM', 'нет прав'],
  ['ENOENT', 'такой папки нет'],
  ['ENOTDIR', 'на месте папки лежит файл'],
  ['EISDIR', 'это папка'],
  ['EEXIST', 'он уже есть'],
])

/** What stands there stays as it was until all is written; who may read it may read the new. @throws BridgeError USAGE */
export async function writeResult(file: string, bytes: string | Uint8Array): Promise<void> {
  try {
    const found = statSync(file, { throwIfNoEntry: false })
    const isPlain = found === undefined || found.isFile() || found.isDirectory()
    // Into a device or a pipe it flows; nothing stands there that could be lost.
    if (isPlain) await replace(found ? await realpath(file) : file, bytes, found && found.mode & 0o777)
    else await writeFile(file, bytes)
  } catch (error) {
    throw notWritten(file, error)
  }
}

/** For what must not be read by others, nor replace anything. @throws BridgeError USAGE */
export async function writeSecret(file: string, text: string): Promise<void> {
  try {
    await writeNew(file, text, 0o600)
  } catch (error) {
    throw notWritten(file, error)
  }
}

async function replace(file: string, bytes: string | Uint8Array, mode?: number): Promise<void> {
  // Another name each time: what a killed process left must not be in the way.
  const draft = `${file}.${randomUUID()}.part`
  await writeNew(draft, bytes, mode)
  try {
    await rename(draft, file)
  } catch (error) {
    await rm(draft)
    throw error
  }
}

async function writeNew(file: string, bytes: string | Uint8Array, mode?: number): Promise<void> {
  const handle = await open(file, 'wx', mode)
  try {
    // Of the mode that a file is opened with, the process's own mask takes away.
    if (mode !== undefined) await handle.chmod(mode)
    await handle.writeFile(bytes)
    await handle.sync()
  } catch (error) {
    await rm(file)
    throw error
  } finally {
    await handle.close()
  }
}

function notWritten(file: string, error: unknown): BridgeError {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  return new BridgeError('USAGE', {
    message: `Файл ${file} не записать: ${reasons.get(code) ?? (code || 'причина неизвестна')}`,
    hint: ['EEXIST', 'EISDIR'].includes(code)
      ? 'Ничего не записано. Назовите другой файл'
      : 'Ничего не записано. Назовите файл в папке, в которую вам можно писать и где есть место',
    details: { system: code },
    cause: error,
  })
}
