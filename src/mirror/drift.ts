import { type Kysely, sql } from 'kysely'
import type { Schema } from '../database/index.js'
import type { Id } from '../journal/index.js'
import type { Drift } from './mirror.js'

/** `Mirror.drift`: by what the windows said last, so that it ends when the platform mends itself. */
export async function readDrift(db: Kysely<Schema>, school: Id): Promise<Drift[]> {
  const { rows } = await sql<Drift>`
    select what, count(*)::int as windows
    from mirror.chain c
    join mirror.observation d on d.school = c.school and d.id = c.data_look
    join mirror.observation o on o.school = c.school and o.id = coalesce(d.unchanged_since, d.id)
    cross join unnest(o.drift) what
    where c.school = ${school}
    group by what
    order by windows desc, what collate "C"`.execute(db)
  return rows
}
