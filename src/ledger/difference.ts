import { hash } from 'node:crypto'
import type { Id, IsoDate } from '../journal/index.js'
import { type Verdict, type VerdictKind, verdictKey, verdictText } from '../regulation/index.js'
import { type ByDay, byDay, type RuleDay } from './by-day.js'
import type { LedgerChange, RecordedScope } from './ledger.js'

/** What the ledger knows of a duty, as far as it is needed to tell what changed. */
export interface KnownEntry {
  readonly key: string
  readonly id: string
  readonly rule: string
  readonly classId: Id
  readonly date: IsoDate
  readonly kind: VerdictKind
  readonly contentHash: string
  readonly closed: boolean
}

/** The row of an entry as it is to stand from now on. */
export interface EntryWrite {
  readonly key: string
  readonly id: string
  readonly verdict: Verdict
  readonly content: string
  readonly contentHash: string
  /** The kind that stood; null where none did. */
  readonly before: VerdictKind | null
}

/** An entry that is to stand no more. */
export interface EntryClose {
  readonly id: string
  readonly before: VerdictKind
  /** Canonical JSON of the verdict now; null for the one that stands in the entry. */
  readonly content: string | null
}

export interface Difference {
  readonly writes: readonly EntryWrite[]
  readonly closes: readonly EntryClose[]
  readonly change: LedgerChange
}

/** 64 bits: short enough for a link, and a million entries don't collide. */
export function entryId(school: Id, key: string): string {
  return hash('sha256', `${school}/${key}`, 'hex').slice(0, 16)
}

const gravity: Record<VerdictKind, number> = {
  void: 6,
  kept: 0,
  exempt: 1,
  pending: 2,
  unproven: 3,
  mended: 4,
  broken: 5,
}

/** One verdict a duty: should a rule speak twice of one subject, the graver word counts, so nothing is lost. */
export function byDuty(verdicts: Iterable<Verdict>): Map<string, Verdict> {
  const duties = new Map<string, Verdict>()
  for (const verdict of verdicts) {
    const key = verdictKey(verdict)
    const other = duties.get(key)
    if (other === undefined || gravity[verdict.verdict] > gravity[other.verdict]) duties.set(key, verdict)
  }
  return duties
}

/** Of every day that was spoken of, how many duties were kept; where nothing was, zero. */
export function countKept(found: Iterable<Verdict>, kept: Iterable<RuleDay>): ByDay<RuleDay> {
  const days = byDay<RuleDay>()
  for (const { rule, subject, date } of found) days.set({ rule, classId: subject.class, date, kept: 0 })
  for (const day of kept) days.set(day)
  return days
}

function inScope(scope: RecordedScope, place: { rule: string; classId: Id; date: IsoDate }): boolean {
  if (place.date < scope.from || place.date > scope.to) return false
  if (scope.classIds !== null && !scope.classIds.includes(place.classId)) return false
  return scope.rules.includes(place.rule)
}

/**
 * What entering the verdicts changes. Pure: the same input gives the same difference, and entering it makes the next one
 * empty.
 * @param duties whatever isn't kept
 * @param keptVerdict of a duty that is
 */
export function difference(
  scope: RecordedScope,
  known: readonly KnownEntry[],
  {
    duties,
    keptVerdict,
  }: {
    readonly duties: ReadonlyMap<string, Verdict>
    keptVerdict(entry: KnownEntry): Verdict | undefined
  },
): Difference {
  const writes: EntryWrite[] = []
  const closes: EntryClose[] = []
  let [opened, changed, mended] = [0, 0, 0]
  const entries = new Map(known.map(entry => [entry.key, entry]))

  for (const [key, verdict] of duties) {
    const content = verdictText(verdict)
    const contentHash = hash('sha256', content, 'hex')
    const entry = entries.get(key)
    const before = entry === undefined || entry.closed ? null : entry.kind
    const kindChanged = before !== verdict.verdict
    if (!kindChanged && entry?.contentHash === contentHash) continue
    const id = entry?.id ?? entryId(scope.school, key)
    writes.push({ key, id, verdict, content, contentHash, before })
    if (!kindChanged) continue
    if (before === null) opened++
    else if (verdict.verdict === 'mended') mended++
    else changed++
  }

  for (const entry of known) {
    if (entry.closed || duties.has(entry.key)) continue
    const verdict = keptVerdict(entry)
    if (verdict === undefined && !inScope(scope, entry)) continue
    const content = verdict === undefined ? null : verdictText(verdict)
    closes.push({ id: entry.id, before: entry.kind, content })
  }
  return { writes, closes, change: { opened, changed, mended, closed: closes.length } }
}
