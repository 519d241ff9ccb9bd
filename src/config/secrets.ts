import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BridgeError } from '../errors.js'

/**
 * Secrets come from the environment (`NAME`), from a file that the environment names (`NAME_FILE`; also systemd's
 * LoadCredential), or, for the platform's token, from the data folder, where it lies encrypted with a key beside
 * it: that keeps it out of copies of single files and out of sight, not from who owns the machine.
 */
type Environment = Readonly<Record<string, string | undefined>>

async function textOf(file: string): Promise<string | null> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
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

const keyFile = (folder: string) => join(folder, 'token-key')
const tokenFile = (folder: string) => join(folder, 'token')

async function writePrivate(file: string, bytes: Buffer): Promise<void> {
  const next = `${file}.new`
  await writeFile(next, bytes, { mode: 0o600, flush: true })
  await rename(next, file)
}

/** Keeps the token in the data folder: AES-256-GCM, `nonce (12) | tag (16) | text`. */
export async function storeToken(secrets: string, token: string): Promise<void> {
  await mkdir(secrets, { recursive: true, mode: 0o700 })
  const key = randomBytes(32)
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const text = Buffer.concat([cipher.update(token, 'utf8'), cipher.final()])
  await writePrivate(keyFile(secrets), key)
  await writePrivate(tokenFile(secrets), Buffer.concat([nonce, cipher.getAuthTag(), text]))
}

export async function forgetToken(secrets: string): Promise<void> {
  await rm(tokenFile(secrets), { force: true })
  await rm(keyFile(secrets), { force: true })
}

/**
 * The platform's token: environment first, then the data folder.
 * @throws BridgeError TOKEN_MISSING, CONFIG_INVALID
 */
export async function readToken(secrets: string, environment: Environment): Promise<string> {
  const given = await readSecret('DNEVNIK_TOKEN', environment)
  if (given) return given
  const sealed = await readFile(tokenFile(secrets)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    throw new BridgeError('TOKEN_MISSING', {
      message: 'Токен платформы не задан',
      hint: 'Задайте переменную DNEVNIK_TOKEN или DNEVNIK_TOKEN_FILE либо сохраните токен: dnevnik-bridge init --token-file ФАЙЛ',
      cause: error,
    })
  })
  try {
    const decipher = createDecipheriv('aes-256-gcm', await readFile(keyFile(secrets)), sealed.subarray(0, 12))
    decipher.setAuthTag(sealed.subarray(12, 28))
    return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8')
  } catch (error) {
    throw new BridgeError('TOKEN_MISSING', {
      message: 'Сохранённый токен не читается: файл повреждён или нет его ключа',
      hint: 'Сохраните токен заново: dnevnik-bridge init --force --token-file ФАЙЛ',
      cause: error,
    })
  }
}
