import type { DatabaseHandle } from '../src/database/index.js'
import type { IsoDate } from '../src/journal/index.js'
import { type BenchBridge, benchBridge, type Spent } from './bridge.js'
import { atMost, type Bench, type Figure } from './figures.js'
import { benchServer } from './server.js'
import { plainCalendar, weeksBetween } from './weeks.js'

const year = { from: '2026-09-01', to: '2027-05-26' } as const
/** What the nights see of it: no holidays, which would cost less, and no end of a period, which costs final marks. */
const quarter = { from: '2027-01-11', to: '2027-03-20' } as const
const firstNight = '2027-01-31'
const allowance = 1.05
const failingShares = [0.01, 0.1, 0.3] as const
const nightDays = 14
const failingNights = 7
const failingShareOfBackfill = 0.1
const nightsWithTenYears = 3

/** What cannot be done with less: lessons, marks and attendance of each class-week, and five lists of the school. */
function floorOf(classes: number, { from, to }: { from: IsoDate; to: IsoDate }): number {
  return 3 * classes * weeksBetween(from, to).length + 5
}

/** The fourteen days that are over when the night begins. */
function daysOfNight(date: IsoDate): { from: IsoDate; to: IsoDate } {
  return { from: plainCalendar.addDays(date, -nightDays), to: plainCalendar.addDays(date, -1) }
}

/** Nine earlier years in the mirror, as if the bridge had always been there. */
async function addYears(handle: DatabaseHandle): Promise<void> {
  const earlier = `(week::date - 364 * years)::text`
  const key = `replace(window_key, week, ${earlier})`
  await handle.pool.query(`
    insert into mirror.chain (school, window_key, resource, group_id, week, newest_look, newest_asked_at, data_look,
      proof_look, proof_asked_at)
    select school, ${key}, resource, group_id, ${earlier}, newest_look, newest_asked_at, data_look, proof_look,
      proof_asked_at
    from mirror.chain, generate_series(1, 9) years where week is not null`)
  await handle.pool.query(`
    insert into mirror.version (school, group_id, kind, record, seq, window_key, content, hash, present_at,
      observation, asked_at)
    select v.school, v.group_id, v.kind, years || v.record, v.seq, ${key}, v.content, v.hash, v.present_at,
      v.observation, v.asked_at
    from mirror.version v join mirror.chain c using (school, window_key), generate_series(1, 9) years
    where c.week is not null and v.ended_at is null`)
}

interface Night {
  readonly spent: Spent
  readonly floor: number
}

function sumOf(nights: readonly Night[], of: (night: Night) => number): number {
  return nights.reduce((sum, night) => sum + of(night), 0)
}

const ratio = (nights: readonly Night[]) =>
  sumOf(nights, night => night.spent.requests) / sumOf(nights, night => night.floor)

export const requests: Bench = {
  about: 'requests of planned nights of 14 days and of a backfill, against the floor (--size: classes, 40)',
  async run({ size, say }) {
    const classes = size ?? 40
    const server = await benchServer()

    function told(what: string, spent: Spent, floor: number): Night {
      const states = spent.runs.map(run => `${run.state}, ${run.incomplete} windows incomplete`)
      say(
        `${what}: ${spent.requests} requests, ${spent.failed} failed, floor ${floor} (${states.join('; ')})`,
      )
      return { spent, floor }
    }

    async function withBridge<T>(
      name: string,
      days: { from: IsoDate; to: IsoDate },
      work: (bridge: BenchBridge) => Promise<T>,
    ): Promise<T> {
      const bridge = await benchBridge({ name, server, classes, days })
      try {
        return await work(bridge)
      } finally {
        await bridge.close()
      }
    }

    /** Nights one after the other, each against its own floor. */
    async function nights(bridge: BenchBridge, first: IsoDate, count: number): Promise<Night[]> {
      const list: Night[] = []
      for (let index = 0; index < count; index += 1) {
        const date = plainCalendar.addDays(first, index)
        list.push(told(`night ${date}`, await bridge.night(date), floorOf(classes, daysOfNight(date))))
      }
      return list
    }

    try {
      const secondNight = plainCalendar.addDays(firstNight, 1)
      const grown = await withBridge('ten_years', quarter, async bridge => {
        await nights(bridge, firstNight, 1)
        await addYears(bridge.handle)
        return nights(bridge, secondNight, nightsWithTenYears)
      })
      const { plain, failing } = await withBridge('one_year', quarter, async bridge => {
        // The first ever reads each list once.
        await nights(bridge, firstNight, 1)
        const quiet = await nights(bridge, secondNight, nightDays)
        const troubled: { share: number; list: Night[] }[] = []
        let next = plainCalendar.addDays(secondNight, nightDays)
        for (const share of failingShares) {
          bridge.proxy.fail(share)
          troubled.push({ share, list: await nights(bridge, next, failingNights) })
          next = plainCalendar.addDays(next, failingNights)
        }
        return { plain: quiet, failing: troubled }
      })
      const backfillOf = (name: string, share: number) =>
        withBridge(name, year, async bridge => {
          bridge.proxy.fail(share)
          return told(name, await bridge.sync('2027-05-27', year), floorOf(classes, year))
        })
      const backfill = await backfillOf('backfill', 0)
      const backfillFailing = await backfillOf('backfill_failing', failingShareOfBackfill)
      return figuresOf({
        ...{ grown, plain, backfill, twoWeeks: 3 * classes * 2 + 5 },
        failing: [
          ...failing.map(({ share, list }) => ({ what: 'night', share, list })),
          { what: 'backfill', share: failingShareOfBackfill, list: [backfillFailing] },
        ],
      })
    } finally {
      await server.stop()
    }
  },
}

function figuresOf(measured: {
  readonly grown: readonly Night[]
  readonly plain: readonly Night[]
  readonly failing: readonly {
    readonly what: string
    readonly share: number
    readonly list: readonly Night[]
  }[]
  readonly backfill: Night
  readonly twoWeeks: number
}): Figure[] {
  const { grown, plain, failing, backfill, twoWeeks } = measured
  const target = atMost(allowance)
  const worst = Math.max(...plain.map(night => ratio([night])))
  const overTwoWeeks = sumOf(plain, night => night.spent.requests) / (plain.length * twoWeeks)
  const same = plain.slice(0, grown.length)
  return [
    { name: 'night ÷ floor, mean of 14', value: ratio(plain), unit: '', target },
    { name: 'night ÷ floor, worst of 14', value: worst, unit: '' },
    { name: 'night ÷ floor if two weeks were all that 14 days touch', value: overTwoWeeks, unit: '' },
    ...failing.flatMap(({ what, share, list }): Figure[] => {
      const [sent, failed, floor] = [
        sumOf(list, ({ spent }) => spent.requests),
        sumOf(list, ({ spent }) => spent.failed),
        sumOf(list, night => night.floor),
      ]
      const p = failed / sent
      return [
        { name: `${what}: share of failing calls, ${share} by the dice`, value: p, unit: '' },
        {
          name: `  ${what} ÷ (floor ÷ (1 − p)), mean of ${list.length}`,
          value: (sent / floor) * (1 - p),
          unit: '',
          target,
        },
      ]
    }),
    { name: 'backfill of a year, nothing read before ÷ floor', value: ratio([backfill]), unit: '', target },
    {
      name: 'night with ten mirrored years ÷ with one',
      value: ratio(grown) / ratio(same),
      unit: '',
      target: atMost(1.01),
    },
  ]
}
