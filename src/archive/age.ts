import { readFile } from 'node:fs/promises'
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { BridgeError } from '../errors.js'
import { systemCode } from './trouble.js'

/**
 * Encryption for copies that leave the house: age (https://age-encryption.org), whose files any age opens. The archive's
 * computer knows the recipients, which only encrypt; the identities that open lie with people.
 */

/** Turns a file's bytes as they come. */
export type Turning = (source: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array>

export interface Sealing {
  readonly recipients: readonly string[]
  readonly seal: Turning
  /** Opens what this very sealing has sealed, to see that it can be opened: with a key that dies with the process. */
  readonly reopen: Turning
}

/** @throws BridgeError COPY_REFUSED where one is no recipient */
export async function sealingFor(recipients: readonly string[]): Promise<Sealing> {
  const own = await generateX25519Identity()
  const encrypter = new Encrypter()
  for (const recipient of recipients) addRecipient(encrypter, recipient)
  encrypter.addRecipient(await identityToRecipient(own))
  const decrypter = new Decrypter()
  decrypter.addIdentity(own)
  return {
    recipients,
    seal: source => turned(source, plain => encrypter.encrypt(plain)),
    reopen: source => turned(source, sealed => decrypter.decrypt(sealed)),
  }
}

function addRecipient(encrypter: Encrypter, recipient: string): void {
  try {
    encrypter.addRecipient(recipient)
  } catch (cause) {
    throw new BridgeError('COPY_REFUSED', {
      message: `«${recipient}» — не открытый ключ age: в нём опечатка, или он другого вида.`,
      hint: 'Он начинается с age1 и занимает 62 знака; пару ключей делает archive identity.',
      cause,
    })
  }
}

/** A new identity as age-keygen writes it, and its recipient. */
export async function newIdentity(
  createdAt: string,
): Promise<{ readonly text: string; readonly recipient: string }> {
  const identity = await generateX25519Identity()
  const recipient = await identityToRecipient(identity)
  return { text: `# created: ${createdAt}\n# public key: ${recipient}\n${identity}\n`, recipient }
}

/** Opens what is sealed for an identity of a file as age-keygen writes it. @throws BridgeError COPY_SEALED */
export async function openerOf(identityFile: string): Promise<Turning> {
  const decrypter = new Decrypter()
  const lines = (await identityText(identityFile)).split(/\r?\n/).map(line => line.trim())
  const identities = lines.filter(line => line !== '' && !line.startsWith('#'))
  try {
    for (const identity of identities) decrypter.addIdentity(identity)
  } catch {
    // What age says of it repeats the line, and that may be a secret with a typing error.
    throw noIdentity(identityFile)
  }
  if (identities.length === 0) throw noIdentity(identityFile)
  return source => turned(source, sealed => decrypter.decrypt(sealed), identityFile)
}

async function identityText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (systemCode(error) === null) throw error
    throw new BridgeError('COPY_SEALED', {
      message: `Файл ключа ${file} не читается.`,
      hint: 'Назовите файл закрытого ключа, для которого зашифрована копия: --identity ФАЙЛ',
      cause: error,
    })
  }
}

function noIdentity(file: string): BridgeError {
  return new BridgeError('COPY_SEALED', {
    message: `В файле ${file} нет закрытого ключа age.`,
    hint: 'В нём должна быть строка AGE-SECRET-KEY-1…, как её пишет archive identity или age-keygen.',
  })
}

async function* turned(
  source: AsyncIterable<Uint8Array>,
  turn: (source: ReadableStream<Uint8Array>) => Promise<ReadableStream<Uint8Array>>,
  identityFile?: string,
): AsyncGenerator<Uint8Array> {
  const stream = await turn(streamOf(source)).catch((error: unknown) => {
    throw identityFile === undefined ? error : wrongIdentity(identityFile, error)
  })
  for await (const chunk of stream) yield chunk
}

function streamOf(source: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await chunks.next()
      if (done === true) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await chunks.return?.()
    },
  })
}

function wrongIdentity(file: string, cause: unknown): unknown {
  if (!(cause instanceof Error) || !cause.message.startsWith('no identity matched')) return cause
  return new BridgeError('COPY_SEALED', {
    message: `Ключ из ${file} эту копию не открывает: она зашифрована для другого.`,
    hint: 'Для кого она зашифрована, сказано в её файле lists/…/copy.txt (recipients).',
    cause,
  })
}

export async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

export async function collected(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return Buffer.concat(parts)
}
