import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BridgeError } from '../errors.js'

/**
 * Secrets come from the environment (`NAME`), from a file that the environment names (`NAME_FILE`; also systemd's
 * LoadCredential). The platform's token may also lie in the data folder: `token-store.ts`.
 */
export type Environment = Readonly<Record<string, string | undefined>>

async function textOf(file: string): Promise<string | null> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return null
    if (code !== 'EISDIR' && code !== 'EACCES' && code !== 'EPERM') throw error
    throw new BridgeError('CONFIG_INVALID', {
      message: code === 'EISDIR' ? `${file} — папка, а не файл` : `Нет права читать файл ${file}`,
      hint: 'Назовите файл, который может читать пользователь, запускающий программу',
      cause: error,
    })
  }
}

/** @throws BridgeError CONFIG_INVALID when both forms are given or the file isn't there */
export async function readSecret(name: string, environment: Environment): Promise<string | null> {
  const value = environment[name]
  const file = environment[`${name}_FILE`]
  if (value && file) {
    throw new BridgeError('CONFIG_INVALID', {
      message: `Заданы сразу ${name} и ${name}_FILE`,
      hint: 'Оставьте одну из двух переменных окружения',
    })
  }
  if (value) return value.trim()
  if (file) {
    const text = await textOf(file)
    if (text) return text
    throw new BridgeError('CONFIG_INVALID', {
      message: `Файл, названный в ${name}_FILE, пуст или его нет`,
      hint: `Проверьте путь: ${file}`,
    })
  }
  const credentials = environment.CREDENTIALS_DIRECTORY
  return credentials ? textOf(join(credentials, name.toLowerCase())) : null
}
