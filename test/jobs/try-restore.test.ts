import { appendFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { CopySetting, JobDeps } from '../../jobs/deps.js'
import { jobs, sendSchoolLetters } from '../../jobs/index.js'
import { overdueCopies } from '../../jobs/steps/copy-ages.js'
import { addDueCopies } from '../../jobs/steps/due-copies.js'
import { makeCopy } from '../../jobs/steps/make-copy.js'
import { buildSheet, evaluate, storeSheet } from '../../src/app.js'
import { silentLogger } from '../../src/log.js'
import { openQueue, type QueueBackend } from '../../src/queue/index.js'
import { type Installation, installation } from './installation.js'

let house: Installation
let room: string
let deps: JobDeps
let queue: QueueBackend
beforeAll(async () => {
  house = await installation('2026-10-15T23:55:00+03:00')
  await house.run('sync', { from: '2026-10-12', to: '2026-10-15' })
  room = await mkdtemp(join(tmpdir(), 'dnevnik-bridge-trial-'))
  const copy: CopySetting = { folder: room, place: 'сейф', every: 'night', sameDisk: true, recipients: [] }
  deps = Object.defineProperties({} as JobDeps, {
    ...Object.getOwnPropertyDescriptors(house.app.deps),
    copySettings: { value: { copies: [copy], copyMaxAgeDays: 7, trialRestoreOn: '07-01' } },
    administrators: { value: [{ address: 'it@school.example' }] },
    dumpDatabase: { value: house.app.deps.dumpDatabase, configurable: true },
  })
  const { classes } = await deps.mirror.directory(house.school.id)
  const classId = classes[0]?.id ?? ''
  await storeSheet(deps, await buildSheet(deps, { school: house.school, classId, periodId: null }))
  await makeCopy(deps, copy, { begin: true, actor: 'administrator' })
  queue = await openQueue({ kind: 'inline', jobs, log: silentLogger })
  await queue.work({
    jobs: [...jobs],
    deps,
    log: silentLogger,
    concurrency: { dnevnik: 1, local: 1, archive: 1 },
  })
})
afterAll(async () => {
  await queue.close()
  await house.close()
  await rm(room, { recursive: true })
})

/** The night of a day, worked off. @returns findings of all trials in the archive's log */
async function night(date: string): Promise<number[]> {
  house.clock.set(Date.parse(`${date}T02:00:00+03:00`))
  await addDueCopies(deps, queue, { schools: house.app.schools, nightAt: '00:20' })
  await queue.idle()
  return ((await (await deps.readArchive())?.trials()) ?? []).map(({ findings }) => findings)
}

async function letters(): Promise<string[]> {
  const outbox = join(house.folder, 'outbox')
  const files = (await readdir(outbox).catch(() => [])).filter(file => file.endsWith('.html'))
  return Promise.all(files.map(file => readFile(join(outbox, file), 'utf8')))
}

test('the first copy is restored on trial, and then once a year from the day in the settings', async () => {
  expect(await night('2026-10-17')).toEqual([0])
  expect(await night('2026-10-18')).toEqual([0])
  expect(await night('2027-06-30')).toEqual([0])
  expect(await night('2027-07-02')).toEqual([0, 0])
  expect(await night('2027-07-03')).toEqual([0, 0])
  expect(await readdir(house.folder)).not.toContain('trial')
  expect(await letters()).toEqual([])
})

test('a trial that fails is told, leaves nothing behind, and is repeated until it succeeds', async () => {
  await mkdir(join(house.app.folder.trial, 'trial-restore-killed'), { recursive: true })
  const isDump = (name: string) => name.endsWith('.sql.gz')
  const spoilNext = deps.dumpDatabase
  Object.defineProperty(deps, 'dumpDatabase', {
    configurable: true,
    value: async (folder: string) => {
      const made = await spoilNext(folder, [])
      await appendFile(made.file, 'x')
      return made
    },
  })
  expect(await night('2028-07-01')).toEqual([0, 0])
  const [letter = '', ...more] = await letters()
  expect(more).toEqual([])
  expect(letter).toContain('не восстанавливается из копии')
  expect(letter).toContain('DUMP_DAMAGED')
  Object.defineProperty(deps, 'dumpDatabase', { configurable: true, value: spoilNext })
  expect(await night('2028-07-02')).toEqual([0, 0, 0])
  expect((await readdir(join(room, 'database'))).filter(isDump).length).toBeLessThanOrEqual(7)
  expect(await readdir(house.folder)).not.toContain('trial')
})

test('a digest names copies that are older than the settings allow, and only those', async () => {
  expect(await overdueCopies(deps)).toEqual([])
  house.clock.set(Date.parse('2028-07-11T07:30:00+03:00'))
  const told = 'Резервной копии дней: 9 (сейф).'
  expect(await overdueCopies(deps)).toEqual([told])
  const days = { school: house.school.id, from: '2026-10-12', to: '2026-10-15', classIds: null }
  const evaluation = await evaluate(deps, days)
  await rm(join(house.folder, 'outbox'), { recursive: true, force: true })
  await sendSchoolLetters(deps, evaluation, { kinds: ['deputy'], asked: true })
  expect((await letters()).join()).toContain(told)
  await deps.copyBook.failed('/elsewhere', house.clock.now(), 'COPY_MISSING')
  const settings = {
    ...deps.copySettings,
    copies: [{ ...deps.copySettings.copies[0], folder: '/elsewhere', place: '' }],
  }
  const never = Object.defineProperty(Object.create(deps), 'copySettings', { value: settings }) as JobDeps
  expect(await overdueCopies(never)).toEqual(['Резервной копии нет ни одной целой: /elsewhere.'])
})
