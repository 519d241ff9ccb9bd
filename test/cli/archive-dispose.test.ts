import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openArchive } from '../../src/archive/index.js'
import { optionsIn, request } from '../archive/requests.js'
import { pageTexts } from '../support/pdf.js'
import { program, temporaryFolder } from './program.js'

/** What stands in docs/cli.md of terms, bans and disposal; by the real clock, beside no settings. */
let folder: Awaited<ReturnType<typeof temporaryFolder>>
const archive = (...args: string[]) => program(['archive', ...args, '--data', folder.path], {})
const [journal, sheet] = ['urn:x:2010-2011:journal', 'urn:x:2010-2011:sheet']
const act = ['--act', '3/а', '--approved-by', 'Петрова А. И.', '--reason', 'срок истёк']
const people = [...act, '--executed-by', 'Сидоров П. К.']
const today = () => ['--today', new Date().toISOString().slice(0, 10)]

beforeAll(async () => {
  folder = await temporaryFolder()
  const store = await openArchive(optionsIn(folder.path, { name: 'dnevnik-bridge', now: () => Date.now() }))
  const record = (kind: string, retentionYears: number) => ({
    'a.txt': '1',
    'meta/record.json': JSON.stringify({ kind, studyYear: '2010-2011', retentionYears }),
  })
  await store.put(
    request(record('journal', 5), {
      id: journal,
      message: 'Классный журнал, 5А, 2010/2011: снимок данных платформы',
    }),
  )
  await store.put(request(record('summary', 25), { id: sheet }))
  await store.close()
})
afterAll(() => folder.remove())

test('retention tells terms, hold forbids and release allows', async () => {
  expect((await archive('retention', '--json')).lines).toMatchObject([
    { id: journal, until: '2017-01-01', byRule: { years: 5 }, obstacle: null, due: true },
    { id: sheet, until: '2037-01-01', obstacle: 'term-runs', due: false },
  ])
  expect((await archive('hold', journal, '--reason', 'суд', '--json')).lines).toMatchObject([
    { id: journal, entry: '00000003', hold: '00000003', changed: true },
  ])
  expect((await archive('retention', '--due', '--json')).lines).toEqual([])
})

test('what is forbidden is shown so, and not disposed of', async () => {
  expect((await archive('list', 'journal')).stdout).toContain('запрет на уничтожение')
  expect((await archive('show', journal, '--json')).lines).toMatchObject([{ holds: [{ reason: 'суд' }] }])
  const refused = await archive('dispose', journal, ...people, ...today(), '--yes', '--json')
  expect(refused).toMatchObject({
    code: 2,
    failure: { error: 'DISPOSAL_REFUSED', details: { reason: 'held' } },
  })
  expect((await archive('release', journal, '--reason', 'суд кончился')).code).toBe(0)
})

test('dispose shows, and prints an act to sign', async () => {
  const shown = await archive('dispose', '--json')
  expect(shown.lines).toMatchObject([{ dryRun: true, act: null, damage: [], lines: [{ id: journal }] }])
  const pdf = join(folder.path, 'акт.pdf')
  expect(await archive('dispose', '--pdf', pdf, '--json')).toMatchObject({ failure: { error: 'USAGE' } })
  expect((await archive('dispose', ...people, '--pdf', pdf)).code).toBe(0)
  const [page = ''] = pageTexts(await readFile(pdf))
  expect(page).toContain('о выделении к уничтожению документов, не подлежащих хранению')
  expect(page).toContain(`Классный журнал, 5А, 2010/2011 ${journal}`)
})

test('one person and another clock are refused', async () => {
  const alone = await archive('dispose', ...act, '--executed-by', 'петрова а.и.', '--yes', '--json')
  expect(alone).toMatchObject({ code: 2, failure: { error: 'ARCHIVE_REFUSED' } })
  // Nobody is to sign a draft that will be refused.
  const draft = ['--pdf', join(folder.path, 'один.pdf'), '--json']
  const drafted = await archive('dispose', ...act, '--executed-by', 'петрова а.и.', ...draft)
  expect(drafted).toMatchObject({ code: 2, failure: { error: 'ARCHIVE_REFUSED' } })
  const future = await archive('dispose', ...people, '--yes', '--now', '2060-01-01T00:00:00Z', '--json')
  expect(future).toMatchObject({ code: 2, failure: { error: 'NOW_REFUSED' } })
})

test('with an act, two people and the day the object goes, and the act tells of it', async () => {
  expect((await archive('dispose', ...people)).stdout).toContain('здесь ещё ничего не уничтожали')
  const undated = await archive('dispose', ...people, '--yes', '--json')
  expect(undated).toMatchObject({ code: 2, failure: { details: { reason: 'clock' } } })
  const done = await archive('dispose', ...people, ...today(), '--yes', '--json')
  const name = 'urn:dnevnik-bridge:disposal-act:3%2F%D0%B0'
  expect(done).toMatchObject({ code: 0, lines: [{ dryRun: false, act: name, disposed: [{ id: journal }] }] })
  expect((await archive('list', '--json')).lines).toMatchObject([{ id: name }, { id: sheet }])
  expect((await archive('list', '--disposed', '--json')).lines).toMatchObject([{ id: journal, done: true }])
  const gone = await archive('show', journal, '--json')
  expect(gone).toMatchObject({ code: 2, failure: { error: 'NOT_FOUND' } })
  expect(String(gone.failure.message)).toContain(name)
  expect((await archive('get', name, 'act.pdf', '--out', join(folder.path, 'из-архива.pdf'))).code).toBe(0)
  expect((await archive('verify')).code).toBe(0)
})

test('what an older copy has brought back goes again as a newer log says, by an act with two people', async () => {
  const data = await temporaryFolder()
  const at = (...args: string[]) => program(['archive', ...args, '--data', data.path], {})
  const copy = join(folder.path, 'old-copy')
  const lost = join(data.path, 'archive')
  try {
    const store = await openArchive(optionsIn(data.path, { name: 'dnevnik-bridge', now: () => Date.now() }))
    for (const id of [journal, sheet]) {
      const record = { kind: 'journal', studyYear: '2010-2011', retentionYears: 5 }
      await store.put(request({ 'a.txt': '1', 'meta/record.json': JSON.stringify(record) }, { id }))
    }
    await store.close()
    expect((await at('backup', '--to', copy, '--same-disk')).code).toBe(0)
    expect((await at('dispose', journal, ...people, ...today(), '--yes')).code).toBe(0)
    const restored = join(data.path, 'restored')
    const restore = await at('restore', '--from', copy, '--to', restored)
    expect(restore.stdout).toContain('archive dispose --as-in')
    const again = ['dispose', '--archive', restored, '--as-in', lost]
    expect((await at(...again, '--json')).lines).toMatchObject([{ dryRun: true, lines: [{ id: journal }] }])
    expect((await at(...again, journal)).code).toBe(2)
    const alone = await at(...again, ...act, '--executed-by', 'Петрова А. И.', ...today(), '--yes')
    expect(alone.code).toBe(2)
    const done = await at(...again, ...people, ...today(), '--yes', '--json')
    expect(done).toMatchObject({ code: 0, lines: [{ disposed: [{ id: journal }] }] })
    const none = await at(...again)
    expect(none).toMatchObject({ code: 0, stderr: expect.stringContaining('ни одного из них здесь нет') })
    expect((await at('verify', '--archive', restored)).code).toBe(0)
  } finally {
    await data.remove()
  }
})
