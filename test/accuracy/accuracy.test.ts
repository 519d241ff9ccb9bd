import { describe, expect, test } from '@jest/globals'
import { recallOf, sumOf, tableOf, tableText, type Table } from './table.js'
import { live, type SchoolDaysToLive } from './year.js'

/**
 * The whole way against the sandbox's truth: real HTTP and PostgreSQL, the planner's own looks, every rule. The
 * ordinary run lives through a few weeks; `npm run accuracy` through whole years.
 */

const year = {
  classes: 2,
  pupilsPerClass: 8,
  from: process.env.ACCURACY_FROM ?? '2026-09-01',
  to: process.env.ACCURACY_TO ?? '2027-05-26',
  afterwards: 10,
  looks: 'nights',
} as const
const weeks = {
  classes: 1,
  pupilsPerClass: 8,
  from: '2026-10-12',
  to: '2026-10-25',
  afterwards: 4,
  looks: 'all',
} as const
const zones = ['Asia/Kamchatka', 'Europe/Kaliningrad', 'Asia/Yekaterinburg', 'Europe/Moscow']

const years = Number(process.env.ACCURACY_YEARS ?? 0)
const firstSeed = Number(process.env.ACCURACY_SEED ?? 1)
const lives: readonly SchoolDaysToLive[] =
  years === 0
    ? [{ ...weeks, seed: 3, timeZone: 'Asia/Omsk' }]
    : Array.from({ length: years }, (_, index) => firstSeed + index).map(seed => ({
        ...year,
        seed,
        timeZone: zones[(seed - 1) % zones.length] ?? 'Europe/Moscow',
      }))

const say = (text: string) => {
  if (years > 0) process.stderr.write(`${text}\n`)
}

describe('verdicts against what was planted', () => {
  const tables: Table[] = []

  test.each(lives)(
    'seed $seed in $timeZone: nobody is accused who did nothing, and what the looks could decide is found',
    async days => {
      const lived = await live(days, say)
      const table = tableOf(lived, days)
      tables.push(table)
      say(`${lived.requests} requests\n${tableText(table)}`)
      for (const { breach, verdict } of table.rows.flatMap(({ missed }) => missed))
        say(`missed ${JSON.stringify(breach)}\n   ${verdict?.verdict}: ${verdict?.message}`)
      expect(table.invented.map(({ rule, subject, message }) => ({ rule, subject, message }))).toEqual([])
      expect(recallOf(table)).toBeGreaterThanOrEqual(0.99)
    },
    years > 0 ? 3_600_000 : 240_000,
  )

  test('enough was planted to say so', () => {
    const table = sumOf(tables)
    say(tableText(table))
    expect(table.rows.reduce((sum, { found }) => sum + found, 0)).toBeGreaterThan(10)
  })
})
