import { describe, expect, test } from '@jest/globals'
import { createCalendar } from '../../src/calendar/index.js'
import { rules } from '../../src/regulation/index.js'
import type { Finding } from '../../src/regulation/rule.js'
import { finish, provisionalNote, templatesOf } from '../../src/regulation/wording.js'

const calendar = (provisionalYears?: readonly number[]) =>
  createCalendar({
    ...{ timeZone: 'Asia/Kamchatka', week: 6, production: { restDays: [], workingDays: [] } },
    ...{ holidays: {}, bells: {}, ...(provisionalYears && { provisionalYears }) },
  })

const finding = (date: string, deadline: string | null): Finding => ({
  ...{ verdict: 'pending', reason: 'pending', subject: { class: '101' }, date, responsible: [], values: {} },
  deadline: deadline === null ? null : Date.parse(deadline),
  evidence: { level: 'B', absentAt: null, presentAt: null, platformAt: null },
})

describe('a calendar that may still change', () => {
  const note = ' Календарь 2027 года предварительный.'

  test.each([
    ['2026-12-30', null, ''],
    ['2027-01-11', null, note],
    ['2026-12-30', '2026-12-30T11:00:00Z', ''],
    // In Kamchatka it is the next year already.
    ['2026-12-30', '2026-12-31T13:00:00Z', note],
    ['2027-01-11', '2026-12-01T13:00:00Z', note],
  ])('is told of a duty of %s due at %s: %p', (date, deadline, told) => {
    expect(provisionalNote(calendar([2027]))(finding(date, deadline))).toBe(told)
  })

  test('is told by its year, the first of those that are', () => {
    const of = provisionalNote(calendar([2027, 2028]))
    expect(of(finding('2028-01-11', null))).toContain('2028')
    expect(of(finding('2027-12-30', '2028-01-10T00:00:00Z'))).toContain('2027')
  })

  test('is told of each duty by its own day and term, whichever came before', () => {
    const of = provisionalNote(calendar([2027]))
    expect(of(finding('2026-12-30', null))).toBe('')
    expect(of(finding('2026-12-30', '2027-01-11T00:00:00Z'))).toBe(note)
    expect(of(finding('2026-12-29', '2027-01-11T00:00:00Z'))).toBe(note)
    expect(of(finding('2026-12-30', '2026-12-30T00:00:00Z'))).toBe('')
    expect(of(finding('2027-01-11', null))).toBe(note)
  })

  test('isn’t told where all are settled', () => {
    for (const settled of [calendar([]), calendar()])
      expect(provisionalNote(settled)(finding('2027-01-11', null))).toBe('')
  })
})

describe('a finding in words', () => {
  const [rule] = rules
  if (!rule) throw new Error('no rule')

  test('for which its rule has none is a fault of the program, told by rule and reason', () => {
    const wording = { templateOf: templatesOf(rule), caution: () => '' }
    expect(() => finish(rule, { ...finding('2026-10-12', null), reason: 'unheard-of' }, wording)).toThrow(
      `Rule ${rule.id} has no message «unheard-of»`,
    )
  })

  test('has a strength of proof only where something is decided', () => {
    const wording = { templateOf: () => () => 'слова', caution: () => '' }
    const levels = (['kept', 'broken', 'mended', 'pending', 'unproven'] as const).map(
      verdict => finish(rule, { ...finding('2026-10-12', null), verdict }, wording).evidence.level,
    )
    expect(levels).toEqual(['B', 'B', 'B', null, null])
  })

  test('is made by messages that are taken apart once', () => {
    const [one] = Object.keys(rule.messages)
    expect(templatesOf(rule)).toBe(templatesOf(rule))
    expect(templatesOf(rule)(one ?? '')).toBeDefined()
    expect(templatesOf(rule)(one ?? '')).toBe(templatesOf(rule)(one ?? ''))
    expect(templatesOf(rule)('unheard-of')).toBeUndefined()
  })
})
