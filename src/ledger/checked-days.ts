import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Schema } from '../database/index.js'
import type { Id, IsoDate } from '../journal/index.js'
import { rules, wholeSchool } from '../regulation/index.js'
import type { DayOfRule } from './by-day.js'
import type { RecordedScope } from './ledger.js'
import { parts, textList } from './lists.js'

/**
 * Which check told a day last, and from which looks: one row for the whole school or for a class, with the rules where not all were
 * judged. Also the fence: a check with an earlier as-of leaves such a day alone, whether anything was found there or not; a slow worker
 * must not overwrite the word of a later one.
 */

type Db = Transaction<Schema>

export interface Span {
  readonly from: IsoDate
  readonly to: IsoDate
  /** Null: all. */
  readonly classIds: ReadonlySet<Id> | null
}

export interface Fence {
  /** As nearly always. */
  readonly isEmpty: boolean
  /** Whether a later check has told that day. */
  isLater(day: DayOfRule): boolean
}

const ofSchool = rules.filter(({ isOfSchool }) => isOfSchool).map(({ id }) => id)

/** Whoever is asked of some classes judges such a duty too, from lists alone, and may name any class by it: only what it says counts. */
export function isOfSchool(rule: string): boolean {
  return ofSchool.includes(rule)
}

interface CheckedDay extends Pick<DayOfRule, 'classId' | 'date'> {
  /** None for all: of a class those that aren't the school's. As the program had them that wrote it. */
  readonly rules: readonly string[]
}

/** What later checks have told of these days and classes. */
export async function readFence(db: Db, { school, asOf }: RecordedScope, span: Span): Promise<Fence> {
  const classIds = span.classIds && [wholeSchool, ...span.classIds]
  const { rows } = await sql<CheckedDay>`
    select class_id as "classId", date, rules from ledger.checked_day
    where school = ${school} and date between ${span.from} and ${span.to} and as_of > ${asOf}
      and (${classIds}::text[] is null or class_id = any(${classIds}::text[]))`.execute(db)
  const later = new Map<string, (readonly string[])[]>()
  for (const row of rows) later.set(keyOf(row), [...(later.get(keyOf(row)) ?? []), row.rules])
  return {
    isEmpty: later.size === 0,
    isLater({ rule, classId, date }) {
      if (later.size === 0) return false
      const isTold = (whose: Id) => (told: readonly string[]) =>
        told.includes(rule) || (told.length === 0 && (whose === wholeSchool || !isOfSchool(rule)))
      return [classId, wholeSchool].some(whose =>
        later.get(keyOf({ classId: whose, date }))?.some(isTold(whose)),
      )
    },
  }
}

function keyOf({ classId, date }: Pick<CheckedDay, 'classId' | 'date'>): string {
  return `${classId}/${date}`
}

/**
 * Marks the days of the scope as told by this check, and those besides that it spoke of. What was told before of the same goes.
 * @param besides days that it doesn't tell of all of its rules
 */
export async function raiseFence(db: Db, scope: RecordedScope, besides: readonly DayOfRule[]): Promise<void> {
  const { school, from, to, asOf } = scope
  const classIds = scope.classIds && [...new Set(scope.classIds)]
  const told = rulesTold(scope)
  if (told !== null) {
    await put(
      db,
      scope,
      sql`(select class_id, to_char(${from}::date + day, 'YYYY-MM-DD') as date, ${told}::text[] as rules
        from unnest(${classIds ?? [wholeSchool]}::text[]) class_id, generate_series(0, ${to}::date - ${from}::date) day)`,
    )
    const same = told.length > 0 ? sql`rules <> '{}' and rules <@ ${told}::text[]` : sql`true`
    const left = classIds === null ? sql`false` : sql`rules && ${ofSchool}::text[]`
    await sql`
      delete from ledger.checked_day where school = ${school} and date between ${from} and ${to} and as_of < ${asOf}
        and (${classIds}::text[] is null or class_id = any(${classIds}::text[])) and ${same} and not ${left}`.execute(
      db,
    )
  }
  for (const part of parts(besides))
    await put(
      db,
      scope,
      sql`(select class_id, date, array[rule] as rules
        from unnest(${dayColumns(part)}) as spoken (rule, class_id, date))`,
    )
}

/** Of `unnest`: rule, class and date. */
export function dayColumns(days: readonly DayOfRule[]): RawBuilder<unknown> {
  const texts = (value: (day: DayOfRule) => string) => textList(days.map(value))
  return sql.join([texts(day => day.rule), texts(day => day.classId), texts(day => day.date)])
}

/** As `CheckedDay` has them; null where the check tells nothing of its classes. */
function rulesTold({ classIds, rules: run, told: all = run }: RecordedScope): readonly string[] | null {
  const isTold = (id: string) => classIds === null || !isOfSchool(id)
  if (rules.every(({ id }) => !isTold(id) || all.includes(id))) return []
  const told = all.filter(isTold).sort()
  return told.length === 0 ? null : told
}

async function put(
  db: Db,
  { school, asOf, looksHash }: RecordedScope,
  days: RawBuilder<unknown>,
): Promise<void> {
  await sql`
    insert into ledger.checked_day as known (school, class_id, date, rules, as_of, looks_hash)
    select ${school}, class_id, date, rules, ${asOf}::bigint, ${looksHash} from ${days} as day
    on conflict (school, class_id, date, rules) do update set as_of = excluded.as_of, looks_hash = excluded.looks_hash
      where known.as_of <= excluded.as_of
        and (known.as_of, known.looks_hash) is distinct from (excluded.as_of, excluded.looks_hash)`.execute(
    db,
  )
}
