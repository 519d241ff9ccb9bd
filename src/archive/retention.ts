import { z } from 'zod'
import type { Instant } from '../clock.js'
import type { StoreEntry } from './entry.js'
import { standingHolds } from './holds.js'
import { stamp } from './inventory.js'
import type { Hold, KeptTerm, Obstacle, RetentionRules, Term } from './keeping.js'
import { byObject, type Log } from './log.js'
import { headEntry, loggedInventory, readFileOf } from './read.js'

/**
 * How long objects are kept: by rule, and by what their own record says; the later day wins. A correction can't shorten
 * a term: the records of all versions count. Whatever isn't known keeps the object.
 */

const recordPath = 'meta/record.json'

const StudyYear = z
  .string()
  .regex(/^\d{4}-\d{4}$/)
  .refine(text => Number(text.slice(5)) === Number(text.slice(0, 4)) + 1)

/** What is read of a record; writers put more into it. */
const KeepingRecord = z.object({
  kind: z.string(),
  studyYear: StudyYear.optional(),
  /** Null: for ever. */
  retentionYears: z.int().min(0).max(1000).nullable(),
})
type KeepingRecord = z.infer<typeof KeepingRecord>

/** @throws BridgeError ARCHIVE_DAMAGED */
export async function keptTerms(
  { folder, log }: { readonly folder: string; readonly log: Log },
  rules: RetentionRules,
  now: Instant,
): Promise<KeptTerm[]> {
  const terms: KeptTerm[] = []
  const holds = standingHolds(log)
  for (const [id, entries] of [...byObject(log.stores)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const head = await headEntry(folder, entries)
    if (head === undefined) continue
    const records = await recordsOf({ folder, log }, head)
    terms.push({
      id,
      version: head.version,
      ...termOf(records, { rules, now, holds: holds.filter(hold => hold.id === id) }),
    })
  }
  return terms
}

/** Of all versions, newest first, each text once; null where there is none or it isn't understood. */
async function recordsOf(
  { folder, log }: { readonly folder: string; readonly log: Log },
  head: StoreEntry,
): Promise<readonly (KeepingRecord | null)[]> {
  const { versions } = await loggedInventory(folder, head)
  const seen = new Map<string, KeepingRecord | null>()
  for (const entry of log.stores.filter(({ id }) => id === head.id).reverse()) {
    const state = versions[entry.version]?.state ?? {}
    const digest = Object.keys(state).find(one => state[one]?.includes(recordPath)) ?? ''
    if (versions[entry.version] === undefined || seen.has(digest)) continue
    const wanted = { id: entry.id, version: entry.version, path: recordPath }
    seen.set(digest, parseRecord(digest === '' ? null : await readFileOf(folder, log, wanted)))
  }
  return [...seen.values()]
}

function parseRecord(bytes: Buffer | null): KeepingRecord | null {
  try {
    const parsed = KeepingRecord.safeParse(JSON.parse(bytes?.toString('utf8') ?? 'null'))
    return parsed.success ? parsed.data : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function termOf(
  records: readonly (KeepingRecord | null)[],
  {
    rules,
    now,
    holds,
  }: { readonly rules: RetentionRules; readonly now: Instant; readonly holds: readonly Hold[] },
): Omit<KeptTerm, 'id' | 'version'> {
  const [newest = null] = records
  const known = records.filter(record => record !== null)
  const byRecord = latest(known.map(record => termFrom(record, record.retentionYears)))
  const byRule = latest(known.map(record => termFrom(record, ownYears(rules.years, record.kind))))
  const both = byRule === null || byRecord === null ? null : latest([byRule, byRecord])
  return {
    kind: newest?.kind ?? null,
    studyYear: newest?.studyYear ?? null,
    byRule,
    byRecord,
    until: both?.until ?? null,
    holds,
    obstacle: obstacleOf(newest, { byRecord, byRule, both }, now) ?? (holds.length > 0 ? 'held' : null),
  }
}

function obstacleOf(
  newest: KeepingRecord | null,
  { byRecord, byRule, both }: Readonly<Record<'byRecord' | 'byRule' | 'both', Term | null>>,
  now: Instant,
): Obstacle | null {
  if (newest === null) return 'no-record'
  if (isForEver(byRecord) || isForEver(byRule)) return 'permanent'
  if (byRule === null) return newest.studyYear === undefined ? 'no-record' : 'kind-unknown'
  if (both?.until == null) return 'no-record'
  // UTC is behind all clocks of Russia: the day has come wherever the school is.
  return stamp(now).slice(0, 10) < both.until ? 'term-runs' : null
}

function isForEver(term: Term | null): boolean {
  return term?.years === null
}

/** Undefined for a kind that no rule names. */
function ownYears(years: RetentionRules['years'], kind: string): number | null | undefined {
  return Object.hasOwn(years, kind) ? years[kind] : undefined
}

/**
 * Counted from 1 January after the year in which the study year ended: of 2025/26 from 1 January 2027, so five years
 * are over on 1 January 2032. Null where nothing tells.
 */
function termFrom({ studyYear }: KeepingRecord, years: number | null | undefined): Term | null {
  if (years === null) return { years, until: null }
  if (years === undefined || studyYear === undefined) return null
  return { years, until: `${Number(studyYear.slice(5)) + 1 + years}-01-01` }
}

/** Null where one of them isn't known. */
function latest(terms: readonly (Term | null)[]): Term | null {
  let last: Term | null = null
  for (const term of terms) {
    if (term === null) return null
    if (last === null || term.until === null || (last.until !== null && term.until > last.until)) last = term
  }
  return last
}
