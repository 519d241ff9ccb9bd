import { spawnSync } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openArchive } from '../../src/archive/index.js'
import {
  computed,
  type Evidence,
  type EvidenceFile,
  evidenceFiles,
  ownVerifier,
  replay,
  replayText,
  verifierPath,
} from '../../src/evidence/index.js'
import { checkJournal, engineVersion, RegulationSchema } from '../../src/regulation/index.js'
import { requestOf } from '../regulation/build-slice.js'
import { SmallJournal } from '../regulation/small-journal.js'

const journal = SmallJournal.parse({
  title: 'Тема не заполнена, отметка поздняя, задание записано',
  lessons: [
    { id: 1, date: '2026-11-16' },
    {
      id: 2,
      date: '2026-11-16',
      number: 2,
      topic: [{ value: 'Сложение', absent: '2026-11-16 06:00', seen: '2026-11-16 15:00' }],
    },
  ],
  marks: [{ id: 31, lesson: 1, absent: '2026-11-17 08:00', seen: '2026-11-17 14:00' }],
})

function evidenceOf(): Evidence {
  const { slice, facts, settings, decisions, plans, archived, asOf, from, to } = requestOf(
    '2.3-topic-filled',
    journal,
  )
  return { slice, calendar: facts, settings, decisions, plans, archived, asOf, from, to }
}

function filesOf(evidence: Evidence): EvidenceFile[] {
  const { calendar: facts, ...rest } = evidence
  return evidenceFiles(evidence, computed(evidence, checkJournal({ facts, ...rest }).verdicts, engineVersion))
}

const reader = (files: readonly EvidenceFile[]) => (path: string) => {
  const file = files.find(one => one.path === path)
  if (!file) throw new Error(`no ${path}`)
  return file.bytes
}

describe('archived verdicts', () => {
  test('come out again, byte for byte, kept ones counted in', () => {
    const found = replay(reader(filesOf(evidenceOf())))
    expect(found).toMatchObject({ same: true, lost: [], added: [] })
    expect(found.archived).toEqual(found.again)
    expect(found.archived.kept).toMatchObject({ '2.3-topic-filled': 1 })
    expect(replayText(found).join('\n')).toMatch(/Те же, байт в байт/)
  })

  test('of another form are left to the rules archived beside them', () => {
    const older = filesOf(evidenceOf()).map(file => {
      if (!file.path.endsWith('verdicts.json')) return file
      const text = Buffer.from(file.bytes).toString('utf8').replace('verdicts/4', 'verdicts/3')
      return { ...file, bytes: Buffer.from(text) }
    })
    expect(() => replay(reader(older))).toThrow('Отчёт составила программа другой версии')
  })

  test('with terms whose grades stand the wrong way round, as they were taken once, replay', () => {
    const limits = [{ works: ['control'], grades: [8, 5], days: 3 }]
    const settings = RegulationSchema.parse({
      editions: [{ rules: { '2.5-written-works-in-time': { limits } } }],
    })
    expect(replay(reader(filesOf({ ...evidenceOf(), settings })))).toMatchObject({ same: true })
  })

  test('the same evidence is the same bytes', () => {
    expect(filesOf(evidenceOf())).toEqual(filesOf(evidenceOf()))
  })

  test('that come out otherwise are shown, lost and added, and kept ones by number', () => {
    const files = filesOf(evidenceOf())
    const settings = RegulationSchema.parse({
      editions: [{ rules: { '2.3-topic-filled': { minimumLetters: 20 } } }],
    })
    const others = filesOf({ ...evidenceOf(), settings })
    const mixed = files.map(file =>
      file.path === 'evidence/settings.json' ? (others.find(({ path }) => path === file.path) ?? file) : file,
    )
    const found = replay(reader(mixed))
    expect(found.same).toBe(false)
    expect(found.lost).toEqual([])
    expect(found.added).toHaveLength(1)
    expect(replayText(found).join('\n')).toMatch(
      /НЕ ТЕ ЖЕ[\s\S]*Соблюдено по 2\.3-topic-filled: было 1, стало 0\.[\s\S]*Появились теперь: 1\n {2}2026-11-16/,
    )
  })
})

describe('the verifier in the archive, run by Node.js alone', () => {
  const urn = 'urn:dnevnik-bridge:1000000000001:2026-2027:school:report:compliance:2026-11-16:2026-11-16'
  let folder: string
  let report: string
  let script: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dnevnik-bridge-replay-test-'))
    const options = { folder: join(folder, 'archive'), keyFile: join(folder, 'key.pem'), name: 'test' }
    const archive = await openArchive({ ...options, now: () => Date.parse('2026-11-18T12:00:00Z') })
    const put = { message: 'Отчёт', actor: 'archivist' }
    report = (await archive.put({ id: urn, files: filesOf(evidenceOf()), ...put })).folder
    const verifier = await archive.put({ ...(await ownVerifier()), ...put })
    script = join(verifier.folder, 'v1', 'content', verifierPath)
    await archive.close()
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  function run(...args: string[]) {
    // Nothing of ours is in reach: another folder, and no environment.
    return spawnSync(process.execPath, [script, ...args], { cwd: folder, env: {}, encoding: 'utf8' })
  }

  test('says the same, byte for byte', () => {
    const { status, stdout, stderr } = run(report)
    expect(stderr).toBe('')
    expect(stdout).toMatch(/вычислены заново: \d+; движок .*\nТе же, байт в байт\. SHA-256: [0-9a-f]{64}\n/)
    expect(status).toBe(0)
  })

  test('tells what is missing or was changed, and how it is called', async () => {
    expect(run(report, 'v7')).toMatchObject({ status: 2, stderr: expect.stringContaining('нет версии v7') })
    expect(run(folder)).toMatchObject({ status: 2, stderr: expect.stringContaining('inventory.json') })
    expect(run()).toMatchObject({ status: 2, stdout: expect.stringContaining('Вызов: node replay.mjs') })
    const copy = join(folder, 'copy')
    await cp(report, copy, { recursive: true })
    const file = join(copy, 'v1', 'content', 'evidence', 'settings.json')
    await writeFile(file, (await readFile(file, 'utf8')).replace('"minimumLetters":4', '"minimumLetters":5'))
    expect(run(copy)).toMatchObject({ status: 2, stderr: expect.stringContaining('settings.json изменён') })
  })
})
