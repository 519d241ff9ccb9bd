import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readPlatformStamp } from '../../src/calendar/index.js'
import type { PlatformStamp } from '../../src/journal/index.js'
import { defaultRegulation, proveZone, withProven } from '../../src/regulation/index.js'

function stampOf(raw: string, timeZone: string): PlatformStamp {
  const stamp = readPlatformStamp(raw, timeZone)
  if (!stamp) throw new Error(`no stamp: ${raw}`)
  return stamp
}

const at = Date.parse('2026-10-20T09:34:00Z')
const kamchatka = 'Asia/Kamchatka'
const trial = (raw: string, timeZone = kamchatka) => ({ of: raw, stamp: stampOf(raw, timeZone) })

describe('the zone of stamps', () => {
  test.each([
    ['2026-10-20T09:34:41.5', kamchatka, 'utc'],
    ['2026-10-20T21:33:10', kamchatka, 'local'],
    ['2026-10-20T12:36:00', kamchatka, 'moscow'],
    // Moscow's own time is the school's.
    ['2026-10-20T12:34:00', 'Europe/Moscow', 'local'],
    ['2026-10-20T12:34:00', 'Europe/Kirov', 'local'],
  ])('%s at a school in %s is %s', (raw, timeZone, zone) => {
    expect(proveZone([trial(raw, timeZone)], at)).toMatchObject({ zone, trial: { of: raw } })
  })

  test('is that of the nearest of several stamps that agree, the others of the day left aside', () => {
    const trials = ['2026-10-20T09:37:00', '2026-10-20T09:34:20', '2026-10-20T05:00:00'].map(raw =>
      trial(raw),
    )
    expect(proveZone(trials, at)).toMatchObject({ zone: 'utc', trial: { of: '2026-10-20T09:34:20' } })
  })

  test('is not proven when none tells the moment, or different ones do in different zones', () => {
    expect(proveZone([], at)).toEqual({ zone: null, fitting: [] })
    expect(proveZone([trial('2026-10-20T09:40:00')], at)).toEqual({ zone: null, fitting: [] })
    const both = proveZone([trial('2026-10-20T09:34:00'), trial('2026-10-20T12:34:00')], at)
    expect(both.zone === null && [...both.fitting].sort()).toEqual(['moscow', 'utc'])
  })

  test('never comes out wrong, whatever the zone and the school', () => {
    const zones = fc.constantFrom('utc', 'local', 'moscow')
    const schools = fc.constantFrom('Europe/Kaliningrad', 'Europe/Samara', 'Asia/Yekaterinburg', kamchatka)
    fc.assert(
      fc.property(zones, schools, fc.integer({ min: -299_000, max: 299_000 }), (zone, timeZone, off) => {
        const offsets = { utc: 'UTC', local: timeZone, moscow: 'Europe/Moscow' } as const
        const wall = new Date(at + off).toLocaleString('sv-SE', {
          timeZone: offsets[zone as keyof typeof offsets],
        })
        expect(proveZone([trial(wall.replace(' ', 'T'), timeZone)], at).zone).toBe(zone)
      }),
    )
  })
})

describe('what is proven fills in what the settings leave open', () => {
  const proven = { zone: 'utc', editKeepsStamp: true, homeworkLesson: 'due' } as const
  const homeworkOf = (settings: typeof defaultRegulation) =>
    settings.editions[0]?.rules['2.6-homework-in-time'].lesson

  test('both tests passed: the zone counts', () => {
    const settings = withProven(defaultRegulation, proven)
    expect([settings.stamps, homeworkOf(settings)]).toEqual(['utc', 'due'])
  })

  test.each([null, false])(
    'stamps stay unproven while edits move them or nobody knows (%p)',
    editKeepsStamp => {
      expect(withProven(defaultRegulation, { ...proven, editKeepsStamp }).stamps).toBe('uncalibrated')
    },
  )

  test('nothing proven, nothing changed; and what is set explicitly wins', () => {
    expect(withProven(defaultRegulation, { zone: null, editKeepsStamp: null, homeworkLesson: null })).toEqual(
      defaultRegulation,
    )
    expect(withProven({ ...defaultRegulation, stamps: 'moscow' }, proven).stamps).toBe('moscow')
    const given = withProven(defaultRegulation, { ...proven, homeworkLesson: 'given' })
    expect(homeworkOf(withProven(given, proven))).toBe('given')
  })
})
