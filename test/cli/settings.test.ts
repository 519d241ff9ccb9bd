import { spawnSync } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { parse, stringify } from 'yaml'
import { z } from 'zod'
import { ManualClock } from '../../src/clock.js'
import { verifierPath } from '../../src/evidence/index.js'
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js'
import { testDatabase } from '../support/database.js'
import { program, temporaryFolder } from './program.js'

/** The contract of `settings` in docs/cli.md, driven as a script would drive it; and what it leaves of the reports before it. */
describe('settings', () => {
  const now = '2026-10-26T08:00:00+03:00'
  const week = ['--from', '2026-10-19', '--to', '2026-10-23']
  const by = ['--by', 'Иванова А. П., завуч']
  const rule = '2.3-topic-filled'
  const wanted = ['--rule', rule, '--set', 'minimumLetters=40']
  const signed = ['--from', '2026-10-21', '--order', 'приказ № 12 от 20.10.2026', ...by]
  const clock = new ManualClock(0)
  let sandbox: Sandbox
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let database: Awaited<ReturnType<typeof testDatabase>>
  let environment: Record<string, string>

  const at = (instant: string, ...args: string[]) => {
    clock.set(Date.parse(instant))
    return program([...args, '--data', folder.path, '--now', instant, '--json'], environment)
  }
  const settings = (...args: string[]) => at(now, 'settings', ...args)
  const reported = async () => {
    const { code } = await program(['report', ...week, '--data', folder.path, '--now', now], environment)
    expect(code).toBe(0)
  }
  const replay = (...args: string[]) => program(['replay', ...args, '--data', folder.path, '--json'])
  const shown = async (on: string) =>
    (await settings('show', '--rule', rule, '--on', on)).lines.flatMap(line =>
      Shown.parse(line).settings.filter(({ key }) => key === 'minimumLetters'),
    )
  /** Days on which topics weren't filled. */
  const brokenDays = async () => {
    const { lines } = await at(now, 'check', ...week)
    const broken = lines.filter(line => line.rule === rule && line.verdict === 'broken')
    return [...new Set(broken.map(({ date }) => String(date)))].sort()
  }

  beforeAll(async () => {
    clock.set(Date.parse('2026-10-18T20:00:00+03:00'))
    sandbox = await startSandbox({ seed: 5, classes: 1, from: '2026-10-12', to: '2026-10-25', clock })
    folder = await temporaryFolder()
    database = await testDatabase()
    environment = { DNEVNIK_TOKEN: sandbox.token, DATABASE_URL: database.connectionString }
    await program(
      [
        ...['init', '--data', folder.path, '--api-url', sandbox.url, '--school', sandbox.school.id],
        ...['--time-zone', 'Europe/Moscow', '--yes', '--json'],
      ],
      environment,
    )
    const file = join(folder.path, 'bridge.yaml')
    const written = parse(await readFile(file, 'utf8'))
    written.platform.requestsPerSecond = 1000
    await writeFile(file, stringify(written))
    for (const instant of ['2026-10-18T20:00:00+03:00', now])
      expect((await at(instant, 'sync', ...week)).code).toBe(0)
  })
  afterAll(async () => {
    await sandbox.close()
    await database.drop()
    await folder.remove()
  })

  let before: readonly string[] = []
  let report = ''

  test('show tells of each rule what it is set to, and where that came from', async () => {
    const { code, lines } = await settings('show')
    expect(code).toBe(0)
    expect(lines.length).toBeGreaterThan(10)
    for (const line of lines) {
      expect(Object.keys(line)).toEqual(['rule', 'clause', 'settings', 'ahead', 'until'])
      for (const setting of Shown.parse(line).settings)
        expect(Object.keys(setting)).toEqual(['key', 'value', 'default', 'source'])
    }
    expect(await shown('2026-10-26')).toEqual([
      { key: 'minimumLetters', value: 4, default: 4, source: { kind: 'usual' } },
    ])
  })

  test('try tells what would be, over the term or the year, and writes nothing', async () => {
    before = await brokenDays()
    const tried = await settings('try', ...wanted)
    expect(tried.code).toBe(0)
    const [line] = tried.lines
    expect(Object.keys(line ?? {})).toEqual(['from', 'to', 'rules', 'changes'])
    const { rules, changes } = Tried.parse(line)
    const [own] = rules.filter(one => one.rule === rule)
    expect(own?.after.broken).toBeGreaterThan(own?.before.broken ?? 0)
    expect(own?.after.kept).toBeLessThan(own?.before.kept ?? 0)
    expect(changes.length).toBeGreaterThan(5)
    const year = await settings('try', ...wanted, '--year')
    expect(year.lines[0]).toMatchObject({ from: '2026-09-01', to: '2026-10-26' })
  })

  test.each([
    ['a rule that is not there', ['--rule', '9.9-nothing', '--set', 'minutes=1'], 'NOT_FOUND'],
    ['terms of storage', ['--rule', '3-terms-end', '--set', 'years=1'], 'NOT_FOUND'],
    ['a setting that the rule has not', ['--rule', rule, '--set', 'minutes=1'], 'USAGE'],
    ['a value that it does not take', ['--rule', rule, '--set', 'minimumLetters=0'], 'USAGE'],
    ['no value', ['--rule', rule, '--set', 'minimumLetters'], 'USAGE'],
    ['nothing to be set', ['--rule', rule], 'USAGE'],
  ])('%s is refused before anything is written', async (_, args, error) => {
    expect(await settings('add', ...args, ...signed)).toMatchObject({
      code: 2,
      stdout: '',
      failure: { error },
    })
  })

  test('what is refused to be added is refused to be tried', async () => {
    for (const [set, error] of [
      ['minutes=1', 'USAGE'],
      ['minimumLetters=0', 'USAGE'],
    ])
      expect(await settings('try', '--rule', rule, '--set', String(set))).toMatchObject({
        code: 2,
        stdout: '',
        failure: { error },
      })
  })

  test('a report from before is archived, and nothing else was entered', async () => {
    expect((await settings('list', '--all')).lines).toEqual([])
    await reported()
    const { lines } = await program(['archive', 'list', 'report', '--data', folder.path, '--json'])
    report = String(lines[0]?.id)
    expect(await replay(report)).toMatchObject({ code: 0, lines: [{ same: true, lost: [], added: [] }] })
  })

  test('add shows and then does the same; days before its first one stay as they were', async () => {
    const dry = await settings('add', ...wanted, ...signed, '--dry-run')
    expect(Object.keys(dry.lines[0] ?? {})).toEqual(['dryRun', 'statements', 'changes', 'idle'])
    const change = { rule, from: '2026-10-21', values: { minimumLetters: 40 }, reason: null }
    expect(dry).toMatchObject({
      code: 0,
      lines: [{ dryRun: true, statements: [{ number: null, ...change }], idle: [] }],
    })
    const entered = await settings('add', ...wanted, ...signed)
    expect(entered).toMatchObject({
      code: 0,
      lines: [{ dryRun: false, statements: [{ number: 1, ...change }], idle: [] }],
    })
    expect(entered.lines[0]?.changes).toEqual(dry.lines[0]?.changes)
    const days = z.array(z.object({ after: z.object({ date: z.string() }) })).parse(entered.lines[0]?.changes)
    expect([...new Set(days.map(({ after }) => after.date))].sort()).toEqual([
      '2026-10-21',
      '2026-10-22',
      '2026-10-23',
    ])
    expect(await brokenDays()).toEqual([...new Set([...before, '2026-10-21', '2026-10-22', '2026-10-23'])])
    expect(await shown('2026-10-21')).toMatchObject([
      { value: 40, default: 4, source: { kind: 'change', number: 1 } },
    ])
    const [ahead] = (await settings('show', '--rule', rule, '--on', '2026-10-20')).lines
    expect(ahead).toMatchObject({
      settings: expect.arrayContaining([
        { key: 'minimumLetters', value: 4, default: 4, source: { kind: 'usual' } },
      ]),
      ahead: [{ number: 1, from: '2026-10-21', order: 'приказ № 12 от 20.10.2026' }],
    })
  })

  test('a report from before the amended edition, and one under it, replay the same, byte for byte', async () => {
    const old = await replay(report)
    await reported()
    const fresh = await replay(report)
    // Each says its own, by the rules archived beside it and by ours.
    expect(await replay(report, '--object-version', 'v1')).toMatchObject({ code: 0, lines: old.lines })
    expect(await replay(report, '--object-version', 'v1', '--own-engine')).toMatchObject({ lines: old.lines })
    expect([old, fresh]).toMatchObject([
      { code: 0, lines: [{ same: true, lost: [], added: [] }] },
      { code: 0, lines: [{ same: true, lost: [], added: [] }] },
    ])
    const kept = (line: unknown) => Replayed.parse(line).archived.kept[rule] ?? 0
    expect(kept(fresh.lines[0])).toBeLessThan(kept(old.lines[0]))
    await bothVerified()
  })

  test('withdraw brings back what was; the archived reports are still what they were', async () => {
    const back = await settings('withdraw', '1', '--why', 'Приказ отменён', ...by)
    expect(Object.keys(back.lines[0] ?? {})).toEqual(['number', 'withdrawn', 'change'])
    expect(back).toMatchObject({ code: 0, lines: [{ number: 1, withdrawn: true }] })
    expect(await brokenDays()).toEqual(before)
    expect(await shown('2026-10-21')).toMatchObject([{ value: 4, source: { kind: 'usual' } }])
    expect((await settings('list')).lines).toEqual([])
    expect((await settings('list', '--all')).lines).toMatchObject([
      {
        number: 1,
        idle: null,
        revisions: [
          { rule, by: by[1] },
          { withdrawn: true, why: 'Приказ отменён' },
        ],
      },
    ])
    expect(await settings('withdraw', '1', '--why', 'Ещё раз', ...by)).toMatchObject({
      code: 2,
      failure: { error: 'NOT_FOUND' },
    })
    await bothVerified()
  })

  async function bothVerified(): Promise<void> {
    for (const version of ['v1', 'v2']) {
      const { status, stdout, stderr } = await verifiedByNode(report, version)
      expect([version, status, stderr]).toEqual([version, 0, ''])
      expect(stdout).toMatch(/Те же, байт в байт\. SHA-256: [0-9a-f]{64}/)
    }
  }

  /** Node.js and the archive are all that is there: no environment, no folder of ours. */
  async function verifiedByNode(id: string, version: string) {
    const inventories = (await readdir(join(folder.path, 'archive'), { recursive: true }))
      .filter(path => path.endsWith('inventory.json') && !/\/v\d+\/inventory\.json$/.test(path))
      .map(path => join(folder.path, 'archive', path))
    const objects = new Map<string, string>()
    for (const path of inventories)
      objects.set(
        z.object({ id: z.string() }).parse(JSON.parse(await readFile(path, 'utf8'))).id,
        dirname(path),
      )
    const [verifier = ''] = [...objects].flatMap(([name, path]) => (name.includes('verifier') ? [path] : []))
    const script = join(verifier, 'v1', 'content', verifierPath)
    return spawnSync(process.execPath, [script, objects.get(id) ?? '', version], {
      ...{ cwd: '/', env: {}, encoding: 'utf8' },
    })
  }
})

const Shown = z.looseObject({
  settings: z.array(
    z.looseObject({ key: z.string(), value: z.unknown(), default: z.unknown(), source: z.unknown() }),
  ),
})
const Counts = z.record(z.string(), z.number())
const Tried = z.object({
  rules: z.array(z.object({ rule: z.string(), before: Counts, after: Counts })),
  changes: z.array(z.unknown()),
})
const Replayed = z.looseObject({ archived: z.looseObject({ kept: Counts }) })
