import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ManualClock } from '../../src/clock.js'
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js'
import { testDatabase } from '../support/database.js'
import { program, temporaryFolder } from './program.js'

/** The contract of `thematic-plan` in docs/cli.md, driven as a script would drive it. */
describe('thematic-plan', () => {
  const now = '2026-10-26T08:00:00+03:00'
  const week = ['--from', '2026-10-19', '--to', '2026-10-23']
  const by = ['--by', 'Иванова А. П., завуч']
  const whose = ['--class', '5А', '--subject', 'Математика']
  const head = 'Тема урока;Количество часов'
  const rows = ['Натуральные числа;2', 'Сложение дробей;1', 'Проценты;1']
  let sandbox: Sandbox
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let database: Awaited<ReturnType<typeof testDatabase>>
  let environment: Record<string, string>

  const say = (...args: string[]) => program([...args, '--data', folder.path, '--now', now], environment)
  const run = (...args: string[]) => say(...args, '--json')
  const plan = (...args: string[]) => run('thematic-plan', ...args)
  /** A plan as a file of the data folder. */
  const fileOf = async (name: string, ...lines: string[]) => {
    const path = join(folder.path, name)
    await writeFile(path, [head, ...lines].join('\n'))
    return path
  }

  beforeAll(async () => {
    const clock = new ManualClock(Date.parse(now))
    sandbox = await startSandbox({ seed: 5, classes: 1, from: '2026-10-19', to: '2026-10-25', clock })
    folder = await temporaryFolder()
    database = await testDatabase()
    environment = { DNEVNIK_TOKEN: sandbox.token, DATABASE_URL: database.connectionString }
    const { code } = await run(
      ...['init', '--api-url', sandbox.url, '--school', sandbox.school.id],
      ...['--time-zone', 'Europe/Moscow', '--yes'],
    )
    expect(code).toBe(0)
  })
  afterAll(async () => {
    await sandbox.close()
    await database.drop()
    await folder.remove()
  })

  test('before the school’s lists were read nobody’s plan is taken; afterwards all plans are missing', async () => {
    const path = await fileOf('план.csv', ...rows)
    expect(await plan('import', path, '--parallel', '5', '--subject', 'Математика')).toMatchObject({
      code: 2,
      stdout: '',
      failure: { error: 'NOT_FOUND', hint: expect.stringContaining('sync') },
    })
    expect((await run('sync', ...week)).code).toBe(0)
    const { code, lines } = await plan('list', '--missing')
    expect(code).toBe(0)
    expect(lines.length).toBeGreaterThan(5)
    for (const line of lines) expect(Object.keys(line)).toEqual(['classId', 'subjectId'])
  })

  test('import shows what it would enter, and enters nothing without --apply', async () => {
    const path = await fileOf('план.csv', ...rows)
    const shown = await plan('import', path, ...whose)
    expect(shown).toMatchObject({ code: 0, stderr: '' })
    expect(shown.lines).toMatchObject([
      {
        applied: false,
        studyYear: 2026,
        file: 'CSV, utf-8',
        unread: [],
        rows: [
          { number: '1', topic: 'Натуральные числа', hours: 2 },
          { number: '2', topic: 'Сложение дробей', hours: 1 },
          { number: '3', topic: 'Проценты', hours: 1 },
        ],
        versions: [
          {
            className: '5А',
            from: '2026-09-01',
            supersedes: null,
            changes: [],
            unchanged: false,
            isTaught: true,
          },
        ],
      },
    ])
    const told = await say('thematic-plan', 'import', path, ...whose)
    expect(told.stdout).toContain('5А: новый план, действует с 01.09.2026.')
    expect(told.stderr).toContain('Ничего не записано')
    expect((await plan('list')).lines).toEqual([])
  })

  test.each([
    ['nobody’s plan', ['--subject', 'Математика'], 'USAGE'],
    ['a class and a grade', ['--class', '5А', '--subject', 'Математика', '--parallel', '5'], 'USAGE'],
    ['nobody who signs', ['--class', '5А', '--subject', 'Математика', '--apply'], 'USAGE'],
    ['a day of another year', ['--class', '5А', '--subject', 'Математика', '--from', '2026-08-01'], 'USAGE'],
    ['no day', ['--class', '5А', '--subject', 'Математика', '--from', 'вчера'], 'USAGE'],
    ['a class that is none', ['--class', '5Я', '--subject', 'Математика'], 'NOT_FOUND'],
    ['a subject that is none', ['--class', '5А', '--subject', 'Астрология'], 'NOT_FOUND'],
    ['no subject', ['--class', '5А'], 'USAGE'],
  ])('import of %s is refused, with what to do', async (_, args, error) => {
    const path = await fileOf('план.csv', ...rows)
    expect(await plan('import', path, ...args)).toMatchObject({
      code: 2,
      stdout: '',
      failure: { error, exit: 2, hint: expect.stringMatching(/[а-яё]/i) },
    })
  })

  test('a file that isn’t there, and one with faults: each is named by its cell, and nothing is entered', async () => {
    expect(await plan('import', join(folder.path, 'нет.csv'), ...whose)).toMatchObject({
      code: 2,
      failure: { error: 'USAGE', message: expect.stringContaining('ENOENT') },
    })
    const faulty = await fileOf('с-ошибками.csv', 'Натуральные числа;два', ';1', 'Проценты;1')
    const refused = await plan('import', faulty, ...whose, ...by, '--apply')
    expect(refused).toMatchObject({ code: 2, stdout: '', failure: { error: 'PLAN_INVALID' } })
    const told = refused.stderr
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(told.slice(0, -1)).toEqual([
      { problem: expect.any(String), place: 'строка 2, столбец 2', fix: expect.any(String) },
      { problem: expect.any(String), place: 'строка 3, столбец 1', fix: expect.any(String) },
    ])
    expect((await plan('list')).lines).toEqual([])
  })

  test('a plan is entered once; another file needs a reason and becomes the next version', async () => {
    const path = await fileOf('план.csv', ...rows)
    const next = await fileOf('новый.csv', 'Натуральные числа;3', 'Проценты;1', 'Диаграммы;1')
    const apply = [...whose, ...by, '--apply']
    const entered = await plan('import', path, ...apply)
    expect(entered.lines).toMatchObject([
      { applied: true, versions: [{ number: 1, version: 1, unchanged: false }] },
    ])
    expect(entered.lines[0]?.change).toMatchObject({ opened: expect.any(Number), closed: 0 })
    expect((await plan('import', path, ...apply)).lines).toMatchObject([
      { versions: [{ number: 1, version: 1, unchanged: true }], change: { opened: 0, changed: 0 } },
    ])
    expect(await plan('import', next, ...apply)).toMatchObject({
      code: 2,
      failure: { error: 'PLAN_STANDS', details: { number: 1, version: 1 } },
    })
    expect((await plan('import', next, ...apply, '--why', 'Отменены уроки')).lines).toMatchObject([
      { versions: [{ number: 1, version: 2, from: '2026-10-26', supersedes: { number: 1, version: 1 } }] },
    ])
  })

  test('list and show tell of versions, with who, when and why', async () => {
    const signed = { by: by[1], at: now }
    expect((await plan('list', '--missing')).lines.length).toBeGreaterThan(5)
    expect((await plan('list')).lines).toMatchObject([
      {
        number: 1,
        versions: [
          { version: 1, from: '2026-09-01', topics: 3, file: { name: 'план.csv' }, why: null, ...signed },
          { version: 2, from: '2026-10-26', file: { name: 'новый.csv' }, why: 'Отменены уроки', ...signed },
        ],
      },
    ])
    const newest = { version: 2, rows: [{ hours: 3 }, { topic: 'Проценты' }, { topic: 'Диаграммы' }] }
    expect((await plan('show', '1')).lines).toMatchObject([newest])
    expect((await plan('show', '1', '--revision', '1')).lines).toMatchObject([{ version: 1, why: null }])
    expect((await say('thematic-plan', 'show', '1')).stdout).toMatch(/^План № 1, версия 2: 5А, Математика/)
    expect(await plan('show', '1', '--revision', '9')).toMatchObject({
      code: 2,
      failure: { error: 'NOT_FOUND', hint: 'Версии: 1, 2' },
    })
    expect(await plan('show', 'семь')).toMatchObject({ code: 2, failure: { error: 'USAGE' } })
  })

  test('correction tells topic by topic what a version changed, as a table too', async () => {
    const sheet = join(folder.path, 'коррекция.xlsx')
    const made = await plan('correction', '1', '--xlsx', sheet)
    expect(made.lines).toMatchObject([
      {
        ...{ number: 1, version: 2, before: 1, why: 'Отменены уроки', by: by[1], at: now },
        changes: [
          { kind: 'changed', fields: ['hours'], before: { hours: 2 }, after: { hours: 3 } },
          { kind: 'removed', before: { topic: 'Сложение дробей' }, after: null },
          { kind: 'added', before: null, after: { topic: 'Диаграммы' } },
        ],
        hours: { before: 4, after: 5 },
      },
    ])
    expect((await readFile(sheet)).subarray(0, 2).toString()).toBe('PK')
    expect((await say('thematic-plan', 'correction', '1')).stdout).toContain('Часов: было 4, стало 5.')
    expect(await plan('correction', '1', '--revision', '1')).toMatchObject({
      code: 2,
      failure: { error: 'NOT_FOUND', hint: 'Версии плана: 1, 2' },
    })
  })

  test('a plan that is withdrawn, with a reason, stays in the record', async () => {
    expect(await plan('withdraw', '1', ...by)).toMatchObject({ code: 2, failure: { error: 'USAGE' } })
    const why = ['--why', 'Не тот класс', ...by]
    expect((await plan('withdraw', '1', ...why)).lines).toMatchObject([
      { number: 1, withdrawn: true, change: { opened: 0 } },
    ])
    expect((await plan('list')).lines).toEqual([])
    const [kept] = (await plan('list', '--all')).lines
    expect(kept).toMatchObject({ number: 1, versions: [{ version: 1 }, { version: 2 }, { withdrawn: true }] })
    expect(await plan('withdraw', '1', ...why)).toMatchObject({ code: 2, failure: { error: 'NOT_FOUND' } })
    expect(await plan('correction', '7')).toMatchObject({ code: 2, failure: { error: 'NOT_FOUND' } })
  })
})
