import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { parse, stringify } from 'yaml'
import { z } from 'zod'
import { ManualClock } from '../../src/clock.js'
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js'
import { testDatabase } from '../support/database.js'
import { program, startProgram, temporaryFolder } from './program.js'

/** The contract of docs/cli.md, driven as a script would drive it: separate processes, simulated time. */
describe('the command line against a platform with simulated time', () => {
  const clock = new ManualClock(0)
  let sandbox: Sandbox
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let database: Awaited<ReturnType<typeof testDatabase>>
  let environment: Record<string, string>

  const at = async (now: string, ...args: string[]) => {
    clock.set(Date.parse(now))
    return program([...args, '--data', folder.path, '--now', now, '--json'], environment)
  }
  const week = ['--from', '2026-10-19', '--to', '2026-10-23']

  beforeAll(async () => {
    clock.set(Date.parse('2026-10-18T20:00:00+03:00'))
    sandbox = await startSandbox({ seed: 5, classes: 2, from: '2026-10-12', to: '2026-10-25', clock })
    folder = await temporaryFolder()
    database = await testDatabase()
    environment = { DNEVNIK_TOKEN: sandbox.token, DATABASE_URL: database.connectionString }
  })
  afterAll(async () => {
    await sandbox.close()
    await database.drop()
    await folder.remove()
  })

  test('init asks the platform, then writes settings and keeps the token unreadable', async () => {
    const made = await program(
      [
        ...['init', '--data', folder.path, '--api-url', sandbox.url, '--school', sandbox.school.id],
        ...['--time-zone', 'Europe/Moscow', '--yes', '--json'],
      ],
      environment,
    )
    expect(made.stderr).toBe('')
    expect(made.code).toBe(0)
    expect(made.lines[0]).toMatchObject({ school: sandbox.school.id, name: sandbox.school.name })
    const settings = parse(await readFile(join(folder.path, 'bridge.yaml'), 'utf8'))
    expect(settings.schools).toEqual([
      { id: sandbox.school.id, name: sandbox.school.name, timeZone: 'Europe/Moscow' },
    ])
    expect(await readFile(join(folder.path, 'secrets/token'), 'latin1')).not.toContain(sandbox.token)
    // The limits are for the platform; nothing here waits for them.
    settings.platform.requestsPerSecond = 1000
    await writeFile(join(folder.path, 'bridge.yaml'), stringify(settings))
  })

  test('init leaves existing settings alone', async () => {
    const again = await program(
      [
        ...['init', '--data', folder.path, '--api-url', sandbox.url, '--school', '1'],
        ...['--time-zone', 'Europe/Moscow', '--yes', '--json'],
      ],
      environment,
    )
    expect(again).toMatchObject({ code: 2, failure: { error: 'CONFIG_EXISTS' } })
  })

  test('sync reads once, now, and prints what it did', async () => {
    const first = await at('2026-10-18T20:00:00+03:00', 'sync', ...week)
    expect(first.code).toBe(0)
    const [line] = first.lines
    expect(line).toMatchObject({ state: 'done', incomplete: 0, gone: 0, quarantined: 0 })
    expect(line?.windows).toBe(line?.complete)
    expect(line?.changed).toBeGreaterThan(100)
    expect(line?.requests).toBeGreaterThanOrEqual(Number(line?.windows))
  })

  test('sync again changes nothing and asks for no lists again', async () => {
    const again = await at('2026-10-18T20:05:00+03:00', 'sync', ...week)
    expect(again.lines[0]).toMatchObject({ incomplete: 0, changed: 0, gone: 0 })
    // Per class: three windows of the week, lessons of the next five study days (holidays and 4 November put them
    // into two weeks), final marks; and the check of the token.
    expect(again.lines[0]?.requests).toBe(2 * 6 + 1)
  })

  test('plan prints the looks of a day, by time, with state and price', async () => {
    const { lines, code } = await at('2026-10-19T12:00:00+03:00', 'plan', '--date', '2026-10-19')
    expect(code).toBe(0)
    const keys = ['at', 'classes', 'decides', 'from', 'kind', 'price', 'reason', 'run', 'state', 'to']
    for (const line of lines) expect(Object.keys(line).sort()).toEqual(keys)
    // No service runs here, so nobody has planned the day.
    expect(lines[0]).toMatchObject({ kind: 'night', state: 'unplanned', classes: null })
    expect(lines.slice(-2)).toMatchObject([
      {
        kind: 'before-midnight',
        at: '2026-10-19T23:55:00+03:00',
        state: 'unplanned',
        decides: ['2.3', '2.5'],
      },
      { kind: 'after-midnight', at: '2026-10-20T00:20:00+03:00', reason: null, run: null },
    ])
    const later = await at('2026-10-21T12:00:00+03:00', 'plan', '--date', '2026-10-19')
    for (const line of later.lines) expect(line).toMatchObject({ state: 'unplanned', reason: null })
  })

  test('observations shows the chain of looks at one window, mirror what is held', async () => {
    const now = '2026-10-19T12:00:00+03:00'
    const group = String((await at(now, 'plan')).lines.flatMap(line => line.classes ?? [])[0])
    const window = ['--resource', 'lessons', '--class', group, '--week', '2026-10-21']
    const { lines } = await at(now, 'observations', ...window)
    expect(lines).toMatchObject([
      { askedAt: '2026-10-18T20:00:00+03:00', complete: true, unchangedSince: null, bodyKept: true },
      { unchangedSince: '2026-10-18T20:00:00+03:00', changed: 0, requests: 1, errorCode: null },
    ])
    const byKey = await at(now, 'observations', '--window', String(lines[0]?.window))
    expect(byKey.stdout).toBe((await at(now, 'observations', ...window)).stdout)
    expect(await at(now, 'observations', '--resource', 'lessons')).toMatchObject({ code: 2 })
    expect(await at(now, 'observations', '--window', 'nonsense')).toMatchObject({ code: 2 })
    const [stats] = (await at(now, 'mirror', 'stats')).lines
    expect(stats).toMatchObject({ failedLooks: 0, gone: 0, quarantined: 0 })
    expect(Number(stats?.bodyBytes)).toBeGreaterThan(Number(stats?.bodyBytesCompressed))
    expect((await at(now, 'mirror', 'prune', '--dry-run')).lines).toEqual([
      ...[
        { school: sandbox.school.id, before: '2025-09-01T00:00:00+03:00', bodies: 0, bytes: 0, dryRun: true },
      ],
    ])
  })

  test('requests tells of everything that was sent, by school, purpose and endpoint', async () => {
    const day = ['requests', '--from', '2026-10-18', '--to', '2026-10-18']
    const now = '2026-10-18T20:06:00+03:00'
    const before = await at(now, ...day)
    expect(before.code).toBe(0)
    expect(Object.keys(before.lines[0] ?? {})).toEqual([
      ...['school', 'purpose', 'endpoint', 'day', 'outcome', 'calls', 'bytes', 'ms'],
    ])
    const known = sandbox.requests()
    await at(now, 'sync', ...week)
    const after = await at(now, ...day, '--school', sandbox.school.id, '--by', 'hour')
    const sum = (lines: readonly Record<string, unknown>[]) =>
      lines.reduce((total, line) => total + Number(line.calls), 0)
    expect(sum(after.lines) - sum(before.lines)).toBe(sandbox.requests() - known)
    expect(after.lines).toContainEqual(
      expect.objectContaining({ purpose: 'sync', hour: '2026-10-18T20:00:00+03:00', outcome: 'OK' }),
    )
    expect((await at(now, ...day, '--to', '2026-10-17')).failure).toMatchObject({ error: 'USAGE' })
  })

  test('check prints every verdict as one documented line', async () => {
    await at('2026-10-20T00:20:00+03:00', 'sync', '--from', '2026-10-19', '--to', '2026-10-20')
    const checked = await at('2026-10-20T00:21:00+03:00', 'check', ...week)
    expect(checked.code).toBe(0)
    expect(checked.lines.length).toBeGreaterThan(20)
    for (const line of checked.lines) {
      expect(Object.keys(line)).toEqual([
        ...['rule', 'clause', 'verdict', 'severity', 'subject', 'date', 'deadline', 'evidence'],
        ...['responsible', 'message'],
      ])
      expect(line.verdict).toMatch(/^(pending|kept|broken|mended|unproven)$/)
      expect(line.subject).toMatchObject({ class: expect.stringMatching(/^(\d{19})?$/) })
      if (line.deadline !== null) expect(line.deadline).toMatch(/^2026-1[01]-\d\dT\d\d:\d\d:\d\d\+03:00$/)
      expect(line.message).toMatch(/[а-яё]/i)
    }
  })

  test('the same data at the same moment gives the same bytes', async () => {
    const once = await at('2026-10-20T00:21:00+03:00', 'check', ...week)
    const twice = await at('2026-10-20T00:21:00+03:00', 'check', ...week)
    expect(createHash('sha256').update(twice.stdout).digest('hex')).toBe(
      createHash('sha256').update(once.stdout).digest('hex'),
    )
  })

  test('after the week: planted breaches are found, none is invented, and --fail-on tells by exit code', async () => {
    for (const now of ['2026-10-20T23:55', '2026-10-21T00:20', '2026-10-21T23:55', '2026-10-22T00:20']) {
      await at(`${now}:00+03:00`, 'sync', ...week)
    }
    await at('2026-10-26T08:00:00+03:00', 'sync', ...week)
    const checked = await at('2026-10-26T08:00:00+03:00', 'check', ...week, '--fail-on', 'broken,mended')
    expect(checked.code).toBe(6)
    const accused = checked.lines.filter(line => line.verdict === 'broken' || line.verdict === 'mended')
    expect(accused.length).toBeGreaterThan(0)
    const invented = accused.filter(line => {
      const ids = Object.values(line.subject as Record<string, string>)
      return !sandbox.truth.planted.some(
        breach => breach.rule === line.rule && Object.values(breach.subject).every(id => ids.includes(id)),
      )
    })
    expect(invented).toEqual([])
  })

  test('check --edition tells what another edition would change, and enters nothing', async () => {
    const now = '2026-10-26T08:00:00+03:00'
    const file = join(folder.path, 'edition.yaml')
    const edition = { number: '2', date: '2026-10-01', order: 'приказ № 3', from: null }
    const rule = '2.3-topic-filled'
    await writeFile(file, stringify({ ...edition, rules: { [rule]: { minimumLetters: 40 } } }))
    const before = await at(now, 'verdicts', ...week)
    const changes = await at(now, 'check', ...week, '--edition', file)
    expect(changes.code).toBe(0)
    expect(changes.lines.length).toBeGreaterThan(10)
    const kinds = z.object({
      before: z.object({ rule: z.string(), verdict: z.string(), date: z.string() }),
      after: z.object({ verdict: z.string() }),
    })
    const told = changes.lines.map(line => kinds.parse(line))
    for (const change of told) {
      expect(change.before.rule).toBe(rule)
      expect(change.before.verdict).not.toBe(change.after.verdict)
    }
    // Of all classes together, day by day.
    const days = told.map(change => change.before.date)
    expect(days).toEqual(days.toSorted())
    expect((await at(now, 'verdicts', ...week)).stdout).toBe(before.stdout)
    await writeFile(file, stringify({ ...edition, rules: { '2.3-topic-filed': {} } }))
    expect(await at(now, 'check', ...week, '--edition', file)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('2.3-topic-filed'),
    })
    await writeFile(file, '# позже\n')
    expect(await at(now, 'check', ...week, '--edition', file)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Редакция пуста'),
    })
    const limits = [{ works: ['control'], grades: [11, 5], days: 3 }]
    await writeFile(file, stringify({ ...edition, rules: { '2.5-written-works-in-time': { limits } } }))
    expect(await at(now, 'check', ...week, '--edition', file)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('первый класс старше последнего'),
    })
    expect((await at(now, 'check', ...week, '--edition', `${file}.none`)).code).toBe(2)
  })

  test('check tells people of each rule only what there was', async () => {
    clock.set(Date.parse('2026-10-26T08:00:00+03:00'))
    const { stdout, stderr } = await program(
      ['check', ...week, '--data', folder.path, '--now', '2026-10-26T08:00:00+03:00'],
      environment,
    )
    expect(`${stdout}${stderr}`).toMatch(/п\. 2\.3 Тема урока записана — Соблюдено: \d+/)
    expect(`${stdout}${stderr}`).toMatch(/Нечего было проверять по правилам: \d+\./)
    expect(`${stdout}${stderr}`).not.toMatch(/: 0[,.\n]/)
  })

  test('verdicts shows what stands in the ledger, with the story of one', async () => {
    const listed = await at('2026-10-26T08:00:00+03:00', 'verdicts', ...week, '--verdict', 'broken')
    expect(listed.code).toBe(0)
    const [entry] = listed.lines
    expect(entry).toMatchObject({ verdict: 'broken', id: expect.any(String) })
    const story = await at('2026-10-26T08:00:00+03:00', 'verdict', 'show', String(entry?.id))
    expect(story.lines).toMatchObject([
      {
        id: entry?.id,
        verdict: 'broken',
        demands: [expect.any(String)],
        edition: { number: '1', settings: expect.any(Object) },
        looks: expect.arrayContaining([
          {
            window: expect.any(String),
            looks: expect.arrayContaining([expect.objectContaining({ complete: true })]),
          },
        ]),
        events: expect.arrayContaining([expect.objectContaining({ from: null, to: 'broken' })]),
      },
    ])
    const unknown = await at('2026-10-26T08:00:00+03:00', 'verdict', 'show', 'nothing')
    expect(unknown).toMatchObject({ code: 2, failure: { error: 'NOT_FOUND' } })
  })

  test('statements are tried, entered for several classes at once, listed and taken back', async () => {
    const now = '2026-10-26T08:00:00+03:00'
    const by = ['--by', 'Петрова М. И., классный руководитель']
    const add = ['acquaintance', 'add', '--week', '2026-10-21', ...by]
    const tried = await at(now, ...add, '--dry-run')
    const keys = ['changes', 'dryRun', 'idle', 'statements']
    expect(Object.keys(tried.lines[0] ?? {}).sort()).toEqual(keys)
    expect(tried.lines[0]).toMatchObject({ dryRun: true, statements: [{ number: null }, { number: null }] })
    expect((await at(now, 'acquaintance', 'list')).lines).toEqual([])
    const entered = await at(now, ...add)
    expect(entered.lines[0]).toMatchObject({
      dryRun: false,
      statements: [
        { number: 1, week: '2026-10-19', on: '2026-10-26' },
        { number: 2, week: '2026-10-19' },
      ],
    })
    expect(entered.lines[0]?.changes).toEqual(tried.lines[0]?.changes)
    const back = await at(now, 'acquaintance', 'withdraw', '2', '--why', 'Не тот класс', ...by)
    expect(back.lines[0]).toMatchObject({ number: 2, withdrawn: true })
    expect((await at(now, 'acquaintance', 'list', '--all')).lines).toMatchObject([
      { number: 1, idle: null, revisions: [{ revision: 1, why: null, by: by[1] }] },
      { number: 2, revisions: [{ revision: 1 }, { withdrawn: true, why: 'Не тот класс' }] },
    ])
    const ahead = await at(now, ...add, '--on', '2026-10-27')
    expect(ahead).toMatchObject({ code: 2, failure: { error: 'USAGE' } })
  })

  test('a decision of the council is entered for all of a class but some, and pupils stand there by number', async () => {
    const now = '2026-10-26T08:00:00+03:00'
    const [sheet] = (await at(now, 'print-kit')).lines
    const classId = String(sheet?.class)
    const order = (...args: string[]) =>
      at(now, ...['pupil-order', 'add', '--date', '2026-10-23', '--by', 'Иванова А. П., завуч'], ...args)
    const council = ['--what', 'promoted', '--number', '8', '--class', classId, '--to', '6А']
    const { lines, failure } = await order(...council, '--all', '--dry-run')
    expect(failure).toEqual({})
    const Tried = z.object({ statements: z.array(z.object({ personIds: z.array(z.string()) })) })
    const [pupils = []] = Tried.parse(lines[0]).statements.map(({ personIds }) => personIds)
    const [kept = '', ...others] = pupils
    const entered = await order(...council, '--all', '--except', kept)
    expect(entered.lines[0]).toMatchObject({
      statements: [{ number: 1, what: 'promoted', to: '6А', studyYear: '2026-2027', personIds: others }],
      changes: [],
      idle: [],
    })
    const home = ['--what', 'home', '--number', '5', '--class', classId, '--from', '2026-10-26']
    expect(await order(...home, '--pupil', kept)).toMatchObject({ code: 0 })
    expect((await at(now, 'pupil-order', 'list')).lines).toMatchObject([
      { number: 1, revisions: [{ number: '8', classId }] },
      { number: 2, revisions: [{ what: 'home', personIds: [kept], from: '2026-10-26', until: null }] },
    ])
    for (const [wrong, error] of [
      [council, 'USAGE'],
      [[...council, '--all', '--except', '7'], 'NOT_FOUND'],
      [[...council, '--all', '--except', ...pupils], 'USAGE'],
    ] as const)
      expect(await order(...wrong)).toMatchObject({ code: 2, failure: { error } })
  })

  test('one class only: the others are a gap that check tells of', async () => {
    const other = await testDatabase()
    try {
      environment = { ...environment, DATABASE_URL: other.connectionString }
      const [line] = (await at('2026-10-26T09:00:00+03:00', 'check', ...week)).lines
      expect(line).toBeUndefined()
      const classes = sandbox.truth.planted.map(breach => breach.subject.class).sort()
      const only = classes[0] ?? ''
      const read = await at('2026-10-26T09:00:00+03:00', 'sync', ...week, '--class', only)
      expect(read.lines[0]).toMatchObject({ incomplete: 0 })
      const checked = await at('2026-10-26T09:00:00+03:00', 'check', ...week)
      expect(checked.code).toBe(3)
      expect(checked.stderr).toMatch(/^\{"gap":".*[а-я]/)
      const narrow = await at('2026-10-26T09:00:00+03:00', 'check', ...week, '--class', only)
      expect(narrow.code).toBe(0)
    } finally {
      environment = { ...environment, DATABASE_URL: database.connectionString }
      await other.drop()
    }
  })

  test('several classes at once; a class that the school has not; a reader that closes early', async () => {
    const now = '2026-10-26T08:00:00+03:00'
    const classes = [...new Set(sandbox.truth.planted.map(breach => breach.subject.class))]
    const both = await at(now, 'check', ...week, '--class', ...classes)
    expect(both.code).toBe(0)
    expect(await at(now, 'check', ...week, '--class', '999')).toMatchObject({
      code: 2,
      stdout: '',
      failure: { error: 'NOT_FOUND', hint: expect.stringContaining(classes[0] ?? '') },
    })
    const closed = startProgram(
      ['check', ...week, '--data', folder.path, '--now', now, '--json', '--fail-on', 'broken'],
      environment,
    )
    closed.stdout?.once('data', () => closed.stdout?.destroy())
    expect(await new Promise(resolve => closed.on('close', resolve))).toBe(6)
  })

  test('report, sheet and digest make files that are what they say', async () => {
    const files = {
      html: join(folder.path, 'r.html'),
      xlsx: join(folder.path, 'r.xlsx'),
      pdf: join(folder.path, 's.pdf'),
      digest: join(folder.path, 'd.html'),
    }
    const now = '2026-10-26T08:00:00+03:00'
    expect((await at(now, 'report', ...week, '--html', files.html, '--xlsx', files.xlsx)).code).toBe(0)
    expect(await readFile(files.html, 'utf8')).toMatch(/^<!doctype html>/)
    expect((await readFile(files.xlsx)).subarray(0, 2).toString()).toBe('PK')
    const [verdict] = (await at(now, 'check', ...week)).lines
    const classId = z.object({ class: z.string() }).parse(verdict?.subject).class
    const sheet = await at(now, 'sheet', '--class', classId, '--pdf', files.pdf)
    expect(sheet.code).toBe(0)
    const nowhere = join(folder.path, 'no-folder', 's.pdf')
    expect(await at(now, 'sheet', '--class', classId, '--pdf', nowhere)).toMatchObject({
      code: 2,
      failure: { error: 'USAGE' },
    })
    expect(sheet.lines[0]).toMatchObject({ class: { id: classId }, pupils: expect.any(Array) })
    expect((await readFile(files.pdf)).subarray(0, 5).toString()).toBe('%PDF-')
    expect((await at(now, 'digest', 'preview', '--out', files.digest)).lines[0]).toMatchObject({
      file: files.digest,
    })
  })

  test('report and sheet go to the archive, which verifies', async () => {
    const now = '2026-10-26T08:00:00+03:00'
    clock.set(Date.parse(now))
    const stored = await program(['report', ...week, '--data', folder.path, '--now', now], environment)
    expect(stored.stdout).toContain('urn:dnevnik-bridge:')
    const verified = await program(['archive', 'verify', '--data', folder.path, '--json'], environment)
    expect(verified).toMatchObject({ code: 0, lines: [{ objects: 2, findings: [] }] })
    const listed = await program(['archive', 'list', 'report', '--data', folder.path, '--json'], environment)
    const report = String(listed.lines[0]?.id)
    // By the archived rules, and by those of this program: they are the same as long as nobody changes them.
    for (const engine of [[], ['--own-engine']]) {
      const again = await program(['replay', report, ...engine, '--data', folder.path, '--json'], {})
      expect(again).toMatchObject({ code: 0, lines: [{ report, same: true, lost: [], added: [] }] })
    }
    const unknown = await program(['replay', 'urn:none', '--data', folder.path, '--json'], {})
    expect(unknown).toMatchObject({ code: 2, failure: { error: 'NOT_FOUND' } })
  })

  test('journal writes all forms, prints its lines, and refuses what would archive less than the year', async () => {
    const now = '2026-10-26T08:00:00+03:00'
    const [verdict] = (await at(now, 'check', ...week)).lines
    const classId = z.object({ class: z.string() }).parse(verdict?.subject).class
    const out = join(folder.path, 'журнал')
    const options = ['--class', classId, '--data', folder.path, '--now', now]
    const made = await program(['journal', ...options, '--out', out], environment)
    // Weeks before these were never read.
    expect(made.code).toBe(3)
    const name = `journal-${classId}-year`
    expect((await readdir(out)).sort()).toEqual([`${name}.jsonl`, `${name}.pdf`, `${name}.xlsx`])
    expect((await readFile(join(out, `${name}.pdf`))).subarray(0, 5).toString()).toBe('%PDF-')
    const printed = await at(now, 'journal', '--class', classId)
    expect(printed.stdout).toBe(await readFile(join(out, `${name}.jsonl`), 'utf8'))
    expect(printed.lines[0]).toMatchObject({ record: 'journal', complete: false, class: { id: classId } })
    expect(printed.lines.at(-1)).toEqual({ record: 'end', lines: printed.lines.length - 1 })
    for (const wrong of [
      ['--archive', '--period', '901'],
      ['--out', out],
    ])
      expect(await at(now, 'journal', '--class', classId, ...wrong)).toMatchObject({
        code: 2,
        stdout: '',
        failure: { error: 'USAGE', hint: expect.any(String) },
      })
    expect(await at(now, 'journal', '--class', '5')).toMatchObject({
      code: 2,
      failure: { error: 'NOT_FOUND' },
    })
    const archived = await at(now, 'journal', '--class', classId, '--archive')
    expect(archived.lines).toMatchObject([{ archiveVersion: 'v1', changed: true }])
    expect((await at(now, 'journal', '--class', classId, '--archive')).lines).toMatchObject([
      { archiveVersion: 'v1', changed: false },
    ])
  })
})
