import type { Id, IsoDate } from '../journal/index.js'
import type { KeptDay } from '../regulation/index.js'

export interface DayOfRule {
  readonly rule: string
  readonly classId: Id
  readonly date: IsoDate
}

export type RuleDay = KeptDay

/** One thing a day of a rule and class, the last one said. */
export interface ByDay<T extends DayOfRule> {
  get(day: DayOfRule): T | undefined
  set(day: T): void
  values(): Iterable<T>
}

/** A class-year has thousands: three lookups cost less than putting one key together for each. */
export function byDay<T extends DayOfRule>(): ByDay<T> {
  const rules = new Map<string, Map<Id, Map<IsoDate, T>>>()
  return {
    get: ({ rule, classId, date }) => rules.get(rule)?.get(classId)?.get(date),
    set(day) {
      const { rule, classId, date } = day
      const classes = rules.get(rule) ?? new Map<Id, Map<IsoDate, T>>()
      const days = classes.get(classId) ?? new Map<IsoDate, T>()
      if (classes.size === 0) rules.set(rule, classes)
      if (days.size === 0) classes.set(classId, days)
      days.set(date, day)
    },
    *values() {
      for (const classes of rules.values()) for (const days of classes.values()) yield* days.values()
    },
  }
}
