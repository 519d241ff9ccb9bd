import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { ManualClock } from '../../src/clock.js'
import { isBridgeError } from '../../src/errors.js'
import { createMailer, type Letter } from '../../src/mail.js'

const date = Date.parse('2026-11-20T04:30:00Z')
const letter: Letter = {
  to: { address: 'zavuch@school7.example', name: 'Петрова Мария Ивановна' },
  subject: 'Журнал: 3 новых нарушения, 2 исправлено, охват 98 %',
  html: '<!doctype html>\n<html lang="ru"><body><p>Ёлка № 1</p></body></html>\n',
  text: 'Ёлка № 1\n',
  messageId: '<daily.0a1b2c@dnevnik-bridge>',
  date,
}

let outboxFolder = ''
beforeEach(async () => {
  outboxFolder = await mkdtemp(join(tmpdir(), 'dnevnik-bridge-mail-'))
})
afterEach(() => rm(outboxFolder, { recursive: true }))

function mailer(smtpUrl: string | null = null) {
  return createMailer({
    smtpUrl,
    outboxFolder,
    from: 'Электронный журнал <bridge@school7.example>',
    clock: new ManualClock(date),
  })
}

async function failure(work: () => unknown) {
  try {
    await work()
  } catch (error) {
    if (isBridgeError(error)) return error
  }
  return null
}

async function written(sent: { file: string | null }): Promise<ParsedMail> {
  return simpleParser(await readFile(sent.file ?? ''))
}

describe('without a server', () => {
  test('the letter is a file that any mail program reads, with the page beside it', async () => {
    const sent = await mailer().send(letter)
    const mail = await written(sent)
    expect(mail.subject).toBe(letter.subject)
    expect(mail.html).toBe(letter.html)
    expect(mail.text).toBe(letter.text)
    expect(mail.messageId).toBe(letter.messageId)
    expect(mail.date?.getTime()).toBe(date)
    expect([mail.to].flat()[0]?.value).toEqual([
      { address: 'zavuch@school7.example', name: 'Петрова Мария Ивановна' },
    ])
    expect(mail.from?.value[0]).toEqual({ address: 'bridge@school7.example', name: 'Электронный журнал' })
    const names = (await readdir(outboxFolder)).sort()
    expect(names).toHaveLength(2)
    expect(names[0]).toMatch(/^2026-11-20-daily-0a1b2c-dnevnik-bridge-[0-9a-f]{8}\.eml$/)
    expect(await readFile(join(outboxFolder, names[1] ?? ''), 'utf8')).toBe(letter.html)
  })

  test('the same letter again is the same file with the same bytes', async () => {
    const first = await mailer().send(letter)
    const bytes = await readFile(first.file ?? '')
    const second = await mailer().send(letter)
    expect(second).toEqual(first)
    expect(Buffer.compare(await readFile(second.file ?? ''), bytes)).toBe(0)
    expect(await readdir(outboxFolder)).toHaveLength(2)
  })

  test('letters whose ids differ only in signs do not overwrite each other', async () => {
    await mailer().send(letter)
    await mailer().send({ ...letter, messageId: '<daily-0a1b2c@dnevnik.bridge>' })
    expect(await readdir(outboxFolder)).toHaveLength(4)
  })

  test('the clock dates a letter that has no date', async () => {
    const { date: _, ...undated } = letter
    expect((await written(await mailer().send(undated))).date?.getTime()).toBe(date)
  })

  test('a folder that cannot be written is told, with the folder', async () => {
    await writeFile(join(outboxFolder, 'file'), '')
    const folder = join(outboxFolder, 'file', 'outbox')
    const blocked = createMailer({
      smtpUrl: null,
      outboxFolder: folder,
      from: 'a@b.example',
      clock: new ManualClock(0),
    })
    const error = await failure(() => blocked.send(letter))
    expect(error).toMatchObject({ code: 'MAIL_FAILED', details: { reason: 'ENOTDIR' } })
    expect(error?.message).toContain(folder)
  })
})

describe('headers', () => {
  test('say what list the letter belongs to, and where one press ends it', async () => {
    const bytes = Buffer.from([1, 2, 3])
    const list = { id: 'class-71.5.dnevnik-bridge', name: 'Ведение журнала, СОШ № 7' }
    const { file } = await mailer().send({
      ...letter,
      list,
      unsubscribe: 'http://127.0.0.1:8420/letters/0a',
      attachments: [{ name: 'Отчёт.xlsx', type: 'application/octet-stream', bytes }],
    })
    const raw = await readFile(file ?? '', 'utf8')
    expect(raw).toMatch(/^List-ID:[^<]*<class-71\.5\.dnevnik-bridge>\r$/im)
    expect(raw).toMatch(/^List-Unsubscribe: <http:\/\/127\.0\.0\.1:8420\/letters\/0a>\r$/im)
    expect(raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/im)
    const mail = await written({ file })
    expect(mail.attachments.map(({ filename, content }) => [filename, content])).toEqual([
      ['Отчёт.xlsx', bytes],
    ])
  })

  test('line breaks in subject, name and id make no header of their own', async () => {
    const evil = '\r\nBcc: evil@example.com\r\n\r\nтело'
    const mail = await written(
      await mailer().send({
        ...letter,
        subject: `Журнал${evil}`,
        to: { address: 'zavuch@school7.example', name: `Имя${evil}` },
        messageId: `<id@bridge>${evil}`,
      }),
    )
    expect(mail.headers.has('bcc')).toBe(false)
    expect([mail.to].flat().flatMap(to => to?.value.map(item => item.address))).toEqual([
      'zavuch@school7.example',
    ])
    expect(mail.text).toBe(letter.text)
  })

  const evil = '\r\nBcc: evil@example.com\r\n\r\nтело'
  test.each([
    ['line breaks', evil],
    ['line breaks of other kinds', '\u2028Bcc: evil@example.com\u0085\u000b\u000cX-Evil: 1\u0000'],
    ['marks that turn a line around', '\u202exslx.\u2066отчёт\u200f'],
    ['a megabyte', 'ы'.repeat(1_000_000)],
    ['half a character', `${'\u{1F600}'.repeat(200)}\ud83d`],
  ])(
    '%s in any of what may be chosen stay in their place, and make no header longer than servers take',
    async (_, text) => {
      const hostile: Letter = {
        ...letter,
        to: { address: 'zavuch@school7.example', name: `Имя${text}` },
        subject: `Журнал${text}`,
        list: { id: `class-71.5${text}>.dnevnik-bridge`, name: `Ведение журнала${text}` },
        attachments: [
          { name: `../Отчёт${text}.xlsx`, type: 'application/octet-stream', bytes: Buffer.from([1]) },
        ],
      }
      const { file } = await mailer().send(hostile)
      const raw = await readFile(file ?? '', 'latin1')
      expect(raw.length).toBeLessThan(20_000)
      const headers = raw.slice(0, raw.indexOf('\r\n\r\n')).split('\r\n')
      // RFC 5322: what is no header goes on with the one before.
      for (const line of headers) expect(line).toMatch(/^(?:[A-Za-z-]+:|[ \t]).{0,900}$/)
      for (const [word] of raw.matchAll(/=\?UTF-8\?[^?]*\?[^?]*\?=/g))
        expect(word.length).toBeLessThanOrEqual(76)
      const names = new Set(headers.flatMap(line => /^([A-Za-z-]+):/.exec(line)?.[1]?.toLowerCase() ?? []))
      for (const name of ['bcc', 'x-evil']) expect(names).not.toContain(name)
      expect(raw).not.toMatch(/^(?:Bcc|X-Evil):/im)
      expect(headers.find(line => /^List-ID:/i.test(line)) ?? '').not.toBe('')
      expect(headers.join('\r\n').replace(/\r\n[ \t]+/g, ' ')).toMatch(
        /^List-ID:[^<]*<class-71\.5[A-Za-z0-9.-]*\.dnevnik-bridge>\r$/im,
      )
      const mail = await written({ file })
      const [{ filename = '' } = {}] = mail.attachments
      const to = [mail.to].flat().flatMap(one => one?.value ?? [])
      expect(to.map(({ address }) => address)).toEqual(['zavuch@school7.example'])
      for (const shown of [mail.subject ?? '', to[0]?.name ?? '', filename]) {
        expect(shown.length).toBeLessThan(260)
        expect(shown).not.toMatch(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffd]/u)
      }
      expect(filename).not.toMatch(/[\\/]/)
      expect(mail.text).toBe(letter.text)
    },
  )

  test.each(['a@b.example, c@d.example', 'a@b.example\r\nBcc: c@d.example', 'никто', ''])(
    'recipient %j is refused for good',
    async to => {
      expect(await failure(() => mailer().send({ ...letter, to }))).toMatchObject({
        code: 'MAIL_FAILED',
        permanent: true,
      })
      expect(await readdir(outboxFolder)).toEqual([])
    },
  )
})

describe('with a server', () => {
  const received: Buffer[] = []
  let recipients: string[] = []
  let refuse: { responseCode: number } | null = null
  let server: SMTPServer
  let host = ''

  beforeEach(async () => {
    received.length = 0
    recipients = []
    refuse = null
    server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onAuth(auth, _session, done) {
        if (auth.password === 'тайна') done(null, { user: auth.username })
        else done(new Error(`Invalid login ${auth.username}:${auth.password}`))
      },
      onRcptTo(address, _session, done) {
        recipients.push(address.address)
        done(refuse ? Object.assign(new Error('No such user'), refuse) : null)
      },
      onData(stream, _session, done) {
        const chunks: Buffer[] = []
        stream.on('data', chunk => chunks.push(chunk))
        stream.on('end', () => {
          received.push(Buffer.concat(chunks))
          done()
        })
      },
    })
    const listening = server.listen(0, '127.0.0.1')
    await new Promise(resolve => listening.once('listening', resolve))
    host = `127.0.0.1:${(server.server.address() as AddressInfo).port}`
  })
  afterEach(() => new Promise<void>(resolve => server.close(() => resolve())))

  test('the letter arrives whole, and nothing is left in the outbox', async () => {
    const sent = await mailer(`smtp://bridge:${encodeURIComponent('тайна')}@${host}`).send(letter)
    expect(sent).toEqual({ messageId: letter.messageId, file: null })
    expect(recipients).toEqual(['zavuch@school7.example'])
    const mail = await simpleParser(received[0] ?? '')
    expect(mail.messageId).toBe(letter.messageId)
    expect(mail.subject).toBe(letter.subject)
    expect(mail.text).toBe(letter.text)
    expect(await readdir(outboxFolder)).toEqual([])
  })

  test('a wrong password is told without the password, and is not tried again', async () => {
    const error = await failure(() => mailer(`smtp://bridge:wrong-secret@${host}`).send(letter))
    expect(error).toMatchObject({ code: 'MAIL_FAILED', permanent: true, details: { code: 'EAUTH' } })
    expect(error?.hint).toContain('SMTP_URL')
    expect(
      `${error?.message}${error?.hint}${JSON.stringify(error?.details)}${String(error?.cause)}`,
    ).not.toContain('wrong-secret')
  })

  test('a refused recipient is for good, a busy server is not', async () => {
    refuse = { responseCode: 550 }
    expect(await failure(() => mailer(`smtp://${host}`).send(letter))).toMatchObject({
      code: 'MAIL_FAILED',
      permanent: true,
    })
    refuse = { responseCode: 451 }
    expect(await failure(() => mailer(`smtp://${host}`).send(letter))).toMatchObject({
      code: 'MAIL_FAILED',
      permanent: false,
    })
    expect(received).toEqual([])
  })

  test('a server that is not there is worth another try', async () => {
    await new Promise<void>(resolve => server.close(() => resolve()))
    const error = await failure(() => mailer(`smtp://bridge:wrong-secret@${host}`).send(letter))
    expect(error).toMatchObject({ code: 'MAIL_FAILED', permanent: false, exit: 75 })
    expect(`${error?.message}${error?.hint}`).not.toContain('wrong-secret')
  })
})

test.each(['mail.example.com', 'http://mail.example.com', 'smtp://'])(
  'SMTP_URL %j is refused at once',
  async url => {
    const error = await failure(() => mailer(url))
    expect(error?.code).toBe('CONFIG_INVALID')
    expect(error?.message).not.toContain('example')
  },
)
