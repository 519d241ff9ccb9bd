import { createHash } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import nodemailer from 'nodemailer'
import { z } from 'zod'
import type { Clock, Instant } from './clock.js'
import { BridgeError } from './errors.js'
import { clipped, oneLine, plainText } from './plain-text.js'

/**
 * Letters: by SMTP where a server is configured, else as `.eml` files that any mail program opens. The caller
 * gives the Message-ID, so that a letter sent twice after a crash is one letter for the recipient's program.
 */

export interface Recipient {
  readonly address: string
  readonly name?: string | undefined
}

export interface Letter {
  readonly to: Recipient | string
  readonly subject: string
  readonly html: string
  readonly text: string
  /** `<local@domain>`, the same for the same recipient and period. */
  readonly messageId: string
  /** Of the Date header; now when left out. */
  readonly date?: Instant
  /** By which mail programs sort such letters into a folder: `<id>` in Latin letters, and its name for people. */
  readonly list?: { readonly id: string; readonly name: string }
  /** Where one press ends these letters (RFC 8058); only for those that nobody needs. */
  readonly unsubscribe?: string
  readonly attachments?: readonly Attachment[]
}

export interface Attachment {
  /** May be Russian. */
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
}

/** The same for the same kind and key, so that a letter sent twice is one in the mailbox. */
export function messageIdOf(kind: string, key: readonly (string | number)[]): string {
  const hash = createHash('sha256').update(key.join('\n')).digest('hex').slice(0, 32)
  return `<${kind}.${hash}@dnevnik-bridge>`
}

/** A short letter of a few paragraphs: what the administrator is told in an hour of need. */
export function plainLetter(
  subject: string,
  paragraphs: readonly string[],
): Pick<Letter, 'subject' | 'text' | 'html'> {
  return {
    subject,
    text: `${paragraphs.join('\n\n')}\n`,
    html: `<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head><body>${paragraphs
      .map(text => `<p>${escaped(text)}</p>`)
      .join('')}</body></html>`,
  }
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`)
}

export interface Mailer {
  /**
   * @returns the Message-ID, and the `.eml` file when there is no SMTP server
   * @throws BridgeError MAIL_FAILED; permanent where another try can't help
   */
  send(letter: Letter): Promise<{ messageId: string; file: string | null }>
}

export interface MailerOptions {
  /** `smtp://user:password@host:port` or `smtps://…`; null writes to the outbox. */
  readonly smtpUrl: string | null
  readonly outboxFolder: string
  /** `address` or `Name <address>` */
  readonly from: string
  readonly clock: Clock
}

/** @throws BridgeError CONFIG_INVALID for an SMTP address that isn't one */
export function createMailer({ smtpUrl, outboxFolder, from, clock }: MailerOptions): Mailer {
  const server = smtpUrl === null ? null : checkedServer(smtpUrl)
  return {
    async send(letter) {
      const date = letter.date ?? clock.now()
      const message = { from, ...content(letter, date) }
      if (server) await sendBySmtp(server, message)
      const file = server ? null : await writeToOutbox(outboxFolder, message, letter, date)
      return { messageId: letter.messageId, file }
    },
  }
}

function checkedServer(smtpUrl: string): string {
  const url = URL.canParse(smtpUrl) ? new URL(smtpUrl) : null
  if (url && /^smtps?:$/.test(url.protocol) && url.hostname !== '') return smtpUrl
  throw new BridgeError('CONFIG_INVALID', {
    message: 'SMTP_URL — не адрес почтового сервера.',
    hint: 'Нужен вид smtp://пользователь:пароль@сервер:587 или smtps://…:465; знаки @ : / % в пароле запишите через %.',
  })
}

/** More than any subject or name of ours has. */
const mostInHeader = 250

/** What stands in a header: a line, nothing that turns it around, and no longer than servers take. */
const inHeader = (text: string) => clipped(oneLine(text), mostInHeader)

function content(letter: Letter, date: Instant) {
  const to: Recipient = typeof letter.to === 'string' ? { address: letter.to } : letter.to
  // One letter, one recipient: a list in this place would show everybody's address to everybody.
  if (!z.email().safeParse(to.address).success) {
    throw new BridgeError('MAIL_FAILED', {
      message: 'Адрес получателя записан неверно.',
      hint: 'Проверьте digestTo в bridge.yaml: в каждой строке один адрес вида имя@школа.рф латиницей.',
      permanent: true,
    })
  }
  const seed = createHash('sha256').update(letter.messageId).digest('hex')
  return {
    to: { address: to.address, name: inHeader(to.name ?? '') },
    subject: inHeader(letter.subject),
    html: plainText(letter.html),
    text: plainText(letter.text),
    messageId: inHeader(letter.messageId),
    date: new Date(date),
    // Boundaries are random otherwise, and the same letter would be other bytes.
    baseBoundary: seed.slice(0, 16),
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(letter.list && { 'List-ID': { prepared: true, value: listId(letter.list) } }),
      ...(letter.unsubscribe !== undefined && { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    },
    list: letter.unsubscribe === undefined ? {} : { unsubscribe: letter.unsubscribe },
    attachments: (letter.attachments ?? []).map(({ name, type, bytes }) => ({
      filename: inHeader(name).replace(/[\\/]/g, '-'),
      contentType: type,
      content: Buffer.from(bytes),
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

/** By hand, because the library makes one word of a name, however long it is. */
function listId({ id, name }: NonNullable<Letter['list']>): string {
  const phrase = inHeader(name)
  return `${phrase === '' ? '' : `${encodedWords(phrase)} `}<${id.replace(/[^\w.-]+/g, '-').slice(0, 200)}>`
}

/** So many bytes make an encoded word of no more than the 75 characters that RFC 2047 allows. */
const bytesOfWord = 45

function encodedWords(text: string): string {
  const words: string[] = []
  let word = ''
  for (const character of text) {
    if (Buffer.byteLength(word + character) > bytesOfWord) {
      words.push(word)
      word = ''
    }
    word += character
  }
  return [...words, word].map(one => `=?UTF-8?B?${Buffer.from(one).toString('base64')}?=`).join('\r\n ')
}

type Message = ReturnType<typeof content> & { readonly from: string }

/** `<folder>/2026-11-20-daily-0a1b2c3d.eml`, and the same as `.html` to be opened in a browser. */
async function writeToOutbox(
  folder: string,
  message: Message,
  letter: Letter,
  date: Instant,
): Promise<string> {
  const transport = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  const { message: bytes } = await transport.sendMail(message)
  if (!Buffer.isBuffer(bytes)) throw new BridgeError('INTERNAL', { message: 'Письмо не собрано.' })
  const slug = letter.messageId
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40)
  const name = `${new Date(date).toISOString().slice(0, 10)}-${slug}-${message.baseBoundary.slice(0, 8)}`
  const file = join(folder, `${name}.eml`)
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await writeWhole(join(folder, `${name}.html`), message.html)
    await writeWhole(file, bytes)
  } catch (error) {
    throw new BridgeError('MAIL_FAILED', {
      message: `Письмо не записано в папку ${folder}.`,
      hint: 'Проверьте, что папка доступна для записи и на диске есть место.',
      details: { reason: codeOf(error) },
      cause: error,
    })
  }
  return file
}

/** Who looks into the folder sees a whole file or none. */
async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const part = `${file}.${process.pid}.part`
  await writeFile(part, content, { mode: 0o600 })
  await rename(part, file)
}

async function sendBySmtp(server: string, message: Message): Promise<void> {
  const transport = nodemailer.createTransport({
    url: server,
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: 60_000,
  })
  try {
    await transport.sendMail(message)
  } catch (error) {
    throw smtpFailure(error, new URL(server).host)
  } finally {
    transport.close()
  }
}

const SmtpError = z.object({ code: z.string().optional(), responseCode: z.number().optional() })

function codeOf(error: unknown): string {
  const parsed = SmtpError.safeParse(error)
  return (parsed.success && parsed.data.code) || 'UNKNOWN'
}

const hints: Readonly<Record<string, string>> = {
  EAUTH: 'Почтовый сервер не принял имя или пароль: проверьте их в SMTP_URL.',
  EENVELOPE:
    'Почтовый сервер не принял отправителя или получателя: проверьте mail.from и digestTo в bridge.yaml.',
  ETLS: 'Не удалось установить шифрование: проверьте порт и вид адреса (smtp:// или smtps://) в SMTP_URL.',
  EDNS: 'Такого почтового сервера нет: проверьте имя в SMTP_URL.',
}

/** The answers of a mail server may repeat what we sent: only its codes are passed on, never its words. */
function smtpFailure(error: unknown, host: string): BridgeError {
  const code = codeOf(error)
  const parsed = SmtpError.safeParse(error)
  const response = (parsed.success && parsed.data.responseCode) || null
  return new BridgeError('MAIL_FAILED', {
    message: `Почтовый сервер ${host} не принял письмо (${code}${response === null ? '' : `, ответ ${response}`}).`,
    hint: hints[code] ?? 'Проверьте адрес и порт в SMTP_URL и доступ к серверу; отправка будет повторена.',
    details: { code, response },
    permanent: code === 'EAUTH' || (response !== null && response >= 500),
  })
}
