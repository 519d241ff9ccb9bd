import { type RawBuilder, sql } from 'kysely'
import type { DatabaseHandle } from '../database/index.js'
import type { Id } from '../journal/index.js'
import type { Verdict } from '../regulation/index.js'
import type { EntryFilter, KeptCount, Ledger, LedgerEntry, LedgerEvent, LedgerFilter } from './ledger.js'
import { recordVerdicts, timesRecorded } from './recording.js'

export interface EntryRow {
  readonly id: string
  readonly verdict: Verdict
  readonly openedAt: string
  readonly changedAt: string
}

interface EventRow extends Omit<LedgerEvent, 'at'> {
  readonly at: string
}

/** The ledger in PostgreSQL, schema `ledger`. Recorders of one school take turns, whatever process they are in. */
export function createLedger({ kysely }: DatabaseHandle): Ledger {
  return {
    record(scope, judged) {
      return kysely.transaction().execute(db => recordVerdicts(db, scope, judged))
    },

    async list(filter) {
      const { rows } = await sql<EntryRow>`
        select ${entryColumns} from ledger.entry
        where closed_at is null and ${matches(filter)} and ${isAsked(filter)}
        order by date, rule, verdict_key`.execute(kysely)
      return rows.map(toEntry)
    },

    async byIds(ids) {
      const { rows } = await sql<EntryRow & { closed: boolean }>`
        select ${entryColumns}, closed_at is not null as closed from ledger.entry
        where id = any(${ids}::text[]) order by date, rule, verdict_key`.execute(kysely)
      return rows.map(row => ({ ...toEntry(row), closed: row.closed }))
    },

    async keptCounts(filter) {
      const { rows } = await sql<KeptCount>`
        select rule, class_id as "classId", date_trunc('week', date::date)::date::text as week, sum(kept)::int as kept
        from ledger.rule_day where ${matches(filter)}
        group by rule, class_id, week order by week, rule, class_id`.execute(kysely)
      return rows
    },

    recorded: school => timesRecorded(kysely, school),

    async history(id) {
      const { rows } = await sql<EntryRow & { school: Id; closed: boolean }>`
        select school, ${entryColumns}, closed_at is not null as closed
        from ledger.entry where id = ${id}`.execute(kysely)
      const row = rows[0]
      if (row === undefined) return null
      const { rows: events } = await sql<EventRow>`
        select at, from_kind as "from", to_kind as "to", run_id as "runId", content as verdict
        from ledger.event where school = ${row.school} and entry_id = ${id} order by ledger.event.id`.execute(
        kysely,
      )
      return {
        entry: toEntry(row),
        closed: row.closed,
        events: events.map(event => ({ ...event, at: Number(event.at) })),
      }
    },
  }
}

export const entryColumns = sql`id, content as verdict, opened_at as "openedAt", changed_at as "changedAt"`

export function toEntry({ id, verdict, openedAt, changedAt }: EntryRow): LedgerEntry {
  return { id, verdict, openedAt: Number(openedAt), changedAt: Number(changedAt) }
}

/** The part of a filter that entries and counts share. */
function matches({ school, from, to, classIds, rules }: LedgerFilter): RawBuilder<boolean> {
  const since = from === undefined ? sql<boolean>`true` : sql<boolean>`date >= ${from}`
  const until = to === undefined ? sql<boolean>`true` : sql<boolean>`date <= ${to}`
  const [classes, ruled] = [among(sql.ref('class_id'), classIds), among(sql.ref('rule'), rules)]
  return sql<boolean>`school = ${school} and ${since} and ${until} and ${classes} and ${ruled}`
}

/** The part that only entries know. */
function isAsked({ kinds, ids, teacher }: EntryFilter): RawBuilder<boolean> {
  const theirs = teacher === undefined ? sql<boolean>`true` : sql<boolean>`${teacher} = any(teachers)`
  return sql<boolean>`${among(sql.ref('kind'), kinds)} and ${among(sql.ref('id'), ids)} and ${theirs}`
}

function among(column: RawBuilder<unknown>, values: readonly string[] | undefined): RawBuilder<boolean> {
  return values === undefined ? sql<boolean>`true` : sql<boolean>`${column} = any(${values}::text[])`
}
