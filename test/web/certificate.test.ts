import { EventEmitter, once } from 'node:events'
import { type ClientRequest, request as httpRequest } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { webDeps } from '../../src/cli/web-deps.js'
import { nameWithInitials } from '../../src/journal/index.js'
import { createLine, startWeb } from '../../src/web/index.js'
import { pageTexts } from '../support/pdf.js'
import { type House, house } from './house.js'

/** «Справка по итогам проверки журнала» from the pages of findings. */

const week = { from: '2026-10-19', to: '2026-10-23' }
const query = 'from=2026-10-19&to=2026-10-23'

let home: House
let base: string
beforeAll(async () => {
  home = await house('2026-10-23T21:00:00+03:00')
  await home.inside.run('sync', week)
  base = `/schools/${home.inside.school.id}`
})
afterAll(() => home.close())

const directory = () => home.inside.app.deps.mirror.directory(home.inside.school.id)
const typed = { ...week, aim: 'контроль записи заданий' }

/** The form filled in, as a browser that has opened it would send it: all but its end. */
async function formOf(url: string, fields: Record<string, string>, ownForm = true): Promise<ClientRequest> {
  const page = await home.get(`${base}/certificate`)
  const cookie = String(page.headers['set-cookie'] ?? '').split(';')[0] ?? ''
  const token = ownForm ? (/name="_csrf" value="([^"]*)"/.exec(page.text)?.[1] ?? '') : 'x'.repeat(43)
  const { origin } = new URL(url)
  const headers = { 'content-type': 'application/x-www-form-urlencoded', origin, cookie }
  const request = httpRequest(new URL(`${base}/certificate`, url), { method: 'POST', headers, agent: false })
  request.write(new URLSearchParams({ _csrf: token, ...fields }).toString())
  return request
}

/** A PDF comes as bytes. */
async function send(fields: Record<string, string>, ownForm = true) {
  const request = await formOf(home.url, fields, ownForm)
  return new Promise<{ status: number; disposition: string; bytes: Buffer }>((resolve, reject) => {
    request.on('response', answer => {
      const parts: Buffer[] = []
      answer.on('data', part => parts.push(part))
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          disposition: decodeURIComponent(String(answer.headers['content-disposition'] ?? '')),
          bytes: Buffer.concat(parts),
        }),
      )
    })
    request.on('error', reject)
    request.end()
  })
}

/** What is to be judged comes only when told to; for pages that are served after this. */
function heldJournal() {
  const { mirror } = home.inside.app.deps
  const { slices } = mirror
  const events = new EventEmitter()
  const held: typeof slices = (request, how, use) =>
    slices(request, how, real =>
      use({
        ...real,
        async read(of) {
          const read = await real.read(of)
          const going = once(events, 'go on')
          events.emit('asked')
          await going
          return read
        },
      }),
    )
  Object.assign(mirror, { slices: held })
  return {
    asked: () => once(events, 'asked'),
    goOn: () => events.emit('go on'),
    restore: () => Object.assign(mirror, { slices }),
  }
}

/** How often a check was recorded. */
async function recorded(): Promise<number> {
  const { rows } = await home.inside.app.database.pool.query<{ version: string }>(
    'select version from ledger.recorded where school = $1',
    [home.inside.school.id],
  )
  return Number(rows[0]?.version)
}

describe('a certificate by a button', () => {
  test('stands on the pages of findings and takes their class, teacher and days along', async () => {
    const { classes, teachers } = await directory()
    const [classId, teacher] = [classes[0]?.id ?? '', teachers[0]?.id ?? '']
    const pages = [
      [`${base}?${query}`, `certificate?${query}`],
      [`${base}/classes/${classId}?${query}`, `certificate?${query}&class=${classId}`],
      [`${base}/teachers/${teacher}?${query}`, `certificate?${query}&teacher=${teacher}`],
      [
        `${base}/findings?${query}&class=${classId}&teacher=${teacher}`,
        `certificate?${query}&teacher=${teacher}&class=${classId}`,
      ],
    ]
    for (const [path, link] of pages) {
      const { text } = await home.get(path ?? '')
      expect([path, text.replaceAll('&amp;', '&').includes(`${base}/${link}"`)]).toEqual([path, true])
    }
    const form = await home.get(`${base}/certificate?${query}&class=${classId}&teacher=${teacher}`)
    expect(form.text).toMatch(/name="from" value="2026-10-19"/)
    expect(form.text).toContain(`<option value="${classId}" selected`)
    expect(form.text).toContain(`<option value="${teacher}" selected`)
  })

  test('is the paper of the command: what was found of that teacher, and what the checker adds', async () => {
    const broken = await home.inside.app.deps.ledger.list({
      school: home.inside.school.id,
      ...week,
      kinds: ['broken'],
    })
    const [teacher = ''] = broken.flatMap(({ verdict }) => verdict.responsible)
    const person = (await directory()).teachers.find(({ id }) => id === teacher)
    const answer = await send({
      ...typed,
      teacher,
      number: '12',
      inspector: 'Директор, П. П. Ёлкин',
      recheck: '2026-11-16',
      conclusions: 'Первый вывод.\r\n\r\n  Второй вывод. ',
    })
    expect(answer.status).toBe(200)
    expect(answer.disposition).toContain('Справка по итогам проверки журнала')
    const text = pageTexts(answer.bytes).join(' ')
    const expected = [
      'СПРАВКА',
      '№ 12',
      'контроль записи заданий',
      person ? nameWithInitials(person) : '?',
      'Первый вывод.',
      'Второй вывод.',
      'П. П. Ёлкин',
      '16.11.2026',
    ]
    expect(expected.filter(part => !text.replaceAll('\u00a0', ' ').includes(part))).toEqual([])
    expect(text).not.toContain('Первый вывод. Второй')
  })

  test('what is wrong is said at its field, and what was typed stays', async () => {
    const wrong = [
      [{ to: '2026-10-01' }, 'Последний день раньше первого.'],
      [{ from: 'вчера' }, 'Нужна дата в виде ГГГГ-ММ-ДД.'],
      [{ aim: ' ' }, 'Заполните.'],
      [{ recheck: 'потом' }, 'День повторной проверки: нужна дата'],
      [{ conclusions: 'я'.repeat(1001) }, 'Вывод: не длиннее 1000 знаков'],
      [{ inspector: 'Директор \u{1F600}' }, 'кто проверял: U+1F600'],
      [{ class: '7' }, 'Класса 7 в школе нет'],
      [{ teacher: '7' }, 'Учителя 7 в школе нет'],
      [{ from: '2020-10-19', to: '2020-10-23' }, 'Производственного календаря 2020 года нет'],
    ] as const
    for (const [fields, problem] of wrong) {
      const { status, bytes } = await send({ ...typed, basis: 'план <b>контроля</b>', ...fields })
      expect([problem, status, bytes.toString().includes(problem)]).toEqual([problem, 422, true])
      expect(bytes.toString()).toContain('план &lt;b>контроля')
    }
  })

  test('a clock that lags behind the last look is told at the form', async () => {
    const { clock } = home.inside
    const now = clock.now()
    clock.set(now - 3_600_000)
    const { status, bytes } = await send({ ...typed, basis: 'план контроля' })
    clock.set(now)
    expect([status, bytes.toString().includes('а сейчас по часам')]).toEqual([422, true])
    expect(bytes.toString()).toContain('план контроля')
  })

  test('nothing more is judged or recorded once its visitor has gone, or the server stops', async () => {
    const journal = heldJournal()
    const web = await startWeb(
      // Both at once, which a line of one wouldn't let them.
      { ...webDeps(home.inside.app, home.queue), judging: createLine(2), boardQueues: [] },
      { host: '127.0.0.1', port: 0, publicUrl: null, trustedProxies: [] },
    )
    journal.restore()
    const before = await recorded()
    const pressed = async () => {
      const request = await formOf(web.url, typed)
      const asked = journal.asked()
      request.end()
      await asked
      return request
    }
    const left = await pressed()
    // What was hung up on ends in an error.
    const gone = once(left, 'error')
    left.destroy()
    await gone
    const waiting = await pressed()
    const answered = once(waiting, 'response')
    const stopped = web.close()
    // The server of the same process has heard of both by the time that it has shown a page.
    await home.get(base)
    journal.goOn()
    const [answer] = await answered
    answer.resume()
    await stopped
    expect(answer.statusCode).toBe(503)
    expect(await recorded()).toBe(before)
    // One that is waited for takes as long as those would have.
    expect((await send(typed)).status).toBe(200)
    expect(await recorded()).toBeGreaterThan(before)
  })

  test('is refused with what to do next while others are judged for', async () => {
    const judging = createLine(1)
    const web = await startWeb(
      { ...webDeps(home.inside.app, home.queue), judging, patienceMs: 50, boardQueues: [] },
      { host: '127.0.0.1', port: 0, publicUrl: null, trustedProxies: [] },
    )
    let end = () => {}
    const others = judging.through(
      new AbortController().signal,
      () => new Promise<void>(resolve => (end = resolve)),
    )
    const request = await formOf(web.url, typed)
    const answered = once(request, 'response')
    request.end()
    const [answer] = await answered
    const parts: Buffer[] = []
    for await (const part of answer) parts.push(part)
    const text = Buffer.concat(parts).toString()
    end()
    await others
    await web.close()
    expect(answer.statusCode).toBe(422)
    expect(text).toContain(
      'Справка не сделана. Программа сейчас проверяет журнал по просьбе другого посетителя',
    )
    expect(text).toContain('Нажмите ещё раз через минуту.')
    expect(text).toContain(typed.aim)
  })

  test('a form that isn’t this visitor’s makes no paper, and says so', async () => {
    const { status, bytes } = await send(typed, false)
    expect([status, bytes.toString().includes('Справка не сделана')]).toEqual([422, true])
  })
})
