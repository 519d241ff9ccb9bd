import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { request as httpRequest } from 'node:http'
import { nameWithInitials } from '../../src/journal/index.js'
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
}, 120_000)
afterAll(() => home.close())

const directory = () => home.inside.app.deps.mirror.directory(home.inside.school.id)
const typed = { ...week, aim: 'контроль записи заданий' }

/** As a browser that has opened the form sends it; a PDF comes as bytes. */
async function send(fields: Record<string, string>, ownForm = true) {
  const page = await home.get(`${base}/certificate`)
  const cookie = String(page.headers['set-cookie'] ?? '').split(';')[0] ?? ''
  const token = ownForm ? (/name="_csrf" value="([^"]*)"/.exec(page.text)?.[1] ?? '') : 'x'.repeat(43)
  const body = new URLSearchParams({ _csrf: token, ...fields }).toString()
  return new Promise<{ status: number; disposition: string; bytes: Buffer }>((resolve, reject) => {
    const { origin } = new URL(home.url)
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin, cookie }
    const request = httpRequest(
      new URL(`${base}/certificate`, home.url),
      { method: 'POST', headers },
      answer => {
        const parts: Buffer[] = []
        answer.on('data', part => parts.push(part))
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            disposition: decodeURIComponent(String(answer.headers['content-disposition'] ?? '')),
            bytes: Buffer.concat(parts),
          }),
        )
      },
    )
    request.on('error', reject)
    request.end(body)
  })
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
  }, 60_000)

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
    ] as const
    for (const [fields, problem] of wrong) {
      const { status, bytes } = await send({ ...typed, basis: 'план <b>контроля</b>', ...fields })
      expect([problem, status, bytes.toString().includes(problem)]).toEqual([problem, 422, true])
      expect(bytes.toString()).toContain('план &lt;b>контроля')
    }
  }, 60_000)

  test('a form that isn’t this visitor’s makes no paper, and says so', async () => {
    const { status, bytes } = await send(typed, false)
    expect([status, bytes.toString().includes('Справка не сделана')]).toEqual([422, true])
  })
})
