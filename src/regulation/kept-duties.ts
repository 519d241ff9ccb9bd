import type { Id, IsoDate } from '../journal/index.js'
import type { Finding } from './rule.js'
import { type Verdict, verdictKey } from './verdict.js'

/** How many duties of a rule a class kept on a day. */
export interface KeptDay {
  readonly rule: string
  readonly classId: Id
  readonly date: IsoDate
  readonly kept: number
}

/**
 * What is kept, a million duties a year: with the evidence as the rules found it, by class and day, and put into words
 * only for whoever asks.
 */
export interface KeptDuties {
  /** Days on which nothing was kept aren't there. */
  days(): Iterable<KeptDay>
  /** The verdict of a duty by its key; undefined where it isn't kept. */
  verdict(rule: string, classId: Id, key: string): Verdict | undefined
  /** In no order. */
  verdicts(): Iterable<Verdict>
}

/** Takes in what one rule found to be kept. */
export interface KeptByRule {
  add(finding: Finding): void
  count(): number
}

interface Day {
  readonly classId: Id
  readonly date: IsoDate
  readonly findings: Finding[]
}

interface Rule {
  readonly put: (finding: Finding) => Verdict
  readonly days: Map<Id, Map<IsoDate, Day>>
}

export function gatherKept(): KeptDuties & {
  ofRule(rule: string, put: (finding: Finding) => Verdict): KeptByRule
} {
  const rules = new Map<string, Rule>()
  const keys = new Map<string, ReadonlyMap<string, Finding>>()

  function keysOf(rule: string, classId: Id): ReadonlyMap<string, Finding> {
    const place = `${rule}/${classId}`
    const known = keys.get(place)
    if (known) return known
    const findings = [...(rules.get(rule)?.days.get(classId)?.values() ?? [])].flatMap(day => day.findings)
    const found = new Map(findings.map(finding => [verdictKey({ rule, subject: finding.subject }), finding]))
    keys.set(place, found)
    return found
  }

  return {
    ofRule(rule, put) {
      const days = new Map<Id, Map<IsoDate, Day>>()
      rules.set(rule, { put, days })
      // Rules go from lesson to lesson: the next finding mostly belongs where the last one did.
      let last: Day | undefined
      return {
        add(finding) {
          const { date, subject } = finding
          if (last?.date !== date || last.classId !== subject.class) last = dayOf(days, subject.class, date)
          last.findings.push(finding)
        },
        count: () => [...daysOf(days)].reduce((count, { findings }) => count + findings.length, 0),
      }
    },
    *days() {
      for (const [rule, { days }] of rules)
        for (const { classId, date, findings } of daysOf(days))
          yield { rule, classId, date, kept: findings.length }
    },
    verdict(rule, classId, key) {
      const finding = keysOf(rule, classId).get(key)
      return finding && rules.get(rule)?.put(finding)
    },
    *verdicts() {
      for (const { put, days } of rules.values())
        for (const { findings } of daysOf(days)) for (const finding of findings) yield put(finding)
    },
  }
}

function dayOf(days: Rule['days'], classId: Id, date: IsoDate): Day {
  const ofClass = days.get(classId) ?? new Map<IsoDate, Day>()
  const day = ofClass.get(date) ?? { classId, date, findings: [] }
  days.set(classId, ofClass.set(date, day))
  return day
}

function* daysOf(days: Rule['days']): Generator<Day> {
  for (const ofClass of days.values()) yield* ofClass.values()
}
