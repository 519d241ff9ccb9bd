import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Schema } from '../database/index.js'
import { type FigureBasis, figureBasesOf } from '../regulation/index.js'
import type { RecordedScope } from './ledger.js'

/** The row of a statement whose class and day are meant. */
export type Place = 'day' | 'fresh'

/**
 * The fence of the ledger for what is counted: whether no later check has told what rests on that; null where none has told any of it. What
 * rests on the journal alone a check of all rules tells, which fences the days of each.
 */
export async function figureFence(
  db: Transaction<Schema>,
  scope: RecordedScope,
): Promise<((place: Place, basis: FigureBasis) => RawBuilder<boolean>) | null> {
  const { school, from, to, classIds, rules, asOf } = scope
  const deciding = figureBasesOf(rules).filter(basis => basis !== 'journal')
  const { rows } = await sql`
    select from ledger.rule_day
    where school = ${school} and rule = any(${deciding}::text[]) and date between ${from} and ${to} and as_of > ${asOf}
      and (${classIds}::text[] is null or class_id = '' or class_id = any(${classIds}::text[]))
    limit 1`.execute(db)
  if (rows.length === 0) return null
  const isToldLater = (place: Place, rule: RawBuilder<string>) => sql<boolean>`exists (
    select from ledger.rule_day as later
    where later.school = ${school} and later.rule = ${rule} and later.date = ${sql.ref(`${place}.date`)}
      and later.class_id in (${sql.ref(`${place}.class_id`)}, '') and later.as_of > ${asOf})`
  return (place, basis) =>
    basis === 'journal'
      ? sql`exists (select from unnest(${rules}::text[]) as run (rule) where not ${isToldLater(place, sql.ref('run.rule'))})`
      : sql`not ${isToldLater(place, sql`${basis}::text`)}`
}
