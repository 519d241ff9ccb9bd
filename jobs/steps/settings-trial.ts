import { studyYearDays, studyYearStart } from '../../src/calendar/index.js'
import type { Id, IsoDate } from '../../src/journal/index.js'
import {
  asIfAlways,
  changesBetween,
  type Judged,
  noCounts,
  rules,
  rulesConcernedBy,
  type SettingsChange,
  type VerdictChange,
  type VerdictKind,
} from '../../src/regulation/index.js'
import type { JobDeps } from '../deps.js'
import { effectiveSchool } from './effective-school.js'
import { judge, judgeUnder } from './evaluate.js'
import { daysThatCame } from './judge-again.js'
import { decisionsWith } from './standing-decisions.js'
import { checkSettings } from './statement-kinds.js'

/** What other settings would say of days that have come. */
export interface SettingsTrial {
  readonly from: IsoDate
  readonly to: IsoDate
  /** Of the rule itself, and of each other that counts otherwise; in the order of the regulation. */
  readonly rules: readonly RuleTrial[]
  /** As if they had been in force on all these days. */
  readonly changes: readonly VerdictChange[]
  /** As many of these days as they will really be judged by them. */
  readonly real: readonly VerdictChange[]
}

interface RuleTrial {
  readonly rule: string
  readonly before: Counts
  readonly after: Counts
}
type Counts = Readonly<Record<VerdictKind, number>>

/** So many days at least: a term that has just begun says little. */
const fewestDays = 28

/**
 * Judges the same slice by what is in force and by what is wanted, those rules alone that it can concern; nothing is written.
 * @param over the reporting period that runs, four weeks at least, or the whole study year; in both the days since the change
 * @returns null where none of the days has come
 * @throws BridgeError NOT_FOUND, USAGE, CALENDAR_UNKNOWN; INTERRUPTED
 */
export async function trySettings(
  deps: JobDeps,
  school: Id,
  { change, over }: { readonly change: SettingsChange; readonly over: 'term' | 'year' },
  signal?: AbortSignal,
): Promise<SettingsTrial | null> {
  checkSettings(change, { deps })
  const days = await daysThatCame(deps, school, await daysOf(deps, school, { change, over }))
  if (days === null) return null
  const effective = await effectiveSchool(deps, school)
  const only = rulesConcernedBy(change.rule)
  const before = await judge(deps, { school, ...days, only }, signal)
  const always = await judgeUnder(before, asIfAlways(effective.regulation, change), signal)
  const { added } = await decisionsWith(deps, school, { kind: 'settings', contents: [change] })
  const { regulation } = await effectiveSchool(deps, school, added)
  const really = change.from > days.to ? before.judged : await judgeUnder(before, regulation, signal)
  const counts = (judged: Judged, rule: string) => judged.counts[rule] ?? noCounts()
  return {
    from: days.from,
    to: days.to,
    rules: rules.flatMap(({ id }) => {
      const found = { rule: id, before: counts(before.judged, id), after: counts(always, id) }
      const moved = JSON.stringify(found.before) !== JSON.stringify(found.after)
      return moved || id === change.rule ? [found] : []
    }),
    changes: changesBetween(before.judged, always),
    real: changesBetween(before.judged, really),
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
