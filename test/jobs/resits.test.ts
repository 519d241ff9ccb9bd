import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { z } from 'zod'
import { printBoard } from '../../jobs/steps/print-board.js'
import { resitClasses } from '../../jobs/steps/resits.js'
import { journalWindows, windowFacts } from '../../jobs/steps/windows.js'
import { addRun, printKitOverview } from '../../src/app.js'
import type { Id } from '../../src/journal/index.js'
import { type Installation, installation } from './installation.js'

/**
 * A year that ended with debts of the classes 6А, 8А and 9А, of which some are made good on 10 September. On 25 August the lists
 * become those of the next year: 6А is then another class, that had been 5А.
 */
let house: Installation
let former: Record<string, Id>
const days = { from: '2027-05-17', to: '2027-05-30' }

beforeAll(async () => {
  house = await installation('2027-05-24T12:00:00+03:00', {
    school: { seed: 12, classes: 5, pupilsPerClass: 8, life: 'full', ...days },
  })
  await house.run('report', { from: '2027-05-17', to: '2027-05-23' })
  house.clock.set(Date.parse('2027-06-26T12:00:00+03:00'))
  const june = { school: house.school.id, from: '2027-06-21', to: '2027-06-25', classIds: null }
  await addRun(house.app.deps, house.queue, {
    ...june,
    id: 'june',
    kind: 'sync',
    kinds: ['final-marks'],
    askedBy: 'test',
  })
  await house.queue.idle()
  await house.run('report', june)
  const { classes } = await house.app.deps.mirror.directory(house.school.id)
  former = Object.fromEntries(classes.map(({ id, name }) => [name, id]))
  house.sandbox.setFaults([
    {
      match: new RegExp(`edu-groups/${former['8А']}/`),
      kind: 'server-error',
      status: 403,
      type: 'authorizationSystemForbidden',
    },
  ])
  await night('2027-08-26')
})
afterAll(() => house.close())

const daysBefore = (date: string, count: number) =>
  new Date(Date.parse(date) - count * 86_400_000).toISOString().slice(0, 10)
const at = (date: string) => house.clock.set(Date.parse(`${date}T00:21:00+03:00`))

/** As the scheduler asks for a night. */
const nightRun = (date: string) =>
  ({
    kind: 'report',
    school: house.school.id,
    from: daysBefore(date, 14),
    to: daysBefore(date, 1),
    classIds: null,
    askedBy: 'cron',
  }) as const

async function night(date: string) {
  at(date)
  await addRun(house.app.deps, house.queue, { id: `night-${date}`, ...nightRun(date) })
  await house.queue.idle()
  return house.app.deps.runs.get(`night-${date}`)
}

/** Goes through six nights, of which only those run that ask for something of the former year; and what that is. */
async function sixNights(month: string, first: number) {
  const { deps } = house.app
  const asked: string[] = []
  const states = new Set<string | undefined>()
  for (let day = first; day < first + 6; day++) {
    const date = `${month}-${String(day).padStart(2, '0')}`
    at(date)
    const windows = journalWindows(nightRun(date), await windowFacts(deps, house.school.id))
    const names = Object.keys(former).filter(name => windows.has(former[name] ?? ''))
    if (names.length === 0) continue
    states.add((await night(date))?.state)
    asked.push(
      ...names.flatMap(name => (windows.get(former[name] ?? '') ?? []).map(w => `${name} ${w.resource}`)),
    )
  }
  return { asked: asked.sort(), states: [...states] }
}

const looksOf = async (name: string) => {
  const group = former[name] ?? ''
  return house.app.deps.mirror.looks({ school: house.school.id, resource: 'final-marks', group, week: null })
}

const Cells = z.array(z.array(z.string().nullable()))
const Sheet = z.object({
  class: z.object({ name: z.string() }),
  classTeacher: z.string().nullable(),
  studyYear: z.string(),
  readAt: z.int().nullable(),
  asOf: z.int(),
  periods: z.array(z.object({ id: z.string().nullable(), name: z.string() })),
  subjects: z.array(z.object({ id: z.string(), name: z.string() })),
  pupils: z.array(
    z.object({
      ...{ id: z.string(), name: z.string(), marks: Cells, results: Cells },
      ...{ missed: z.unknown(), orders: z.unknown(), stays: z.unknown() },
    }),
  ),
})

async function sheetsOf(name: string) {
  const archive = await house.app.deps.archive()
  const id = `urn:dnevnik-bridge:${house.school.id}:2026-2027:class-${former[name]}:summary:year`
  const object = (await archive.list()).find(one => one.id === id)
  const sheets = []
  for (const { version } of object?.versions ?? [])
    sheets.push(Sheet.parse(JSON.parse((await archive.get(id, 'sheet.json', version))?.toString() ?? '')))
  return sheets
}

/** Which cells differ, as «was>is». */
function differences(one: z.infer<typeof Sheet> | undefined, other: z.infer<typeof Sheet> | undefined) {
  const flat = (sheet: typeof one) =>
    (sheet?.pupils ?? []).flatMap(({ marks, results }) => [marks, results].flat(2))
  const now = flat(other)
  return flat(one).flatMap((was, index) => (was === now[index] ? [] : [`${was}>${now[index]}`]))
}

const heads = async () =>
  Promise.all(Object.keys(former).map(async name => `${name} ${(await sheetsOf(name)).length}`))

test('those of September and October concern the classes whose last sheet has debts, and no other days', async () => {
  const { deps } = house.app
  const { calendar } = await deps.calendar(house.school)
  const on = async (today: string) => {
    const classes = await resitClasses(deps, { school: house.school.id, calendar, today })
    return classes.map(({ name, exams }) => (exams === null ? name : `${name} with exams`)).sort()
  }
  expect(await on('2027-08-31')).toEqual([])
  expect(await on('2027-09-01')).toEqual(['6А', '8А', '9А with exams'])
  expect(await on('2027-10-31')).toEqual(['6А', '8А', '9А with exams'])
  expect(await on('2027-11-01')).toEqual([])
  expect(await on('2028-09-01')).toEqual([])
})

test('once in six nights they are looked at, and a class that the platform refuses leaves no gap', async () => {
  const listed = await house.app.deps.mirror.directory(house.school.id)
  expect(listed.classes.map(({ name }) => name).sort()).toEqual(['10А', '6А', '7А', '8А', '9А'])
  expect(listed.classes.filter(({ id }) => Object.values(former).includes(id))).toEqual([])
  const [before, untouched] = [await heads(), (await looksOf('5А')).length]
  const { asked, states } = await sixNights('2027-09', 2)
  expect(asked).toEqual(['6А final-marks', '8А final-marks', '9А exam-marks', '9А final-marks'])
  expect(states).toEqual(['done'])
  house.sandbox.setFaults([])
  const { gaps } = await house.app.deps.mirror.coverage({
    ...{ school: house.school.id, from: '2027-08-24', to: '2027-09-05' },
  })
  expect(gaps).toEqual([])
  expect((await looksOf('8А')).at(-1)).toMatchObject({ complete: false, errorCode: 'DNEVNIK_FORBIDDEN' })
  const status = (studyYear: string) =>
    printKitOverview(house.app.deps, { school: house.school, studyYear, classIds: null })
  expect((await status('2026-2027')).notGiven).toEqual([{ id: former['8А'], name: '8А' }])
  expect((await status('2025-2026')).notGiven).toEqual([])
  // «Печать» says the same.
  for (const year of ['2026-2027', '2025-2026', '2027-2028'])
    expect((await printBoard(house.app.deps, house.school, year)).notGiven).toEqual(
      (await status(year)).notGiven,
    )
  expect((await looksOf('6А')).at(-1)).toMatchObject({ complete: true })
  expect((await looksOf('5А')).length).toBe(untouched)
  // Nobody has resat anything yet.
  expect(await heads()).toEqual(before)
})

test('a debt that was made good stands in a further version of the former year’s sheet, with class and pupils of then', async () => {
  const { asked, states } = await sixNights('2027-09', 11)
  // What was refused isn't asked for again.
  expect(asked).toEqual(['6А final-marks', '9А exam-marks', '9А final-marks'])
  expect(states).toEqual(['done'])
  const [was, is] = (await sheetsOf('6А')).slice(-2)
  expect(differences(was, is)).toEqual(['н/а>3'])
  const rest = (sheet: typeof is) => ({
    ...{ class: sheet?.class.name, teacher: sheet?.classTeacher, year: sheet?.studyYear },
    ...{ periods: sheet?.periods, subjects: sheet?.subjects },
    pupils: sheet?.pupils.map(({ marks: _, results: __, ...pupil }) => pupil),
  })
  expect(rest(is)).toEqual(rest(was))
  expect(is).toMatchObject({ class: { name: '6А' }, studyYear: '2026/2027' })
  expect(is?.readAt).toBeGreaterThan(Date.parse('2027-09-11T00:00:00+03:00'))
  const [nineWas, nineIs] = (await sheetsOf('9А')).slice(-2)
  // Of the year, and the resulting one.
  expect(differences(nineWas, nineIs)).toEqual(['н/а>3', 'н/а>3'])
  const archive = await house.app.deps.archive()
  expect((await archive.verify()).findings).toEqual([])
  expect(
    (await archive.list()).filter(({ id }) => id.includes('2027-2028') && id.includes(':summary:')),
  ).toEqual([])
})

test('an empty list for a former class isn’t believed, and not asked for again', async () => {
  const before = await heads()
  house.sandbox.setFaults([
    { match: new RegExp(`edu-groups/${former['6А']}/`), kind: 'stale', hoursBehind: 366 * 24 },
  ])
  // All debts of 9А are made good by now; of 6А one is left.
  expect(await sixNights('2027-09', 17)).toEqual({ asked: ['6А final-marks'], states: ['done'] })
  expect((await looksOf('6А')).at(-1)).toMatchObject({ records: 0 })
  expect(await sixNights('2027-09', 23)).toEqual({ asked: [], states: [] })
  await night('2027-09-29')
  expect(await heads()).toEqual(before)
})
