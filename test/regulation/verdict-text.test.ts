import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { canonicalize } from 'json-canonicalize'
import { checkJournal, type Verdict, verdictKinds, verdictText } from '../../src/regulation/index.js'
import { corpus } from './corpus.js'

const text = fc.string({ unit: 'binary' })
const instant = fc.option(fc.maxSafeInteger())

const always = ['rule', 'clause', 'verdict', 'severity', 'subject', 'date', 'deadline'] as const

/** Keys as an object has them whose parts were put there in any order. */
const anyVerdict: fc.Arbitrary<Verdict> = fc
  .record(
    {
      rule: text,
      clause: text,
      verdict: fc.constantFrom(...verdictKinds),
      severity: fc.constantFrom('critical', 'major', 'minor', 'info'),
      subject: fc.record(
        {
          ...{ class: text, lesson: text, work: text, mark: text, person: text },
          ...{ subject: text, period: text, incident: text, part: text },
        },
        { requiredKeys: ['class'] },
      ),
      date: text,
      deadline: instant,
      evidence: fc.record({
        level: fc.constantFrom(null, 'A', 'B', 'C', 'D'),
        ...{ absentAt: instant, presentAt: instant, platformAt: instant },
      }),
      responsible: fc.array(text),
      reason: text,
      message: text,
      decision: fc.record({
        by: fc.constantFrom('exemption', 'incident'),
        number: fc.nat(),
        insteadOf: fc.constantFrom(...verdictKinds),
      }),
    },
    { requiredKeys: [...always, 'evidence', 'responsible', 'reason', 'message'] },
  )
  .chain(verdict => fc.shuffledSubarray(Object.entries(verdict), { minLength: Object.keys(verdict).length }))
  .map(parts => Object.fromEntries(parts) as unknown as Verdict)

describe('the text of a verdict', () => {
  test('is canonical JSON, whatever is in it', () => {
    fc.assert(fc.property(anyVerdict, verdict => verdictText(verdict) === canonicalize(verdict)))
  })

  test('of all rules too', () => {
    const verdicts = corpus.flatMap(({ request }) => checkJournal(request).verdicts)
    expect(verdicts.length).toBeGreaterThan(corpus.length)
    for (const verdict of verdicts) expect(verdictText(verdict)).toBe(canonicalize(verdict))
  })

  test('never has null for what is no number', () => {
    const [verdict] = fc.sample(anyVerdict, 1)
    if (!verdict) throw new Error('no sample')
    expect(() => verdictText({ ...verdict, deadline: Number.POSITIVE_INFINITY })).toThrow(RangeError)
  })
})
