import { appendFile, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { JobDeps } from '../../jobs/deps.js'
import { scrubAndTell } from '../../jobs/steps/scrub-archive.js'
import { stampAndTell } from '../../jobs/steps/stamp-checkpoint.js'
import { addDueRuns, buildSheet, storeSheet } from '../../src/app.js'
import { BridgeError } from '../../src/errors.js'
import { type Installation, installation } from './installation.js'

let house: Installation
beforeAll(async () => {
  house = await installation('2026-10-15T23:55:00+03:00')
  await house.run('sync', { from: '2026-10-12', to: '2026-10-15' })
})
afterAll(() => house.close())

const administrators = [{ address: 'it@school.example' }, { address: 'deputy@school.example' }]
const scrub = (scope: 'all' | 'new') => scrubAndTell({ ...house.app.deps, administrators }, scope)

async function letters(): Promise<string[]> {
  const outbox = join(house.folder, 'outbox')
  const files = await readdir(outbox).catch(() => [])
  return Promise.all(
    files.filter(file => file.endsWith('.eml')).map(file => readFile(join(outbox, file), 'utf8')),
  )
}

function textOf(letter: string | undefined): string {
  const [, text = ''] = letter?.split(/base64\s+/) ?? []
  return Buffer.from(text.split('--')[0] ?? '', 'base64').toString()
}

const messageIds = (of: readonly string[]) =>
  new Set(of.map(letter => /^Message-ID:\s+(\S+)/m.exec(letter)?.[1])).size

async function damage(): Promise<void> {
  const { archive } = house.app.folder
  const pdf = (await readdir(archive, { recursive: true })).find(file => file.endsWith('sheet.pdf'))
  await appendFile(join(archive, pdf ?? ''), 'x')
}

async function storeASheet(): Promise<void> {
  const { deps } = house.app
  const { classes } = await deps.mirror.directory(house.school.id)
  const classId = classes[0]?.id ?? ''
  await storeSheet(deps, await buildSheet(deps, { school: house.school, classId, periodId: null }))
}

test('a night reads what is new, the one that begins the Sunday reads all', async () => {
  const { deps } = house.app
  expect(await scrub('all')).toBeNull()
  await storeASheet()
  const checks = async (now: string) => {
    house.clock.set(Date.parse(now))
    const schedule = { nightAt: '00:20', digestAt: '07:30', plannedLooks: true, requestsADay: 10_000 }
    await addDueRuns(deps, house.queue, { schools: house.app.schools, schedule })
    await house.queue.idle()
    return (await (await deps.archive()).checks()).map(({ whole }) => whole)
  }
  // The first is of all that there is, because all is new.
  expect(await checks('2026-10-16T01:00:00+03:00')).toEqual([true])
  expect(await checks('2026-10-17T01:00:00+03:00')).toEqual([true, false])
  expect(await checks('2026-10-18T01:00:00+03:00')).toEqual([true, false, true])
})

test('a time stamp that is not to be had is told in a letter, and nobody is asked where nobody is named', async () => {
  const stamp = (timeStamps: JobDeps['timeStamps']) =>
    stampAndTell({ ...house.app.deps, administrators, timeStamps }, { lastAttempt: true })
  expect(await stamp(null)).toBeNull()
  expect(await letters()).toEqual([])
  expect(await stamp({ url: 'http://127.0.0.1:1/tsr', caFile: join(house.folder, 'none.pem') })).toBeNull()
  expect(await letters()).toHaveLength(2)
  await rm(join(house.folder, 'outbox'), { recursive: true })
})

test('of one that can’t be read the letter says where, once a day, until a night reads it again', async () => {
  await storeASheet()
  const [log, away] = [join(house.app.folder.archive, 'log'), join(house.folder, 'log-away')]
  await rename(log, away)
  // Leads to itself, so that the system refuses it: rights stop nobody who runs tests as root.
  await symlink('log', log)
  const failed = { code: 'ARCHIVE_UNUSABLE', permanent: true }
  await expect(scrub('new')).rejects.toMatchObject(failed)
  await expect(scrub('all')).rejects.toMatchObject(failed)
  const told = await letters()
  expect(messageIds(told)).toBe(administrators.length)
  expect(textOf(told[0])).toMatch(/не дошла до конца[\s\S]+\(log\)[\s\S]+archive scrub/)
  await rm(log)
  await rename(away, log)
  expect(await scrub('new')).toMatchObject({ findings: [] })
  const passing = new BridgeError('ARCHIVE_UNUSABLE', { message: 'Нет места', permanent: false })
  house.clock.set(Date.parse('2026-10-19T01:00:00+03:00'))
  const full = { ...house.app.deps, administrators, archive: () => Promise.reject(passing) }
  await expect(scrubAndTell(full, 'new')).rejects.toBe(passing)
  expect(messageIds(await letters())).toBe(administrators.length)
  await rm(join(house.folder, 'outbox'), { recursive: true })
})

test('whoever looks after it is told of damage, once a day in one letter', async () => {
  await storeASheet()
  expect((await scrub('all'))?.findings).toEqual([])
  expect(await letters()).toEqual([])
  await damage()
  expect(await scrub('all')).toMatchObject({ findings: [{ code: 'E092' }] })
  const [first] = await letters()
  expect(textOf(first)).toContain('E092')
  const ids = async () => messageIds(await letters())
  expect(await ids()).toBe(administrators.length)
  await scrub('all')
  expect(await ids()).toBe(administrators.length)

  const told: string[] = []
  const mailer = {
    send(letter: { to: unknown; messageId: string }) {
      const { address } = letter.to as { address: string }
      told.push(address)
      const sent = { messageId: letter.messageId, file: null }
      return address.startsWith('it') ? Promise.reject(new Error('refused')) : Promise.resolve(sent)
    },
  }
  const deps = { ...house.app.deps, administrators, mailer }
  await expect(scrubAndTell(deps, 'all')).rejects.toThrow('refused')
  expect(told).toEqual(administrators.map(({ address }) => address))

  // So damaged that its log can't be continued: told all the same.
  await rm(join(house.app.folder.archive, 'log', '00000001'), { recursive: true })
  house.clock.set(Date.parse('2026-10-21T01:00:00+03:00'))
  await scrub('new').catch(() => null)
  expect(await ids()).toBe(2 * administrators.length)
})
