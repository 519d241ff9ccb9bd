import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { stringify } from 'yaml'
import { type DatabaseHandle, openDatabase } from '../../src/database/index.js'
import { parseAnswer } from '../../src/dnevnik/index.js'
import type { ParsedAnswer, Window } from '../../src/journal/index.js'
import { createMirror, type Mirror } from '../../src/mirror/index.js'
import { loadVocabulary } from '../../src/vocabulary/index.js'
import { testDatabase } from '../support/database.js'
import { program, temporaryFolder } from './program.js'

const school = '1000000000001'
const group = '2260325488551003872'
const window: Window = { school, resource: 'members', group, week: null }
const key = `${school}/members/${group}/-`
const person = (id: number, lastName: string) => ({ id, lastName, firstName: 'Анна', shortName: 'Анна' })
const body = JSON.stringify([person(501, 'Ёлкина'), person(502, 'Юшкина')])

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let database: Awaited<ReturnType<typeof testDatabase>>
let handle: DatabaseHandle
let mirror: Mirror

/** As a program of yesterday that didn't understand some of it. */
function parseOld(text: string): ParsedAnswer {
  const { records, ...rest } = parseAnswer(window, text)
  const raw = JSON.stringify(person(502, 'Юшкина'))
  const quarantined = [{ path: '[1].id', problem: 'id: не понят', raw }]
  return { ...rest, records: records.slice(0, 1), quarantined }
}

/** Neither platform nor token: there is nobody at that address. */
const run = (...args: string[]) =>
  program([...args, '--data', folder.path], { DATABASE_URL: database.connectionString })

beforeAll(async () => {
  folder = await temporaryFolder()
  database = await testDatabase()
  handle = openDatabase(database)
  mirror = createMirror(handle, loadVocabulary())
  await writeFile(
    join(folder.path, 'bridge.yaml'),
    stringify({
      version: 1,
      platform: { url: 'http://127.0.0.1:9' },
      schools: [{ id: school, timeZone: 'Europe/Moscow' }],
    }),
  )
  const askedAt = Date.parse('2026-10-19T08:00:00+03:00')
  await mirror.recordLook(window, {
    ...{ askedAt, answeredAt: askedAt + 500, requests: 1, body },
    sha256: createHash('sha256').update(body).digest('hex'),
    parse: () => parseOld(body),
  })
})
afterAll(async () => {
  await handle.close()
  await database.drop()
  await folder.remove()
})

test('stats and doctor tell that something is in quarantine, and what helps', async () => {
  const held = await run('mirror', 'stats', '--json')
  expect(held.lines).toMatchObject([{ quarantined: 1, inQuarantine: { windows: 1, elements: 1 } }])
  const doctor = await run('doctor', '--json')
  expect(doctor.lines).toContainEqual({
    check: `карантин (школа ${school})`,
    ok: true,
    attention: true,
    message: expect.stringContaining('mirror replay-quarantine'),
  })
})

test('what a newer program understands is entered without the platform, once, and without naming anybody', async () => {
  const trial = await run('mirror', 'replay-quarantine', '--dry-run', '--json')
  const result = {
    ...{ school, window: key, resource: 'members', class: group, week: null, outcome: 'entered' },
    ...{ before: 1, after: 0, changed: 1, gone: 0, complete: true, suspect: false },
  }
  expect(trial).toMatchObject({ code: 0, lines: [{ ...result, dryRun: true }] })
  expect((await mirror.directory(school)).members).toHaveLength(1)

  const entered = await run('mirror', 'replay-quarantine', '--school', school)
  expect(entered.stdout).toContain('состав класса')
  expect(entered.stdout + entered.stderr).not.toMatch(/Юшкин|Ёлкин/)
  expect((await mirror.directory(school)).members).toHaveLength(2)
  expect(await mirror.chain(school, key)).toMatchObject([
    { complete: true, quarantined: 0, records: 2, replayedAt: expect.any(Number) },
  ])

  expect(await run('mirror', 'replay-quarantine', '--json')).toMatchObject({ code: 0, stdout: '' })
})
