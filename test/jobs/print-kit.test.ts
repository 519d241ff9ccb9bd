import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import {
  addDueRuns,
  enterStatements,
  printKitOverview,
  printKitReminder,
  readStoredKit,
  sheetOfKit,
  withdrawStatement,
} from '../../src/app.js'
import type { Content } from '../../src/ledger/index.js'
import type { HardCopyStep } from '../../src/regulation/index.js'
import { pageTexts } from '../support/pdf.js'
import { type Installation, installation } from './installation.js'

/** The end of a school year: one class is printed too early, and its journal goes on living. */
const may = { from: '2027-05-17', to: '2027-05-30' }
const year = { from: '2026-09-01', to: '2027-06-30' }
const studyYear = '2026-2027'
let house: Installation
let early: string
let late: string

beforeAll(async () => {
  house = await installation('2027-05-24T12:00:00+03:00', {
    school: { seed: 11, classes: 2, pupilsPerClass: 5, life: 'full', ...may },
  })
  await house.run('sync', may)
  const { classes } = await house.app.deps.mirror.directory(house.school.id)
  const idOf = (name: string) => classes.find(group => group.name === name)?.id ?? ''
  early = idOf('5А')
  late = idOf('6А')
})
afterAll(() => house.close())

const newestKit = () => readStoredKit(house.app.deps, { school: house.school.id, studyYear, version: null })
const at = (moment: string) => house.clock.set(Date.parse(moment))

async function overviewOf(classId: string) {
  const overview = await printKitOverview(house.app.deps, {
    school: house.school,
    studyYear: null,
    classIds: [classId],
  })
  const [one] = overview.classes
  if (!one) throw new Error('the class is known')
  return one
}

async function state(classIds: readonly string[], step: HardCopyStep, on: string) {
  const { deps } = house.app
  const contents = await Promise.all(
    classIds.map(async classId => ({
      ...{ classId, studyYear, step, on, doneBy: 'Петров П. П., секретарь' },
      sheet:
        step === 'printed' ? await sheetOfKit(deps, { school: house.school.id, studyYear, classId }) : null,
    })),
  )
  const signature = { author: 'Иванова А. П., завуч', at: house.clock.now() }
  return enterStatements(deps, house.school.id, { kind: 'hard-copy', contents, ...signature })
}

async function due(now: string) {
  at(now)
  const schedule = { nightAt: '00:20', digestAt: '07:30', plannedLooks: true, requestsADay: 10_000 }
  const added = await addDueRuns(house.app.deps, house.queue, { schools: house.app.schools, schedule })
  await house.queue.idle()
  return added
}

test('before anything is made: whether each class is ready, and nobody has printed', async () => {
  const overview = await printKitOverview(house.app.deps, {
    school: house.school,
    studyYear: null,
    classIds: null,
  })
  expect(overview).toMatchObject({ studyYear, due: '2027-06-30', remindFrom: '2027-05-20', kits: [] })
  expect(overview.classes.map(({ id }) => id)).toEqual([early, late])
  for (const { readiness, next, printed, kit, changes } of overview.classes) {
    expect({ next, printed, kit, changes }).toEqual({
      next: 'prepared',
      printed: null,
      kit: null,
      changes: null,
    })
    const blocked = readiness?.items.some(({ blocks, lines }) => blocks && lines.length > 0)
    expect(readiness?.ready).toBe(!blocked)
    expect(readiness?.items.find(({ key }) => key === 'read')?.lines).toEqual([])
    expect(readiness?.items.find(({ key }) => key === 'periods')?.lines).toEqual(['4 четверть'])
  }
  expect(await (await house.app.deps.archive()).list()).toEqual([])
})

test('the kit is made by a run with its progress, proved by the archive, and the same again is no new one', async () => {
  const run = await house.run('print-kit', { ...year, id: 'kit-1' })
  expect(run).toMatchObject({ state: 'done', windows: 2, complete: 2, incomplete: 0, requests: 0 })
  const kit = await newestKit()
  expect(kit).toMatchObject({ version: 'v1', missing: [] })
  expect([...kit.sheets.keys()]).toEqual([early, late])
  const manifest = (await kit.bytes('manifest-sha512.txt')).toString().trimEnd().split('\n')
  for (const line of manifest) {
    const [sum = '', path = ''] = line.split('  ')
    expect(
      createHash('sha512')
        .update(await kit.bytes(path))
        .digest('hex'),
    ).toBe(sum)
  }
  expect(manifest).toHaveLength(kit.files.length - 1)
  const archive = await house.app.deps.archive()
  const sheet = kit.sheets.get(early)
  const original = await archive.get(sheet?.object ?? '', 'sheet.pdf', sheet?.version)
  expect(original?.equals(await kit.bytes('5А/2-сводная-ведомость.pdf'))).toBe(true)

  at('2027-05-24T18:00:00+03:00')
  await house.run('print-kit', { ...year, id: 'kit-2' })
  expect((await newestKit()).version).toBe('v1')
  expect((await archive.verify()).findings).toEqual([])
  const kinds = { journal: 5, summary: 25, 'print-kit': 25 }
  const kept = (await archive.retention({ years: kinds })).find(({ id }) => id === kit.object)
  expect(kept).toMatchObject({ kind: 'print-kit', until: '2053-01-01', obstacle: 'term-runs' })
})

test('from 20 May it is said what is still to be done, by step', async () => {
  const { deps } = house.app
  at('2027-05-24T18:30:00+03:00')
  await state([early, late], 'prepared', '2027-05-24')
  await state([early], 'printed', '2027-05-24')
  expect((await printKitReminder(deps, house.school)).lines).toEqual([
    'Годовые ведомости (п. 3), срок — 30.06.2027, осталось дней: 37: сдано в архив 0 из 2.',
    'Следующий шаг — «распечатана»: 6А.',
    'Следующий шаг — «прошита»: 5А.',
  ])
  expect((await overviewOf(early)).steps.get('printed')).toMatchObject({
    ...{ on: '2027-05-24', who: 'Петров П. П., секретарь', author: 'Иванова А. П., завуч' },
    sheet: { version: 'v1' },
  })
  at('2027-05-19T12:00:00+03:00')
  expect(await printKitReminder(deps, house.school)).toEqual({ lines: [], pressing: false })
  at('2027-06-25T12:00:00+03:00')
  expect(await printKitReminder(deps, house.school)).toMatchObject({ pressing: true })
})

test('what is entered after the printing is found in a night of June, named, and asks for a list of changes', async () => {
  const { deps } = house.app
  const { id } = house.school
  const finalLooks = async (classId: string) =>
    (await deps.mirror.looks({ school: id, resource: 'final-marks', group: classId, week: null })).length
  // Nobody looked since May; then the nights go on.
  while ((await due('2027-06-16T00:21:00+03:00')).length > 0);
  const june = { school: id, from: '2027-06-01', to: '2027-06-30', rules: ['2.8-sheet-unchanged'] }
  const broken = (await deps.ledger.list(june)).filter(({ verdict }) => verdict.verdict === 'broken')
  expect(broken.length).toBeGreaterThan(20)
  for (const { verdict } of broken) {
    expect(verdict).toMatchObject({ severity: 'critical', date: '2027-06-15', subject: { class: early } })
    expect(verdict.message).toContain('нужны лист изменений и новая печать')
  }
  const { changes } = await overviewOf(early)
  expect(changes?.cells).toHaveLength(broken.length)
  expect(changes?.cells.every(({ before, seen }) => before === null && seen !== null)).toBe(true)

  while ((await due('2027-06-16T07:31:00+03:00')).length > 0);
  const letters = (await readdir(house.app.folder.outbox)).filter(name => name.endsWith('.html')).sort()
  const mail = await readFile(join(house.app.folder.outbox, letters.at(-1) ?? ''), 'utf8')
  expect(mail).toContain('Печать годовых ведомостей')
  expect(mail).toContain('осталось дней: 14: сдано в архив 0 из 2.')

  // The final marks of the year were due three weeks ago: a night asks for those of the printed class; the other one’s turn comes once a week.
  const before = [await finalLooks(early), await finalLooks(late)]
  while ((await due('2027-06-17T00:21:00+03:00')).length > 0);
  expect([await finalLooks(early), await finalLooks(late)]).toEqual([(before[0] ?? 0) + 1, before[1]])

  await house.run('print-kit', { ...year, id: 'kit-3' })
  const kit = await newestKit()
  expect(kit.version).toBe('v2')
  const text = pageTexts(await kit.bytes('5А/3-лист-изменений.pdf')).join(' ')
  expect(text).toContain('ЛИСТ ИЗМЕНЕНИЙ № 1')
  for (const { pupil } of changes?.cells ?? []) expect(text).toContain(pupil)
  expect(kit.files.some(({ path }) => path === '6А/3-лист-изменений.pdf')).toBe(false)
})

test('a new print takes the place of the old one, and what was sewn before it isn’t it', async () => {
  const { deps } = house.app
  await state([early], 'sewn', '2027-05-25')
  expect((await overviewOf(early)).next).toBe('signed')
  at('2027-06-17T12:00:00+03:00')
  const { numbers } = await state([early], 'printed', '2027-06-17')
  const printed = await overviewOf(early)
  expect(printed).toMatchObject({ changes: null, next: 'sewn', printed: { version: 'v2', on: '2027-06-17' } })
  const back = { author: 'завуч', at: house.clock.now(), why: 'Проба' }
  const [number = 0] = numbers
  await withdrawStatement(deps, house.school.id, { ...back, kind: 'hard-copy', number })
  expect((await overviewOf(early)).next).toBe('signed')
})

test('a class whose sheet can’t be printed waits for the next kit, and is named', async () => {
  const { deps } = house.app
  const directory = await deps.mirror.directory(house.school.id)
  const { directory: original, classAt } = deps.mirror
  const odd = {
    ...directory,
    members: directory.members.map(member =>
      member.groupId === early ? { ...member, person: { ...member.person, lastName: 'Ли😀' } } : member,
    ),
  }
  Object.assign(deps.mirror, {
    directory: async () => odd,
    classAt: async (...asked: Parameters<typeof classAt>) => ({
      ...(await classAt(...asked)),
      directory: odd,
    }),
  })
  try {
    const run = await house.run('print-kit', { ...year, id: 'kit-4' })
    expect(run).toMatchObject({ state: 'done-with-gaps', complete: 1, incomplete: 1 })
    const kit = await newestKit()
    expect(kit.sheets.has(early)).toBe(false)
    expect(kit.missing).toMatchObject([{ id: early, name: '5А', reason: expect.stringContaining('U+1F600') }])
    const act = pageTexts(await kit.bytes('Общее/акт.pdf')).join(' ')
    expect(act).toContain('Не вошли в акт')
    await expect(house.run('print-kit', { ...year, id: 'kit-5', classIds: [early] })).resolves.toMatchObject({
      state: 'failed',
      errorCode: 'SHEET_GLYPH',
    })
  } finally {
    Object.assign(deps.mirror, { directory: original, classAt })
  }
})

test('when the year is over, all classes of its kits are there by the names of then, and their steps can be entered', async () => {
  const { deps } = house.app
  at('2027-09-10T12:00:00+03:00')
  const { directory } = deps.mirror
  const now = await directory(house.school.id)
  // The next year's lists: one class has gone on by its number, the other one is another now.
  const [first] = now.classes
  if (!first) throw new Error('there are classes')
  const nextYear = { ...now, classes: [{ ...first, id: early, name: '7Я' }], archivedClasses: [] }
  Object.assign(deps.mirror, { directory: async () => nextYear })
  try {
    const { classes } = await printKitOverview(deps, { school: house.school, studyYear, classIds: null })
    expect(classes.map(({ id, name }) => ({ id, name }))).toEqual([
      { id: early, name: '5А' },
      { id: late, name: '6А' },
    ])
    expect(classes.every(({ kit }) => kit !== null)).toBe(true)
    const { numbers } = await state([early, late], 'prepared', '2027-09-10')
    expect(numbers).toHaveLength(2)
    await expect(state(['77'], 'prepared', '2027-09-10')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    // A debt that was passed in September.
    const personIds = now.members.flatMap(({ groupId, person }) => (groupId === late ? [person.id] : []))
    const council: Content<'pupil-order'> = {
      ...{ what: 'conditional', number: '8', date: '2027-05-28', studyYear, classId: late },
      ...{ personIds, to: '7А', from: null, until: null },
    }
    const passed: Content<'pupil-order'> = { ...council, what: 'promoted', number: '1', date: '2027-09-10' }
    const decided = (...contents: Content<'pupil-order'>[]) =>
      enterStatements(deps, house.school.id, {
        ...{ kind: 'pupil-order', contents, author: 'Иванова А. П., завуч', at: house.clock.now() },
      })
    expect((await decided(council, passed)).numbers).toEqual([1, 2])
    await expect(decided({ ...passed, classId: '77' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  } finally {
    Object.assign(deps.mirror, { directory })
  }
})
