import { expect, test } from '@jest/globals'
import type { KeptTerm, PutRequest } from '../../src/archive/index.js'
import { optionsIn, request } from './requests.js'
import { emptyRoom, reading, withArchive } from './workshop.js'

const rules = { years: { journal: 5, summary: 25, report: 5, 'disposal-act': null } }
const at = (text: string) => () => Date.parse(text)

function recorded(name: string, record: unknown, message = 'Версия'): PutRequest {
  const files = { 'a.txt': message, 'meta/record.json': JSON.stringify(record) }
  return request(files, { id: `urn:x:${name}`, message })
}

async function termsOf(puts: readonly PutRequest[], now: string): Promise<KeptTerm[]> {
  const options = optionsIn(await emptyRoom())
  await withArchive(options, async archive => {
    for (const put of puts) await archive.put(put)
  })
  return reading({ ...options, now: at(now) }, archive => archive.retention(rules))
}

const studyYear = '2025-2026'
const journal = recorded('journal', { kind: 'journal', studyYear, retentionYears: 5 })
const sheet = recorded('sheet', { kind: 'summary', studyYear, retentionYears: 25 })

test('terms are counted from 1 January after the year in which the study year ended', async () => {
  const terms = await termsOf([journal, sheet], '2031-12-31T23:59:59Z')
  expect(terms).toMatchObject([
    { id: 'urn:x:journal', until: '2032-01-01', obstacle: 'term-runs', byRule: { years: 5 } },
    { id: 'urn:x:sheet', until: '2052-01-01', obstacle: 'term-runs', byRule: { years: 25 } },
  ])
  const later = await termsOf([journal, sheet], '2032-01-01T00:00:00Z')
  expect(later.map(({ obstacle }) => obstacle)).toEqual([null, 'term-runs'])
})

test('of rule and record the later day wins, and a correction can not shorten a term', async () => {
  const terms = await termsOf(
    [
      recorded('a', { kind: 'journal', studyYear, retentionYears: 10 }),
      recorded('b', { kind: 'summary', studyYear, retentionYears: 1 }),
      recorded('c', { kind: 'journal', studyYear, retentionYears: 30 }),
      recorded('c', { kind: 'journal', studyYear, retentionYears: 1 }, 'Исправление'),
    ],
    '2040-01-01T00:00:00Z',
  )
  expect(terms.map(({ until, obstacle }) => [until, obstacle])).toEqual([
    ['2037-01-01', null],
    ['2052-01-01', 'term-runs'],
    ['2057-01-01', 'term-runs'],
  ])
})

test('whatever is not known is kept, and so is what is kept for ever', async () => {
  const terms = await termsOf(
    [
      request({ 'a.txt': '1' }, { id: 'urn:x:1-without-record' }),
      request({ 'meta/record.json': '{' }, { id: 'urn:x:2-unreadable' }),
      recorded('3-strange-year', { kind: 'journal', studyYear: '2025-2027', retentionYears: 5 }),
      recorded('4-no-year', { kind: 'journal', retentionYears: 5 }),
      recorded('5-unknown-kind', { kind: 'letter', studyYear, retentionYears: 5 }),
      recorded('6-property-of-objects', { kind: 'toString', studyYear, retentionYears: 5 }),
      recorded('7-act', { kind: 'disposal-act', retentionYears: 5 }),
      recorded('8-for-ever', { kind: 'journal', studyYear, retentionYears: null }),
      recorded('9-year-dropped', { kind: 'journal', studyYear, retentionYears: 5 }),
      recorded('9-year-dropped', { kind: 'journal', retentionYears: 5 }, 'Исправление'),
    ],
    '2999-01-01T00:00:00Z',
  )
  const found = ['no-record', 'no-record', 'no-record', 'no-record', 'kind-unknown', 'kind-unknown']
  expect(terms.map(({ obstacle }) => obstacle)).toEqual([...found, 'permanent', 'permanent', 'no-record'])
  expect(terms.map(({ until }) => until)).toEqual(terms.map(() => null))
})
