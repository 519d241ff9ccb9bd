import { Engine } from 'json-rules-engine'
import type { Verdict } from '../src/regulation/index.js'

/**
 * Five rules of the regulation for json-rules-engine. It gets their facts ready: evidence and deadline, which ours has to
 * find first; so it has less to do. What the year of the bench has is decided: kept, broken, unproven.
 */
export const fiveRules = [
  '2.3-topic-filled',
  '2.5-attendance-daily',
  '2.5-marks-same-day',
  '2.6-homework-in-time',
  '2.7-final-marks-complete',
] as const

/** Late is a breach put right: these are owed until they are there. */
const staysOwed: ReadonlySet<string> = new Set([
  '2.3-topic-filled',
  '2.5-attendance-daily',
  '2.7-final-marks-complete',
])

const graceMs: Readonly<Record<string, number>> = {
  '2.5-marks-same-day': 15 * 60_000,
  '2.6-homework-in-time': 15 * 60_000,
}

export interface Facts {
  readonly rule: string
  readonly seen: boolean
  readonly deadline: number
  /** End of the error of measurement after the deadline. */
  readonly latest: number
  readonly absentAt: number
  readonly presentAt: number
  readonly stamped: boolean
  readonly stamp: number
}

export function factsOf({ rule, deadline, evidence }: Verdict): Facts {
  const { absentAt, presentAt, platformAt } = evidence
  return {
    rule,
    seen: presentAt !== null,
    deadline: deadline ?? 0,
    latest: (deadline ?? 0) + (graceMs[rule] ?? 0),
    absentAt: absentAt ?? 0,
    presentAt: presentAt ?? 0,
    stamped: platformAt !== null,
    stamp: platformAt ?? 0,
  }
}

const inTime = { fact: 'presentAt', operator: 'lessThanInclusive', value: { fact: 'deadline' } }
const isSeen = { fact: 'seen', operator: 'equal', value: true }
const isStamped = { fact: 'stamped', operator: 'equal', value: true }
const stampInTime = { fact: 'stamp', operator: 'lessThanInclusive', value: { fact: 'deadline' } }
const stampLate = { fact: 'stamp', operator: 'greaterThan', value: { fact: 'latest' } }
const straddles = [
  isSeen,
  { fact: 'presentAt', operator: 'greaterThan', value: { fact: 'deadline' } },
  { fact: 'absentAt', operator: 'lessThanInclusive', value: { fact: 'latest' } },
]
const surelyLate = [isSeen, { fact: 'absentAt', operator: 'greaterThan', value: { fact: 'latest' } }]

/** One engine a rule, as there is one set of facts a duty. */
function engineOf(rule: string): Engine {
  const isOf = { fact: 'rule', operator: 'equal', value: rule }
  const late = staysOwed.has(rule) ? 'mended' : 'broken'
  return new Engine([
    {
      conditions: {
        all: [isOf, { any: [{ all: [isSeen, inTime] }, { all: [...straddles, isStamped, stampInTime] }] }],
      },
      event: { type: 'kept' },
    },
    {
      conditions: {
        all: [isOf, { any: [{ all: surelyLate }, { all: [...straddles, isStamped, stampLate] }] }],
      },
      event: { type: late },
    },
  ])
}

const engines = new Map(fiveRules.map(rule => [rule as string, engineOf(rule)]))

/** Kinds of verdicts, in the order of the facts; `unproven` where neither rule speaks. */
export async function judgeByJson(facts: readonly Facts[]): Promise<string[]> {
  const kinds: string[] = []
  for (const duty of facts) {
    const answer = await engines.get(duty.rule)?.run({ ...duty })
    kinds.push(answer?.events[0]?.type ?? 'unproven')
  }
  return kinds
}
