import { sql, type Transaction } from 'kysely'
import type { Schema } from '../database/index.js'
import { type FigureBasis, type FigureDay, figureBasesOf } from '../regulation/index.js'
import type { RecordedScope } from './ledger.js'

type Place = Pick<FigureDay, 'classId' | 'date'>

/**
 * The fence of the ledger for what is counted: whether no later check has told there what rests on that. What rests on the journal alone
 * is told by checks of all rules, which fence the days of each.
 */
export async function figureFence(
  db: Transaction<Schema>,
  scope: RecordedScope,
): Promise<(basis: FigureBasis, place: Place) => boolean> {
  const { rules } = scope
  const deciding = figureBasesOf(rules).filter(basis => basis !== 'journal')
  if ((await laterDays(db, scope, deciding)).size === 0) return () => true
  const later = await laterDays(db, scope, rules)
  const isLater = (rule: string, { classId, date }: Place) =>
    later.has(`${rule}/${classId}/${date}`) || later.has(`${rule}//${date}`)
  return (basis, place) =>
    basis === 'journal' ? rules.some(rule => !isLater(rule, place)) : !isLater(basis, place)
}

/** Those of the scope that a later check has judged, for its classes or for the whole school. */
async function laterDays(
  db: Transaction<Schema>,
  { school, from, to, classIds, asOf }: RecordedScope,
  rules: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ day: string }>`
    select rule || '/' || class_id || '/' || date as day from ledger.rule_day
    where school = ${school} and rule = any(${rules}::text[]) and date between ${from} and ${to} and as_of > ${asOf}
      and (${classIds}::text[] is null or class_id = '' or class_id = any(${classIds}::text[]))`.execute(db)
  return new Set(rows.map(({ day }) => day))
}
