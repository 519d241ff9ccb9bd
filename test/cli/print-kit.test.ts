import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { stringify } from 'yaml'
import { ManualClock } from '../../src/clock.js'
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js'
import { testDatabase } from '../support/database.js'
import { pageTexts } from '../support/pdf.js'
import { program, temporaryFolder } from './program.js'

/** The yearly printing as a deputy head's secretary does it: separate processes, simulated time. */
const now = '2027-06-02T12:00:00+03:00'
const clock = new ManualClock(Date.parse(now))
let sandbox: Sandbox
let folder: Awaited<ReturnType<typeof temporaryFolder>>
let database: Awaited<ReturnType<typeof testDatabase>>
let classId: string

const run = (...args: string[]) =>
  program([...args, '--data', folder.path, '--now', now], {
    DNEVNIK_TOKEN: sandbox.token,
    DATABASE_URL: database.connectionString,
  })
const json = (...args: string[]) => run(...args, '--json')

beforeAll(async () => {
  const days = { from: '2027-05-17', to: '2027-05-30' }
  sandbox = await startSandbox({ seed: 11, classes: 2, pupilsPerClass: 4, life: 'full', ...days, clock })
  folder = await temporaryFolder()
  database = await testDatabase()
  const printing = { town: 'г. Энск', head: { name: 'П. П. Ёлкин' }, caseIndex: '02-15' }
  const { id, timeZone } = sandbox.school
  await writeFile(
    join(folder.path, 'bridge.yaml'),
    stringify({
      version: 1,
      platform: { url: sandbox.url, requestsPerSecond: 1000 },
      schools: [{ id, timeZone, name: 'МБОУ «Школа № 7»', printing }],
    }),
  )
  expect((await json('sync', '--from', days.from, '--to', days.to)).code).toBe(0)
})
afterAll(async () => {
  await sandbox.close()
  await database.drop()
  await folder.remove()
})

test('without a subcommand it tells which class is ready, and writes nothing', async () => {
  const told = await json('print-kit')
  expect(told.code).toBe(0)
  expect(told.lines.map(({ name }) => name)).toEqual(['5А', '6А'])
  for (const line of told.lines)
    expect(line).toMatchObject({
      ready: expect.any(Boolean),
      steps: [],
      next: 'prepared',
      printed: null,
      kit: null,
    })
  classId = String(told.lines[0]?.class)
  expect(await readdir(folder.path)).not.toContain('archive')
})

test('make lays the kit out as the archive has it; again it is the same; another folder’s content is left alone', async () => {
  const out = join(folder.path, 'комплект')
  const made = await json('print-kit', 'make', '--out', out)
  expect(made.code).toBe(0)
  const [kit] = made.lines
  expect(kit).toMatchObject({ version: 'v1', changed: true, folder: out, missing: [] })
  expect((await readdir(out)).sort()).toEqual(
    ['kit.json', 'manifest-sha512.txt', '5А', '6А', 'Общее', 'Прочтите.txt'].sort(),
  )
  const [act] = pageTexts(await readFile(join(out, 'Общее', 'акт.pdf')))
  expect(act).toContain('МБОУ «Школа № 7»')
  expect(act).toContain('г. Энск')
  expect(act).toContain('П. П. Ёлкин')

  // A file that was changed by hand comes back.
  const manifest = await readFile(join(out, 'manifest-sha512.txt'))
  await writeFile(join(out, 'Прочтите.txt'), 'испорчено')
  const again = await json('print-kit', 'make', '--out', out)
  expect(again.lines[0]).toMatchObject({ version: 'v1', changed: false })
  expect((await readFile(join(out, 'manifest-sha512.txt'))).equals(manifest)).toBe(true)
  expect(await readFile(join(out, 'Прочтите.txt'), 'utf8')).toContain('Комплект печати')

  const other = join(folder.path, 'чужое')
  await mkdir(other)
  await writeFile(join(other, 'важно.txt'), 'важно')
  expect(await json('print-kit', 'make', '--out', other)).toMatchObject({
    code: 2,
    failure: { error: 'USAGE' },
  })
  expect(await readdir(other)).toEqual(['важно.txt'])
})

test('register enters who did which step; status tells it, and what is next', async () => {
  const step = [
    'print-kit',
    'register',
    '--class',
    classId,
    '--on',
    '2027-06-01',
    '--who',
    'Петров П. П., секретарь',
  ]
  const by = ['--by', 'Иванова А. П., завуч']
  const tried = await json(...step, '--step', 'prepared,printed', ...by, '--dry-run')
  expect(tried.lines[0]).toMatchObject({
    dryRun: true,
    statements: [{ number: null }, { sheet: { version: 'v1' } }],
  })
  const entered = await json(...step, '--step', 'prepared,printed', ...by)
  expect(entered.lines[0]).toMatchObject({
    statements: [{ number: 1 }, { number: 2, doneBy: 'Петров П. П., секретарь' }],
  })
  const status = await run('print-kit', 'status', '--class', classId)
  expect(status.stdout).toContain('5А: следующий шаг — прошита; комплект v1, ведомость v1')
  expect(status.stdout).toContain('распечатана 01.06.2027, Петров П. П., секретарь (версия v1)')
  expect(status.stderr).toContain('Сданы в архив: 0 из 1')
})

test('wrong calls are refused in Russian, and nothing is entered', async () => {
  const by = ['--by', 'завуч']
  expect(await json('print-kit', 'register', '--step', 'burnt', ...by)).toMatchObject({ code: 2 })
  expect(await json('print-kit', 'status', '--year', '2027')).toMatchObject({ code: 2 })
  expect(await json('print-kit', 'make', '--class', '7')).toMatchObject({
    code: 2,
    failure: { error: 'NOT_FOUND' },
  })
  const unmade = await json('print-kit', 'register', '--year', '2025-2026', '--step', 'printed', ...by)
  expect(unmade).toMatchObject({
    code: 2,
    failure: { error: 'NOT_FOUND', hint: expect.stringContaining('print-kit make') },
  })
})

test('a certificate of control is made of the findings, for a class and a teacher', async () => {
  const file = join(folder.path, 'справка.pdf')
  const days = ['--from', '2027-05-17', '--to', '2027-05-30']
  const made = await json(
    'certificate',
    ...days,
    '--class',
    classId,
    '--recheck',
    '2027-06-15',
    '--pdf',
    file,
  )
  expect(made.lines[0]).toMatchObject({
    ...{
      schema: 'dnevnik-bridge/check-certificate/1',
      classes: ['5А'],
      teacher: null,
      recheck: '2027-06-15',
    },
    head: { post: 'Директор', name: 'П. П. Ёлкин' },
  })
  const text = pageTexts(await readFile(file)).join(' ')
  for (const part of ['СПРАВКА', 'Цель', 'Классы: 5А', 'Выводы', 'Рекомендации', '15.06.2027', 'П. П. Ёлкин'])
    expect(text).toContain(part)
  expect(await json('certificate', ...days, '--teacher', '7', '--pdf', file)).toMatchObject({
    failure: { error: 'NOT_FOUND' },
  })
  expect(await run('certificate', ...days)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--pdf'),
  })
})
