import { type Kysely, sql } from 'kysely'
import type { Instant } from '../clock.js'
import type { Schema } from '../database/index.js'
import { clockTolerance, type Id } from '../journal/index.js'

/**
 * Looks at which the platform's clock and ours surely differed by more than the regulation's judgement tolerates. A
 * stamp that was first seen then proves nothing: it may tell an hour that never was.
 */
export async function looksWithClockOff(db: Kysely<Schema>, school: Id): Promise<string[]> {
  // The first condition repeats the index's own, so that it is used: these looks are few among millions.
  const { rows } = await sql<{ id: string }>`
    select id from mirror.observation
    where school = ${school} and abs(skew_ms) - skew_error_ms > 120000
      and abs(skew_ms) - skew_error_ms > ${clockTolerance}`.execute(db)
  return rows.map(({ id }) => id)
}

/** `Mirror.clockSkew` */
export async function medianSkew(
  db: Kysely<Schema>,
  school: Id,
  since: Instant,
): Promise<{ readonly medianMs: number; readonly looks: number } | null> {
  const { rows } = await sql<{ medianMs: number | null; looks: number }>`
    select (percentile_disc(0.5) within group (order by skew_ms))::float8 as "medianMs", count(*)::int as looks
    from mirror.observation
    where school = ${school} and asked_at >= ${since} and skew_ms is not null`.execute(db)
  const [row] = rows
  return row && row.medianMs !== null ? { medianMs: row.medianMs, looks: row.looks } : null
}
