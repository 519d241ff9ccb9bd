import { type Kysely, sql } from 'kysely'
import type { Instant } from '../clock.js'
import type { Schema } from '../database/index.js'
import type { Id } from '../journal/index.js'

export interface DropRequest {
  readonly school: Id
  /** Bodies that came at or after this instant stay. */
  readonly before: Instant
  /** Bodies of looks that were asked or answered at these instants stay: somebody's evidence. */
  readonly keep: readonly Instant[]
  /** Only tells what would go. */
  readonly dryRun: boolean
}

export interface DroppedBodies {
  readonly bodies: number
  /** Compressed. */
  readonly bytes: number
}

/**
 * `Mirror.dropBodies`: a body goes when no look that said it is needed; what a window said last stays in any case. Looks
 * and their hashes stay too. The lock waits for looks that are just being taken in: one of them may say anew what an
 * old body says and rely on its being there.
 */
export async function dropBodies(db: Kysely<Schema>, request: DropRequest): Promise<DroppedBodies> {
  const { school, before, keep, dryRun } = request
  const needed = sql`
    select o.sha256 from mirror.observation o
    where o.school = ${school} and o.sha256 is not null
      and (o.answered_at >= ${before} or o.asked_at = any(${[...keep]}::bigint[]) or o.answered_at = any(${[...keep]}::bigint[])
        or exists (select 1 from mirror.chain c where c.school = o.school and c.window_key = o.window_key
          and c.data_look = o.id))`
  const count = sql`count(*)::int as bodies, coalesce(sum(size), 0)::float8 as bytes`
  return db.transaction().execute(async transaction => {
    if (!dryRun) await sql`lock table mirror.body in share row exclusive mode`.execute(transaction)
    const { rows } = await (dryRun
      ? sql<DroppedBodies>`
          select ${count} from (
            select length(gzip) as size from mirror.body
            where school = ${school} and sha256 not in (${needed})) doomed`
      : sql<DroppedBodies>`
          with doomed as (
            delete from mirror.body where school = ${school} and sha256 not in (${needed})
            returning length(gzip) as size)
          select ${count} from doomed`
    ).execute(transaction)
    return rows[0] ?? { bodies: 0, bytes: 0 }
  })
}
