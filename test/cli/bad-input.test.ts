import { readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ManualClock } from '../../src/clock.js'
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js'
import { testDatabase } from '../support/database.js'
import { program, temporaryFolder } from './program.js'

/** Each mistake: one clear message that says what to do, a documented exit code, and nothing changed. */
describe('bad input', () => {
  let sandbox: Sandbox
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let database: Awaited<ReturnType<typeof testDatabase>>
  let environment: Record<string, string>

  beforeAll(async () => {
    const clock = new ManualClock(Date.parse('2026-10-19T20:00:00+03:00'))
    sandbox = await startSandbox({ seed: 5, classes: 1, from: '2026-10-19', to: '2026-10-25', clock })
    folder = await temporaryFolder()
    database = await testDatabase()
    environment = { DNEVNIK_TOKEN: sandbox.token, DATABASE_URL: database.connectionString }
  })
  afterAll(async () => {
    await sandbox.close()
    await database.drop()
    await folder.remove()
  })

  const init = (changes: Record<string, string>, extra: Record<string, string> = environment) => {
    const options = {
      '--api-url': sandbox.url,
      '--school': sandbox.school.id,
      '--time-zone': 'Europe/Moscow',
      ...changes,
    }
    return program(
      ['init', '--data', folder.path, ...Object.entries(options).flat(), '--yes', '--json'],
      extra,
    )
  }

  test.each([
    ['a wrong zone', { '--time-zone': 'Europe/Moskow' }, 2, 'CONFIG_INVALID'],
    ['a school that the token does not see', { '--school': '1000000000001' }, 4, 'SCHOOL_NOT_VISIBLE'],
    ['an unreachable host', { '--api-url': 'http://127.0.0.1:9' }, 75, 'DNEVNIK_NETWORK'],
  ])('init with %s', async (_, changes, code, error) => {
    const ended = await init(changes)
    expect(ended).toMatchObject({ code, failure: { error, hint: expect.stringMatching(/[а-яё]/i) } })
    expect(await readdir(folder.path)).toEqual([])
  })

  test('init with a dead token', async () => {
    const ended = await init({}, { ...environment, DNEVNIK_TOKEN: 'x'.repeat(32) })
    expect(ended).toMatchObject({ code: 4, failure: { error: 'DNEVNIK_TOKEN_DEAD' } })
    expect(await readdir(folder.path)).toEqual([])
  })

  test('init over settings that are there: refused, and with --force the old ones are kept aside', async () => {
    const own = await temporaryFolder()
    const again = (...more: string[]) => {
      const options = [
        '--api-url',
        sandbox.url,
        '--school',
        sandbox.school.id,
        '--time-zone',
        'Europe/Moscow',
      ]
      return program(['init', '--data', own.path, ...options, '--yes', '--json', ...more], environment)
    }
    expect((await again()).code).toBe(0)
    const settings = join(own.path, 'bridge.yaml')
    await writeFile(settings, `${await readFile(settings, 'utf8')}# written by hand\n`)
    const written = await readFile(settings, 'utf8')
    expect(await again()).toMatchObject({ code: 2, failure: { error: 'CONFIG_EXISTS' } })
    expect(await readFile(settings, 'utf8')).toBe(written)
    expect((await again('--force')).code).toBe(0)
    expect(await readFile(`${settings}.old`, 'utf8')).toBe(written)
    await own.remove()
  })

  test('init without a token', async () => {
    const { DNEVNIK_TOKEN: _, ...rest } = environment
    expect(await init({}, rest)).toMatchObject({ code: 2, failure: { error: 'TOKEN_MISSING' } })
    expect(await readdir(folder.path)).toEqual([])
  })

  test('a command without settings, a wrong option, a wrong date, a wrong range', async () => {
    const none = await program([
      'check',
      '--from',
      '2026-10-19',
      '--to',
      '2026-10-20',
      '--data',
      folder.path,
      '--json',
    ])
    expect(none).toMatchObject({ code: 2, failure: { error: 'CONFIG_MISSING' } })
    for (const args of [
      ['check', '--form', '2026-10-19'],
      ['check', '--from', '19.10.2026', '--to', '2026-10-20'],
      ['check', '--from', '2026-10-21', '--to', '2026-10-20'],
      ['chekc'],
    ]) {
      expect(await program([...args, '--json'])).toMatchObject({ code: 2, failure: { error: 'USAGE' } })
    }
  })

  test('a school without bells: everything is read, nobody is accused, and it is told what to do', async () => {
    const clock = new ManualClock(Date.parse('2026-10-20T20:00:00+03:00'))
    const silent = await startSandbox({
      ...{ seed: 5, classes: 1, from: '2026-10-12', to: '2026-10-25', clock },
      switches: { timetables: 'refused' },
    })
    const own = await temporaryFolder()
    const store = await testDatabase()
    const run = (...args: string[]) =>
      program([...args, '--data', own.path, '--json'], {
        DNEVNIK_TOKEN: silent.token,
        DATABASE_URL: store.connectionString,
        BRIDGE_NOW: '2026-10-20T20:00:00+03:00',
      })
    const place = ['--api-url', silent.url, '--school', silent.school.id, '--time-zone', 'Europe/Moscow']
    expect((await run('init', ...place, '--yes')).code).toBe(0)
    const days = ['--from', '2026-10-19', '--to', '2026-10-20']
    expect((await run('sync', ...days)).code).toBe(3)
    const { lines } = await run('check', ...days)
    const homework = lines.filter(({ rule }) => rule === '2.6-homework-in-time')
    expect(new Set(homework.map(({ verdict }) => verdict))).toEqual(new Set(['unproven']))
    expect(homework[0]?.message).toMatch(/внесите на платформе номера этих уроков и их звонки/)
    expect((await run('doctor')).lines).toContainEqual({
      check: `звонки (школа ${silent.school.id})`,
      ok: true,
      attention: true,
      message: expect.stringMatching(/^нет: ни у одного класса; внесите их на платформе/),
    })
    await silent.close()
    await store.drop()
    await own.remove()
  })

  describe('with settings', () => {
    let good: string
    const settings = () => join(folder.path, 'bridge.yaml')
    const check = (...args: string[]) =>
      program(
        ['check', '--from', '2026-10-19', '--to', '2026-10-20', '--data', folder.path, '--json', ...args],
        environment,
      )

    beforeAll(async () => {
      expect((await init({})).code).toBe(0)
      good = await readFile(settings(), 'utf8')
    })

    test('unknown keys are named with line and column', async () => {
      await writeFile(settings(), good.replace('version: 1', 'version: 1\ncolour: red'))
      const ended = await check()
      expect(ended).toMatchObject({ code: 2, failure: { error: 'CONFIG_INVALID' } })
      expect(ended.failure.message).toMatch(/bridge\.yaml:\d+:1 colour: неизвестный ключ/)
      await writeFile(settings(), good)
    })

    test('a day of the school’s own in a year that no calendar knows', async () => {
      await writeFile(settings(), good.replace(/^( +)timeZone:/m, '$1workedDays: [2062-10-24]\n$&'))
      const ended = await check()
      expect(ended).toMatchObject({ code: 2, failure: { error: 'CONFIG_INVALID' } })
      expect(ended.failure.message).toMatch(/bridge\.yaml:\d+:\d+ schools\.0\.workedDays\.0: 2062-10-24/)
      await writeFile(settings(), good)
    })

    test('terms of written work with grades the wrong way round, in a file and as a setting', async () => {
      const limits = join(folder.path, 'limits.yaml')
      const rows = '[{ works: [control], grades: [8, 5], days: 3 }]'
      await writeFile(limits, rows)
      const entered = await program(
        [
          ...['written-limits', 'add', '--act', 'Положение', '--number', '5', '--by', 'Иванова А. П., завуч'],
          ...['--date', '2026-08-28', '--from', '2026-09-01', '--file', limits, '--dry-run'],
          ...['--data', folder.path, '--json'],
        ],
        environment,
      )
      expect(entered).toMatchObject({ code: 2, failure: { error: 'CONFIG_INVALID' } })
      expect(entered.failure.message).toMatch(/limits\.yaml:1:\d+ 0\.grades: первый класс старше последнего/)
      const tried = await program(
        [
          ...['settings', 'try', '--rule', '2.5-written-works-in-time', '--set', `limits=${rows}`],
          ...['--data', folder.path, '--json'],
        ],
        environment,
      )
      expect(tried).toMatchObject({ code: 2, failure: { error: 'USAGE' } })
      expect(tried.failure.message).toMatch(/^limits\.0\.grades: первый класс старше последнего/)
    })

    test('a data folder of a newer version', async () => {
      await writeFile(settings(), good.replace('version: 1', 'version: 2'))
      expect(await check()).toMatchObject({ code: 2, failure: { error: 'DATA_NEWER' } })
      await writeFile(settings(), good)
    })

    test('simulated time against anything but this machine', async () => {
      await writeFile(settings(), good.replace(sandbox.url, 'https://api.dnevnik.ru'))
      const now = '2026-10-20T12:00:00+03:00'
      expect(await check('--now', now)).toMatchObject({ code: 2, failure: { error: 'NOW_REFUSED' } })
      await writeFile(settings(), good)
      expect(await check('--now', '2026-10-20T12:00:00')).toMatchObject({
        code: 2,
        failure: { error: 'USAGE' },
      })
    })

    test('a token that dies', async () => {
      const ended = await program(
        ['sync', '--from', '2026-10-19', '--to', '2026-10-20', '--data', folder.path, '--json'],
        { ...environment, DNEVNIK_TOKEN: 'y'.repeat(32) },
      )
      expect(ended).toMatchObject({
        code: 4,
        failure: { error: 'DNEVNIK_TOKEN_DEAD', hint: expect.stringContaining('DNEVNIK_TOKEN') },
      })
      expect(ended.stderr.trim().split('\n')).toHaveLength(1)
      expect(`${ended.stdout}${ended.stderr}`).not.toContain('yyyy')
    })

    test('days of a year without production calendar: nothing is asked, judged or written', async () => {
      const asked = sandbox.requests()
      const days = ['--from', '2027-12-27', '--to', '2028-01-14', '--data', folder.path, '--json']
      for (const command of ['sync', 'check', 'report']) {
        expect(await program([command, ...days], environment)).toMatchObject({
          code: 2,
          stdout: '',
          failure: {
            error: 'CALENDAR_UNKNOWN',
            message: expect.stringContaining('2028 года нет, известны 2025–2027'),
            hint: expect.stringContaining('2028.yaml'),
          },
        })
      }
      expect(sandbox.requests()).toBe(asked)
    })

    test('a port in use', async () => {
      const other = createServer()
      await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve))
      const address = other.address()
      const port = address !== null && typeof address === 'object' ? address.port : 0
      const ended = await program(
        ['start', '--data', folder.path, '--port', String(port), '--json'],
        environment,
      )
      expect(ended).toMatchObject({ code: 2, failure: { error: 'PORT_IN_USE' } })
      await new Promise(resolve => other.close(resolve))
    })
  })
})
