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
