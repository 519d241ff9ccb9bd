import { type Kysely, sql } from 'kysely'
import type { Outage } from '../calendar/index.js'
import type { Schema } from '../database/index.js'
import type { Id } from '../journal/index.js'

/** Two looks that found the platform away tell of one outage if nothing between them tells otherwise. */
const oneOutageMs = 30 * 60_000

/**
 * `Mirror.outages`: from the first look that found the platform away (an error of its own, or a page about works) to the
 * last, with no answer between. How long it was away before and after nobody saw, so that isn't counted.
 */
export async function readOutages(db: Kysely<Schema>, school: Id): Promise<Outage[]> {
  const { rows } = await sql<{ from: number; to: number }>`
    with away as (
      select id, asked_at, lag(id) over by_time as before, lag(asked_at) over by_time as before_at
      from mirror.observation where school = ${school} and error_code = 'DNEVNIK_DOWN'
      window by_time as (order by asked_at, id)
    ),
    begun as (
      select id, asked_at, case when asked_at - before_at <= ${oneOutageMs} and not exists (
          select 1 from mirror.observation o
          where o.school = ${school} and o.id > before and o.id < away.id and o.error_code is null
        ) then 0 else 1 end as begins
      from away
    ),
    numbered as (
      select asked_at, sum(begins) over (order by asked_at, id) as outage from begun
    )
    select min(asked_at)::float8 as "from", max(asked_at)::float8 as "to"
    from numbered group by outage having min(asked_at) < max(asked_at) order by 1`.execute(db)
  return rows
}
