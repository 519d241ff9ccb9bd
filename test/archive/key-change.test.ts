import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { openFolderArchive } from '../../src/archive/folder-archive.js'
import {
  type ArchiveOptions,
  type KeyAct,
  openArchive,
  replaceLostKey,
  restoreArchive,
} from '../../src/archive/index.js'
import { loadSigner } from '../../src/archive/keys.js'
import { backUp } from './copies.js'
import { dyingDisk, PowerCut, recordingDisk } from './disks.js'
import { expectAllFlushed } from './flushed.js'
import { correctedSummary, firstSummary, optionsIn, request, summaryId } from './requests.js'
import { auditorVerdict, emptyRoom, expectAuditor, reading, smallArchive, withArchive } from './workshop.js'

const planned = { reason: 'Плановая смена ключа', actor: 'administrator' }
const lost = {
  number: '5',
  attestedBy: ['Петрова А. И.', 'Сидоров Б. К.'],
  reason: 'Диск с ключом сломался',
  actor: 'administrator',
  forms: async (act: KeyAct) => [{ path: 'act.txt', bytes: Buffer.from(act.attestedBy.join(' и ')) }],
} as const

/** One change of keys, with entries before and after it. */
async function changedArchive(room: string): Promise<ArchiveOptions> {
  const options = optionsIn(room)
  await withArchive(options, async archive => {
    await archive.put(firstSummary)
    await archive.changeKey(planned)
    await archive.put(correctedSummary)
  })
  return options
}

async function clone(room: string): Promise<ArchiveOptions> {
  const other = await emptyRoom()
  await cp(room, other, { recursive: true })
  return optionsIn(other)
}

const findingsOf = async (options: ArchiveOptions) =>
  (await reading(options, archive => archive.verify())).findings

let room: string
beforeAll(async () => {
  room = await emptyRoom()
  await changedArchive(room)
})

describe('a planned change of keys', () => {
  test('the new key signs from the next entry on, the former one stays beside it, and all is sound', async () => {
    const options = await clone(room)
    const fields = async (seq: string) => readFile(join(options.folder, 'log', seq, 'entry.txt'), 'utf8')
    const [, former = ''] = /^key=(.*)$/m.exec(await fields('00000001')) ?? []
    const [, named = ''] = /^new-key=(.*)$/m.exec(await fields('00000002')) ?? []
    expect(await fields('00000002')).toContain(`\nkey=${former}\n`)
    expect(await fields('00000003')).toContain(`\nkey=${named}\n`)
    expect((await loadSigner(options.keyFile, ''))?.keyId).toBe(named)
    expect(await readdir(dirname(options.keyFile))).toEqual([`archive-key-${former}.pem`, 'archive-key.pem'])
    expect(await reading(options, archive => archive.verify())).toMatchObject({ findings: [], notes: [] })
    await expectAuditor(options.folder, 0)
    await withArchive(options, archive => archive.changeKey(planned))
    expect(await findingsOf(options)).toEqual([])
    await expectAuditor(options.folder, 0)
  })

  test('who has the archive open goes on with the new key', async () => {
    const options = await smallArchive(await emptyRoom())
    await withArchive(options, async open => {
      const { newKey } = await withArchive(options, other => other.changeKey(planned))
      await open.put(request({ a: 'b' }, { id: 'urn:x:y' }))
      const entry = await readFile(join(options.folder, 'log/00000005/entry.txt'), 'utf8')
      expect(entry).toContain(`\nkey=${newKey}\n`)
    })
  })

  test('cut off at any step the archive goes on with the key that the log names, and can be changed', async () => {
    const start = await emptyRoom()
    await smallArchive(start)
    const recorded = recordingDisk()
    const whole = await openFolderArchive(await clone(start), { disk: recorded.disk, lockWaitSeconds: 5 })
    const opening = recorded.steps.length
    await whole.changeKey(planned)
    await whole.close()
    expectAllFlushed(recorded.steps)
    for (let last = opening; last < recorded.steps.length; last += 2) {
      const options = await clone(start)
      const dying = await openFolderArchive(options, { disk: dyingDisk(last), lockWaitSeconds: 5 })
      await expect(dying.changeKey(planned)).rejects.toBeInstanceOf(PowerCut)
      await dying.close()
      const at = `${last}: ${recorded.steps[last]?.op} ${recorded.steps[last]?.path}`
      expect({ at, findings: await findingsOf(options) }).toEqual({ at, findings: [] })
      await withArchive(options, archive => archive.put(request({ a: 'b' }, { id: 'urn:x:y' })))
      await withArchive(options, archive => archive.changeKey(planned))
      expect({ at, findings: await findingsOf(options) }).toEqual({ at, findings: [] })
      expect(await readdir(dirname(options.keyFile))).not.toContain('archive-key.pem.next')
    }
    await expectAuditor(whole.folder, 0)
  })

  test('a log that is damaged gets no new key', async () => {
    const options = await clone(room)
    await writeFile(join(options.folder, 'log/00000001/entry.sig'), 'x')
    await withArchive(options, async archive => {
      await expect(archive.changeKey(planned)).rejects.toMatchObject({ code: 'ARCHIVE_DAMAGED' })
    })
  })
})

describe('copies and a change of keys', () => {
  test('a copy from before goes on with the next run; until then verify says what it is', async () => {
    const options = await smallArchive(await emptyRoom())
    const copy = join(await emptyRoom(), 'copy')
    await backUp(options, copy)
    await withArchive(options, archive => archive.changeKey(planned))
    const asCopy = { ...options, folder: copy }
    const seen = await reading(asCopy, archive => archive.verify({ isCopy: true }))
    expect(seen).toMatchObject({ findings: [], notes: [{ code: 'KEY_FORMER' }] })
    // As the archive itself it would be one whose end was cut off.
    expect(await findingsOf(asCopy)).toContainEqual(expect.objectContaining({ code: 'LOG_KEY' }))
    const to = join(await emptyRoom(), 'archive')
    const { keyFile, now } = options
    const entry = { place: '', actor: 'administrator', now }
    const restored = await restoreArchive({ from: copy, to, keyFile, entry })
    expect(restored).toMatchObject({ restored: true, entry: '00000004' })
    expect(await backUp(options, copy)).toMatchObject({ findings: [], notes: [], upto: '00000005' })
    await expectAuditor(copy, 0)
  })

  test('what an earlier key has disposed of goes from copies made later, too', async () => {
    const options = await clone(room)
    const copy = join(await emptyRoom(), 'copy')
    expect(await backUp(options, copy)).toMatchObject({ findings: [], missing: { entries: 3 } })
    await rm(join(copy, 'log/00000002/new-key.sig'))
    expect(await backUp(options, copy)).toMatchObject({ healed: ['log/00000002/new-key.sig'] })
  })

  test('an archive put back to before the change is refused', async () => {
    const options = await smallArchive(await emptyRoom())
    const old = join(await emptyRoom(), 'old')
    await cp(options.folder, old, { recursive: true })
    await withArchive(options, archive => archive.changeKey(planned))
    await expect(openArchive({ ...options, folder: old })).rejects.toMatchObject({ code: 'ARCHIVE_UNUSABLE' })
  })
})

describe('a lost key', () => {
  async function withoutKey(): Promise<ArchiveOptions> {
    const options = await smallArchive(await emptyRoom())
    await rm(options.keyFile)
    return options
  }

  test('is replaced by an act of two people, and the log says so for ever', async () => {
    const options = await withoutKey()
    const expected = await reading(options, archive => archive.checkpoint())
    const report = await replaceLostKey(options, { ...lost, expected })
    expect(report).toMatchObject({ entry: '00000004', act: 'urn:school-1:key-act:5' })
    await withArchive(options, async archive => {
      await archive.put(request({ a: 'b' }, { id: 'urn:x:y' }))
      const act = JSON.parse(String(await archive.get(report.act, 'act.json')))
      expect(act).toMatchObject({
        ...{ attestedBy: lost.attestedBy, newKey: report.newKey, upto: '00000003', head: expected.head },
        known: '00000003',
      })
      expect(String(await archive.get(report.act, 'act.txt'))).toContain('Сидоров Б. К.')
      expect(await archive.verify()).toMatchObject({ findings: [], notes: [{ code: 'KEY_LOST' }] })
    })
    expect(await readFile(join(options.folder, 'log/00000004/entry.txt'), 'utf8')).not.toContain('Петров')
    await expectAuditor(options.folder, 0, '--expect', `00000003:${expected.head}`)
  })

  test('one person, one that is there, damage, or an archive older than known: nothing is written', async () => {
    const options = await withoutKey()
    const key = options.keyFile
    const refused = async (more: object, code: string, with_ = options) => {
      await expect(replaceLostKey(with_, { ...lost, ...more })).rejects.toMatchObject({ code })
      expect(await readdir(join(with_.folder, 'log'))).toHaveLength(3)
    }
    await refused({ attestedBy: ['Петрова А. И.', 'ПЕТРОВА А.И'] }, 'ARCHIVE_REFUSED')
    await refused({ number: '' }, 'ARCHIVE_REFUSED')
    await refused({ expected: { seq: '00000009', head: '0'.repeat(128) } }, 'ARCHIVE_DAMAGED')
    await refused({}, 'ARCHIVE_UNUSABLE', { ...options, folder: await emptyRoom() }).catch(() => undefined)
    const other = await smallArchive(await emptyRoom())
    await refused({}, 'USAGE', other)
    await cp(other.keyFile, key)
    await refused({}, 'ARCHIVE_UNUSABLE')
    await rm(key)
    await writeFile(join(options.folder, 'log/00000001/files.sha512'), 'x')
    await refused({}, 'ARCHIVE_DAMAGED')
  })

  test('cut off at any step, the same act again goes on, and another one is refused', async () => {
    const start = await emptyRoom()
    await smallArchive(start)
    await rm(optionsIn(start).keyFile)
    const { disk, steps } = recordingDisk()
    await replaceLostKey(await clone(start), lost, { disk, lockWaitSeconds: 5 })
    expectAllFlushed(steps)
    const committed = steps.findIndex(({ op, path }) => op === 'rename' && path.endsWith('log/00000004'))
    for (let last = 0; last < steps.length; last += 2) {
      const options = await clone(start)
      const cut = replaceLostKey(options, lost, { disk: dyingDisk(last), lockWaitSeconds: 5 })
      await expect(cut).rejects.toBeInstanceOf(PowerCut)
      const at = `${last}: ${steps[last]?.op} ${steps[last]?.path}`
      const stored = (await readdir(join(options.folder, 'log'))).length > 4
      if (last > committed && !stored) {
        expect((await findingsOf(options)).map(({ code }) => code)).toEqual(['KEY_ACT'])
        // 75 while the staging folder of the entry is still there.
        expect([1, 75]).toContain((await auditorVerdict(options.folder)).code)
        const other = replaceLostKey(options, { ...lost, reason: 'Другая' })
        await expect(other).rejects.toMatchObject({ code: 'USAGE' })
      }
      if (stored) await withArchive(options, archive => archive.get(summaryId, 'sheet.json'))
      else await replaceLostKey(options, lost)
      expect({ at, findings: await findingsOf(options) }).toEqual({ at, findings: [] })
    }
  })
})
