import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { addDueRuns } from '../../src/app.js'
import { type Installation, installation } from './installation.js'

const classes = 8
const schedule = { nightAt: '00:20', digestAt: '23:59', plannedLooks: false, requestsADay: 10_000 }

/** Nights that have no look of the day to lean on. */
describe('what nights of two weeks cost', () => {
  let house: Installation
  const night = async (date: string) => {
    house.clock.set(Date.parse(`${date}T00:20:00+03:00`))
    const before = house.sandbox.requests()
    await addDueRuns(house.app.deps, house.queue, { schools: house.app.schools, schedule })
    await house.queue.idle()
    return house.sandbox.requests() - before
  }
  const listsRead = async (date: string) => {
    const read = await house.app.deps.runs.finishedWindows(`night-${house.school.id}-${date}`)
    return [...read].map(key => key.replace(`${house.school.id}/`, ''))
  }

  beforeAll(async () => {
    house = await installation('2026-10-12T20:00:00+03:00', { classes })
    await night('2026-10-13')
  })
  afterAll(() => house.close())

  test('are within five per cent of the floor: three requests a class-week and five a school', async () => {
    // From the middle of one week back to that of two weeks before: three weeks.
    const floor = 3 * 3 * classes + 5
    // Before the period's last week, which costs more.
    const nights = ['2026-10-14', '2026-10-15', '2026-10-16']
    let cost = 0
    for (const date of nights) cost += await night(date)
    expect(cost).toBeLessThanOrEqual(nights.length * 1.05 * floor)
  })

  test('an unknown pupil and a lesson without a bell have their lists read in the same night', async () => {
    const [group] = (await house.app.deps.mirror.directory(house.school.id)).classes
    await house.app.database.pool.query(
      `delete from mirror.version where group_id = $1 and kind in ('member', 'bell')`,
      [group?.id],
    )
    await house.app.database.pool.query(
      `update mirror.chain set reread = true where group_id = $1 and resource in ('members', 'bells')`,
      [group?.id],
    )
    // What the class's journal names has been named only now.
    await house.app.database.pool.query(
      `update mirror.version set present_at = $1 where group_id = $2 and kind in ('mark', 'lesson')`,
      [Date.parse('2026-10-16T12:00:00+03:00'), group?.id],
    )
    await night('2026-10-17')
    await night('2026-10-18')
    const { bells } = await house.app.deps.mirror.calendarFacts(house.school.id)
    const { members } = await house.app.deps.mirror.directory(house.school.id)
    const lists = [`members/${group?.id}/-`, `bells/${group?.id}/-`]
    expect(await listsRead('2026-10-17')).toEqual(expect.arrayContaining(lists))
    // Known now: the next night doesn't ask again.
    expect(await listsRead('2026-10-18')).not.toContain(`bells/${group?.id}/-`)
    expect(bells[group?.id ?? '']?.length).toBeGreaterThan(0)
    expect(members.some(member => member.groupId === group?.id && !member.left)).toBe(true)
  })
})
