import type { Instant } from '../clock.js'
import type { Id, IsoDate } from '../journal/index.js'
import type { Checked, Counted, FindingFilter, LedgerEntry } from '../ledger/index.js'
import type { Own } from '../people/index.js'
import {
  noCounts,
  type Rule,
  rules,
  type Verdict,
  type VerdictKind,
  verdictKinds,
} from '../regulation/index.js'
import { type ReportCoverage, share } from '../report/index.js'
import type { FindingQuery } from './addresses.js'
import type { FindingsDeps, SchoolNames } from './deps/findings.js'
import { filterOf } from './finding-query.js'
import { keptClasses, withinOf } from './narrow.js'

/** What pages about findings are made of, asked of the ledger at once: nothing is judged while somebody waits. */

/** What every such page says of itself. */
export interface Ground {
  readonly query: FindingQuery
  readonly filter: FindingFilter
  readonly names: SchoolNames
  /** Whom a finding is about; null where it is about nobody, or the viewer may not see who. */
  pupilOf(entry: LedgerEntry): string | null
  readonly coverage: ReportCoverage
  readonly checked: Checked | null
  readonly timeZone: string
  readonly now: Instant
}

export interface RuleCounts extends Pick<Rule, 'id' | 'clause' | 'title' | 'termFrom'> {
  readonly counts: Readonly<Record<VerdictKind, number>>
  /** Null where nobody knows how many of these were kept. */
  readonly kept: number | null
}

export type HeatCount = Counted<'classId' | 'date' | 'kind'>

export interface Asked {
  readonly deps: FindingsDeps
  readonly school: { readonly id: Id; readonly timeZone: string }
  readonly own: Own | null
  readonly query: FindingQuery
  readonly now: Instant
  /** Of which findings the pupil may be named. */
  mayName(verdict: Pick<Verdict, 'subject' | 'responsible'>): boolean
}

export async function groundOf({ deps, school, own, query, now, mayName }: Asked): Promise<Ground> {
  const filter = filterOf(school.id, query, withinOf(own))
  const days = { from: query.from, to: query.to }
  const [names, checked, classIds] = await Promise.all([
    deps.names(school.id),
    deps.found.checked({ school: school.id, ...days }),
    classesRead(deps, filter),
  ])
  const coverage = await deps.coverage(school.id, days, classIds)
  const pupilOf = ({ verdict }: LedgerEntry) => {
    const { person } = verdict.subject
    return person !== undefined && mayName(verdict) ? names.pupilName(person) : null
  }
  return { query, filter, names, pupilOf, coverage, checked, timeZone: school.timeZone, now }
}

/** Whose windows decide what is shown; null for all. */
async function classesRead({ found }: FindingsDeps, filter: FindingFilter): Promise<readonly Id[] | null> {
  const { classId, teacher, within, school, from, to } = filter
  if (classId !== undefined)
    return within === null || within.classIds.includes(classId) ? [classId] : taughtIn()
  if (within === null && teacher === undefined) return null
  return taughtIn()

  async function taughtIn(): Promise<readonly Id[]> {
    const taught = await found.taught({ school, from, to, teacher, classId, within })
    const led = teacher === undefined && classId === undefined ? (within?.classIds ?? []) : []
    return [...new Set([...led, ...taught.map(lesson => lesson.classId)])].sort()
  }
}

/** By rule, in the order of the regulation; rules of which these days say nothing are left out. */
export async function ruleCounts({ found }: FindingsDeps, filter: FindingFilter): Promise<RuleCounts[]> {
  const of = keptClasses(filter)
  const { school, from, to, rules: asked } = filter
  const [counted, kept] = await Promise.all([
    found.counts({ ...filter, kinds: undefined }, ['rule', 'kind']),
    of === null || filter.severity !== undefined
      ? null
      : found.kept({ school, from, to, ...of, rules: asked }),
  ])
  const byRule = new Map<string, Record<VerdictKind, number>>()
  for (const { rule, kind, count } of counted) {
    const known = byRule.get(rule) ?? noCounts()
    byRule.set(rule, known)
    const name = verdictKinds.find(one => one === kind)
    if (name !== undefined) known[name] += count
  }
  for (const rule of kept?.keys() ?? []) if (!byRule.has(rule)) byRule.set(rule, noCounts())
  const known = rules.flatMap(({ id, clause, title, termFrom }) => {
    const counts = byRule.get(id)
    return counts
      ? [{ id, clause, title, termFrom, counts, kept: kept === null ? null : (kept.get(id) ?? 0) }]
      : []
  })
  // A rule that found something once and no longer exists: its id is all that is left of its title.
  const retired = [...byRule].filter(([id]) => !rules.some(rule => rule.id === id))
  return [
    ...known,
    ...retired.map(([id, counts]) => ({
      id,
      clause: '',
      title: id,
      termFrom: 'regulation' as const,
      counts,
      kept: null,
    })),
  ]
}

export function totalOf(
  counted: readonly { readonly counts: Readonly<Record<VerdictKind, number>> }[],
  kind: VerdictKind,
): number {
  return counted.reduce((sum, { counts }) => sum + counts[kind], 0)
}

const dayMs = 86_400_000

/** What is about to be due, what fell due since the last check, and what was put right lately. */
export interface News {
  readonly soon: readonly LedgerEntry[]
  readonly soonCount: number
  readonly passed: number
  readonly mended: readonly LedgerEntry[]
}

export async function newsOf({ found }: FindingsDeps, { filter, now }: Ground, limit: number): Promise<News> {
  const open = { ...filter, ...aroundNow(now), kinds: ['pending'] as const }
  const due = { after: now, until: now + dayMs }
  const [soon, passed, mended] = await Promise.all([
    found.list(open, { limit: mostCounted, order: 'deadline', due }),
    found.list(
      { ...filter, kinds: ['pending'] },
      {
        limit: mostCounted,
        order: 'deadline',
        due: { after: 0, until: now },
      },
    ),
    found.list({ ...filter, kinds: ['mended'] }, { limit, order: 'news', changedSince: now - dayMs }),
  ])
  return { soon: soon.slice(0, limit), soonCount: soon.length, passed: passed.length, mended }
}

/** More than so many are «и больше». */
export const mostCounted = 1000

/** Deadlines of the next hours belong to days around this one, whatever days are shown. */
function aroundNow(now: Instant): { from: IsoDate; to: IsoDate } {
  const day = (at: Instant) => new Date(at).toISOString().slice(0, 10)
  return { from: day(now - 45 * dayMs), to: day(now + 2 * dayMs) }
}

/** Kept ÷ what is decided; null where nobody knows, or nothing is decided. «Не доказано» is in neither part. */
export function keptShareOf({ id, kept, counts }: RuleCounts): number | null {
  const rule = rules.find(one => one.id === id)
  const canBeKept = rule !== undefined && Object.keys(rule.messages).some(isKept)
  if (kept === null || !canBeKept) return null
  return share(kept, kept + counts.broken + counts.mended)
}

function isKept(reason: string): boolean {
  return reason === 'kept' || reason.startsWith('kept-')
}
