import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Schema } from '../database/index.js'
import type { Id } from '../journal/index.js'

/**
 * What was entered of a school so far, told by a text: another one whenever something was. A look is numbered before it is
 * committed, so that the newest number alone would miss one that came late; among the newest hundred none slips in unseen.
 */
async function stateOf(db: Kysely<Schema>, school: Id, looks: RawBuilder<boolean>): Promise<string> {
  const { rows } = await sql<{ state: string }>`
    select concat_ws('/', count(*), min(id), max(id), (
        select concat_ws('/', count(*), max(replayed_at)) from mirror.observation
        where school = ${school} and replayed_at is not null
      )) as state
    from (
      select id from mirror.observation where school = ${school} and ${looks} order by id desc limit 100
    ) newest`.execute(db)
  return rows[0]?.state ?? ''
}

/** Of records: a look that found its window as it was doesn't count. */
export function recordsState(db: Kysely<Schema>, school: Id): Promise<string> {
  return stateOf(db, school, sql<boolean>`(unchanged_since is null or gone > 0)`)
}

/** `Mirror.state` */
export function looksState(db: Kysely<Schema>, school: Id): Promise<string> {
  return stateOf(db, school, sql<boolean>`true`)
}
