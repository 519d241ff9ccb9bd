import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { z } from 'zod'
import { isYearOver } from '../../jobs/steps/ended-periods.js'
import { addDueRuns } from '../../src/app.js'
import { type Installation, installation } from './installation.js'

/** The sheets of a year that has ended: who makes good a debt in June stands in a further version. */
let house: Installation
const may = { from: '2027-05-17', to: '2027-05-30' }
const schedule = { nightAt: '00:20', digestAt: '07:30', plannedLooks: true, requestsADay: 10_000 }

beforeAll(async () => {
  house = await installation('2027-05-24T12:00:00+03:00', {
    school: { seed: 11, classes: 2, pupilsPerClass: 25, life: 'full', ...may },
  })
  await house.run('report', { from: '2027-05-10', to: '2027-05-23' })
})
afterAll(() => house.close())

const Sheet = z.object({
  periods: z.array(z.object({ id: z.string().nullable() })),
  pupils: z.array(z.object({ marks: z.array(z.array(z.string().nullable())) })),
})

async function yearSheets() {
  const archive = await house.app.deps.archive()
  const sheets = (await archive.list()).filter(({ id }) => id.endsWith(':summary:year'))
  const cellsOf = async (id: string, version: string) => {
    const bytes = await archive.get(id, 'sheet.json', version)
    return Sheet.parse(JSON.parse(bytes?.toString() ?? ''))
  }
  return { archive, sheets, cellsOf }
}

test('are archived the night after the last period, with all periods; before that there are none', async () => {
  expect((await yearSheets()).sheets).toEqual([])
  house.clock.set(Date.parse('2027-05-27T02:00:00+03:00'))
  const run = { from: '2027-05-13', to: '2027-05-26' }
  await house.run('report', { ...run, id: 'first' })
  const { sheets, cellsOf } = await yearSheets()
  expect(sheets.map(({ head }) => head)).toEqual(['v1', 'v1'])
  expect(sheets[0]?.versions[0]?.message).toMatch(
    /^Сводная ведомость, [56]А, год, 2026\/2027: снимок данных платформы$/,
  )
  expect((await cellsOf(sheets[0]?.id ?? '', 'v1')).periods.length).toBeGreaterThanOrEqual(4)
  await house.run('report', { ...run, id: 'second' })
  expect((await yearSheets()).sheets.map(({ head }) => head)).toEqual(['v1', 'v1'])
})

test('are made anew when something was put right long after, for which final marks are read every six days', async () => {
  const { deps } = house.app
  const { id: school } = house.school
  const { classes } = await deps.mirror.directory(school)
  const looks = () =>
    Promise.all(
      classes.map(
        async ({ id }) =>
          (await deps.mirror.looks({ school, resource: 'final-marks', group: id, week: null })).length,
      ),
    )
  const before = await looks()
  for (let day = 16; day < 22; day++) {
    house.clock.set(Date.parse(`2027-06-${day}T00:21:00+03:00`))
    while ((await addDueRuns(deps, house.queue, { schools: house.app.schools, schedule })).length > 0)
      await house.queue.idle()
  }
  expect(await looks()).toEqual(before.map(count => count + 1))
  const { archive, sheets, cellsOf } = await yearSheets()
  expect(sheets.map(({ head }) => head)).toEqual(['v2', 'v2'])
  for (const { id } of sheets) {
    const [first, second] = [await cellsOf(id, 'v1'), await cellsOf(id, 'v2')]
    expect(second.pupils).not.toEqual(first.pupils)
  }
  expect((await archive.verify()).findings).toEqual([])
})

test('aren’t made of the former year’s lists when the next one has begun', async () => {
  const { id: school } = house.school
  const { periods, classes } = await house.app.deps.mirror.directory(school)
  const isOver = (today: string) => classes.map(({ id }) => isYearOver({ periods }, id, today))
  expect(isOver('2027-05-26')).toEqual([false, false])
  expect(isOver('2027-05-27')).toEqual([true, true])
  expect(isOver('2027-08-31')).toEqual([true, true])
  expect(isOver('2027-09-01')).toEqual([false, false])
})
