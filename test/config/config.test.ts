import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { BridgeConfig } from '../../src/app.js'
import {
  loadProductionCalendars,
  parseYaml,
  readSecret,
  readToken,
  storeToken,
} from '../../src/config/index.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dnevnik-bridge-config-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const minimal = `version: 1
platform: {}
schools:
  - id: "1000004956244"
    timeZone: Asia/Kamchatka
`

describe('settings', () => {
  test('what is left out has its default', () => {
    const config = parseYaml(minimal, 'bridge.yaml', BridgeConfig)
    expect(config.platform.url).toBe('https://api.dnevnik.ru')
    expect(config.schools[0]?.week).toBe(5)
    expect(config.schools[0]?.regulation.stamps).toBe('uncalibrated')
    expect(config.schools[0]?.regulation.editions[0]?.rules['2.6-homework-in-time'].minutes).toBe(90)
    expect(config.web.host).toBe('127.0.0.1')
  })

  test('all problems at once, each where it stands', () => {
    const text = `${minimal}    week: 7\n    regulation:\n      editions:\n        - rules:\n            2.6-homework-in-time: { minuts: 60 }\nlog: { level: loud }\n`
    const problem = () => parseYaml(text, 'bridge.yaml', BridgeConfig)
    expect(problem).toThrow(/bridge\.yaml:6:5 schools\.0\.week/)
    expect(problem).toThrow(/bridge\.yaml:10:37 .*minuts: неизвестный ключ/)
    expect(problem).toThrow(/bridge\.yaml:11:8 log\.level/)
  })

  test('the grades with exams are those of the school: 9 and 11 unless it says otherwise, none if it says so', () => {
    const gradesOf = (printing: string) =>
      parseYaml(`${minimal}${printing}`, 'bridge.yaml', BridgeConfig).schools[0]?.printing.examGrades
    expect(gradesOf('')).toEqual([9, 11])
    expect(gradesOf('    printing: { examGrades: [] }\n')).toEqual([])
    expect(gradesOf('    printing: { examGrades: [4, 9, 11] }\n')).toEqual([4, 9, 11])
    for (const wrong of ['0', '12', '9.5', '"9"'])
      expect(() => gradesOf(`    printing: { examGrades: [${wrong}] }\n`)).toThrow(/printing\.examGrades\.0/)
  })

  test('a day that a school adds is off or worked, not both', () => {
    const schoolOf = (days: string) => parseYaml(`${minimal}${days}`, 'bridge.yaml', BridgeConfig).schools[0]
    expect(schoolOf('')).toMatchObject({ daysOff: [], workedDays: [] })
    const both = '    daysOff: [2026-08-31]\n    workedDays: [2026-10-24, 2026-08-31]\n'
    expect(() => schoolOf(both)).toThrow(/bridge\.yaml:7:30 schools\.0\.workedDays\.1: 2026-08-31 названо/)
    expect(() => schoolOf('    daysOff: [2026-02-30]\n')).toThrow(/schools\.0\.daysOff\.0: нужна дата/)
  })

  test('a day of a year without production calendar is told where it stands: its year is mistyped', async () => {
    const { checkOwnDays } = await loadProductionCalendars()
    const text = `${minimal}    daysOff: [2026-08-31]\n    workedDays: [2026-10-24, 2062-10-24]\n`
    const read = () => parseYaml(text, 'bridge.yaml', BridgeConfig.superRefine(checkOwnDays))
    expect(read).toThrow(
      /^bridge\.yaml:7:30 schools\.0\.workedDays\.1: 2062-10-24: производственного календаря 2062 года нет/,
    )
  })

  test('terms of written work with grades the wrong way round are told where they stand', () => {
    const limits = '[{ works: [control], grades: [8, 5], days: 3 }]'
    const text = `${minimal}    regulation:\n      editions:\n        - rules:\n            2.5-written-works-in-time: { limits: ${limits} }\n`
    expect(() => parseYaml(text, 'bridge.yaml', BridgeConfig)).toThrow(
      /^bridge\.yaml:9:\d+ .*limits\.0\.grades: первый класс старше последнего/,
    )
  })

  test('an id that a number can not hold must be quoted, and is not rounded silently', () => {
    const text = minimal.replace('"1000004956244"', '2260325488551003872')
    expect(() => parseYaml(text, 'bridge.yaml', BridgeConfig)).toThrow(/schools\.0\.id/)
  })

  test('broken YAML is told with its place', () => {
    expect(() => parseYaml('version: [1', 'bridge.yaml', BridgeConfig)).toThrow(/bridge\.yaml:1:/)
  })
})

describe('secrets', () => {
  test('the token is kept encrypted, readable by its owner only, and comes back whole', async () => {
    const secrets = join(folder, 'secrets')
    await storeToken(secrets, 'abcdefghijklmnopqrstuvwxyz012345')
    const stored = await readFile(join(secrets, 'token'), 'latin1')
    expect(stored).not.toContain('abcdefgh')
    for (const file of ['token', 'token-key']) expect((await stat(join(secrets, file))).mode & 0o077).toBe(0)
    expect(await readToken(secrets, {})).toBe('abcdefghijklmnopqrstuvwxyz012345')
  })

  test('the environment comes before what is stored', async () => {
    expect(await readToken(join(folder, 'secrets'), { DNEVNIK_TOKEN: 'other' })).toBe('other')
  })

  test('a damaged token is missing, not a crash', async () => {
    const secrets = join(folder, 'damaged')
    await storeToken(secrets, 'abc')
    await writeFile(join(secrets, 'token'), 'xx')
    await expect(readToken(secrets, {})).rejects.toMatchObject({ code: 'TOKEN_MISSING' })
  })

  test('a value and a file at once are refused; a file alone is read', async () => {
    const file = join(folder, 'token.txt')
    await writeFile(file, 'from-file\n')
    expect(await readSecret('X', { X_FILE: file })).toBe('from-file')
    await expect(readSecret('X', { X: 'a', X_FILE: file })).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
    for (const wrong of [`${file}.none`, folder])
      await expect(readSecret('X', { X_FILE: wrong })).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  })
})

test('the production calendars that ship know the days that a formula would get wrong', async () => {
  const { daysOf, provisionalYears } = await loadProductionCalendars()
  const { restDays, workingDays } = daysOf(5)
  expect(provisionalYears).toEqual([2027])
  expect(restDays).toEqual(expect.arrayContaining(['2025-05-02', '2025-06-13', '2026-01-09', '2026-05-11']))
  expect(workingDays).toContain('2025-11-01')
})
