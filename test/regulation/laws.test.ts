import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createCalendar } from '../../src/calendar/index.js'
import type { Instant } from '../../src/clock.js'
import type { Bracket, JournalSlice } from '../../src/journal/index.js'
import {
  type CheckRequest,
  type CheckResult,
  checkJournal,
  mayEndWithin,
  rules,
  type Verdict,
  verdictKey,
} from '../../src/regulation/index.js'
import { judgedPart } from '../support/judged-part.js'
import { type CorpusCase, corpus } from './corpus.js'
import { knownAt } from './known-at.js'
import { moved, movedDay } from './moved.js'

/**
 * Laws that bind every rule, over what the corpus of all rules tells: each case is judged by all of them. A rule
 * without cases has none here either, which the rule tester doesn't allow.
 */

const byName = new Map(corpus.map(item => [item.name, item]))
/** By name, so that a counterexample says which. */
const anyName = fc.constantFrom(...byName.keys())
const runs = Number(process.env.LAW_RUNS ?? 150)
const often = { numRuns: runs }

function caseOf(name: string): CorpusCase {
  const found = byName.get(name)
  if (!found) throw new Error(`no case ${name}`)
  return found
}

const judged = new Map<string, CheckResult>()

/** What the case gives as it stands, worked out once. */
function resultOf({ name, request }: CorpusCase): CheckResult {
  const known = judged.get(name) ?? checkJournal(request)
  judged.set(name, known)
  return known
}

const byKey = (verdicts: readonly Verdict[]) =>
  new Map(verdicts.map(verdict => [verdictKey(verdict), verdict]))

describe('the order of records', () => {
  test('is irrelevant', () => {
    fc.assert(
      fc.property(anyName, fc.infiniteStream(fc.nat()), (name, dice) => {
        const item = caseOf(name)
        const { request } = item
        const slice = shuffled(request.slice, dice)
        expect(checkJournal({ ...request, slice })).toEqual(resultOf(item))
      }),
      often,
    )
  })
})

function shuffled(slice: JournalSlice, dice: Iterator<number>): JournalSlice {
  const shuffle = <T>(items: readonly T[]): readonly T[] =>
    items
      .map(item => ({ item, place: Number(dice.next().value) }))
      .sort((a, b) => a.place - b.place)
      .map(({ item }) => item)
  const parts = Object.entries(slice).map(([part, value]: [string, unknown]) => [
    part,
    Array.isArray(value) ? shuffle(value) : value,
  ])
  return { ...slice, ...Object.fromEntries(parts) }
}

describe('marks, attendance and final marks that lie further away', () => {
  test('change nothing', () => {
    fc.assert(
      fc.property(anyName, fc.nat(), fc.integer({ min: 0, max: 20 }), (name, which, length) => {
        const { request } = caseOf(name)
        const { from, to, slice, archived } = request
        const days = [...new Set([from, ...slice.lessons.map(({ date }) => date), to])]
          .filter(day => from <= day && day <= to)
          .sort()
        const first = days[which % days.length] ?? from
        const last = movedDay(first, length)
        const asked = { ...request, from: first, to: last < to ? last : to }
        const calendar = createCalendar(request.facts)
        const part = judgedPart(slice, {
          from: asked.from,
          to: asked.to,
          mayEnd: period => mayEndWithin(period, asked, calendar),
          sheets: archived.sheets.length > 0,
        })
        expect(checkJournal({ ...asked, slice: part })).toEqual(checkJournal(asked))
      }),
      { numRuns: runs * 4 },
    )
  })
})

describe('a story moved', () => {
  const zones = [
    'Europe/Kaliningrad',
    'Europe/Moscow',
    'Europe/Samara',
    'Asia/Yekaterinburg',
    'Asia/Omsk',
    'Asia/Krasnoyarsk',
    'Asia/Irkutsk',
    'Asia/Yakutsk',
    'Asia/Vladivostok',
    'Asia/Magadan',
    'Asia/Kamchatka',
  ]

  test('to another zone has the same verdicts, in the same words, at its own instants', () => {
    fc.assert(
      fc.property(anyName, fc.constantFrom(...zones), (name, timeZone) => {
        const item = caseOf(name)
        const { request } = item
        const there = createCalendar({ ...request.facts, timeZone })
        const here = createCalendar(request.facts)
        const by = { ms: there.dayStart('2026-11-16') - here.dayStart('2026-11-16'), days: 0 }
        const request2 = moved(request, by)
        const elsewhere = checkJournal({ ...request2, facts: { ...request2.facts, timeZone } })
        expect(elsewhere).toEqual(moved(resultOf(item), by))
      }),
      often,
    )
  })

  const outline = ({ verdicts }: CheckResult, isBound: (rule: string) => boolean) =>
    verdicts.filter(({ rule }) => !isBound(rule)).map(({ message: _dates, ...verdict }) => verdict)
  /** Days of September and June, months, quarters, study years: they don't move with the story. */
  const ofTheCalendar = [
    '2.2-sections-formed',
    '2.3-hours-held',
    '2.3-topics-by-plan',
    '2.5-edit-time-long-enough',
    '4.2-briefing-held',
  ]
  const own = new Set(
    rules
      .filter(({ id, clause }) => ofTheCalendar.includes(id) || ['1.2', '2.8', '2.9', '3'].includes(clause))
      .map(({ id }) => id),
  )
  const hasDayOfItsOwn = (rule: string) => own.has(rule)
  const byWeek = new Set(
    rules
      .filter(({ id, scope }) => scope === 'class-week' || id === '2.4-weekly-acquaintance')
      .map(({ id }) => id),
  )

  test('by some weeks, with its calendar, has the same verdicts on other days', () => {
    fc.assert(
      fc.property(anyName, fc.integer({ min: -8, max: 8 }), (name, weeks) => {
        const item = caseOf(name)
        const by = { ms: weeks * 7 * 86_400_000, days: weeks * 7 }
        const later = outline(checkJournal(moved(item.request, by)), hasDayOfItsOwn)
        expect(later).toEqual(moved(outline(resultOf(item), hasDayOfItsOwn), by))
      }),
      often,
    )
  })

  test('by some days, where all days are alike, too', () => {
    const isBound = (rule: string) => hasDayOfItsOwn(rule) || byWeek.has(rule)
    fc.assert(
      fc.property(anyName, fc.integer({ min: 1, max: 40 }), (name, days) => {
        const by = { ms: days * 86_400_000, days }
        const alike = daysAlike(caseOf(name).request)
        const later = outline(checkJournal(daysAlike(moved(alike, by))), isBound)
        expect(later).toEqual(moved(outline(checkJournal(alike), isBound), by))
      }),
      often,
    )
  })
})

/** From before the earliest case to after the latest, wherever they are moved. */
const mondays = Array.from({ length: 80 }, (_, week) => movedDay('2026-07-27', 7 * week))

/** Every day is a working day, and of a list that is read weekly each week was read, so that no weekday is special. */
function daysAlike(request: CheckRequest): CheckRequest {
  const { facts, slice } = request
  const workingDays = mondays.flatMap(monday => [5, 6].map(day => movedDay(monday, day)))
  const weekly = new Map(
    slice.looks
      .filter(({ week }) => week !== null)
      .map(look => [`${look.resource}/${look.groupId}`, look] as const),
  )
  return {
    ...request,
    facts: { ...facts, production: { restDays: [], workingDays } },
    slice: {
      ...slice,
      looks: [
        ...slice.looks.filter(({ week }) => week === null),
        ...[...weekly.values()].flatMap(look => mondays.map(week => ({ ...look, week }))),
      ],
    },
  }
}

describe('a wider evidence interval', () => {
  test('never makes a verdict more certain', () => {
    fc.assert(
      fc.property(anyName, fc.nat(), fc.nat(), fc.nat(), (name, which, before, after) => {
        const item = caseOf(name)
        const wider = widened(item.request, { which, before, after })
        if (wider === null) return
        const sure = byKey(resultOf(item).verdicts)
        for (const verdict of checkJournal(wider).verdicts) {
          if (!isCertain(verdict)) continue
          const was = sure.get(verdictKey(verdict))
          if (isDropped(was, verdict)) continue
          expect(outcomeOf(was)).toEqual(outcomeOf(verdict))
        }
      }),
      { numRuns: runs * 4 },
    )
  })
})

/**
 * Of some things nothing is left when they aren't proved any more: that a pupil was away and the rule doesn't apply,
 * that a work is void, that a mark stood before its lesson, that nobody looked since (what is seen later was looked at
 * later), and whatever has a term that begins when a thing is first seen: it now begins later.
 */
function isDropped(was: Verdict | undefined, { verdict, deadline }: Verdict): boolean {
  if (verdict !== 'kept') return false
  if (!was || was.verdict === 'void' || ['broken-early', 'unproven-stale'].includes(was.reason)) return true
  return (was.deadline ?? 0) < (deadline ?? 0)
}

/** One record of each kind, chosen by number, with a word that `mappings/` doesn't have. */
const untranslated: readonly {
  readonly kind: string
  forget(slice: JournalSlice, which: number): JournalSlice
}[] = [
  {
    kind: 'status of a lesson',
    forget: (slice, which) => ({
      ...slice,
      lessons: one(slice.lessons, which, lesson => ({ ...lesson, status: 'unknown' })),
    }),
  },
  {
    kind: 'status of attendance',
    forget: (slice, which) => ({
      ...slice,
      attendance: one(slice.attendance, which, entry => ({ ...entry, status: 'unknown' })),
    }),
  },
  {
    kind: 'kind of a work',
    forget: (slice, which) => ({
      ...slice,
      works: one(slice.works, which, work => ({ ...work, kind: 'unknown', written: null })),
    }),
  },
  {
    kind: 'kind of a mark',
    forget: (slice, which) => ({
      ...slice,
      marks: one(slice.marks, which, mark => ({ ...mark, workKind: 'unknown', written: null })),
    }),
  },
  {
    kind: 'kind of a written work',
    forget: (slice, which) => ({
      ...slice,
      works: one(slice.works, which, work =>
        work.kind === 'written' ? { ...work, written: 'unknown' } : work,
      ),
      marks: one(slice.marks, which, mark =>
        mark.workKind === 'written' ? { ...mark, written: 'unknown' } : mark,
      ),
    }),
  },
  {
    kind: 'value of a mark',
    forget: (slice, which) => {
      const values = Object.keys(slice.markMeanings)
      const value = values[which % Math.max(1, values.length)]
      if (value === undefined) return slice
      return { ...slice, markMeanings: { ...slice.markMeanings, [value]: 'unknown' } }
    },
  },
  {
    kind: 'value of a final mark',
    forget: (slice, which) => ({
      ...slice,
      finalMarks: one(slice.finalMarks, which, mark => ({ ...mark, meaning: 'unknown' })),
    }),
  },
  {
    kind: 'value of a mark of an exam',
    forget: (slice, which) => ({
      ...slice,
      resultMarks: one(slice.resultMarks, which, mark => ({ ...mark, meaning: 'unknown' })),
    }),
  },
  {
    kind: 'type of a period',
    forget: (slice, which) => ({
      ...slice,
      periods: one(slice.periods, which, period => ({ ...period, type: 'unknown' })),
    }),
  },
]

function one<T>(items: readonly T[], which: number, change: (item: T) => T): readonly T[] {
  const chosen = which % Math.max(1, items.length)
  return items.map((item, index) => (index === chosen ? change(item) : item))
}

const outcomeOf = (verdict: Verdict | undefined) => verdict && [verdict.rule, verdict.verdict]

function isCertain({ verdict }: Verdict): boolean {
  return verdict === 'kept' || verdict === 'broken' || verdict === 'mended'
}

/**
 * One moment of looking drawn apart, to a look a little before and one a little after, between which nobody looked: every
 * interval that begins or ends with it becomes wider, all of them together, as if it had been so.
 */
function widened(
  request: CheckRequest,
  { which, before, after }: { readonly which: number; readonly before: number; readonly after: number },
): CheckRequest | null {
  const moments = [...new Set([...instantsOf(request.slice), request.asOf])].sort((a, b) => a - b)
  const newest = new Set(request.slice.looks.map(({ at }) => at))
  const index = which % moments.length
  const [earlier, moment, later] = [moments[index - 1], moments[index], moments[index + 1]]
  if (earlier === undefined || moment === undefined || later === undefined || newest.has(moment)) return null
  const apart = {
    absentAt: moment - (before % (moment - earlier)),
    presentAt: moment + (after % (later - moment)),
  }
  return { ...request, slice: drawnApart(request.slice, moment, apart) }
}

function drawnApart<T>(value: T, moment: Instant, apart: Bracket): T
function drawnApart(value: unknown, moment: Instant, apart: Bracket): unknown {
  if (Array.isArray(value)) return value.map(item => drawnApart<unknown>(item, moment, apart))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, part]: [string, unknown]) => {
      if (part === moment && key === 'absentAt') return [key, apart.absentAt]
      if (part === moment && key === 'presentAt') return [key, apart.presentAt]
      return [key, drawnApart<unknown>(part, moment, apart)]
    }),
  )
}

function instantsOf(value: unknown): Instant[] {
  if (typeof value === 'number') return value > 100_000_000_000 ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(instantsOf)
}

describe('a word of the platform that nobody translates', () => {
  test.each(untranslated)('$kind: accuses nobody', ({ forget }) => {
    fc.assert(
      fc.property(anyName, fc.nat(), (name, which) => {
        const item = caseOf(name)
        const slice = forget(item.request.slice, which)
        const sure = byKey(resultOf(item).verdicts)
        for (const verdict of checkJournal({ ...item.request, slice }).verdicts) {
          if (verdict.verdict !== 'broken' && verdict.verdict !== 'mended') continue
          expect(outcomeOf(verdict)).toEqual(outcomeOf(sure.get(verdictKey(verdict))))
        }
      }),
      often,
    )
  })
})

describe('later evidence', () => {
  test('never turns broken into kept, unless something was entered since', () => {
    fc.assert(
      fc.property(anyName, fc.nat(), (name, which) => {
        const item = caseOf(name)
        const moments = instantsOf(item.request.slice).filter(moment => moment < item.request.asOf)
        const at = moments[which % moments.length]
        const earlier = at === undefined ? null : knownAt(item.request, at)
        if (at === undefined || earlier === null) return
        const now = byKey(resultOf(item).verdicts)
        for (const verdict of checkJournal(earlier).verdicts) {
          if (verdict.verdict !== 'broken' && verdict.verdict !== 'mended') continue
          const later = now.get(verdictKey(verdict))
          if (later?.verdict !== 'kept') continue
          expect({ ...later, isEnteredSince: (later.evidence.presentAt ?? 0) > at }).toMatchObject({
            isEnteredSince: true,
          })
        }
      }),
      { numRuns: runs * 4 },
    )
  })

  test('that shows nothing new leaves what was proved of the same day', () => {
    fc.assert(
      fc.property(anyName, fc.integer({ min: 1, max: 60 * 24 * 30 }), (name, minutes) => {
        const item = caseOf(name)
        const { request } = item
        const ms = minutes * 60_000
        const looks = request.slice.looks.map(look => ({ ...look, at: look.at + ms }))
        const later = { ...request, asOf: request.asOf + ms, slice: { ...request.slice, looks } }
        const now = byKey(checkJournal(later).verdicts)
        for (const verdict of resultOf(item).verdicts) {
          const found = now.get(verdictKey(verdict))
          if (!isCertain(verdict) || (found && found.date !== verdict.date)) continue
          expect(outcomeOf(found)).toEqual(outcomeOf(verdict))
        }
      }),
      often,
    )
  })
})
