import { describe, expect, test } from '@jest/globals'
import {
  figureBases,
  figureBasesOf,
  isAskedUnder,
  RegulationSchema,
  readFor,
  rules,
  rulesConcernedBy,
  rulesOfIncidents,
} from '../../src/regulation/index.js'

/** What is judged, read and counted again when something changes that only some rules rest on. */

describe('a changed setting', () => {
  test('concerns its own rule, and those that ask for it', () => {
    expect(rulesConcernedBy('2.6-homework-load')).toEqual(['2.6-homework-load'])
    expect(rulesConcernedBy('2.6-homework-in-time')).toEqual(
      rules
        .filter(
          ({ id, settingsFrom }) =>
            id === '2.6-homework-in-time' || settingsFrom?.includes('2.6-homework-in-time'),
        )
        .map(({ id }) => id),
    )
    expect(rulesConcernedBy('2.6-homework-in-time').length).toBeGreaterThan(1)
    expect(rulesConcernedBy('unheard-of')).toEqual([])
  })

  test('of what is void concerns every rule that names works, in the regulation’s order', () => {
    const concerned = rulesConcernedBy('4.4-operations-void')
    expect(concerned).toEqual(rules.map(({ id }) => id).filter(id => concerned.includes(id)))
    expect(concerned).toEqual(
      expect.arrayContaining([
        '2.1-homework-author',
        '2.5-marks-same-day',
        '2.6-homework-in-time',
        '4.4-operations-void',
      ]),
    )
    expect(concerned).not.toContain('2.3-topic-filled')
  })
})

test('an incident with a login concerns its notice and whatever may be void', () => {
  expect(rulesOfIncidents()).toEqual(['4.3-notice-in-time', ...rulesConcernedBy('4.4-operations-void')])
})

describe('a question about the whole school', () => {
  const under = (values: object) => RegulationSchema.parse({ editions: [{ rules: values }] }).editions

  test.each([
    [
      'isPresenceWritten',
      '2.5-attendance-daily',
      { blankMeansPresent: 'auto' },
      { blankMeansPresent: false },
    ],
    ['homeworkMeaning', '2.6-homework-in-time', { lesson: 'auto' }, { lesson: 'given' }],
    ['lessonsEnd', '2.5-marks-same-day', { markDayEnd: 'school_end' }, { markDayEnd: 'calendar_day' }],
    ['filledLessons', '4.1-login-signs', { enabled: true }, { enabled: false }],
  ] as const)('%s is asked only as %s is set', (question, rule, asking, other) => {
    expect(isAskedUnder(under({ [rule]: asking }), question)).toBe(true)
    expect(isAskedUnder(under({ [rule]: other }), question)).toBe(false)
    // One edition of the days that asks is enough.
    expect(isAskedUnder([...under({ [rule]: other }), ...under({ [rule]: asking })], question)).toBe(true)
  })

  test('who teaches is always asked', () => {
    expect(isAskedUnder(under({}), 'isTeacher')).toBe(true)
    expect(isAskedUnder([], 'isTeacher')).toBe(true)
  })

  test('needs lessons, and attendance only for whether presence is written down', () => {
    expect(readFor([])).toEqual([])
    expect(readFor(['isTeacher', 'homeworkMeaning', 'lessonsEnd', 'filledLessons'])).toEqual(['lessons'])
    expect(readFor(['isTeacher', 'isPresenceWritten'])).toEqual(['lessons', 'attendance'])
  })
})

describe('figures', () => {
  const ofClasses = rules.filter(({ isOfSchool }) => !isOfSchool).map(({ id }) => id)

  test('rest on all that is judged of classes, or on the rules that were run', () => {
    expect(figureBasesOf(ofClasses)).toEqual(figureBases)
    expect(figureBasesOf(rules.map(({ id }) => id))).toEqual(figureBases)
    expect(figureBasesOf(['2.5-marks-same-day', '2.6-homework-load'])).toEqual(['2.5-marks-same-day'])
    expect(figureBasesOf([])).toEqual([])
  })

  test('of the journal alone are told by nobody who leaves out a rule', () => {
    for (const left of ofClasses)
      expect(figureBasesOf(ofClasses.filter(id => id !== left))).toEqual(
        figureBases.filter(basis => basis !== 'journal' && basis !== left),
      )
  })
})
