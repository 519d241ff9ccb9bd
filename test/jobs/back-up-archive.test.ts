import { appendFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { CopySetting, JobDeps } from '../../jobs/deps.js'
import { backUpAndTell } from '../../jobs/steps/back-up.js'
import { makeCopy } from '../../jobs/steps/make-copy.js'
import { askForTrial } from '../../jobs/steps/try-restore.js'
import { addDueRuns, buildSheet, storeSheet } from '../../src/app.js'
import { newIdentity, openerOf } from '../../src/archive/index.js'
import { verifyDump } from '../../src/database/index.js'
import type { QueueBackend } from '../../src/queue/index.js'
import { emptyRoom, expectAuditor, smallArchive } from '../archive/workshop.js'
import { type Installation, installation } from './installation.js'

let house: Installation
let room: string
beforeAll(async () => {
  house = await installation('2026-10-15T23:55:00+03:00')
  await house.run('sync', { from: '2026-10-12', to: '2026-10-15' })
  await storeASheet()
  room = await mkdtemp(join(tmpdir(), 'dnevnik-bridge-copies-'))
})
afterAll(async () => {
  await house.close()
  await rm(room, { recursive: true })
})

const administrators = [{ address: 'it@school.example' }]

function settings(...copies: readonly Partial<CopySetting>[]): JobDeps {
  const copySettings = {
    copyMaxAgeDays: 7,
    trialRestoreOn: '07-01',
    copies: copies.map(copy => ({
      ...{ folder: room, place: 'сейф', every: 'night' as const, sameDisk: true },
      recipients: [],
      ...copy,
    })),
  }
  return Object.defineProperties({} as JobDeps, {
    ...Object.getOwnPropertyDescriptors(house.app.deps),
    copySettings: { value: copySettings, enumerable: true },
    administrators: { value: administrators, enumerable: true },
  })
}

const once = { lastAttempt: true, progress: async () => {} }
const backUp = (deps: JobDeps) =>
  backUpAndTell(
    deps,
    { since: house.clock.now(), folders: deps.copySettings.copies.map(({ folder }) => folder) },
    once,
  )

async function storeASheet(): Promise<void> {
  const { deps } = house.app
  const { classes } = await deps.mirror.directory(house.school.id)
  const classId = classes[0]?.id ?? ''
  await storeSheet(deps, await buildSheet(deps, { school: house.school, classId, periodId: null }))
}

/** Subjects of the letters since the last look. */
async function letters(): Promise<string[]> {
  const outbox = join(house.folder, 'outbox')
  const files = (await readdir(outbox).catch(() => [])).filter(file => file.endsWith('.html'))
  const texts = await Promise.all(files.map(file => readFile(join(outbox, file), 'utf8')))
  await rm(outbox, { recursive: true, force: true })
  return texts.map(text => /<title>(.*)<\/title>/.exec(text)?.[1]?.replace(room, 'FOLDER') ?? '').sort()
}

function nextDay(): void {
  house.clock.set(house.clock.now() + 86_400_000)
}

const begin = (deps: JobDeps) => {
  const [copy] = deps.copySettings.copies
  if (copy === undefined) throw new Error('no copy')
  return makeCopy(deps, copy, { begin: true, actor: 'administrator' })
}

test('without copies in the settings nothing is made, and that is told once', async () => {
  expect(await backUp(settings())).toEqual([])
  expect(await letters()).toEqual(['У электронного журнала нет резервных копий'])
  nextDay()
  expect(await backUp(settings())).toEqual([])
  expect(await letters()).toEqual([])
})

test('an empty folder is taken for a disk that is not there, until somebody begins a copy', async () => {
  const deps = settings({})
  const failed = ['Резервная копия электронного журнала не сделана: FOLDER']
  for (let night = 0; night < 2; night++) {
    await expect(backUp(deps)).rejects.toMatchObject({ code: 'COPY_MISSING' })
    expect(await readdir(room)).toEqual([])
    expect(await letters()).toEqual(failed)
    nextDay()
  }
  await begin(deps)
  nextDay()
  expect(await backUp(deps)).toHaveLength(1)
  expect(await letters()).toEqual(['Резервная копия электронного журнала снова делается: FOLDER'])
  nextDay()
  expect(await backUp(deps)).toHaveLength(1)
  expect(await letters()).toEqual([])
})

test('archive and database lie beside each other, sound by themselves, and the copy stands in the log', async () => {
  nextDay()
  const [made] = await backUp(settings({}))
  expect(await readdir(room)).toEqual(['archive', 'database'])
  await expectAuditor(join(room, 'archive'), 0)
  const { file, rows } = await verifyDump(made?.database.file ?? '')
  expect(rows['mirror.version']).toBeGreaterThan(100)
  expect(await readFile(file, 'latin1')).not.toContain(house.sandbox.token)
  const backups = await (await house.app.deps.readArchive())?.backups()
  expect(backups?.at(-1)).toMatchObject({ at: house.clock.now(), place: 'сейф' })
})

test('a disk that went away is told each night, one that came back once, and its copy is as before', async () => {
  const deps = settings({})
  const before = await readdir(join(room, 'database'))
  await rename(room, `${room}.away`)
  await mkdir(room)
  nextDay()
  await expect(backUp(deps)).rejects.toMatchObject({ code: 'COPY_MISSING' })
  expect(await readdir(room)).toEqual([])
  expect(await letters()).toHaveLength(1)
  const state = (await deps.copyBook.all()).get(room)
  expect(state).toMatchObject({ failingSince: house.clock.now(), errorCode: 'COPY_MISSING' })
  await rm(room, { recursive: true })
  await rename(`${room}.away`, room)
  expect(await readdir(join(room, 'database'))).toEqual(before)
  nextDay()
  await backUp(deps)
  expect(await letters()).toEqual(['Резервная копия электронного журнала снова делается: FOLDER'])
})

test('what the copy has lost is mended; what nobody can mend is told, and the database is copied all the same', async () => {
  const deps = settings({})
  const archive = house.app.folder.archive
  const sheet = (await readdir(archive, { recursive: true })).find(file => file.endsWith('sheet.pdf')) ?? ''
  const bytes = await readFile(join(archive, sheet))
  await appendFile(join(room, 'archive', sheet), 'x')
  nextDay()
  expect((await backUp(deps))[0]?.archive.healed).toEqual([sheet])
  await appendFile(join(archive, sheet), 'x')
  await appendFile(join(room, 'archive', sheet), 'x')
  nextDay()
  const dumps = async () => (await readdir(join(room, 'database'))).at(-1)
  const last = await dumps()
  await expect(backUp(deps)).rejects.toMatchObject({ code: 'ARCHIVE_DAMAGED' })
  expect(await letters()).toHaveLength(1)
  expect(await dumps()).not.toBe(last)
  await writeFile(join(archive, sheet), bytes)
  nextDay()
  await backUp(deps)
  expect(await letters()).toHaveLength(1)
})

test("another archive's disk is never written to", async () => {
  const other = await emptyRoom()
  const deps = settings({ folder: other })
  expect((await smallArchive(other)).folder).toBe(join(other, 'archive'))
  const before = await readdir(other, { recursive: true })
  await expect(backUp(deps)).rejects.toMatchObject({ code: 'COPY_DIVERGED' })
  expect(await readdir(other, { recursive: true })).toEqual(before)
  await letters()
})

test('a passing failure is tried again before anybody is told', async () => {
  const deps = settings({})
  const busy = Object.defineProperties({} as JobDeps, {
    ...Object.getOwnPropertyDescriptors(deps),
    dumpDatabase: { value: () => Promise.reject(new Error('connection lost')) },
  })
  nextDay()
  const folders = [room]
  const first = backUpAndTell(busy, { since: house.clock.now(), folders }, { ...once, lastAttempt: false })
  await expect(first).rejects.toThrow('connection lost')
  expect(await letters()).toEqual([])
  await expect(backUpAndTell(busy, { since: house.clock.now(), folders }, once)).rejects.toThrow('lost')
  expect(await letters()).toHaveLength(1)
})

test('each night asks for them once, the week only on Sunday, and a night that was slept through in the morning', async () => {
  const added: { night: string; folders: string[] }[] = []
  const queue: QueueBackend = openingQueue(added)
  const weekly = join(room, 'weekly')
  const deps = settings({}, { folder: weekly, every: 'week' })
  const schedule = { nightAt: '00:20', digestAt: '07:30', plannedLooks: false, requestsADay: 10_000 }
  const at = async (now: string) => {
    house.clock.set(Date.parse(now))
    added.length = 0
    await addDueRuns(deps, queue, { schools: house.app.schools, schedule })
    return added.map(({ folders }) => folders)
  }
  const done = (folder: string) => deps.copyBook.made(folder, house.clock.now())
  // Sunday 1 November.
  expect(await at('2026-11-01T00:21:00+03:00')).toEqual([[room, weekly]])
  await done(room)
  await done(weekly)
  expect(await at('2026-11-01T12:00:00+03:00')).toEqual([])
  expect(await at('2026-11-02T00:10:00+03:00')).toEqual([])
  expect(await at('2026-11-02T08:00:00+03:00')).toEqual([[room]])
  await deps.copyBook.failed(room, house.clock.now(), 'COPY_MISSING')
  expect(await at('2026-11-02T08:01:00+03:00')).toEqual([])
  expect(await at('2026-11-09T08:01:00+03:00')).toEqual([[room, weekly]])
})

test('for recipients all is encrypted; a year without a trial is asked for on Sundays', async () => {
  const { text, recipient } = await newIdentity('2026-11-01T00:00:00Z')
  const identity = join(await emptyRoom(), 'identity.txt')
  await writeFile(identity, text)
  const folder = join(await emptyRoom(), 'offsite')
  const deps = settings({ folder, recipients: [recipient] })
  const made = await begin(deps)
  expect(made.archive).toMatchObject({ isSealed: true, findings: [], entry: expect.any(String) })
  expect(made.database.file).toMatch(/\.sql\.gz\.age$/)
  expect(made.database.rows['mirror.version']).toBeGreaterThan(100)
  expect((await readFile(made.database.file)).subarray(0, 21).toString()).toBe('age-encryption.org/v1')
  const opened = await verifyDump(made.database.file, await openerOf(identity))
  expect(opened.rows).toEqual(made.database.rows)
  nextDay()
  expect(await backUp(deps)).toHaveLength(1)
  await letters()
  const askedOn = async (day: string) => {
    house.clock.set(Date.parse(`${day}T09:00:00Z`))
    await askForTrial(deps, { since: house.clock.now() })
    return letters()
  }
  expect(await askedOn('2026-11-07')).toEqual([])
  expect(await askedOn('2026-11-08')).toEqual([
    'Пора восстановить на пробу зашифрованную копию электронного журнала',
  ])
})

/** Takes down what is asked for and does none of it. */
function openingQueue(added: { night: string; folders: string[] }[]): QueueBackend {
  const note = ({ name, id = '', payload }: { name: string; id?: string; payload: unknown }) => {
    if (name === 'back-up-archive')
      added.push({ night: id, folders: (payload as { folders: string[] }).folders })
  }
  return {
    ...({} as QueueBackend),
    add: async request => note(request),
    addTree: async tree => note(tree),
  }
}
