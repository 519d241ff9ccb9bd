import { expect, test } from '@jest/globals'
import { anOfficeSchool, serve } from './served.js'

const timeZone = 'Europe/Moscow'
const schools = [
  { id: '2', name: 'Школа № 10', timeZone },
  { id: '1', name: 'Школа № 9', timeZone },
]

test('schools stand by name, whatever their figures; what was not read is said first of all', async () => {
  const served = await serve({
    schools,
    overview: async ids =>
      schools
        .filter(({ id }) => ids.includes(id))
        .map(({ name }) => anOfficeSchool({ name, coverage: name === 'Школа № 10' ? 60 : 100 })),
  })
  const { status, text } = await served.get('/overview')
  await served.close()
  expect(status).toBe(200)
  expect(text.indexOf('Школа № 9</th>')).toBeLessThan(text.indexOf('Школа № 10</th>'))
  expect(text.replaceAll('\u00a0', ' ')).toContain('60 % — прочитано не всё')
  expect(text).toContain('aria-current="page">Школы')
})

test('of which days it is, how it went on by week, and no noughts of a school that was not read', async () => {
  const served = await serve({
    schools,
    overview: async () => [
      anOfficeSchool(),
      anOfficeSchool({
        ...{ name: 'Школа № 9', coverage: 0, kept: null, keptBefore: null, newestLook: null },
        ...{ broken: 0, mended: 0, unproven: 0, weeks: [{ week: '2026-11-02', kept: null }] },
      }),
    ],
  })
  const { text } = await served.get('/overview')
  await served.close()
  const plain = text.replaceAll('\u00a0', ' ')
  expect(plain).toContain('13.11–19.11.2026')
  expect(plain).toContain('<th scope="col" class="n">с 09.11</th>')
  expect(plain).toContain('<td class="n">—</td><td class="n">97,4 %</td>')
  const [unread = ''] = /Школа № 9<\/th>[\s\S]*?<\/tr>/.exec(plain) ?? []
  expect(unread).toContain('не прочитано')
  expect(unread).not.toMatch(/>0</)
})

test('where lists alone were read there are no noughts either, and the coverage stays', async () => {
  const served = await serve({
    schools,
    overview: async () => [
      anOfficeSchool({
        ...{ name: 'Школа № 9', coverage: 46, kept: null, keptBefore: null },
        ...{ broken: 0, mended: 0, unproven: 3, weeks: [] },
      }),
    ],
  })
  const { text } = await served.get('/overview')
  await served.close()
  const [row = ''] = /Школа № 9<\/th>[\s\S]*?<\/tr>/.exec(text.replaceAll('\u00a0', ' ')) ?? []
  expect(row).toContain('46 % — прочитано не всё')
  expect(row).not.toMatch(/>0</)
  expect(row).toMatch(/data-label="Не доказано"[^>]*>3</)
})

test('a week stands in its own column also where a school in the east has ended one more', async () => {
  const served = await serve({
    schools,
    overview: async () => [
      anOfficeSchool({ name: 'Школа № 9' }),
      anOfficeSchool({
        ...{ name: 'Школа № 12', timeZone: 'Asia/Yekaterinburg' },
        weeks: [
          { week: '2026-11-09', kept: 80 },
          { week: '2026-11-16', kept: 90 },
        ],
      }),
    ],
  })
  const { text } = await served.get('/overview')
  await served.close()
  const [table = ''] = /<h2>Соблюдено по неделям[\s\S]*/.exec(text.replaceAll('\u00a0', ' ')) ?? []
  const columns = (row: string) =>
    [...row.matchAll(/<t[dh][^>]*class="n"[^>]*>(.*?)</g)].map(([, cell]) => cell)
  expect(table.split('</tr>').map(columns)).toEqual([
    ['с 02.11', 'с 09.11', 'с 16.11'],
    ['—', '97,4 %', ''],
    ['', '80 %', '90 %'],
    [],
  ])
  expect(table).toContain('Пусто — по времени школы эта неделя ещё не кончилась')
})

test('where schools lie in several zones, the time of a look is told with its own', async () => {
  const east = { name: 'Школа № 12', timeZone: 'Asia/Yekaterinburg' }
  const served = await serve({ schools, overview: async () => [anOfficeSchool(), anOfficeSchool(east)] })
  const { text } = await served.get('/overview')
  await served.close()
  expect(text).toContain('20.11.2026 00:21 (Europe/Moscow)')
  expect(text).toContain('20.11.2026 02:21 (Asia/Yekaterinburg)')
})
