import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createCalendar } from '../../src/calendar/index.js'
import {
  amendableRule,
  amendableRules,
  amended,
  asIfAlways,
  changesOn,
  checkJournal,
  defaultRegulation,
  editionOn,
  readRuleValues,
  RegulationSchema,
  rules,
  type RuleValues,
  SettingsChange,
  type StatedChange,
} from '../../src/regulation/index.js'
import { corpus } from './corpus.js'

const change = (number: number, from: string, values: SettingsChange['values']): StatedChange => ({
  number,
  content: SettingsChange.parse({
    ...{ rule: '2.6-homework-in-time', from, values, reason: null },
    order: `приказ № ${number}`,
  }),
})
const minutesOn = (settings: typeof defaultRegulation, date: string) =>
  editionOn(settings, date).rules['2.6-homework-in-time'].minutes
const told = ({ editions }: typeof defaultRegulation) =>
  editions.map(({ number, from, date, order }) => [number, from, date, order])

describe('what is changed in the settings', () => {
  test('holds from its day on, beside what was changed before it', () => {
    const settings = amended(defaultRegulation, [
      change(2, '2026-12-01', { graceMinutes: 5 }),
      change(1, '2026-11-20', { minutes: 120 }),
    ])
    expect(told(settings)).toEqual([
      ['1', null, null, null],
      ['1, изменение № 1', '2026-11-20', null, 'приказ № 1'],
      ['1, изменение № 2', '2026-12-01', null, 'приказ № 2'],
    ])
    expect(['2026-11-19', '2026-11-20', '2026-12-01'].map(day => minutesOn(settings, day))).toEqual([
      90, 120, 120,
    ])
    expect(editionOn(settings, '2026-12-01').rules['2.6-homework-in-time'].graceMinutes).toBe(5)
  })

  test('of one day is one edition, in which the later word counts', () => {
    const settings = amended(defaultRegulation, [
      change(2, '2026-11-20', { minutes: 60 }),
      change(1, '2026-11-20', { minutes: 120 }),
    ])
    expect(told(settings).at(-1)).toEqual([
      '1, изменения № 1, 2',
      '2026-11-20',
      null,
      'приказ № 1; приказ № 2',
    ])
    expect(minutesOn(settings, '2026-11-20')).toBe(60)
  })

  test('ends with the next edition of the file, which may itself be changed from its first day', () => {
    const file = RegulationSchema.parse({ editions: [{}, { number: '2', from: '2027-01-11' }] })
    const early = change(1, '2026-11-20', { minutes: 120 })
    const settings = amended(file, [early])
    expect(told(settings).map(([number]) => number)).toEqual(['1', '1, изменение № 1', '2'])
    expect(minutesOn(settings, '2027-01-11')).toBe(90)
    const both = amended(file, [early, change(2, '2027-01-11', { minutes: 45 })])
    expect(told(both).map(([number]) => number)).toEqual(['1', '1, изменение № 1', '2, изменение № 2'])
    expect(minutesOn(both, '2027-01-11')).toBe(45)
    expect(changesOn(file, [early], '2027-01-11')).toEqual([])
    expect(changesOn(file, [early], '2026-12-31')).toEqual([early])
  })

  test('before the first day of the first edition holds from there on too', () => {
    const file = RegulationSchema.parse({ editions: [{ from: '2026-09-01' }] })
    for (const from of ['2026-08-01', '2026-09-01']) {
      const settings = amended(file, [change(1, from, { minutes: 120 })])
      expect([minutesOn(settings, '2026-07-31'), minutesOn(settings, '2026-09-01')]).toEqual([90, 120])
      expect(RegulationSchema.safeParse(settings).success).toBe(true)
    }
  })

  test('is refused where the rule hasn’t such a key, such a value, or is none that may be changed', () => {
    const rule = amendableRule('2.6-homework-in-time')
    expect(readRuleValues(rule, { minutes: 60 })).toMatchObject({ success: true, data: { minutes: 60 } })
    for (const values of [{ minutes: -1 }, { minute: 60 }, { minutes: '60' }])
      expect(readRuleValues(rule, values).success).toBe(false)
    expect(() => amendableRule('3-terms-end')).toThrow(/только в bridge.yaml/)
    expect(() => amendableRule('2.2-sections-kept')).toThrow(/настроек у него нет/)
    expect(() => amendableRule('2.6-homework')).toThrow(/Правила 2.6-homework нет/)
    expect(amendableRules.length).toBeLessThan(rules.length)
    expect(
      SettingsChange.safeParse({ ...change(1, '2026-11-20', { a: 1 }).content, values: {} }).success,
    ).toBe(false)
  })

  test('with grades the wrong way round is refused when it is typed, and what was entered before holds', () => {
    const id = '2.5-written-works-in-time'
    const values = { limits: [{ works: ['control'], grades: [8, 5], days: 3 }] }
    expect(readRuleValues(amendableRule(id), values).error?.issues).toMatchObject([
      { path: ['limits', 0, 'grades'] },
    ])
    const entered = { number: 1, content: { ...change(1, '2026-11-20', values).content, rule: id } }
    expect(editionOn(amended(defaultRegulation, [entered]), '2026-11-20').rules[id].limits).toMatchObject(
      values.limits,
    )
  })

  test('that a newer program doesn’t take is named by its number', () => {
    expect(() => amended(defaultRegulation, [change(7, '2026-11-20', { minutes: 'много' })])).toThrow(
      /Изменение настроек № 7, 2.6-homework-in-time/,
    )
  })

  test('as if always holds on each day of each edition', () => {
    const file = RegulationSchema.parse({ editions: [{}, { number: '2', from: '2027-01-11' }] })
    const settings = asIfAlways(file, change(1, '2026-11-20', { minutes: 120 }).content)
    expect(['2026-09-01', '2027-02-01'].map(day => minutesOn(settings, day))).toEqual([120, 120])
  })
})

/** Stricter or milder, but other than what is usual. */
const otherValues: Readonly<Record<string, RuleValues>> = {
  '1.2-copies-made': { everyDays: 1 },
  '2.2-sections-formed': { fifthIncluded: false },
  '2.3-topic-filled': { minimumLetters: 40 },
  '2.3-topics-by-plan': { likeness: 1, lessonsAside: 0 },
  '2.4-weekly-acquaintance': { daysAfter: 0 },
  '2.5-attendance-daily': { blankMeansPresent: false },
  '2.5-marks-in-place': { grade1Marks: true },
  '2.5-marks-same-day': { markDayEnd: 'class_end', graceMinutes: 0 },
  '2.5-waiting-marks-closed': { days: 1 },
  '2.5-written-works-in-time': { act: 'приказ', sharePercent: 100 },
  '2.6-homework-in-time': { minutes: 0, graceMinutes: 0, lesson: 'due' },
  '2.6-homework-load': { minutes: { 7: 1 } },
  '2.6-homework-share': { minimum: 1 },
  '2.7-final-marks-base': { minimum: { 1: 50 } },
  '2.7-final-marks-not-early': { window: 'iso_week' },
  '4.4-operations-void': { voidFrom: 'min' },
}

test('days before a change keep their verdicts, word for word', () => {
  const cases = fc.constantFrom(...Object.keys(otherValues)).chain(rule =>
    fc.record({
      rule: fc.constant(rule),
      request: fc.constantFrom(
        ...corpus.flatMap(({ name, request }) => (name.startsWith(`${rule}/`) ? [request] : [])),
      ),
    }),
  )
  let changed = 0
  fc.assert(
    fc.property(cases, fc.nat(14), ({ rule, request }, offset) => {
      const from = createCalendar(request.facts).addDays(request.from, offset)
      const content = { rule, from, values: otherValues[rule], order: 'приказ № 1', reason: null }
      const settings = amended(request.settings, [{ number: 1, content: SettingsChange.parse(content) }])
      const [before, after] = [request.settings, settings].map(
        regulation => checkJournal({ ...request, settings: regulation }).verdicts,
      )
      const early = (verdicts = before) => verdicts?.filter(({ date }) => date < from)
      expect(early(after)).toEqual(early(before))
      if (JSON.stringify(before) !== JSON.stringify(after)) changed += 1
    }),
    { numRuns: Number(process.env.LAW_RUNS ?? 80) },
  )
  expect(changed).toBeGreaterThan(0)
})
