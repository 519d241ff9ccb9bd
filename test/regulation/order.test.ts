import { expect, test } from '@jest/globals'
import { verdictKey } from '../../src/regulation/index.js'
import { byPlace } from '../../src/regulation/order.js'
import { lessonOfKey, type Verdict, type VerdictSubject } from '../../src/regulation/verdict.js'

const verdict = (subject: Partial<VerdictSubject>, more: Partial<Verdict> = {}): Verdict => ({
  ...{ rule: '2.3-topic-filled', clause: '2.3', verdict: 'broken', severity: 'major', date: '2026-11-16' },
  ...{ deadline: null, responsible: [], reason: 'broken', message: '' },
  evidence: { level: null, absentAt: null, presentAt: null, platformAt: null },
  subject: { class: '101', ...subject },
  ...more,
})

/** From first to last. */
const inOrder: readonly Verdict[] = [
  verdict({ class: '999' }, { date: '2026-11-15', rule: '3-terms-end' }),
  verdict({ class: '102' }, { rule: '1.2-control-held' }),
  verdict({ class: '99' }),
  verdict({}),
  verdict({ part: '2026/bells' }),
  verdict({ part: '2026/class' }),
  verdict({ incident: '2' }),
  verdict({ incident: '10' }),
  verdict({ period: '7', incident: '1' }),
  verdict({ period: '8' }),
  verdict({ subject: '501', period: '1' }),
  verdict({ subject: '502' }),
  verdict({ person: '1001', subject: '500' }),
  verdict({ person: '1002' }),
  verdict({ mark: '31', person: '1000' }),
  verdict({ mark: '32' }),
  verdict({ work: '21', mark: '30' }),
  verdict({ work: '22' }),
  verdict({ lesson: '9', work: '20' }),
  verdict({ lesson: '10', work: '1' }),
  verdict({ class: '102', lesson: '1' }),
  verdict({ class: '100' }, { rule: '2.5-marks-in-place' }),
  verdict({ class: '100' }, { date: '2026-11-17', rule: '1.2-control-held' }),
]

test('verdicts stand by day, rule and place, ids by number, whatever order they came in', () => {
  for (const [index, one] of inOrder.entries()) {
    for (const [place, other] of inOrder.entries())
      expect(Math.sign(byPlace(one, other))).toBe(Math.sign(index - place))
  }
})

test('a verdict is known by its rule and its place alone', () => {
  const keys = inOrder.map(verdictKey)
  expect(new Set(inOrder.map(({ rule, subject }) => verdictKey({ rule, subject }))).size).toBe(inOrder.length)
  expect(keys.at(19)).toBe('2.3-topic-filled/101/10/1/-/-/-/-')
  expect(keys.at(8)).toBe('2.3-topic-filled/101/-/-/-/-/-/7/1')
  expect(keys.at(4)).toBe('2.3-topic-filled/101/-/-/-/-/-/-/2026/bells')
})

test('its key names the lesson, where it is about one', () => {
  expect(inOrder.map(verdictKey).map(lessonOfKey)).toEqual(inOrder.map(({ subject }) => subject.lesson))
})
