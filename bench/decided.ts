import { deadlineLooks } from '../jobs/steps/plan.js'
import { createCalendar, type IsoDate } from '../src/calendar/index.js'
import type { PlatformStamp } from '../src/journal/index.js'
import { type Judgement, judge } from '../src/regulation/judge.js'
import type { StampZone } from '../src/regulation/index.js'
import { type Dice, dice } from './dice.js'
import { atMost, type Bench, type Figure } from './figures.js'
import { seed } from './platform.js'
import { plainCalendar } from './weeks.js'

const minute = 60_000
const hour = 60 * minute
const homeworkMinutes = 90
const graceMs = 15 * minute
const largestSkew = 5 * minute
const classId = '1'
const classesOfSchool = 40
const homeworkOfDay = 5

const calendar = createCalendar({
  ...plainCalendar.facts,
  bells: {
    [classId]: [
      { lessonNumber: 5, start: '12:00', finish: '12:45', weekdays: [] },
      { lessonNumber: 6, start: '12:55', finish: '13:40', weekdays: [] },
      { lessonNumber: 7, start: '13:50', finish: '14:35', weekdays: [] },
    ],
  },
})

/** A piece of homework: when it was really written, and what the clocks and the platform made of it. */
interface Act {
  readonly at: number
  readonly stamp: PlatformStamp | null
  readonly stampZone: StampZone
  /** Ours minus the true time. */
  readonly skew: number
}

/** By true time; our clock tells another one. */
function verdictOf(act: Act, looks: readonly number[], deadline: number): Judgement {
  const after = looks.findIndex(look => look >= act.at)
  const presentAt = after < 0 ? null : (looks[after] ?? 0) + act.skew
  const before = after < 0 ? looks.at(-1) : looks[after - 1]
  const asOf = deadline + 72 * hour
  return judge({
    bracket: { absentAt: before === undefined ? null : before + act.skew, presentAt },
    lookedAt: (looks.at(-1) ?? 0) + act.skew,
    stamp: act.stamp,
    stampZone: act.stampZone,
    deadline,
    graceMs,
    asOf,
  })
}

/** The stamp as the school's zone is three hours from UTC, where Moscow's wall clock is the school's. */
function stampOf(written: number, zone: 'utc' | 'local'): PlatformStamp {
  const wall = written + (zone === 'utc' ? 0 : 3 * hour)
  return { raw: 'raw', utc: wall, local: wall - 3 * hour, moscow: wall - 3 * hour }
}

/** Teachers' habits: mostly in the lesson or right after it, some in the evening, a few days later. */
function momentOfAct(random: Dice, end: number): number {
  const way = random.next()
  if (way < 0.55) return random.between(end - 5 * hour, end)
  if (way < 0.85) return random.between(end, end + homeworkMinutes * minute)
  if (way < 0.97) return random.between(end + homeworkMinutes * minute, end + 9 * hour)
  return random.between(end + 10 * hour, end + 40 * hour)
}

/** The two of a day's looks that decide its homework, as the planner has them; and so on the days around. */
function plannedLooks(date: IsoDate): number[] {
  return [-1, 0, 1, 2].flatMap(days => {
    const day = calendar.addDays(date, days)
    const looks = deadlineLooks({
      ...{ school: '9', date: day, calendar, classIds: [classId], periods: [] },
      lessons: [{ classId, date: day, number: 6, status: 'held' }],
      ...{ homeworkMinutes, graceMinutes: graceMs / minute },
    })
    return looks.flatMap(({ kind, at }) =>
      kind === 'homework-due' || kind === 'before-midnight' ? [at] : [],
    )
  })
}

function hourlyLooks(date: IsoDate, phase: number): number[] {
  const from = calendar.dayStart(calendar.addDays(date, -1)) + phase
  return Array.from({ length: 4 * 24 }, (_, index) => from + index * hour)
}

interface Shares {
  readonly unproven: number
  readonly deadlines: number
}

/** A year of class-days, with stamps that the school has calibrated, hasn't, or that aren't there. */
function year(
  looksOf: (date: IsoDate, random: Dice) => readonly number[],
  stamps: StampZone | 'none',
): Shares {
  const random = dice(seed)
  let unproven = 0
  let deadlines = 0
  const days = calendar.days('2026-09-01', '2027-05-26').filter(day => calendar.isStudyDay(classId, day))
  for (const date of days) {
    const end = calendar.lessonsEnd(classId, date, [6]) ?? 0
    const deadline = calendar.homeworkDue(end, homeworkMinutes)
    for (let piece = 0; piece < classesOfSchool * homeworkOfDay; piece += 1) {
      const at = momentOfAct(random, end)
      const skew = random.between(-10_000, 10_000)
      const stamp = stamps === 'none' ? null : stampOf(at, 'utc')
      const stampZone = stamps === 'none' ? 'uncalibrated' : stamps
      const { outcome } = verdictOf({ at, stamp, stampZone, skew }, looksOf(date, random), deadline)
      deadlines += 1
      if (outcome.startsWith('unproven')) unproven += 1
    }
  }
  return { unproven, deadlines }
}

/** Any looks, any act, any stamp, clocks that differ by five minutes: who was in time must never be called late. */
function wrongAccusations(cases: number, say: (text: string) => void): number {
  const random = dice(seed + 1)
  const deadline = calendar.homeworkDue(calendar.at('2026-11-16', '13:40'), homeworkMinutes)
  let wrong = 0
  for (let index = 0; index < cases; index += 1) {
    // Near the deadline, where clocks matter, as often as anywhere.
    const spread = random.pick([2 * minute, 20 * minute, 5 * hour, 40 * hour])
    const at = random.between(deadline - spread, deadline + spread)
    const looks = Array.from({ length: random.between(1, 9) }, () =>
      random.between(deadline - spread - hour, deadline + spread + hour),
    ).sort((a, b) => a - b)
    const skew = random.between(-largestSkew, largestSkew + 1)
    const ofPlatform = random.chance(0.5)
    const zone = random.pick<'utc' | 'local'>(['utc', 'local'])
    const calibrated = random.chance(0.5)
    // An edit may rewrite the stamp as long as nobody has tested that it doesn't.
    const edit = calibrated || random.chance(0.7) ? 0 : random.between(0, 20 * hour)
    const stamp = random.chance(0.8) ? stampOf(at + edit + (ofPlatform ? skew : 0), zone) : null
    const act = {
      at,
      stamp,
      stampZone: calibrated ? zone : 'uncalibrated',
      skew: ofPlatform ? 0 : skew,
    } as const
    const { outcome } = verdictOf(act, looks, deadline)
    const accused = outcome === 'late' || outcome === 'late-by-stamp' || outcome === 'missing'
    if (accused && at <= deadline) {
      wrong += 1
      say(
        `wrong ${outcome}: ${JSON.stringify({ ...act, looks: looks.map(look => look - deadline), at: at - deadline })}`,
      )
    }
  }
  return wrong
}

export const decided: Bench = {
  about: 'how many homework deadlines stay unproven, and nobody accused wrongly (--size: cases, 1,000,000)',
  async run({ size, say }) {
    const cases = size ?? 1_000_000
    const share = ({ unproven, deadlines }: Shares) => (100 * unproven) / deadlines
    const hourly = (date: IsoDate, random: Dice) => hourlyLooks(date, random.between(0, hour))
    const figures: Figure[] = [
      { name: 'homework deadlines of the year', value: year(plannedLooks, 'utc').deadlines, unit: '' },
      {
        name: 'unproven, two planned looks, stamps calibrated',
        value: share(year(plannedLooks, 'utc')),
        unit: '%',
        target: atMost(2),
      },
      {
        name: 'unproven, two planned looks, stamps uncalibrated',
        value: share(year(plannedLooks, 'uncalibrated')),
        unit: '%',
        target: atMost(2),
      },
      { name: 'unproven, two planned looks, no stamps', value: share(year(plannedLooks, 'none')), unit: '%' },
      { name: 'unproven, hourly polling, stamps calibrated', value: share(year(hourly, 'utc')), unit: '%' },
      {
        name: 'unproven, hourly polling, stamps uncalibrated',
        value: share(year(hourly, 'uncalibrated')),
        unit: '%',
      },
      { name: 'unproven, hourly polling, no stamps', value: share(year(hourly, 'none')), unit: '%' },
      { name: 'cases with clocks up to 5 minutes apart', value: cases, unit: '' },
      {
        name: 'of them accused though in time',
        value: wrongAccusations(cases, say),
        unit: '',
        target: atMost(0),
      },
    ]
    return figures
  },
}
