import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { verdictKinds } from '../../src/regulation/index.js'
import { canonicalJson } from '../../src/report/index.js'
import { aReport, aVerdict, ruleFacts } from '../support/report.js'

const figuresOf = (report: ReturnType<typeof aReport>, rule: string) =>
  report.rules.find(item => item.rule === rule)

describe('figures by rule', () => {
  test('the kept share leaves what is unproven or pending out of both parts', () => {
    const kinds = ['broken', 'mended', 'unproven', 'unproven', 'pending'] as const
    const report = aReport({
      verdicts: kinds.map((verdict, index) =>
        aVerdict({ verdict, subject: { class: '71', lesson: String(index) } }),
      ),
      kept: { '2.6-homework-in-time': 8 },
    })
    expect(figuresOf(report, '2.6-homework-in-time')).toMatchObject({
      counts: { kept: 8, broken: 1, mended: 1, unproven: 2, pending: 1 },
      keptShare: 80,
    })
  })

  test('a rule that only finds events has no share: nobody is kept at 0 per cent by it', () => {
    const rules = ruleFacts.map(rule => ({ ...rule, canBeKept: false }))
    expect(figuresOf(aReport({ rules, kept: {} }), '2.6-homework-in-time')?.keptShare).toBeNull()
  })

  test('a rule about which nothing is decided has no share, and still stands in the list', () => {
    const report = aReport({ verdicts: [aVerdict({ verdict: 'unproven' })], kept: {} })
    expect(figuresOf(report, '2.6-homework-in-time')?.keptShare).toBeNull()
    expect(report.rules.map(rule => rule.rule)).toEqual(ruleFacts.map(rule => rule.id))
  })

  test('one breach among ten thousand is never rounded to 100 %', () => {
    const report = aReport({ verdicts: [aVerdict()], kept: { '2.6-homework-in-time': 9999 } })
    expect(figuresOf(report, '2.6-homework-in-time')?.keptShare).toBe(99.9)
  })

  test('without counts, kept verdicts of the list are counted, and never listed', () => {
    const report = aReport({ verdicts: [aVerdict({ verdict: 'kept' }), aVerdict()], kept: undefined })
    expect(figuresOf(report, '2.6-homework-in-time')).toMatchObject({
      counts: { kept: 1, broken: 1 },
      keptShare: 50,
    })
    expect(report.findings.map(item => item.verdict.verdict)).toEqual(['broken'])
  })

  test('a breach of a rule that no longer exists is not lost', () => {
    const report = aReport({ verdicts: [aVerdict({ rule: '9.9-gone' })] })
    expect(figuresOf(report, '9.9-gone')).toMatchObject({ title: '9.9-gone', counts: { broken: 1 } })
  })
})

describe('findings', () => {
  test('stand worst first: severity, then class in school order, then date', () => {
    const at = (severity: 'critical' | 'major' | 'minor', className: string, date: string) =>
      aVerdict({ severity, subject: { class: className }, date })
    const report = aReport({
      verdicts: [
        at('minor', '71', '2026-11-16'),
        at('major', '101', '2026-11-16'),
        at('major', '71', '2026-11-17'),
        at('major', '71', '2026-11-16'),
        at('critical', '101', '2026-11-20'),
      ],
    })
    expect(
      report.findings.map(item => `${item.verdict.severity} ${item.className} ${item.verdict.date.slice(8)}`),
    ).toEqual(['critical 10А 20', 'major 7А 16', 'major 7А 17', 'major 10А 16', 'minor 7А 16'])
  })

  test('name class, subject and teachers; what has no name stands under its number', () => {
    const report = aReport({
      verdicts: [
        aVerdict({ subject: { class: '999', subject: '888' }, responsible: ['31', '32', '33', '34'] }),
      ],
    })
    expect(report.findings[0]).toMatchObject({
      className: '№ 999',
      subjectName: 'Предмет № 888',
      teachers: ['Петрова М. И.', 'Ли В.', '№ 33', '№ 34'],
    })
    expect(report.classes.map(item => item.name)).toEqual(['7А', '7Б', '10А', '№ 999'])
  })

  test('the same verdicts in any order make the same report', () => {
    const verdict = fc
      .record({
        verdict: fc.constantFrom(...verdictKinds),
        rule: fc.constantFrom(...ruleFacts.map(rule => rule.id)),
        severity: fc.constantFrom('critical', 'major', 'minor', 'info'),
        lesson: fc.integer({ min: 1, max: 50 }).map(String),
        class: fc.constantFrom('71', '72', '101', '999'),
        date: fc.constantFrom('2026-11-16', '2026-11-17'),
      })
      .map(({ lesson, class: classId, ...shape }) =>
        aVerdict({ ...shape, subject: { class: classId, lesson } }),
      )
    fc.assert(
      fc.property(
        fc
          .array(verdict, { maxLength: 12 })
          .chain(list => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          const make = (verdicts: typeof list) =>
            aReport({ verdicts }).findings.map(item => canonicalJson(item.verdict))
          expect(make(shuffled)).toEqual(make(list))
        },
      ),
      { numRuns: 60 },
    )
  })

  test('every verdict that is not kept is listed exactly once', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...verdictKinds), { maxLength: 30 }), kinds => {
        const report = aReport({ verdicts: kinds.map(verdict => aVerdict({ verdict })), kept: undefined })
        expect(report.findings).toHaveLength(kinds.filter(kind => kind !== 'kept').length)
        const counted = report.rules
          .flatMap(rule => Object.values(rule.counts))
          .reduce((sum, count) => sum + count, 0)
        expect(counted).toBe(kinds.length)
      }),
      { numRuns: 60 },
    )
  })
})

test('the heat map counts by class and day, without what is pending', () => {
  expect(aReport().byClassDay).toEqual([
    { classId: '71', date: '2026-11-16', broken: 1, unproven: 0, mended: 0 },
    { classId: '72', date: '2026-11-16', broken: 0, unproven: 1, mended: 0 },
    { classId: '72', date: '2026-11-17', broken: 0, unproven: 0, mended: 1 },
    { classId: '101', date: '2026-11-18', broken: 1, unproven: 0, mended: 0 },
  ])
})
