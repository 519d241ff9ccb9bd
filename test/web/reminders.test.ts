import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { BridgeError } from '../../src/errors.js'
import { fullName, nameWithInitials } from '../../src/journal/index.js'
import type { LedgerEntry } from '../../src/ledger/index.js'
import { mayBeMended } from '../../src/regulation/index.js'
import { type House, house } from './house.js'

/** A deputy head reminds a teacher by mail, from the pages, once a day for the same list. */

const tuesday = '2026-10-20T12:00:00+03:00'
const address = 'uchitel@example.org'

let home: House
let base: string
let entry: LedgerEntry
let teacher: string
beforeAll(async () => {
  home = await house('2026-10-12T23:55:00+03:00')
  for (const day of ['2026-10-12', '2026-10-13', '2026-10-14']) {
    home.inside.clock.set(Date.parse(`${day}T23:55:00+03:00`))
    await home.inside.run('sync', { from: '2026-10-12', to: '2026-10-16' })
  }
  home.inside.clock.set(Date.parse(tuesday))
  await home.inside.run('sync', { from: '2026-10-12', to: '2026-10-19' })
  base = `/schools/${home.inside.school.id}`
  const owed = (await broken()).find(({ verdict }) => verdict.responsible.length > 0)
  if (!owed) throw new Error('nothing is owed')
  entry = owed
  teacher = owed.verdict.responsible[0] ?? ''
})
afterAll(() => home.close())

beforeEach(async () => {
  home.inside.clock.set(Date.parse(tuesday))
  knowTeachers([{ person: teacher, address, letters: ['owed'] }])
  await home.inside.app.database.pool.query('truncate ledger.digest, ledger.reminder, ledger.subscription')
  await rm(outbox(), { recursive: true, force: true })
})

const outbox = () => join(home.inside.folder, 'outbox')
const knowTeachers = (teachers: House['inside']['school']['teachers']) =>
  Object.assign(home.inside.school, { teachers })
const sentLetters = async () =>
  (await readdir(outbox()).catch(() => [])).filter(name => name.endsWith('.html'))

async function broken(): Promise<LedgerEntry[]> {
  const { school, app } = home.inside
  const days = { from: '2026-10-12', to: '2026-10-19' }
  const all = await app.deps.ledger.list({ school: school.id, ...days, kinds: ['broken'] })
  return all.filter(({ verdict }) => mayBeMended(verdict.rule))
}

/** Opens the letter and sends its form, as a browser does. */
async function press(path: string, typed: Record<string, string> = {}) {
  const page = await home.get(path)
  const cookie = String(page.headers['set-cookie'] ?? '').split(';')[0] ?? ''
  const form = /<form[^>]*action="[^"]*\/remind"[^>]*>(.*?)<\/form>/s.exec(page.text)?.[1] ?? ''
  const hidden = [...form.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
    ([, name = '', value = '']) => [name, value],
  )
  const fields = { ...Object.fromEntries(hidden), by: 'Иванова А. П., завуч', ...typed }
  return home.post(`${base}/remind`, Object.entries(fields), { cookie })
}

const ofEntry = () => `${base}/remind?entry=${entry.id}&teacher=${teacher}`

test('the pages of a verdict, a class and a teacher lead to the letter, which is shown and not sent', async () => {
  const { verdict } = entry
  const paths = [
    [`${base}/verdicts/${entry.id}`, `remind?entry=${entry.id}"`],
    [`${base}/classes/${verdict.subject.class}`, `remind?class=${verdict.subject.class}"`],
    [`${base}/teachers/${teacher}`, `remind?teacher=${teacher}"`],
  ] as const
  for (const [path, link] of paths)
    expect([path, (await home.get(path)).text.includes(link)]).toEqual([path, true])
  const owing = await home.get(`${base}/remind`)
  expect(owing.text).toContain(`remind?teacher=${teacher}"`)
  const shown = await home.get(ofEntry())
  expect(shown.status).toBe(200)
  expect(shown.text).toContain(address)
  expect(shown.text).toContain('Тема: <b>Напоминание о журнале: ещё не записано: 1')
  expect(shown.text).toMatch(/ sandbox><\/iframe>/)
  expect(await sentLetters()).toEqual([])
})

test('whom to remind: everybody with as much as their letter is about, of the school and of a class', async () => {
  home.inside.clock.set(Date.parse('2026-10-14T12:00:00+03:00'))
  const { classes, teachers } = await home.inside.app.deps.mirror.directory(home.inside.school.id)
  const paths = [`${base}/remind?`, ...classes.map(({ id }) => `${base}/remind?class=${id}&`)]
  const dues: number[] = []
  for (const path of paths) {
    const listed = await home.get(path)
    const expected = new Map<string, number>()
    for (const { id } of teachers) {
      const letter = (await home.get(`${path}teacher=${id}`)).text
      const [subject = ''] = /Тема: <b>[^<]*/.exec(letter) ?? []
      const count = [...subject.matchAll(/\d+/g)].reduce((sum, [digits]) => sum + Number(digits), 0)
      if (count > 0) expected.set(id, count)
    }
    dues.push(expected.size)
    const shown = [...listed.text.matchAll(/[?;]teacher=(\d+).*?осталось записать: (\d+)/gs)]
    if (expected.size > 1)
      expect(new Map(shown.map(([, id = '', count]) => [id, Number(count)]))).toEqual(expected)
  }
  expect(Math.max(...dues)).toBeGreaterThan(2)
})

test('a press sends exactly what was shown, once, however often and how quickly it is pressed', async () => {
  const shown = /srcdoc="([^"]*)"/.exec((await home.get(ofEntry())).text)?.[1] ?? '?'
  const answers = await Promise.all([press(ofEntry()), press(ofEntry())])
  expect(answers.map(({ status }) => status).filter(status => status === 303).length).toBeGreaterThan(0)
  expect((await press(ofEntry())).status).toBe(303)
  const [file = '', ...more] = await sentLetters()
  expect(more).toEqual([])
  const html = await readFile(join(outbox(), file), 'utf8')
  expect(html).toBe(shown.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&'))
  expect((await home.get(ofEntry())).text).toContain('Сегодня это напоминание уже отправлено')
})

test('who sent it when stands with the verdict and the teacher; the next day it may go again', async () => {
  await press(ofEntry())
  for (const path of [`${base}/verdicts/${entry.id}`, `${base}/teachers/${teacher}`]) {
    const { text } = await home.get(path)
    expect(text).toContain('20.10.2026 12:00 — отправлено')
    expect(text).toContain('Иванова А. П., завуч')
  }
  home.inside.clock.set(Date.parse('2026-10-21T12:00:00+03:00'))
  await press(ofEntry())
  expect(await sentLetters()).toHaveLength(2)
})

test('to whom a reminder went is said; the page of one letter tells of all that went to its teacher', async () => {
  const { teachers } = await home.inside.app.deps.mirror.directory(home.inside.school.id)
  const person = teachers.find(({ id }) => id === teacher)
  const other = (await broken()).find(({ id }) => id !== entry.id)
  if (!person || !other) throw new Error('nobody else owes anything')
  await press(ofEntry())
  for (const path of [
    `${base}/verdicts/${entry.id}`,
    `${base}/remind?entry=${other.id}&teacher=${teacher}`,
  ]) {
    const { text } = await home.get(path)
    expect(text).toContain(`20.10.2026 12:00 — отправлено, кому: <bdi>${nameWithInitials(person)}</bdi>`)
  }
})

test('whatever else the school owes, and however much graver it is, a teacher’s cases are among it', async () => {
  const { pool } = home.inside.app.database
  const school = home.inside.school.id
  const paths = [`${base}/remind?teacher=${teacher}`, ofEntry(), `${base}/remind?entry=${entry.id}`]
  const subjectOf = async (path: string) => /Тема: <b>([^<]*)/.exec((await home.get(path)).text)?.[1]
  const before = await Promise.all(paths.map(subjectOf))
  await pool.query(
    `insert into ledger.entry (school, verdict_key, id, rule, class_id, date, kind, content, content_hash, opened_at,
       changed_at, severity, subject_id, teachers, deadline)
     select school, 'graver-' || n, 'graver-' || n, rule, class_id, '2026-10-19', kind,
       (content::jsonb || '{"severity": "critical", "date": "2026-10-19", "responsible": ["7"]}')::json, content_hash, opened_at,
       changed_at, 'critical', subject_id, array['7'], deadline
     from ledger.entry, generate_series(1, 5001) as n where id = $1`,
    [entry.id],
  )
  await pool.query('update ledger.recorded set version = version + 1 where school = $1', [school])
  const after = await Promise.all(paths.map(subjectOf))
  await pool.query(`delete from ledger.entry where id like 'graver-%'`)
  await pool.query('update ledger.recorded set version = version + 1 where school = $1', [school])
  expect(before).not.toContain(undefined)
  expect(after).toEqual(before)
})

test('a verdict’s page leads to a letter exactly where there is one; else the letter’s page says why there is none', async () => {
  const { school, app } = home.inside
  home.inside.clock.set(Date.parse('2026-10-14T12:00:00+03:00'))
  const all = await app.deps.ledger.list({ school: school.id, kinds: ['pending', 'broken'] })
  const leads: boolean[] = []
  for (const { id, verdict } of all) {
    const page = (await home.get(`${base}/verdicts/${id}`)).text
    const letter = (await home.get(`${base}/remind?entry=${id}`)).text
    const isLed = page.includes(`remind?entry=${id}"`)
    expect([verdict.rule, isLed]).toEqual([verdict.rule, !letter.includes('Напоминать пока не о чем: ')])
    leads.push(isLed)
  }
  expect(new Set(leads)).toEqual(new Set([true, false]))
  const empty = await home.get(`${base}/remind?class=7`)
  expect(empty.text).toContain('ни один срок не истекает в ближайшие двое суток')
})

test('the letter names no pupil, and its teacher by initials', async () => {
  await press(`${base}/remind?teacher=${teacher}`)
  const [file = ''] = await sentLetters()
  const html = await readFile(join(outbox(), file), 'utf8')
  const { members, teachers } = await home.inside.app.deps.mirror.directory(home.inside.school.id)
  const person = teachers.find(({ id }) => id === teacher)
  if (!person) throw new Error('no teacher')
  expect(html).toContain(nameWithInitials(person))
  expect(members.length).toBeGreaterThan(10)
  for (const { person: pupil } of members) {
    expect(html).not.toContain(fullName(pupil))
    expect(html).not.toContain(nameWithInitials(pupil))
  }
})

test('nothing goes without an address, against the teacher’s will, on days off or in quiet hours, and the page says why', async () => {
  const { letters } = home.inside.app.deps
  const school = home.inside.school.id
  const cases: readonly (readonly [string, () => Promise<unknown> | unknown])[] = [
    ['Адреса этого учителя программа не знает', () => knowTeachers([])],
    [
      'Учитель отказался от писем',
      async () => {
        knowTeachers([{ person: teacher, address, letters: ['owed'] }])
        const token = await letters.token({ school, recipient: address, kind: 'owed' }, 'a'.repeat(32))
        await letters.mute(token, 1)
      },
    ],
    [
      'Сегодня нерабочий день',
      async () => {
        await home.inside.app.database.pool.query('truncate ledger.subscription')
        home.inside.clock.set(Date.parse('2026-10-25T12:00:00+03:00'))
      },
    ],
    ['Сейчас тихие часы (с ', () => home.inside.clock.set(Date.parse('2026-10-20T23:30:00+03:00'))],
  ]
  for (const [words, bring] of cases) {
    await bring()
    const page = await home.get(ofEntry())
    expect([words, page.text.includes(words)]).toEqual([words, true])
    expect(page.text).not.toContain('>Отправить</button>')
    await press(ofEntry(), { teacher, entry: entry.id, seen: 'x' })
  }
  expect(await sentLetters()).toEqual([])
})

test('what the mail server refuses is told and may be sent again at once', async () => {
  const { mailer } = home.inside.app.deps
  const { send } = mailer
  const refuse: typeof send = async () => {
    throw new BridgeError('MAIL_FAILED', { message: 'Почтовый сервер не принял письмо.' })
  }
  Object.assign(mailer, { send: refuse })
  const { status, text } = await press(ofEntry())
  Object.assign(mailer, { send })
  expect([status, text.includes('Не отправлено. Почтовый сервер не принял письмо.')]).toEqual([502, true])
  expect(text).toContain('Иванова А. П., завуч')
  expect((await press(ofEntry())).status).toBe(303)
  expect(await sentLetters()).toHaveLength(1)
})

test('a form without a name, of another page, or about another letter sends nothing and says so', async () => {
  const wrong = [
    [{ by: ' ' }, 422, 'Имя: не может быть пустым'],
    [{ _csrf: 'x'.repeat(43) }, 403, 'страница была открыта слишком давно'],
    [{ seen: 'другое' }, 409, 'оно стало другим'],
  ] as const
  for (const [typed, status, words] of wrong) {
    const answer = await press(ofEntry(), typed)
    expect([words, answer.status, answer.text.includes(words)]).toEqual([words, status, true])
  }
  expect((await home.get(`${base}/remind?teacher=7`)).status).toBe(404)
  expect(await sentLetters()).toEqual([])
})
