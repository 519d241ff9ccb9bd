import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Schema } from '../database/index.js'
import type { Id, IsoDate } from '../journal/index.js'
import { rules, wholeSchool } from '../regulation/index.js'
import type { DayOfRule } from './by-day.js'
import type { RecordedScope } from './ledger.js'
import { parts, textList } from './lists.js'

/**
 * Which check told a day last, and from which looks: once for the whole school where all of it was checked, once a class where some
 * classes were, and by rule only where not all rules were. Also the fence: a check with an earlier as-of leaves such a day alone, whether
 * anything was found there or not; a slow worker must not overwrite the word of a later one.
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

/** In the place of a rule: all that are judged of the class, or of the school. */
const everyRule = ''

const ofSchool = new Set(rules.filter(({ isOfSchool }) => isOfSchool).map(({ id }) => id))

/** What later checks have told of these days and classes. */
export async function readFence(
  db: Db,
  { school, rules: run, asOf }: RecordedScope,
  span: Span,
): Promise<Fence> {
  const classIds = span.classIds && [wholeSchool, ...span.classIds]
  const { rows } = await sql<DayOfRule>`
    select rule, class_id as "classId", date from ledger.checked_day
    where school = ${school} and date between ${span.from} and ${span.to} and as_of > ${asOf}
      and rule = any(${[everyRule, ...run]}::text[])
      and (${classIds}::text[] is null or class_id = any(${classIds}::text[]))`.execute(db)
  const later = new Set(rows.map(keyOf))
  return {
    isEmpty: later.size === 0,
    isLater({ rule, classId, date }) {
      if (later.size === 0) return false
      return [classId, wholeSchool].some(whose =>
        [everyRule, rule].some(what => later.has(keyOf({ rule: what, classId: whose, date }))),
      )
    },
  }
}

function keyOf({ rule, classId, date }: DayOfRule): string {
  return `${classId}/${date}/${rule}`
}

/**
 * Marks the days of the scope as told by this check, and those elsewhere that it spoke of.
 * @param elsewhere days outside the scope, or of others than its classes
 */
export async function raiseFence(
  db: Db,
  scope: RecordedScope,
  elsewhere: readonly DayOfRule[],
): Promise<void> {
  const { school, from, to, classIds, asOf } = scope
  const told = rulesTold(scope)
  await put(
    db,
    scope,
    sql`unnest(${told}::text[]) rule, unnest(${classIds ?? [wholeSchool]}::text[]) class_id,
      (select to_char(${from}::date + day, 'YYYY-MM-DD') as date from generate_series(0, ${to}::date - ${from}::date) day) as days`,
  )
  if (told.includes(everyRule))
    await sql`
      delete from ledger.checked_day where school = ${school} and date between ${from} and ${to} and as_of < ${asOf}
        and (${classIds}::text[] is null or class_id = any(${classIds}::text[]))`.execute(db)
  for (const part of parts(elsewhere))
    await put(
      db,
      scope,
      sql`unnest(${textList(part.map(({ rule }) => rule))}, ${textList(part.map(({ classId }) => classId))},
        ${textList(part.map(({ date }) => date))}) as days (rule, class_id, date)`,
    )
}

/** A duty of the school is told of the school, whichever classes were asked for. */
function rulesTold({ rules: run, classIds }: RecordedScope): readonly string[] {
  const isTold = (id: string) => classIds === null || !ofSchool.has(id)
  return rules.every(({ id }) => !isTold(id) || run.includes(id)) ? [everyRule] : run.filter(isTold)
}

async function put(
  db: Db,
  { school, asOf, looksHash }: RecordedScope,
  days: RawBuilder<unknown>,
): Promise<void> {
  await sql`
    insert into ledger.checked_day as known (school, class_id, date, rule, as_of, looks_hash)
    select ${school}, class_id, date, rule, ${asOf}::bigint, ${looksHash} from ${days}
    on conflict (school, class_id, date, rule) do update set as_of = excluded.as_of, looks_hash = excluded.looks_hash
      where known.as_of <= excluded.as_of
        and (known.as_of, known.looks_hash) is distinct from (excluded.as_of, excluded.looks_hash)`.execute(
    db,
  )
}
