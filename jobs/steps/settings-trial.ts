import { studyYearDays, studyYearStart } from '../../src/calendar/index.js'
import type { Id, IsoDate } from '../../src/journal/index.js'
import {
  asIfAlways,
  byChange,
  changesBetween,
  isAccused,
  isCleared,
  rules,
  rulesConcernedBy,
  type SettingsChange,
  type VerdictChange,
} from '../../src/regulation/index.js'
import type { JobDeps } from '../deps.js'
import { countsBy, type RuleCounts } from './counts-by-rule.js'
import { effectiveSchool } from './effective-school.js'
import { type FirstFew, firstFew } from './first-few.js'
import { daysThatCame } from './judge-again.js'
import { judgeByClass } from './judge-by-class.js'
import { decisionsWith } from './standing-decisions.js'
import { checkSettings } from './statement-kinds.js'

/** What other settings would say of days that have come. */
export interface SettingsTrial {
  readonly from: IsoDate
  readonly to: IsoDate
  /** Of the rule itself, and of each other that counts otherwise; in the order of the regulation. */
  readonly rules: readonly RuleTrial[]
  /** What would become a breach as if they had been in force on all these days, and what would cease to be one. */
  readonly accused: Pick<FirstFew<VerdictChange>, 'count' | 'items'>
  readonly cleared: Pick<FirstFew<VerdictChange>, 'count' | 'items'>
  /** The first of these, and of what is neither. */
  readonly changes: readonly VerdictChange[]
  /** How many verdicts of these days will really be judged otherwise. */
  readonly real: number
}

interface RuleTrial {
  readonly rule: string
  readonly before: RuleCounts
  readonly after: RuleCounts
}

/** So many days at least: a term that has just begun says little. */
const fewestDays = 28

export interface TrialRequest {
  readonly change: SettingsChange
  /** The reporting period that runs, four weeks at least, or the whole study year; in both the days since the change. */
  readonly over: 'term' | 'year'
  /** So many changes of a kind are told one by one; a year's may be as many as its marks. */
  readonly most: number
}

/**
 * Judges the same journal by what is in force and by what is wanted, those rules alone that it can concern; nothing is written.
 * @returns null where none of the days has come
 * @throws BridgeError NOT_FOUND, USAGE, CALENDAR_UNKNOWN; INTERRUPTED
 */
export async function trySettings(
  deps: JobDeps,
  school: Id,
  { change, over, most }: TrialRequest,
  signal?: AbortSignal,
): Promise<SettingsTrial | null> {
  checkSettings(change, { deps })
  const days = await daysThatCame(deps, school, await daysOf(deps, school, { change, over }))
  if (days === null) return null
  const only = rulesConcernedBy(change.rule)
  const { regulation: now } = await effectiveSchool(deps, school)
  const { added } = await decisionsWith(deps, school, { kind: 'settings', contents: [change] })
  const { regulation: then } = await effectiveSchool(deps, school, added)
  const variants = [
    { regulation: now },
    { regulation: asIfAlways(now, change) },
    ...(change.from > days.to ? [] : [{ regulation: then }]),
  ]
  const tally = { before: countsBy(only), after: countsBy(only) }
  const accused = firstFew(most, byChange)
  const cleared = firstFew(most, byChange)
  const all = firstFew(most, byChange)
  let real = 0
  await judgeByClass(
    deps,
    { school, ...days, only },
    variants,
    async ([before, always, really]) => {
      if (!before || !always) return
      tally.before.add(before.judged.counts)
      tally.after.add(always.judged.counts)
      const changes = changesBetween(before.judged, always.judged)
      accused.add(changes.filter(isAccused))
      cleared.add(changes.filter(isCleared))
      all.add(changes)
      if (really) real += changesBetween(before.judged, really.judged).length
    },
    signal,
  )
  return {
    ...{ from: days.from, to: days.to, real, accused, cleared },
    changes: all.items,
    rules: rules.flatMap(({ id }) => {
      const found = { rule: id, before: tally.before.of(id), after: tally.after.of(id) }
      const moved = JSON.stringify(found.before) !== JSON.stringify(found.after)
      return moved || id === change.rule ? [found] : []
    }),
  }
}

async function daysOf(
  deps: JobDeps,
  school: Id,
  { change, over }: { readonly change: SettingsChange; readonly over: 'term' | 'year' },
): Promise<{ readonly from: IsoDate; readonly to: IsoDate }> {
  const { calendar } = await deps.calendar(deps.school(school))
  const today = calendar.dateOf(deps.clock.now())
  const { periods } = await deps.mirror.directory(school)
  const terms = periods
    .filter(({ type, start }) => type !== 'year' && start <= today)
    .map(({ start }) => start)
  const fewWeeks = calendar.addDays(today, 1 - fewestDays)
  const since =
    over === 'year'
      ? studyYearDays(studyYearStart(today)).from
      : [terms.sort().at(-1) ?? fewWeeks, fewWeeks].sort()[0]
  return { from: [since ?? fewWeeks, change.from].sort()[0] ?? fewWeeks, to: today }
}
