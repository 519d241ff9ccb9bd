import { sql, type Transaction } from 'kysely'
import type { Schema } from '../database/index.js'
import type { Id } from '../journal/index.js'
import { type ByDay, byDay, type DayOfRule, type RuleDay } from './by-day.js'
import { dayColumns, type Fence, isOfSchool, readFence, type Span } from './checked-days.js'
import type { RecordedScope } from './ledger.js'
import { numberList, parts } from './lists.js'

/** How many duties of a rule a class kept on a day; days without any have no row. */

type Db = Transaction<Schema>

/** What stands of the rules of a check, as far as its days and whatever it speaks of reach. */
export interface StandingDays {
  readonly span: Span
  readonly told: ByDay<RuleDay>
  readonly fence: Fence
}

export interface Recorded {
  readonly scope: RecordedScope
  readonly standing: StandingDays
}

/** Reads what stands on the days of the check and on those that it speaks of. */
export async function standingDays(
  db: Db,
  scope: RecordedScope,
  spokenOf: readonly DayOfRule[],
): Promise<StandingDays> {
  const { classIds } = scope
  const spoken = spokenOf.map(({ classId }) => classId)
  const span = { ...spanOf(spokenOf, scope), classIds: classIds && new Set([...classIds, ...spoken]) }
  return { span, told: await readDays(db, scope, span), fence: await readFence(db, scope, span) }
}

/** The fence for days that may lie elsewhere too. */
export async function fenceAt(
  db: Db,
  { scope, standing: { span, fence } }: Recorded,
  days: readonly DayOfRule[],
): Promise<(day: DayOfRule) => boolean> {
  const elsewhere = days.filter(day => !isWithin(span, day))
  const [first] = elsewhere
  if (!first) return fence.isLater
  const there = await readFence(db, scope, {
    ...spanOf(elsewhere, { from: first.date, to: first.date }),
    classIds: new Set(elsewhere.map(({ classId }) => classId)),
  })
  return day => fence.isLater(day) || there.isLater(day)
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
  /** «2026-11-16/12,2026-11-17/9» */
  readonly kept: string
}

/** Days of a rule and class as one text: a class-year has thousands. */
async function readDays(db: Db, { school, rules }: RecordedScope, span: Span): Promise<ByDay<RuleDay>> {
  const classIds = span.classIds && [...span.classIds]
  const { rows } = await sql<StandingRow>`
    select rule, class_id as "classId", string_agg(date || '/' || kept, ',') as kept
    from ledger.rule_day
    where school = ${school} and rule = any(${rules}::text[]) and date between ${span.from} and ${span.to}
      and (${classIds}::text[] is null or class_id = any(${classIds}::text[]))
    group by rule, class_id`.execute(db)
  const told = byDay<RuleDay>()
  for (const { rule, classId, kept } of rows)
    for (const text of kept.split(',')) {
      const [date = '', count] = text.split('/')
      told.set({ rule, classId, date, kept: Number(count) })
    }
  return told
}

/**
 * Replaces the counts of the scope, and those elsewhere that the check has told; a day of which as much is kept as before isn't written.
 * @returns days that aren't told by being within the scope
 */
export async function writeDays(
  db: Db,
  { scope, standing: { told, fence } }: Recorded,
  days: ByDay<RuleDay>,
): Promise<readonly DayOfRule[]> {
  const { school, from, to, classIds } = scope
  const span = { from, to, classIds: classIds && new Set(classIds) }
  const changed: RuleDay[] = []
  const gone: DayOfRule[] = []
  const besides: DayOfRule[] = []
  for (const day of days.values()) {
    const before = told.get(day)?.kept ?? 0
    if (day.kept === 0 && before > 0) gone.push(day)
    else if (day.kept !== before) changed.push(day)
    if (!isWithin(span, day) || (classIds !== null && isOfSchool(day.rule))) besides.push(day)
  }
  for (const day of told.values())
    if (isWithin(span, day) && !days.get(day) && !fence.isLater(day)) gone.push(day)
  for (const part of parts(changed))
    await sql`
      insert into ledger.rule_day (school, rule, class_id, date, kept)
      select ${school}, rule, class_id, date, kept
      from unnest(${dayColumns(part)}, ${numberList(part.map(({ kept }) => kept))}::int[]) as fresh (rule, class_id, date, kept)
      on conflict (school, rule, class_id, date) do update set kept = excluded.kept`.execute(db)
  for (const part of parts(gone))
    await sql`
      delete from ledger.rule_day as day using unnest(${dayColumns(part)}) as gone (rule, class_id, date)
      where day.school = ${school} and day.rule = gone.rule and day.class_id = gone.class_id and day.date = gone.date`.execute(
      db,
    )
  return besides
}
