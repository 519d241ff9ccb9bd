import { evaluate, planOfDay } from '../../src/app.js'
import { createCalendar } from '../../src/calendar/index.js'
import { importPlans } from '../../src/cli/demo-plans.js'
import type { Verdict } from '../../src/regulation/index.js'
import { generateSchool, type School, type SchoolOptions } from '../../src/sandbox/index.js'
import { type Installation, installation } from '../jobs/installation.js'
import { type MirroredWindow, mirroredWindows } from '../soak/mirrored.js'

/** A small school lives through some days, and is looked at as the planner wants it. */

export interface SchoolDaysToLive {
  readonly seed: number
  readonly classes: number
  readonly pupilsPerClass: number
  readonly timeZone: string
  readonly from: string
  readonly to: string
  /** Days after `to` on which it is looked at still: terms of the last lessons run out, late entries come. */
  readonly afterwards: number
  /** `nights`: around midnight, weekly and monthly; `all`: also those at the deadlines of homework. */
  readonly looks: 'all' | 'nights'
}

export interface Lived {
  /** All that was ever entered in it, and what of it was planted. */
  readonly school: School
  readonly verdicts: readonly Verdict[]
  readonly windows: readonly MirroredWindow[]
  /** The day of each lesson that stands. */
  readonly lessonDates: ReadonlyMap<string, string>
  readonly now: number
  readonly requests: number
}

const schedule = { nightAt: '00:20', digestAt: '07:30', plannedLooks: true, requestsADay: 100_000 }

/** Without an act of the school nobody is held to terms of checking. */
const regulation = {
  editions: [{ rules: { '2.5-written-works-in-time': { act: 'Положение о письменных работах' } } }],
}

export async function live(days: SchoolDaysToLive, tell: (text: string) => void = () => {}): Promise<Lived> {
  const { seed, classes, pupilsPerClass, timeZone, from, to, afterwards } = days
  const calendar = createCalendar({
    timeZone,
    week: 5,
    production: { restDays: [], workingDays: [] },
    holidays: {},
    bells: {},
  })
  const eve = calendar.addDays(from, -1)
  const last = calendar.addDays(to, afterwards)
  const life = { life: 'full', plans: true } as const
  const school: SchoolOptions = { seed, classes, pupilsPerClass, ...life, timeZone, from, to }
  const house = await installation(calendar.format(calendar.at(eve, '20:00')), {
    school,
    platform: { requestsAtOnce: 8, timeoutSeconds: 30 },
    regulation,
  })
  try {
    await house.run('sync', { from: eve, to: calendar.addDays(from, 6) })
    for (const date of calendar.days(from, last)) {
      if (calendar.weekday(date) === 1) tell(`${timeZone}, seed ${seed}: ${date}`)
      await liveOn(house, date, days.looks)
    }
    house.clock.set(calendar.at(calendar.addDays(last, 1), '06:00'))
    await house.run('sync', { from, to })
    // Topics are held against plans when the year is judged: which of its days they were handed in on makes no difference.
    await importPlans(house.app, house.school, house.sandbox)
    const request = { school: house.school.id, from, to, classIds: null }
    const { result, slice } = await evaluate(house.app.deps, request)
    return {
      // Made anew, the same school: the served one tells only what a moment shows.
      school: generateSchool(school),
      verdicts: result.verdicts,
      windows: await mirroredWindows(house.app.database.pool),
      lessonDates: new Map(slice.lessons.map(({ id, date }) => [id, date])),
      now: house.clock.now(),
      requests: house.sandbox.requests(),
    }
  } finally {
    await house.close()
  }
}

const byNight: ReadonlySet<string> = new Set(['before-midnight', 'night', 'open-period', 'closed-periods'])

/** The looks of a day's plan, the morning's mail left out. */
async function liveOn(
  { app, school, clock, run }: Installation,
  date: string,
  looks: SchoolDaysToLive['looks'],
): Promise<void> {
  for (const look of await planOfDay(app.deps, school, { date, schedule })) {
    if (look.kind === 'digest' || (looks === 'nights' && !byNight.has(look.kind))) continue
    clock.set(Math.max(look.at, clock.now()))
    const { state, errorCode } = await run('planned-look', look)
    if (state !== 'done') throw new Error(`${look.id} is ${state}: ${errorCode}`)
  }
}
