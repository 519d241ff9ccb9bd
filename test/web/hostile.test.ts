import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { PlatformRecord, Window } from '../../src/journal/index.js'
import { type House, house } from './house.js'

/** Whatever people type on the platform, it is shown as text, and never more of it than a page bears. */

const week = '2026-10-19'
const megabyte = 'ы'.repeat(1_000_000)
const hostile = [
  megabyte,
  '<script>alert(1)</script><img src=x onerror=alert(2)>',
  '"><a href="javascript:alert(3)">',
  '=HYPERLINK("http://evil.example","x")',
  '\u202Eтекст наоборот\u2066',
  '\u{1F600}'.repeat(600),
]

let home: House
let base: string
let classId: string
beforeAll(async () => {
  home = await house('2026-10-23T21:00:00+03:00')
  const { app, school, clock } = home.inside
  await home.inside.run('sync', { from: week, to: '2026-10-24' })
  const { mirror, source } = app.deps
  classId = (await mirror.directory(school.id)).classes[0]?.id ?? ''
  base = `/schools/${school.id}`
  const places: [Window['resource'], string | null, string | null][] = [
    ['groups', null, null],
    ['subjects', null, null],
    ['teachers', null, null],
    ['members', classId, null],
    ['lessons', classId, week],
  ]
  for (const [resource, group, of] of places) {
    clock.set(clock.now() + 60_000)
    const window = { school: school.id, resource, group, week: of }
    const answer = await source.read(window, { signal: AbortSignal.timeout(20_000) })
    const parse = () => {
      const parsed = answer.parse()
      return { ...parsed, records: parsed.records.map(spoilt) }
    }
    await mirror.recordLook(window, {
      ...answer,
      sha256: `spoilt-${resource}`,
      body: `${resource} spoilt`,
      parse,
    })
  }
})
afterAll(() => home.close())

/** Each text of a record becomes one of the hostile ones, a different one for each record. */
function spoilt(record: PlatformRecord, index: number): PlatformRecord {
  const text = hostile[index % hostile.length] ?? ''
  switch (record.kind) {
    case 'group':
    case 'subject':
      return { ...record, name: text }
    case 'member':
    case 'teacher':
      return { ...record, lastName: text, firstName: text }
    case 'lesson':
      return { ...record, topic: text }
    case 'work':
      return { ...record, text }
    default:
      return record
  }
}

test('names, topics and homework of any kind and length harm no page', async () => {
  const journal = await home.get(`${base}/journal/${classId}`)
  const subjects = [...journal.text.matchAll(/href="([^"]*\/journal\/\d+\/[^"]+)"/g)].map(match =>
    String(match[1]).replaceAll('&amp;', '&'),
  )
  expect(subjects.length).toBeGreaterThan(5)
  const paths = [
    `${base}/journal`,
    `${base}/journal/${classId}`,
    ...subjects,
    `${base}/sheets`,
    `${base}/sheets/${classId}`,
    `${base}/sync`,
    `${base}/sync/classes/${classId}`,
    `${base}/resync`,
  ]
  let shown = 0
  for (const path of paths) {
    const { status, text } = await home.get(path)
    expect([path, status]).toEqual([path, 200])
    expect(text).not.toContain('<script>alert')
    expect(text).not.toContain('<img src=x')
    expect(text).not.toContain('<a href="javascript')
    expect([path, Buffer.byteLength(text) < 150_000]).toEqual([path, true])
    if (text.includes('&lt;script>alert') || text.includes('&lt;script&gt;alert')) shown += 1
    // Half a character is none.
    expect(text).not.toContain('\uFFFD')
  }
  expect(shown).toBeGreaterThan(2)
})
