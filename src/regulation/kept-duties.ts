import type { Id, IsoDate } from '../journal/index.js'
import type { DutyPlace, Finding } from './rule.js'
import { lessonOfKey, type Verdict, verdictKey } from './verdict.js'

/** How many duties of a rule a class kept on a day. */
export interface KeptDay {
  readonly rule: string
  readonly classId: Id
  readonly date: IsoDate
  readonly kept: number
}

/**
 * What is kept, a million duties a year. Only their number stays at hand, by place; for whoever asks what is to be said of
 * one, its rule is run once more, which gives the same again.
 */
export interface KeptDuties {
  /** Days on which nothing was kept aren't there. */
  days(): Iterable<KeptDay>
  /** The verdict of a duty by its key; undefined where it isn't kept. */
  verdict(rule: string, classId: Id, key: string): Verdict | undefined
  /** In no order. */
  verdicts(): Iterable<Verdict>
  /** Where a rule's duties were kept; a place may come several times. Costs nothing but the walk. */
  places(rule: string): Iterable<KeptPlace>
  /** What a rule finds to be kept, for which it is run again. */
  findings(rule: string): Iterable<Finding>
}

export interface KeptPlace {
  readonly place: DutyPlace
  readonly kept: number
}

/** How a rule comes to what it finds to be kept, and puts it into words. */
export interface KeptSource {
  /** Runs the rule again. */
  again(report: (finding: Finding) => void): void
  put(finding: Finding): Verdict
}

/** Takes in what one rule found to be kept. */
export interface KeptByRule {
  add(place: DutyPlace, duties?: number): void
  count(): number
}

interface Rule extends KeptSource {
  places(): Iterable<KeptPlace>
}

/** Two rows of numbers and places: an object for each of tens of thousands would have to be kept until all is judged. */
function countByPlace(): KeptByRule & Pick<Rule, 'places'> {
  const places: DutyPlace[] = []
  /** How many duties had been counted before each place. */
  const before: number[] = []
  let all = 0
  // Rules go from lesson to lesson: the next duty is mostly of the same as the last one.
  let last: DutyPlace | undefined
  return {
    add(place, duties = 1) {
      if (place !== last) {
        last = place
        places.push(place)
        before.push(all)
      }
      all += duties
    },
    count: () => all,
    *places() {
      for (const [index, place] of places.entries())
        yield { place, kept: (before[index + 1] ?? all) - (before[index] ?? 0) }
    },
  }
}

export function gatherKept(): KeptDuties & { ofRule(rule: string, source: KeptSource): KeptByRule } {
  const rules = new Map<string, Rule>()
  const lessons = new Map<string, ReadonlySet<Id | undefined>>()
  const findings = new Map<string, ReadonlyMap<string, Finding>>()

  /** Lessons at which a class kept such duties; undefined among them where one is about no lesson. */
  function lessonsOf(rule: string, classId: Id): ReadonlySet<Id | undefined> {
    const name = `${rule}/${classId}`
    const known = lessons.get(name)
    if (known) return known
    const found = new Set<Id | undefined>()
    for (const { place } of rules.get(rule)?.places() ?? [])
      if (place.classId === classId) found.add(place.id)
    lessons.set(name, found)
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
      const counted = countByPlace()
      rules.set(rule, { ...source, places: counted.places })
      return counted
    },
    *days() {
      for (const [rule, { places }] of rules) yield* daysOf(rule, places())
    },
    verdict(rule, classId, key) {
      const source = rules.get(rule)
      if (!source || !lessonsOf(rule, classId).has(lessonOfKey(key))) return undefined
      const finding = findingsOf(rule, source).get(key)
      return finding && source.put(finding)
    },
    places: rule => rules.get(rule)?.places() ?? [],
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

function* daysOf(rule: string, places: Iterable<KeptPlace>): Generator<KeptDay> {
  const classes = new Map<Id, Map<IsoDate, number>>()
  for (const { place, kept } of places) {
    const { classId, date } = place
    const days = classes.get(classId) ?? new Map<IsoDate, number>()
    classes.set(classId, days.set(date, (days.get(date) ?? 0) + kept))
  }
  for (const [classId, days] of classes) for (const [date, kept] of days) yield { rule, classId, date, kept }
}
