import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type App, buildReport, enterOutage, evaluate, openApp } from '../../src/app.js'
import { dumpInto } from '../../src/database/index.js'
import { silentLogger } from '../../src/log.js'
import { canonicalJson } from '../../src/report/index.js'
import { program } from '../cli/program.js'
import { emptyDatabase, type TestDatabase } from '../support/database.js'
import { type Installation, installation } from './installation.js'

/** A computer is lost; there is a dump of its database, and its settings. */
let house: Installation
let room: string
let database: TestDatabase
let dump: string

beforeAll(async () => {
  house = await installation('2026-10-16T23:59:00+03:00')
  await house.run('sync', { from: '2026-10-12', to: '2026-10-16' })
  const { deps } = house.app
  const outage = {
    from: Date.parse('2026-10-13T08:00:00+03:00'),
    to: Date.parse('2026-10-13T12:00:00+03:00'),
    source: 'письмо поддержки',
  }
  await enterOutage(deps, house.school.id, outage, { author: 'завуч', at: house.clock.now() })
  room = await mkdtemp(join(tmpdir(), 'dnevnik-bridge-restored-'))
  dump = (await dumpInto(house.app.database, { folder: room, keep: 7, now: house.clock.now() })).file
  database = await emptyDatabase()
}, 120_000)
afterAll(async () => {
  await house.close()
  await database.drop()
  await rm(room, { recursive: true })
})

async function told({ deps }: App) {
  const { id } = house.school
  const days = { school: id, from: '2026-10-12', to: '2026-10-16', classIds: null }
  const report = await buildReport(deps, await evaluate(deps, days))
  return {
    report: canonicalJson(report),
    verdicts: await deps.ledger.list({ school: id, from: days.from, to: days.to }),
    stats: { ...(await deps.mirror.stats(id)), diskBytes: 0 },
    outages: await deps.statements.standing(id, 'outage'),
  }
}

test('the program goes on with the restored database as with the lost one, to the byte', async () => {
  const data = join(room, 'data')
  const environment = { DATABASE_URL: database.connectionString, DNEVNIK_TOKEN: house.sandbox.token }
  const restore = (...more: string[]) =>
    program(['database', 'restore', dump, '--data', data, '--json', ...more], environment)
  expect(await restore('--check')).toMatchObject({ code: 0, lines: [{ restored: false, file: dump }] })
  expect(await restore()).toMatchObject({ code: 0, lines: [{ restored: true }] })
  await cp(join(house.folder, 'bridge.yaml'), join(data, 'bridge.yaml'))
  const app = await openApp({ data, environment, log: silentLogger, clock: house.clock })
  try {
    const before = await told(house.app)
    expect(before.verdicts.length).toBeGreaterThan(0)
    expect(before.outages).toHaveLength(1)
    expect(await told(app)).toEqual(before)
  } finally {
    await app.close()
  }
  const now = new Date(house.clock.now()).toISOString()
  expect(await restore()).toMatchObject({ code: 2, failure: { error: 'DATABASE_NOT_EMPTY' } })
  const doctor = await program(['doctor', '--data', data, '--now', now, '--json'], environment)
  expect(doctor.lines.filter(({ ok }) => ok !== true)).toEqual([])
}, 120_000)

test('dump by command: a second one beside the first', async () => {
  const environment = { DATABASE_URL: house.app.database.connectionString }
  const dump = ['database', 'dump', '--to', join(room, 'more'), '--data', room, '--json']
  const made = await program(dump, environment)
  expect(made).toMatchObject({ code: 0, lines: [{ rows: { 'ledger.statement': 1 } }] })
  expect(await readdir(join(room, 'more'))).toHaveLength(2)
}, 60_000)
