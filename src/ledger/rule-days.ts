import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Schema } from '../database/index.js'
import type { Id, IsoDate } from '../journal/index.js'
import { wholeSchool } from '../regulation/index.js'
import { type ByDay, byDay, type DayOfRule, type RuleDay } from './by-day.js'
import type { RecordedScope } from './ledger.js'
import { numberList, parts, textList } from './lists.js'

/** How many duties of a rule a class kept on a day, and which check told it last. */

type Db = Transaction<Schema>

const dayMs = 86_400_000

interface Span {
  readonly from: IsoDate
  readonly to: IsoDate
  /** Null: all. */
  readonly classIds: ReadonlySet<Id> | null
}

/** What stands of the rules of a check, as far as its days and whatever it speaks of reach. */
export interface StandingDays {
  readonly span: Span
  /** Without the fence of the whole school, which stands for all classes on a day that was checked. */
  readonly told: ByDay<RuleDay>
  /** Days that a check with a later as-of has told, hardly ever any. */
  readonly later: ByDay<DayOfRule>
  /** Rules of which there are later days. */
  readonly laterRules: ReadonlySet<string>
  /** By class, on how many days of the check rules stand. */
  readonly counts: ReadonlyMap<Id, number>
}

export interface Recorded {
  readonly scope: RecordedScope
  readonly standing: StandingDays
}

/** Reads what stands on the days of the check and on those that it speaks of. */
export function standingDays(
  db: Db,
  scope: RecordedScope,
  spokenOf: readonly DayOfRule[],
): Promise<StandingDays> {
  const { classIds } = scope
  const spoken = spokenOf.map(({ classId }) => classId)
  const span = {
    ...spanOf(spokenOf, scope),
    classIds: classIds && new Set([wholeSchool, ...classIds, ...spoken]),
  }
  return readDays(db, scope, { span, wanted: sql<boolean>`true` })
}

/**
 * The fence: days that a check with a later as-of has judged, whether it found anything or not; a slow worker must
 * not overwrite its word.
 */
export function fenceOf({ later, laterRules }: StandingDays): (day: DayOfRule) => boolean {
  if (laterRules.size === 0) return () => false
  return day => (later.get(day) ?? later.get({ ...day, classId: wholeSchool })) !== undefined
}

/** The same for days that may lie elsewhere. */
export async function fenceAt(
  db: Db,
  { scope, standing }: Recorded,
  days: readonly DayOfRule[],
): Promise<(day: DayOfRule) => boolean> {
  const isLaterHere = fenceOf(standing)
  const elsewhere = days.filter(day => !isWithin(standing.span, day))
  const [first] = elsewhere
  if (!first) return isLaterHere
  const span = {
    ...spanOf(elsewhere, { from: first.date, to: first.date }),
    classIds: new Set([wholeSchool, ...elsewhere.map(({ classId }) => classId)]),
  }
  // There may be years between them.
  const there = await readDays(db, scope, { span, wanted: sql<boolean>`as_of > ${scope.asOf}` })
  const isLaterThere = fenceOf(there)
  return day => isLaterHere(day) || isLaterThere(day)
}

function spanOf(
  days: readonly DayOfRule[],
  { from, to }: Pick<Span, 'from' | 'to'>,
): Pick<Span, 'from' | 'to'> {
  const span = { from, to }
  for (const { date } of days) {
    if (date < span.from) span.from = date
    if (date > span.to) span.to = date
  }
  return span
}

function isWithin({ from, to, classIds }: Span, { classId, date }: DayOfRule): boolean {
  return from <= date && date <= to && (classIds === null || classIds.has(classId))
}

interface StandingRow {
  readonly rule: string
  readonly classId: Id
  readonly count: number
  /** «2026-11-16/12,2026-11-17/9» */
  readonly kept: string | null
  /** Days. */
  readonly later: string | null
}

/** Days of a rule and class as one text: a class-year has thousands. */
async function readDays(
  db: Db,
  { school, rules, asOf, from, to }: RecordedScope,
  { span, wanted }: { readonly span: Span; readonly wanted: RawBuilder<boolean> },
): Promise<StandingDays> {
  const classIds = span.classIds && [...span.classIds]
  const { rows } = await sql<StandingRow>`
    select rule, class_id as "classId", (count(*) filter (where date between ${from} and ${to}))::int as count,
      string_agg(date || '/' || kept, ',') filter (where kept > 0 or class_id <> ${wholeSchool}) as kept,
      string_agg(date, ',') filter (where as_of > ${asOf}) as later
    from ledger.rule_day
    where school = ${school} and rule = any(${rules}::text[]) and date between ${span.from} and ${span.to} and ${wanted}
      and (${classIds}::text[] is null or class_id = any(${classIds}::text[]))
    group by rule, class_id`.execute(db)
  const told = byDay<RuleDay>()
  const later = byDay<DayOfRule>()
  const laterRules = new Set<string>()
  const counts = new Map<Id, number>()
  for (const { rule, classId, ...row } of rows) {
    counts.set(classId, (counts.get(classId) ?? 0) + row.count)
    for (const text of row.kept?.split(',') ?? []) {
      const [date = '', kept] = text.split('/')
      told.set({ rule, classId, date, kept: Number(kept) })
    }
    if (row.later !== null) laterRules.add(rule)
    for (const date of row.later?.split(',') ?? []) later.set({ rule, classId, date })
  }
  return { span, told, later, laterRules, counts }
}

/**
 * Replaces the counts of the scope: a day without any duty left counts nothing. Where as much is kept as before, which is nearly
 * everywhere, only the check is another: that is written to all rows at once.
 */
export async function writeDays(
  db: Db,
  { scope, standing: { told, later, counts } }: Recorded,
  days: ByDay<RuleDay>,
): Promise<void> {
  const { school, from, to, classIds, rules, asOf, looksHash } = scope
  const span = { from, to, classIds: classIds && new Set(classIds) }
  const changed: RuleDay[] = []
  for (const day of days.values())
    if (told.get(day)?.kept !== day.kept || !isWithin(span, day)) changed.push(day)
  for (const day of told.values())
    if (day.kept > 0 && isWithin(span, day) && !days.get(day) && !later.get(day))
      changed.push({ ...day, kept: 0 })
  for (const part of parts(changed)) {
    const texts = (value: (day: RuleDay) => string) => textList(part.map(value))
    await sql`
      insert into ledger.rule_day (school, rule, class_id, date, kept, as_of, looks_hash)
      select ${school}, rule, class_id, date, kept, ${asOf}::bigint, ${looksHash}
      from unnest(${texts(d => d.rule)}, ${texts(d => d.classId)},
        ${texts(d => d.date)}, ${numberList(part.map(d => d.kept))}::int[]) as fresh (rule, class_id, date, kept)
      on conflict (school, rule, class_id, date) do update
        set kept = excluded.kept, as_of = excluded.as_of, looks_hash = excluded.looks_hash
        where (rule_day.kept, rule_day.as_of, rule_day.looks_hash)
          is distinct from (excluded.kept, excluded.as_of, excluded.looks_hash)`.execute(db)
  }
  if (counts.size === 0) return
  await sql`
    update ledger.rule_day set as_of = ${asOf}, looks_hash = ${looksHash}
    where school = ${school} and date between ${from} and ${to} and as_of <= ${asOf}
      and rule = any(${rules}::text[]) and (${classIds}::text[] is null or class_id = any(${classIds}::text[]))
      and (as_of, looks_hash) is distinct from (${asOf}::bigint, ${looksHash})`.execute(db)
}

/** Marks the days of the scope of which the verdicts say nothing: that too is the word of this check. */
export async function raiseFence(db: Db, { scope, standing }: Recorded): Promise<void> {
  const { school, from, to, classIds, rules, asOf, looksHash } = scope
  const fenced = classIds ?? [wholeSchool]
  const days = (Date.parse(to) - Date.parse(from)) / dayMs + 1
  // Each class had a row for every rule and day, as those have that were judged before.
  if (fenced.every(classId => standing.counts.get(classId) === days * rules.length)) return
  await sql`
    insert into ledger.rule_day (school, rule, class_id, date, kept, as_of, looks_hash)
    select ${school}, rule, class_id, to_char(${from}::date + day, 'YYYY-MM-DD'), 0, ${asOf}::bigint, ${looksHash}
    from unnest(${rules}::text[]) rule, unnest(${fenced}::text[]) class_id,
      generate_series(0, ${to}::date - ${from}::date) day
    on conflict do nothing`.execute(db)
}
