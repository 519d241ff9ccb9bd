import { existsSync } from 'node:fs'
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { scrubAndTell } from '../../jobs/steps/scrub-archive.js'
import {
  addDueRuns,
  type App,
  archivedSheet,
  buildSheet,
  enterStatements,
  evaluate,
  knownArchive,
  openApp,
  storeSheet,
  tendArchive,
} from '../../src/app.js'
import { silentLogger } from '../../src/log.js'
import { describeWith } from '../support/programs.js'
import { testRedis } from '../support/redis.js'
import { type Installation, installation } from './installation.js'

/** Another machine of the same installation: its database and settings, and an empty disk. */
async function machine(house: Installation, more: Record<string, string> = {}): Promise<App> {
  const data = await mkdtemp(join(tmpdir(), 'dnevnik-bridge-machine-'))
  await cp(join(house.folder, 'bridge.yaml'), join(data, 'bridge.yaml'))
  const environment = {
    DATABASE_URL: house.app.database.connectionString,
    DNEVNIK_TOKEN: house.sandbox.token,
    ...more,
  }
  return openApp({ data, environment, log: silentLogger, clock: house.clock })
}

async function leave(app: App): Promise<void> {
  await app.close()
  await rm(app.folder.path, { recursive: true, force: true })
}

async function letters(app: App): Promise<string[]> {
  const files = await readdir(app.folder.outbox).catch(() => [])
  return files.filter(file => file.endsWith('.eml'))
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(resolve => setTimeout(resolve, 50))
}

function manyMachines(name: string, store: () => Promise<{ more: Record<string, string>; stop(): void }>) {
  describe(name, () => {
    let house: Installation
    let worker: App
    let archivist: App
    let stop: () => void
    beforeAll(async () => {
      const { more, stop: end } = await store()
      stop = end
      house = await installation('2026-10-19T20:00:00+03:00')
      worker = await machine(house, more)
      archivist = await machine(house, more)
    })
    afterAll(async () => {
      await leave(worker)
      await leave(archivist)
      await house.close()
      stop()
    })

    test('workers read and check without the archive; what is to be stored waits for the archivist, and holds up no night', async () => {
      const queue = await worker.sharedQueue()
      const working = await worker.work(queue, ['dnevnik', 'local'])
      const schedule = { nightAt: '00:20', digestAt: '07:30', plannedLooks: true, requestsADay: 10_000 }
      const due = async (now: string) => {
        house.clock.set(Date.parse(now))
        await addDueRuns(worker.deps, queue, { schools: worker.schools, schedule })
      }
      const steps = async () =>
        (await worker.deps.runs.unfinished()).map(run => [run.id.slice(0, 5), run.step])
      await due('2026-10-20T01:00:00+03:00')
      await until(async () => (await steps()).some(([, step]) => step === 'checked'))
      // The night reads all the same where the one before still waits for the archivist.
      await due('2026-10-21T01:00:00+03:00')
      await until(async () => (await steps()).filter(([, step]) => step === 'checked').length === 2)
      expect(await steps()).toEqual([
        ['night', 'checked'],
        ['night', 'checked'],
      ])
      const { waiting, failed } = (await queue.counts()).archive
      expect({ waiting, failed }).toEqual({ waiting: expect.any(Number), failed: 0 })
      expect(waiting).toBeGreaterThan(2)
      expect(existsSync(worker.folder.archive)).toBe(false)

      const storing = await archivist.work(await archivist.sharedQueue(), ['archive'])
      await queue.idle(AbortSignal.timeout(60_000))
      await storing.close()
      await working.close()
      expect(await steps()).toEqual([])
      const objects = (await (await archivist.deps.archive()).list()).map(({ id }) => id)
      expect(objects.filter(id => id.includes(':report:compliance:'))).toHaveLength(2)
      expect(existsSync(worker.folder.archive)).toBe(false)
    })
  })
}

manyMachines('many machines, jobs in PostgreSQL', async () => ({ more: {}, stop: () => undefined }))
describeWith('redis-server', 'with Redis', () => {
  manyMachines('many machines, jobs in Redis', async () => {
    const { url, stop } = await testRedis()
    return { more: { REDIS_URL: url }, stop }
  })
})

describe('what the archivist posts', () => {
  let house: Installation
  let other: App
  let place: Parameters<typeof archivedSheet>[1]
  beforeAll(async () => {
    house = await installation('2026-10-16T23:55:00+03:00')
    await house.run('sync', { from: '2026-10-12', to: '2026-10-16' })
    other = await machine(house)
    const { classes } = await house.app.deps.mirror.directory(house.school.id)
    place = {
      school: house.school.id,
      classId: classes[0]?.id ?? '',
      studyYear: '2026-2027',
      version: null,
    }
  })
  afterAll(async () => {
    await leave(other)
    await house.close()
  })
  const storeASheet = async ({ deps }: App) => {
    const { classId } = place
    return storeSheet(deps, await buildSheet(deps, { school: house.school, classId, periodId: null }))
  }
  const days = () => ({ school: house.school.id, from: '2026-10-12', to: '2026-10-16', classIds: null })
  const administrators = [{ address: 'it@school.example' }]

  test('is what every machine judges by and prints: checks, newest entry, printed sheets', async () => {
    expect(await knownArchive(other.deps)).toBeNull()
    expect((await evaluate(other.deps, days())).archived.checks).toBeNull()
    await storeASheet(house.app)
    await scrubAndTell(house.app.deps, 'all')
    await tendArchive(house.app.deps)

    const checkpoint = await (await house.app.deps.archive()).checkpoint()
    const { classId } = place
    const printed = await buildSheet(other.deps, { school: house.school, classId, periodId: null })
    expect(printed.checkpoint).toEqual(checkpoint)
    const sheet = await archivedSheet(other.deps, place)
    const content = {
      ...{ classId, studyYear: place.studyYear, step: 'printed' as const, on: '2026-10-16' },
      sheet,
    }
    await enterStatements(other.deps, house.school.id, {
      ...{ kind: 'hard-copy' as const, contents: [content] },
      ...{ author: 'завуч', at: house.clock.now() },
    })
    const there = await evaluate(other.deps, days())
    const here = await evaluate(house.app.deps, days())
    expect(there.archived).toEqual(here.archived)
    expect(there.archived).toMatchObject({ checks: [{ whole: true, findings: 0 }], lostSheets: [] })
    expect(there.archived.sheets[0]?.cells.length).toBeGreaterThan(50)
    expect(there.result).toEqual(here.result)
    const kept = await house.app.database.pool.query('select content::text as text from runs.archived_sheet')
    const { members } = await house.app.deps.mirror.directory(house.school.id)
    const pupils = members.filter(({ groupId }) => groupId === classId)
    expect(pupils.length).toBeGreaterThan(10)
    for (const { person } of pupils) {
      expect(kept.rows[0]?.text).toContain(person.id)
      expect(kept.rows[0]?.text).not.toContain(person.lastName)
    }
  })

  test('a machine without the folder begins no second archive, and says where the first one is', async () => {
    await expect(storeASheet(other)).rejects.toMatchObject({
      code: 'ARCHIVE_ELSEWHERE',
      message: expect.stringContaining(house.app.folder.archive),
    })
    expect(existsSync(other.folder.archive)).toBe(false)
  })

  test('an archive whose disk isn’t there isn’t begun anew, until somebody says that it is lost', async () => {
    const aside = `${house.app.folder.archive}.aside`
    await cp(house.app.folder.archive, aside, { recursive: true })
    await rm(house.app.folder.archive, { recursive: true })
    await expect(tendArchive(house.app.deps)).rejects.toMatchObject({ code: 'ARCHIVE_ELSEWHERE' })
    await cp(aside, house.app.folder.archive, { recursive: true })
    await tendArchive(house.app.deps)

    await other.deps.archiveNotices.forget()
    await storeASheet(other)
    await tendArchive(other.deps)
    await expect(tendArchive(house.app.deps)).rejects.toMatchObject({ code: 'ARCHIVE_ELSEWHERE' })
    await house.app.deps.archiveNotices.forget()
    await rm(other.folder.archive, { recursive: true })
    await tendArchive(house.app.deps)
    expect((await knownArchive(other.deps))?.seq).toBe('00000002')
  })

  test('whose end was cut off is told to the administrators, once', async () => {
    const { deps, folder } = house.app
    await rm(join(folder.archive, 'log', '00000002'), { recursive: true })
    // Only the archivist may take the shorter one for the known one.
    expect(await knownArchive(deps)).toMatchObject({ seq: '00000002', damaged: true })
    expect(await knownArchive(other.deps)).toMatchObject({ seq: '00000002', damaged: false })
    const before = await letters(house.app)
    const told = Object.defineProperties({} as typeof deps, {
      ...Object.getOwnPropertyDescriptors(deps),
      administrators: { value: administrators },
    })
    await tendArchive(told)
    expect((await knownArchive(other.deps))?.seq).toBe('00000001')
    await tendArchive(told)
    expect((await letters(house.app)).length - before.length).toBe(1)
  })

  test('a log that is damaged vouches for nothing on any machine; what it showed before stays', async () => {
    await writeFile(join(house.app.folder.archive, 'log', '00000001', 'entry.txt'), 'damaged')
    // As after a start: what was read once isn't read again.
    const restarted = await openApp({
      data: house.folder,
      environment: { DATABASE_URL: house.app.database.connectionString },
      log: silentLogger,
      clock: house.clock,
    })
    await tendArchive(restarted.deps)
    await restarted.close()
    const { classId } = place
    const printed = await buildSheet(other.deps, { school: house.school, classId, periodId: null })
    expect(printed.checkpoint).toBeNull()
    expect((await evaluate(other.deps, days())).archived.sheets).toHaveLength(1)
  })
})
