import { appendFile, cp, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { append } from '../../src/archive/append.js'
import { realDisk } from '../../src/archive/disk.js'
import type { DisposalRequest } from '../../src/archive/index.js'
import { loadSigner } from '../../src/archive/keys.js'
import { takeLock } from '../../src/archive/lock.js'
import { readLog } from '../../src/archive/log.js'
import { objectPath } from '../../src/archive/paths.js'
import {
  actOne,
  disposal,
  in2033,
  journalId,
  oldArchive,
  oldReportId,
  recorded,
  sheetId,
} from './disposals.js'
import { brokenOcflRules } from './ocfl-rules.js'
import { emptyRoom, expectAuditor, fingerprint, reading, withArchive } from './workshop.js'

const day = 86_400_000

describe('a disposal', () => {
  test('takes what is due, keeps the act and every entry, and leaves a sound archive', async () => {
    const options = await oldArchive(await emptyRoom())
    const digest = await readFile(join(options.folder, 'log/00000001/files.sha512'), 'utf8')
    const report = await withArchive(options, async archive => {
      const plan = await archive.planDisposal(disposal())
      expect(plan).toMatchObject({
        ...{ damage: [], kept: [], clock: 'jump', newest: '2027-06-01T09:00:00Z' },
        lines: [
          { id: journalId, version: 'v2', versions: 2, until: '2033-01-01', byRule: { years: 5 } },
          { id: oldReportId, version: 'v1', versions: 1 },
        ],
      })
      return archive.dispose(disposal())
    })
    expect(report).toMatchObject({
      act: actOne,
      disposed: [
        { id: journalId, entry: '00000006' },
        { id: oldReportId, entry: '00000008' },
      ],
    })
    await reading(options, async archive => {
      expect((await archive.list()).map(({ id }) => id)).toEqual([sheetId, actOne])
      expect(await archive.show(journalId)).toBeNull()
      expect(await archive.get(journalId, 'a.txt')).toBeNull()
      const act = JSON.parse((await archive.get(actOne, 'act.json'))?.toString() ?? '')
      const people = { approvedBy: 'Петрова А. И.', executedBy: 'Сидоров П. К.', reason: 'Срок истёк' }
      expect(act).toMatchObject({ ...people, number: '1', at: '2033-02-01T09:00:00Z' })
      expect(act.objects[0].inventorySha512).toMatch(/^[0-9a-f]{128}$/)
      expect((await archive.get(actOne, 'act.txt'))?.toString()).toBe('Акт 1')
      expect((await archive.retention(disposal().rules))[1]).toMatchObject({
        id: actOne,
        obstacle: 'permanent',
      })
      expect(await archive.disposals()).toMatchObject([{ done: true }, { done: true, act: actOne }])
      expect(await archive.verify()).toMatchObject({ findings: [], notes: [], objects: 2, logEntries: 9 })
    })
    for (const id of [journalId, oldReportId]) {
      expect((await fingerprint(options.folder)).has(objectPath(id))).toBe(false)
    }
    expect(await readFile(join(options.folder, 'log/00000001/files.sha512'), 'utf8')).toBe(digest)
    expect(await readdir(join(options.folder, 'trash'))).toEqual([])
    expect(brokenOcflRules(join(options.folder, 'ocfl'))).toEqual([])
    await expectAuditor(options.folder, 0)
    const log = await readFile(join(options.folder, 'log/00000006/entry.txt'), 'utf8')
    expect(log).toContain(`act=${actOne}\nact-entry=00000005\n`)
    expect(log).not.toMatch(/Петрова|Сидоров/)
  })

  test('may name a part, and what was disposed of never comes again', async () => {
    const options = await oldArchive(await emptyRoom())
    await withArchive(options, async archive => {
      expect((await archive.dispose(disposal({ ids: [oldReportId] }))).disposed).toHaveLength(1)
      const again = archive.put(recorded(oldReportId, 'report', 5))
      await expect(again).rejects.toMatchObject({ code: 'ARCHIVE_REFUSED' })
      expect((await archive.list()).map(({ id }) => id)).toEqual([journalId, sheetId, actOne])
    })
  })
})

describe('a disposal is refused', () => {
  const cases: [string, Partial<DisposalRequest>, string][] = [
    ['before the term', { ids: [journalId, sheetId] }, 'DISPOSAL_REFUSED'],
    ['of what is not there', { ids: ['urn:x:none'] }, 'NOT_FOUND'],
    ['by one person, however spelt', { executedBy: 'ПЕТРОВА А.И' }, 'ARCHIVE_REFUSED'],
    ['by nobody', { approvedBy: '' }, 'ARCHIVE_REFUSED'],
    ['without number', { number: ' ' }, 'ARCHIVE_REFUSED'],
    ['without reason', { reason: '' }, 'ARCHIVE_REFUSED'],
    ['after a long silence of the log, if nobody says what day it is', { today: null }, 'DISPOSAL_REFUSED'],
    ['after a long silence, if it is another day', { today: '2032-02-01' }, 'DISPOSAL_REFUSED'],
    ['where no rule names the kind', { rules: { years: {} } }, 'DISPOSAL_REFUSED'],
  ]
  test.each(cases)('%s', async (_name, more, code) => {
    const options = await oldArchive(await emptyRoom())
    await withArchive(options, async archive => {
      const before = await fingerprint(options.folder)
      await expect(archive.dispose(disposal(more))).rejects.toMatchObject({ code })
      expect(await fingerprint(options.folder)).toEqual(before)
    })
  })

  test('while somebody forbids it, and not any more afterwards', async () => {
    const options = await oldArchive(await emptyRoom())
    await withArchive(options, async archive => {
      const court = { id: journalId, reason: 'суд', actor: 'archivist' }
      await archive.hold(court)
      const refused = archive.dispose(disposal({ ids: [journalId] }))
      await expect(refused).rejects.toMatchObject({ code: 'DISPOSAL_REFUSED', details: { reason: 'held' } })
      expect((await archive.planDisposal(disposal())).lines.map(({ id }) => id)).toEqual([oldReportId])
      await archive.release(court)
      expect((await archive.dispose(disposal())).disposed).toHaveLength(2)
    })
  })

  test('by a clock that went back, or was set ahead', async () => {
    const options = await oldArchive(await emptyRoom())
    await withArchive(options, archive => archive.dispose(disposal({ ids: [journalId] })))
    const behind = { ...options, now: () => in2033() - day }
    await withArchive(behind, async archive => {
      const refused = archive.dispose(disposal({ number: '2' }))
      await expect(refused).rejects.toMatchObject({ details: { reason: 'clock' } })
    })
    const ahead = { ...options, now: () => in2033() + 3 * day }
    await withArchive(ahead, async archive => {
      const refused = archive.dispose(disposal({ number: '2' }))
      await expect(refused).rejects.toMatchObject({ details: { reason: 'clock' } })
      const sure = await archive.dispose(disposal({ number: '2', today: '2033-02-04' }))
      expect(sure.disposed).toHaveLength(1)
    })
  })

  test('of what is damaged, and of what the act of that number does not name', async () => {
    const options = await oldArchive(await emptyRoom())
    const file = join(options.folder, objectPath(journalId), 'v1/content/a.txt')
    const whole = await readFile(file)
    await appendFile(file, 'x')
    await withArchive(options, async archive => {
      const damaged = archive.dispose(disposal())
      await expect(damaged).rejects.toMatchObject({ code: 'ARCHIVE_DAMAGED' })
      await rm(file)
      await appendFile(file, whole)
      await archive.dispose(disposal({ ids: [journalId] }))
      for (const other of [{ approvedBy: 'Иванова' }, { reason: 'Другая' }, { ids: [oldReportId] }]) {
        const refused = archive.dispose(disposal(other))
        await expect(refused).rejects.toMatchObject({ details: { reason: 'act' } })
      }
      // The same act, carried out already: nothing to do.
      expect((await archive.dispose(disposal())).disposed).toEqual([])
      await expect(archive.dispose(disposal({ number: '2', ids: [] }))).rejects.toMatchObject({
        details: { reason: 'nothing' },
      })
    })
  })
})

test('a disposal that another key has signed deletes nothing, and is named', async () => {
  const options = await oldArchive(await emptyRoom())
  const stranger = await oldArchive(await emptyRoom())
  await cp(join(stranger.folder, 'keys'), join(options.folder, 'keys'), { recursive: true })
  const { folder } = options
  const lock = await takeLock(folder, 5)
  const signer = await loadSigner(stranger.keyFile, folder)
  const log = await readLog(folder)
  const head = log.stores.findLast(({ id }) => id === journalId)
  if (signer === null || head === undefined) throw new Error('the scene is not set')
  const fields = {
    ...({ op: 'dispose', id: journalId, path: head.path, 'object-version': head.version } as const),
    ...{ 'inventory-sha512': head.inventorySha512, act: sheetId, 'act-entry': '00000003' },
  }
  const writing = { disk: realDisk, folder, name: 'school-1', log, signer, lock, now: in2033() }
  await append(writing, { fields, actor: 'archivist', reason: 'Подложено' })
  await lock.release()
  await withArchive(options, async archive => {
    const { findings } = await archive.verify()
    const file = 'log/00000005/entry.txt'
    expect(findings).toContainEqual(expect.objectContaining({ code: 'LOG_KEY', object: journalId, file }))
  })
  expect(await readFile(join(options.folder, objectPath(journalId), 'v2/content/a.txt'), 'utf8')).toBe('2')
})
