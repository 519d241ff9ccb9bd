import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import {
  addRun,
  type App,
  archivedSheet,
  buildReport,
  buildSheet,
  enterOutage,
  enterStatements,
  evaluate,
  openApp,
  storeSheet,
} from '../../src/app.js'
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
let place: Parameters<typeof archivedSheet>[1]

async function storeASheet({ deps }: App) {
  return storeSheet(
    deps,
    await buildSheet(deps, { school: house.school, classId: place.classId, periodId: null }),
  )
}

/** Another computer: the settings, the archive, and the key that was kept apart; what its database holds is another matter. */
async function openElsewhere(data: string, connectionString: string): Promise<App> {
  await cp(join(house.folder, 'bridge.yaml'), join(data, 'bridge.yaml'))
  await cp(house.app.folder.archive, join(data, 'archive'), { recursive: true })
  await cp(join(house.app.folder.secrets, 'archive-key.pem'), join(data, 'secrets', 'archive-key.pem'))
  const environment = { DATABASE_URL: connectionString, DNEVNIK_TOKEN: house.sandbox.token }
  return openApp({ data, environment, log: silentLogger, clock: house.clock })
}

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
  const { classes } = await deps.mirror.directory(house.school.id)
  place = { school: house.school.id, classId: classes[0]?.id ?? '', studyYear: '2026-2027', version: null }
  await storeASheet(house.app)
  const sheet = await archivedSheet(deps, place)
  const { classId, studyYear } = place
  const printed = { classId, studyYear, step: 'printed' as const, on: '2026-10-16', sheet }
  await enterStatements(deps, house.school.id, {
    ...{ kind: 'hard-copy' as const, contents: [printed] },
    ...{ author: 'завуч', at: house.clock.now() },
  })
  room = await mkdtemp(join(tmpdir(), 'dnevnik-bridge-restored-'))
  dump = (await dumpInto(house.app.database, { folder: room, keep: 7, now: house.clock.now() })).file
  database = await emptyDatabase()
})
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
  const app = await openElsewhere(data, database.connectionString)
  try {
    const before = await told(house.app)
    expect(before.verdicts.length).toBeGreaterThan(0)
    expect(before.outages).toHaveLength(1)
    expect(await told(app)).toEqual(before)
    // Known as printed: the statement is the database's, the sheet the archive's.
    const days = { school: house.school.id, from: '2026-10-12', to: '2026-10-16', classIds: null }
    const { archived } = await evaluate(app.deps, days)
    expect(archived.sheets).toMatchObject([{ classId: place.classId, printedOn: '2026-10-16' }])
    expect(archived.lostSheets).toEqual([])
  } finally {
    await app.close()
  }
  const now = new Date(house.clock.now()).toISOString()
  expect(await restore()).toMatchObject({ code: 2, failure: { error: 'DATABASE_NOT_EMPTY' } })
  const doctor = await program(['doctor', '--data', data, '--now', now, '--json'], environment)
  expect(doctor.lines.filter(({ ok }) => ok !== true)).toEqual([])
})

test('dump by command: a second one beside the first', async () => {
  const environment = { DATABASE_URL: house.app.database.connectionString }
  const dump = ['database', 'dump', '--to', join(room, 'more'), '--data', room, '--json']
  const made = await program(dump, environment)
  expect(made).toMatchObject({ code: 0, lines: [{ rows: { 'ledger.statement': 2 } }] })
  expect(await readdir(join(room, 'more'))).toHaveLength(2)
})

test('with the archive alone, the archive goes on: its history, its sheets and its checkpoint; the journal is read anew', async () => {
  const fresh = await emptyDatabase()
  const before = await (await house.app.deps.archive()).checkpoint()
  const app = await openElsewhere(join(room, 'archive-alone'), fresh.connectionString)
  try {
    const { deps } = app
    const archive = await deps.archive()
    const expected = { seq: before.seq, head: before.head }
    expect(await archive.verify({ expected })).toMatchObject({ findings: [], head: before.head })
    const { object, version } = await archivedSheet(deps, place)
    const sheet = await archive.get(object, 'sheet.json', version)
    expect(sheet).toEqual(await (await house.app.deps.archive()).get(object, 'sheet.json', version))

    const queue = await app.inlineQueue()
    const workers = await app.work(queue)
    const run = {
      id: 'anew',
      kind: 'sync' as const,
      school: house.school.id,
      classIds: null,
      askedBy: 'test',
    }
    await addRun(deps, queue, { ...run, from: '2026-10-12', to: '2026-10-16' })
    await queue.idle()
    await workers.close()
    await queue.close()
    expect((await deps.runs.get('anew'))?.state).toBe('done')
    expect((await deps.mirror.stats(house.school.id)).open).toBe(
      (await house.app.deps.mirror.stats(house.school.id)).open,
    )
    // Read anew it is the sheet that the archive has: no second version. What comes later is put behind the old entries.
    await storeASheet(app)
    expect(await archive.checkpoint()).toEqual(before)
    await archive.scrub({ scope: 'all', actor: 'archivist' })
    const after = await archive.checkpoint()
    expect(Number(after.seq)).toBeGreaterThan(Number(before.seq))
    expect(await archive.verify({ expected })).toMatchObject({ findings: [], seq: after.seq })
    // What people entered isn't in the archive: it comes back with a dump only.
    expect(await deps.statements.standing(house.school.id, 'hard-copy')).toEqual([])
  } finally {
    await app.close()
    await fresh.drop()
  }
})
