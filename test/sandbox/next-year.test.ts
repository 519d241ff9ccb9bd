import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { z } from 'zod'
import { type Asking, ask } from './asking.js'

/** In August the lists become those of the next year, into which nobody has taught yet. */
let asking: Asking
let listedInMay: z.infer<typeof Groups>

const Groups = z.array(
  z.object({
    ...{ id_str: z.string(), name: z.string(), type: z.string(), status: z.string() },
    ...{ parallel: z.int(), studyyear: z.int(), parentIds_str: z.array(z.string()).nullable() },
  }),
)
const Periods = z.array(z.object({ id_str: z.string(), start: z.string(), year: z.int() }))
const People = z.array(z.object({ id_str: z.string() }))

beforeAll(async () => {
  asking = await ask({ classes: 7, life: 'full', from: '2027-05-17', to: '2027-05-26' })
  asking.at('2027-08-25T10:59:00+03:00')
  listedInMay = await groups()
  asking.at('2027-08-25T11:00:00+03:00')
})
afterAll(() => asking.sandbox.close())

const groups = () => asking.read(`schools/${asking.sandbox.school.id}/edu-groups`, Groups)
const people = async (id: string) =>
  (await asking.read(`edu-groups/${id}/persons`, People)).map(person => person.id_str).sort()

test('groups of the year stay on the list, archived, and others come, a grade higher', async () => {
  expect(new Set(listedInMay.map(({ status, studyyear }) => `${status} ${studyyear}`))).toEqual(
    new Set(['Active 2026']),
  )
  const now = await groups()
  const past = now.filter(({ studyyear }) => studyyear === 2026)
  expect(past).toEqual(listedInMay.map(group => ({ ...group, status: 'Archive' })))
  const next = now.filter(({ studyyear }) => studyyear === 2027)
  expect(now).toHaveLength(past.length + next.length)
  const namesOf = (list: typeof now) =>
    list
      .filter(({ type }) => type === 'Group')
      .map(({ name }) => name)
      .sort()
  expect(namesOf(past)).toEqual(['10А', '11А', '5А', '6А', '7А', '8А', '9А'])
  expect(namesOf(next)).toEqual(['10А', '11А', '6А', '7А', '8А', '9А'])
  expect(new Set(next.map(({ status }) => status))).toEqual(new Set(['Active']))
  const known = new Set(listedInMay.map(({ id_str }) => id_str))
  expect(next.filter(({ id_str }) => known.has(id_str))).toEqual([])
})

test('the same pupils sit in them, with periods of the next year and no marks, while those of this one can still be read', async () => {
  const [before, after] = [listedInMay.find(isClass('8А')), (await groups()).find(isClass('9А', 2027))]
  const [old, now] = [before?.id_str ?? '', after?.id_str ?? '']
  expect(await people(now)).toEqual(await people(old))
  const periods = await asking.read(`edu-groups/${now}/reporting-periods`, Periods)
  const former = await asking.read(`edu-groups/${old}/reporting-periods`, Periods)
  expect(periods.map(({ year }) => year)).toEqual([2027, 2027, 2027, 2027])
  expect(periods.map(({ start }) => start).sort()[0]).toBe('2027-09-01T00:00:00')
  expect(former.filter(({ id_str }) => periods.some(period => period.id_str === id_str))).toEqual([])
  expect((await asking.raw(`edu-groups/${now}/final-marks`)).text).toBe('[]')
  expect((await asking.raw(`edu-groups/${now}/lessons/2027-09-01/2027-09-07`)).text).toBe('[]')
  expect((await asking.raw(`edu-groups/${old}/final-marks`)).text).not.toBe('[]')
})

function isClass(name: string, year = 2026) {
  return (group: z.infer<typeof Groups>[number]) =>
    group.name === name && group.studyyear === year && group.type === 'Group'
}
