import { describe, expect, test } from '@jest/globals'
import { gatherKept } from '../../src/regulation/kept-duties.js'
import type { Finding } from '../../src/regulation/rule.js'
import { type Verdict, verdictKey } from '../../src/regulation/verdict.js'

const finding = (
  lesson: string | undefined,
  more: Partial<Finding> & { classId?: string } = {},
): Finding => ({
  ...{ verdict: 'kept', reason: 'kept', date: '2026-11-16', deadline: null, responsible: [], values: {} },
  evidence: { level: null, absentAt: null, presentAt: null, platformAt: null },
  subject: { class: more.classId ?? '101', ...(lesson === undefined ? {} : { lesson }) },
  ...more,
})

/** A rule that has kept these duties, with how often it was asked for them again. */
function keeper(rule: string, findings: readonly Finding[]) {
  const runs = { count: 0 }
  const again = (report: (one: Finding) => void) => {
    runs.count += 1
    for (const one of findings) report(one)
  }
  const put = (one: Finding): Verdict => ({
    ...{ rule, clause: '2.3', verdict: 'kept', severity: 'major', reason: 'kept', message: `${rule}.` },
    ...{ date: one.date, deadline: null, responsible: [], evidence: one.evidence, subject: one.subject },
  })
  return { rule, again, put, runs, findings }
}

function gathered(...keepers: readonly ReturnType<typeof keeper>[]) {
  const kept = gatherKept()
  const counts = keepers.map(({ rule, again, put, findings }) => {
    const ofRule = kept.ofRule(rule, { again, put })
    for (const { subject, date } of findings) ofRule.add({ classId: subject.class, date, id: subject.lesson })
    return ofRule.count()
  })
  return { kept, counts }
}

const topics = keeper('2.3-topic-filled', [
  finding('1'),
  finding('2'),
  finding('3', { date: '2026-11-17' }),
  finding('4', { classId: '102' }),
  finding('5'),
])
const marks = keeper('2.5-marks-same-day', [finding('1'), finding(undefined, { date: '2026-11-18' })])

describe('what was kept', () => {
  test('is counted by rule, class and day; where nothing was, no day is told', () => {
    const { kept, counts } = gathered(topics, marks, keeper('3-terms-end', []))
    expect(counts).toEqual([5, 2, 0])
    const days = [...kept.days()].map(({ rule, classId, date, kept: count }) => [rule, classId, date, count])
    expect(days).toEqual([
      ['2.3-topic-filled', '101', '2026-11-16', 3],
      ['2.3-topic-filled', '101', '2026-11-17', 1],
      ['2.3-topic-filled', '102', '2026-11-16', 1],
      ['2.5-marks-same-day', '101', '2026-11-16', 1],
      ['2.5-marks-same-day', '101', '2026-11-18', 1],
    ])
  })

  test('at one place is counted as often as it was', () => {
    const kept = gatherKept()
    const ofRule = kept.ofRule('2.5-marks-same-day', marks)
    const [place, other] = ['1', '2'].map(id => ({ classId: '101', date: '2026-11-16', id }))
    if (!place || !other) throw new Error('Two places are needed')
    for (const one of [place, place, other, place]) ofRule.add(one)
    expect(ofRule.count()).toBe(4)
    expect([...kept.places('2.5-marks-same-day')]).toEqual([
      { place, kept: 2 },
      { place: other, kept: 1 },
      { place, kept: 1 },
    ])
    expect([...kept.days()].map(day => day.kept)).toEqual([4])
    expect([...kept.places('3-terms-end')]).toEqual([])
  })

  test('is put into words by running its rule again, once for whoever asks for one', () => {
    const own = keeper(topics.rule, topics.findings)
    const { kept } = gathered(own, marks)
    const key = (lesson: string) => verdictKey({ rule: own.rule, subject: { class: '101', lesson } })
    expect(kept.verdict(own.rule, '101', key('2'))?.subject).toEqual({ class: '101', lesson: '2' })
    expect(kept.verdict(own.rule, '101', key('3'))?.date).toBe('2026-11-17')
    expect([...kept.findings(own.rule)].map(({ subject }) => subject.lesson)).toEqual([
      '1',
      '2',
      '3',
      '4',
      '5',
    ])
    expect(own.runs.count).toBe(1)
  })

  test('isn’t looked for where nothing was kept: at another lesson, in another class, by another rule', () => {
    const own = keeper(topics.rule, topics.findings)
    const { kept } = gathered(own)
    const key = (classId: string, lesson?: string) =>
      verdictKey({ rule: own.rule, subject: { class: classId, ...(lesson ? { lesson } : {}) } })
    expect(kept.verdict(own.rule, '101', key('101', '9'))).toBeUndefined()
    expect(kept.verdict(own.rule, '101', key('101', '4'))).toBeUndefined()
    expect(kept.verdict(own.rule, '101', key('101'))).toBeUndefined()
    expect(kept.verdict('3-terms-end', '101', key('101', '1'))).toBeUndefined()
    expect([...kept.findings('3-terms-end')]).toEqual([])
    expect(own.runs.count).toBe(0)
  })

  test('of no lesson is found by its own key', () => {
    const { kept } = gathered(keeper(marks.rule, marks.findings))
    const key = verdictKey({ rule: marks.rule, subject: { class: '101' } })
    expect(kept.verdict(marks.rule, '101', key)?.date).toBe('2026-11-18')
    expect(kept.verdict(marks.rule, '101', `${key}/2026/bells`)).toBeUndefined()
  })

  test('by all rules is told when all are asked for', () => {
    const { kept } = gathered(topics, marks)
    const told = [...kept.verdicts()].map(({ rule, subject }) => verdictKey({ rule, subject }))
    const expected = [topics, marks].flatMap(({ rule, findings }) =>
      findings.map(({ subject }) => verdictKey({ rule, subject })),
    )
    expect(told).toEqual(expected)
  })
})
