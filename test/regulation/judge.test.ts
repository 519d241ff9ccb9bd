import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Judgement, judge, type Question } from '../../src/regulation/judge.js'
import type { StampZone } from '../../src/regulation/index.js'

const minute = 60_000
const hour = 60 * minute
const deadline = Date.parse('2026-11-16T20:59:59.999Z')
const grace = 15 * minute
const asOf = deadline + 48 * hour
const stampAt = (utc: number) => ({ raw: 'raw', utc, local: utc - 3 * hour, moscow: utc - 3 * hour })

function ask(change: Partial<Question>): Judgement {
  return judge({
    bracket: { absentAt: null, presentAt: null },
    lookedAt: null,
    stamp: null,
    stampZone: 'uncalibrated',
    deadline,
    graceMs: grace,
    asOf,
    ...change,
  })
}

const seen = (absentAt: number | null, presentAt: number | null) => ({ bracket: { absentAt, presentAt } })

describe('a fact that is there', () => {
  test('up to the last millisecond of the deadline it is kept, by our own looks', () => {
    expect(ask(seen(deadline - hour, deadline))).toMatchObject({ outcome: 'kept', evidence: { level: 'B' } })
    expect(ask(seen(deadline - hour, deadline + 1)).outcome).toBe('unproven-grace')
  })

  test('late only if our last look without it was after the deadline and its grace', () => {
    const late = ask(seen(deadline + grace + 1, deadline + hour))
    expect(late).toMatchObject({ outcome: 'late', evidence: { level: 'B' }, lateBy: grace + 1 })
    expect(ask(seen(deadline + grace, deadline + hour)).outcome).toBe('unproven-straddles')
    expect(ask({ ...seen(deadline + 1, deadline + hour), graceMs: 0 }).outcome).toBe('late')
  })

  test('a stamp that agrees makes it level A, up to two minutes of clock difference', () => {
    const within = { ...seen(deadline - hour, deadline), stampZone: 'utc' as const }
    const levelAt = (utc: number) => ask({ ...within, stamp: stampAt(utc) }).evidence.level
    expect(levelAt(deadline + 2 * minute)).toBe('A')
    expect(levelAt(deadline + 2 * minute + 1)).toBe('B')
    expect(levelAt(deadline - hour - 2 * minute + 1)).toBe('A')
    expect(levelAt(deadline - hour - 2 * minute)).toBe('B')
  })

  test('around the deadline an uncalibrated stamp proves what was in time, never what was late', () => {
    const around = seen(deadline - 5 * hour, deadline + 5 * hour)
    expect(ask({ ...around, stamp: stampAt(deadline - hour) })).toMatchObject({
      outcome: 'kept',
      evidence: { level: 'A' },
    })
    // Late in every zone; but perhaps the stamp is that of an edit.
    expect(ask({ ...around, stamp: stampAt(deadline + 4 * hour) })).toMatchObject({
      outcome: 'unproven-uncalibrated',
      evidence: { level: null },
      lateBy: 0,
    })
    expect(ask({ ...around, stamp: stampAt(deadline + 3 * hour + minute) }).outcome).toBe(
      'unproven-uncalibrated',
    )
    expect(ask({ ...around, stamp: stampAt(deadline + hour) }).outcome).toBe('unproven-straddles')
  })

  test('around the deadline a calibrated stamp decides', () => {
    const around = seen(deadline - 5 * hour, deadline + 5 * hour)
    for (const stampZone of ['utc', 'local', 'moscow'] as const) {
      expect(ask({ ...around, stamp: stampAt(deadline + 4 * hour), stampZone })).toMatchObject({
        outcome: 'late',
        evidence: { level: 'A' },
      })
    }
    expect(ask({ ...around, stamp: stampAt(deadline + hour), stampZone: 'utc' }).lateBy).toBe(hour)
    expect(ask({ ...around, stamp: stampAt(deadline + hour), stampZone: 'moscow' }).outcome).toBe('kept')
    expect(ask({ ...around, stamp: stampAt(deadline + 9 * minute), stampZone: 'utc' }).outcome).toBe(
      'unproven-grace',
    )
  })

  test('the line is drawn at the millisecond, for looks and for stamps', () => {
    const without = (presentAt: number) => ask(seen(deadline - hour, presentAt))
    expect(without(deadline + grace).outcome).toBe('unproven-grace')
    expect(without(deadline + grace + 1).outcome).toBe('unproven-straddles')
    const around = seen(deadline - 5 * hour, deadline + 5 * hour)
    const by = (stampZone: StampZone, utc: number) => ask({ ...around, stampZone, stamp: stampAt(utc) })
    expect(by('utc', deadline)).toMatchObject({ outcome: 'kept', lateBy: 0 })
    expect(by('utc', deadline + 1).outcome).toBe('unproven-grace')
    expect(by('utc', deadline + grace)).toMatchObject({ outcome: 'unproven-grace', lateBy: 0 })
    expect(by('utc', deadline + grace + 1)).toMatchObject({ outcome: 'late', lateBy: grace + 1 })
    // Its last reading is in UTC, its first three hours earlier.
    expect(by('uncalibrated', deadline).outcome).toBe('kept')
    expect(by('uncalibrated', deadline + 1).outcome).toBe('unproven-straddles')
    expect(by('uncalibrated', deadline + 3 * hour).outcome).toBe('unproven-straddles')
    expect(by('uncalibrated', deadline + 3 * hour + 1).outcome).toBe('unproven-uncalibrated')
  })

  test('of an uncalibrated stamp a reading is shown that our looks allow', () => {
    const shown = (absentAt: number, presentAt: number, utc: number) =>
      ask({ ...seen(absentAt, presentAt), stamp: stampAt(utc) }).evidence.platformAt
    expect(shown(deadline - 4 * hour, deadline - hour, deadline + hour)).toBe(deadline - 2 * hour)
    expect(shown(deadline - 4 * hour, deadline - hour, deadline - 2 * hour)).toBe(deadline - 2 * hour)
    expect(shown(deadline - 4 * hour, deadline - hour, deadline + 9 * hour)).toBe(deadline + 9 * hour)
  })

  test('a stamp beside the interval proves nothing', () => {
    const around = { ...seen(deadline - hour, deadline + hour), stampZone: 'utc' as const }
    expect(ask({ ...around, stamp: stampAt(deadline - 2 * hour) }).outcome).toBe('unproven-stamp')
    expect(ask({ ...around, stamp: stampAt(deadline + 2 * hour) }).outcome).toBe('unproven-stamp')
  })

  test('a stamp in time against a look that found nothing after the deadline: one of the two is wrong', () => {
    const missed = { ...seen(deadline + hour, deadline + 5 * hour), stampZone: 'utc' as const }
    expect(ask({ ...missed, stamp: stampAt(deadline) })).toMatchObject({
      outcome: 'unproven-stamp',
      evidence: { level: null },
      lateBy: 0,
    })
    // Late by both, whatever they say of the moment.
    expect(ask({ ...missed, stamp: stampAt(deadline + 1) })).toMatchObject({
      outcome: 'late',
      evidence: { level: 'B' },
    })
    const uncalibrated = (utc: number) => ask({ ...missed, stampZone: 'uncalibrated', stamp: stampAt(utc) })
    expect(uncalibrated(deadline - hour).outcome).toBe('unproven-stamp')
    // In time by the school's clock, and late by UTC, which the looks allow.
    expect(uncalibrated(deadline + 2 * hour).outcome).toBe('late')
    expect(uncalibrated(deadline + 10 * hour).outcome).toBe('late')
  })

  test('the stamp alone is level C, and counts only where its zone is calibrated', () => {
    const first = { ...seen(null, deadline + 10 * hour) }
    expect(ask({ ...first, stamp: stampAt(deadline - hour) }).outcome).toBe('unproven-first-look')
    const known = { ...first, stampZone: 'utc' as const }
    expect(ask({ ...known, stamp: stampAt(deadline - hour) })).toMatchObject({
      outcome: 'kept-by-stamp',
      evidence: { level: 'C', platformAt: deadline - hour },
    })
    expect(ask({ ...known, stamp: stampAt(deadline + hour) })).toMatchObject({
      outcome: 'late-by-stamp',
      evidence: { level: 'C' },
      lateBy: hour,
    })
    expect(ask({ ...known, stamp: stampAt(deadline + 11 * hour) }).outcome).toBe('unproven-stamp')
    expect(ask(known).outcome).toBe('unproven-first-look')
  })
})

describe('a fact that is not there', () => {
  test('pending until the deadline and its grace are over', () => {
    expect(ask({ asOf: deadline + grace, lookedAt: deadline }).outcome).toBe('pending')
    expect(ask({ asOf: deadline + grace + 1, lookedAt: deadline }).outcome).toBe('unproven-stale')
  })

  test('missing only after a complete look past the deadline', () => {
    expect(ask({ lookedAt: deadline + grace }).outcome).toBe('unproven-stale')
    expect(ask({ lookedAt: null }).outcome).toBe('unproven-stale')
    expect(ask({ lookedAt: deadline + grace + 1 })).toMatchObject({
      outcome: 'missing',
      lateBy: grace + 1,
      evidence: { level: 'B', absentAt: deadline + grace + 1, presentAt: null, platformAt: null },
    })
  })
})

type Side = 'kept' | 'late' | 'open'
function sideOf({ outcome }: Judgement): Side {
  if (outcome.startsWith('kept')) return 'kept'
  return outcome.startsWith('late') || outcome === 'missing' ? 'late' : 'open'
}

const spread = 30 * hour
const offset = fc.integer({ min: -spread, max: spread })
const zone = fc.constantFrom<StampZone>('uncalibrated', 'utc', 'local', 'moscow')

/**
 * An act at a true moment, an interval around it, and a stamp that tells the truth in one of its readings; where
 * nobody has calibrated it, it may be the stamp of an edit between the act and our look.
 */
const story = fc
  .record({
    act: offset,
    before: fc.integer({ min: 1, max: spread }),
    after: fc.integer({ min: 0, max: spread }),
    firstLook: fc.boolean(),
    zone,
    trueZone: fc.constantFrom('utc', 'local', 'moscow'),
    hasStamp: fc.boolean(),
    edited: fc.double({ min: 0, max: 1, noNaN: true }),
    localOffset: fc.integer({ min: 2, max: 12 }),
    graceMs: fc.constantFrom(0, grace),
    widenBefore: fc.integer({ min: 0, max: spread }),
    widenAfter: fc.integer({ min: 0, max: spread }),
  })
  .filter(given => given.zone === 'uncalibrated' || given.zone === given.trueZone)
  .map(given => {
    const act = deadline + given.act
    const shift = { utc: 0, local: given.localOffset * hour, moscow: 3 * hour }
    const edit = given.zone === 'uncalibrated' ? Math.floor(given.edited * given.after) : 0
    const wall = act + edit + shift[given.trueZone]
    const stamp = { raw: 'raw', utc: wall, local: wall - shift.local, moscow: wall - shift.moscow }
    return { ...given, act, stamp: given.hasStamp ? stamp : null }
  })

function askStory(given: typeof story extends fc.Arbitrary<infer T> ? T : never, widen: boolean): Judgement {
  const before = given.before + (widen ? given.widenBefore : 0)
  const after = given.after + (widen ? given.widenAfter : 0)
  return ask({
    ...seen(given.firstLook ? null : given.act - before, given.act + after),
    stamp: given.stamp,
    stampZone: given.zone,
    graceMs: given.graceMs,
  })
}

describe('laws', () => {
  const many = { numRuns: Number(process.env.LAW_RUNS ?? 5000) }

  test('nobody who was in time is called late, and nobody who was late is called in time', () => {
    fc.assert(
      fc.property(story, fc.boolean(), (given, widen) => {
        const side = sideOf(askStory(given, widen))
        if (side === 'late') expect(given.act).toBeGreaterThan(deadline + given.graceMs)
        if (side === 'kept') expect(given.act).toBeLessThanOrEqual(deadline)
      }),
      many,
    )
  })

  test('no stamp makes late what our looks leave open, as long as nobody has calibrated it', () => {
    fc.assert(
      fc.property(story, fc.boolean(), (given, widen) => {
        const uncalibrated = { ...given, zone: 'uncalibrated' as const }
        const side = sideOf(askStory(uncalibrated, widen))
        if (sideOf(askStory({ ...uncalibrated, stamp: null }, widen)) !== 'late')
          expect(side).not.toBe('late')
      }),
      many,
    )
  })

  test('widening an interval never makes a verdict more certain', () => {
    fc.assert(
      fc.property(story, given => {
        const wide = sideOf(askStory(given, true))
        if (wide !== 'open') expect(sideOf(askStory(given, false))).toBe(wide)
      }),
      many,
    )
  })

  test('later evidence never turns late into kept', () => {
    fc.assert(
      fc.property(offset, offset, offset, zone, (lookedAt, then, stamp, stampZone) => {
        const missing = ask({ lookedAt: deadline + lookedAt })
        fc.pre(sideOf(missing) === 'late')
        const appeared = seen(deadline + lookedAt, deadline + Math.max(lookedAt, then) + 1)
        expect(ask(appeared).outcome).toBe('late')
        // The platform may contradict itself, but not acquit.
        expect(sideOf(ask({ ...appeared, stamp: stampAt(deadline + stamp), stampZone }))).not.toBe('kept')
      }),
      many,
    )
  })

  test('only the distances count: shifting everything by one span changes nothing', () => {
    fc.assert(
      fc.property(story, offset, (given, span) => {
        const question: Question = {
          ...seen(given.firstLook ? null : given.act - given.before, given.act + given.after),
          lookedAt: null,
          stamp: given.stamp,
          stampZone: given.zone,
          deadline,
          graceMs: given.graceMs,
          asOf,
        }
        const { bracket, stamp } = question
        const shifted = judge({
          ...question,
          bracket: {
            absentAt: bracket.absentAt === null ? null : bracket.absentAt + span,
            presentAt: bracket.presentAt === null ? null : bracket.presentAt + span,
          },
          stamp: stamp && {
            ...stamp,
            utc: stamp.utc + span,
            local: stamp.local + span,
            moscow: stamp.moscow + span,
          },
          deadline: deadline + span,
          asOf: asOf + span,
        })
        expect(shifted.outcome).toBe(judge(question).outcome)
        expect(shifted.lateBy).toBe(judge(question).lateBy)
      }),
      many,
    )
  })
})
