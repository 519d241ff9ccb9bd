import type { Id, IsoDate } from '../journal/index.js'
import type { Finding, Report } from './rule.js'
import { type Verdict, type VerdictSubject, verdictKey } from './verdict.js'

/** How many duties of a rule a class kept on a day. */
export interface KeptDay {
  readonly rule: string
  readonly classId: Id
  readonly date: IsoDate
  readonly kept: number
}

/**
 * What is kept, a million duties a year. Only what each of them is about stays at hand, by class and day; for whoever asks
 * what is to be said of it, its rule is run once more, which gives the same again.
 */
export interface KeptDuties {
  /** Days on which nothing was kept aren't there. */
  days(): Iterable<KeptDay>
  /** The verdict of a duty by its key; undefined where it isn't kept. */
  verdict(rule: string, classId: Id, key: string): Verdict | undefined
  /** In no order. */
  verdicts(): Iterable<Verdict>
  /** What a rule's kept duties are about; costs nothing but the walk. */
  subjects(rule: string): Iterable<VerdictSubject>
  /** What a rule finds to be kept, for which it is run again. */
  findings(rule: string): Iterable<Finding>
}

/** How a rule comes to what it finds to be kept, and puts it into words. */
export interface KeptSource {
  /** Runs the rule again. */
  again(report: (finding: Finding) => void): void
  put(finding: Finding): Verdict
}

/** Takes in what one rule found to be kept. */
export interface KeptByRule {
  add: Report
  count(): number
}

interface Day {
  readonly classId: Id
  readonly date: IsoDate
  readonly subjects: VerdictSubject[]
}

interface Rule extends KeptSource {
  readonly days: Map<Id, Map<IsoDate, Day>>
}

export function gatherKept(): KeptDuties & { ofRule(rule: string, source: KeptSource): KeptByRule } {
  const rules = new Map<string, Rule>()
  const keys = new Map<string, ReadonlySet<string>>()
  const findings = new Map<string, ReadonlyMap<string, Finding>>()

  function keysOf(rule: string, classId: Id): ReadonlySet<string> {
    const place = `${rule}/${classId}`
    const known = keys.get(place)
    if (known) return known
    const subjects = [...(rules.get(rule)?.days.get(classId)?.values() ?? [])].flatMap(day => day.subjects)
    const found = new Set(subjects.map(subject => verdictKey({ rule, subject })))
    keys.set(place, found)
    return found
  }

  function findingsOf(rule: string, { again }: KeptSource): ReadonlyMap<string, Finding> {
    const known = findings.get(rule)
    if (known) return known
    const found = new Map<string, Finding>()
    again(finding => found.set(verdictKey({ rule, subject: finding.subject }), finding))
    findings.set(rule, found)
    return found
  }

  return {
    ofRule(rule, source) {
      const days = new Map<Id, Map<IsoDate, Day>>()
      rules.set(rule, { ...source, days })
      // Rules go from lesson to lesson: the next finding mostly belongs where the last one did.
      let last: Day | undefined
      return {
        add(finding) {
          const { date, subject } = finding
          if (last?.date !== date || last.classId !== subject.class) last = dayOf(days, subject.class, date)
          last.subjects.push(subject)
        },
        count: () => [...daysOf(days)].reduce((count, { subjects }) => count + subjects.length, 0),
      }
    },
    *days() {
      for (const [rule, { days }] of rules)
        for (const { classId, date, subjects } of daysOf(days))
          yield { rule, classId, date, kept: subjects.length }
    },
    verdict(rule, classId, key) {
      const source = rules.get(rule)
      if (!source || !keysOf(rule, classId).has(key)) return undefined
      const finding = findingsOf(rule, source).get(key)
      if (!finding) throw new Error(`Rule ${rule} finds something else when it is run again`)
      return source.put(finding)
    },
    *subjects(rule) {
      for (const { subjects } of daysOf(rules.get(rule)?.days ?? new Map())) yield* subjects
    },
    findings(rule) {
      const source = rules.get(rule)
      return source ? findingsOf(rule, source).values() : []
    },
    *verdicts() {
      for (const { again, put } of rules.values()) {
        const verdicts: Verdict[] = []
        again(finding => verdicts.push(put(finding)))
        yield* verdicts
      }
    },
  }
}

function dayOf(days: Rule['days'], classId: Id, date: IsoDate): Day {
  const ofClass = days.get(classId) ?? new Map<IsoDate, Day>()
  const day = ofClass.get(date) ?? { classId, date, subjects: [] }
  days.set(classId, ofClass.set(date, day))
  return day
}

function* daysOf(days: Rule['days']): Generator<Day> {
  for (const ofClass of days.values()) yield* ofClass.values()
}
