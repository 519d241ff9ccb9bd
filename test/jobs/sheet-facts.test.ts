import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { z } from 'zod'
import { buildSheet, storeSheet } from '../../src/app.js'
import type { Content } from '../../src/ledger/index.js'
import { type Installation, installation } from './installation.js'

/** What a sheet tells beside final marks: lessons missed, orders, which copy it is. */
let house: Installation
const days = { from: '2026-09-01', to: '2026-10-25' }

beforeAll(async () => {
  house = await installation('2026-10-23T12:00:00+03:00', {
    school: { seed: 5, classes: 1, pupilsPerClass: 12, life: 'full', ...days },
    settings: { printing: { deputy: { name: 'Иванова А. П.' } } },
  })
  await house.run('sync', days)
})
afterAll(() => house.close())

async function theClass() {
  const { classes, periods } = await house.app.deps.mirror.directory(house.school.id)
  const [group] = classes
  const first = periods.find(({ number, type }) => number === 1 && type !== 'year')
  if (!group || !first) throw new Error('a class with a first period')
  return { classId: group.id, period: first }
}

async function sheet(periodId: string | null = null) {
  const { classId } = await theClass()
  return buildSheet(house.app.deps, { school: house.school, classId, periodId })
}

/** By the slice that rules see: another way to the same entries. */
async function missedBySlice(from: string, to: string) {
  const { classId } = await theClass()
  const request = { school: house.school.id, from, to, classIds: [classId] }
  const { attendance, lessons } = await house.app.deps.mirror.slice(request, house.school.timeZone)
  const held = new Map(lessons.filter(({ status }) => status !== 'cancelled').map(one => [one.id, one]))
  const counts = new Map<string, { lessons: number; ill: number }>()
  for (const { personId, lessonId, status } of attendance) {
    const date = held.get(lessonId)?.date
    if (date === undefined || date < from || date > to) continue
    const count = counts.get(personId) ?? { lessons: 0, ill: 0 }
    if (['absent', 'ill', 'excused'].includes(status)) count.lessons += 1
    if (status === 'ill') count.ill += 1
    counts.set(personId, count)
  }
  return counts
}

test('lessons missed are those of the days that are over, as the rules’ slice has them; weeks that weren’t read to their end leave them open', async () => {
  const { period } = await theClass()
  house.clock.set(Date.parse('2026-10-24T01:00:00+03:00'))
  // Friday's lessons weren't over when it was read.
  expect((await sheet(period.id)).pupils.map(({ missed }) => missed)).toEqual(Array(12).fill([null]))
  await house.run('sync', days)
  const counts = await missedBySlice(period.start, '2026-10-23')
  const { pupils } = await sheet(period.id)
  expect(pupils.map(({ missed }) => missed[0])).toEqual(
    pupils.map(({ id }) => counts.get(id) ?? { lessons: 0, ill: 0 }),
  )
  expect(pupils.some(({ missed }) => (missed[0]?.lessons ?? 0) > 0)).toBe(true)
  const year = (await sheet()).pupils.map(({ missed }) => missed)
  // The other periods haven't begun; the year has.
  expect(year.map(lines => [lines[0], lines.at(-1)])).toEqual(pupils.map(({ missed: [one] }) => [one, one]))
  expect(year.flatMap(lines => lines.slice(1, -1))).toEqual(expect.not.arrayContaining([expect.anything()]))
})

test('what was entered of pupils stands on the year’s sheet, of two decisions the later one', async () => {
  const { classId } = await theClass()
  const { pupils } = await sheet()
  const [one, other, third] = pupils.map(({ id }) => id)
  if (one === undefined || other === undefined || third === undefined) throw new Error('three pupils')
  const enter = (
    personIds: string[],
    content: Pick<Content<'pupil-order'>, 'what' | 'number' | 'date'> & Partial<Content<'pupil-order'>>,
  ) =>
    house.app.deps.statements.enter(
      house.school.id,
      'pupil-order',
      { studyYear: '2026-2027', classId, personIds, to: null, from: null, until: null, ...content },
      { author: 'Иванова А. П.', at: house.clock.now() },
    )
  await enter([one], { what: 'promoted', number: '2', date: '2026-10-20', to: '8А' })
  await enter([one, other], { what: 'conditional', number: '1', date: '2026-10-10', to: '8А' })
  await enter([third], { what: 'home', number: '5', date: '2026-09-11', from: '2026-09-12' })
  await enter([third], { what: 'joined', number: '4-у', date: '2026-09-02' })
  const told = new Map((await sheet()).pupils.map(({ id, orders }) => [id, orders]))
  const none = { joined: null, left: null, home: null, council: null, promotion: null }
  expect(told.get(one)).toEqual({ ...none, council: '20.10.2026, № 2', promotion: 'переведён(а) в 8А класс' })
  expect(told.get(other)).toMatchObject({ promotion: 'переведён(а) условно в 8А класс' })
  expect(told.get(third)).toEqual({
    ...none,
    joined: 'приказ № 4-у от 02.09.2026',
    home: 'обучение на дому с 12.09.2026, приказ № 5 от 11.09.2026',
  })
})

test('a copy to be looked at has no number; archived ones are counted, and the same sheet again is the same copy', async () => {
  const archive = await house.app.deps.archive()
  const printed = async (id: string) =>
    z
      .object({ print: z.unknown() })
      .parse(JSON.parse((await archive.get(id, 'sheet.json'))?.toString() ?? '')).print
  const first = await sheet()
  expect(first.print).toEqual({ number: null, by: 'Иванова А. П.' })
  const { archiveId } = await storeSheet(house.app.deps, first)
  expect(await printed(archiveId)).toEqual({ number: 1, by: 'Иванова А. П.' })
  expect(
    (await storeSheet(house.app.deps, { ...first, print: { number: null, by: 'Петров' } })).archiveVersion,
  ).toBe('v1')
  const changed = { ...first, classTeacher: 'Сидорова В. В.', print: { number: null, by: 'Петров П. П.' } }
  expect((await storeSheet(house.app.deps, changed)).archiveVersion).toBe('v2')
  expect(await printed(archiveId)).toEqual({ number: 2, by: 'Петров П. П.' })
})
