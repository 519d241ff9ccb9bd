import { type Kysely, type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { DatabaseHandle, Schema } from '../database/index.js'
import type { Instant } from '../clock.js'
import type { LookDraft, LookPlan, PlannedLook } from './plan.js'

const kinds = [
  'homework-due',
  'before-midnight',
  'after-midnight',
  'night',
  'open-period',
  'closed-periods',
  'catch-up',
  'digest',
] as const

const LookRow = z.object({
  id: z.string(),
  kind: z.enum(kinds),
  date: z.string(),
  at: z.number(),
  until: z.number(),
  from: z.string(),
  to: z.string(),
  classIds: z.array(z.string()).nullable(),
  decides: z.array(z.string()),
  price: z.number(),
  dropped: z.boolean(),
  state: z.enum(['planned', 'taken', 'missed']),
  reason: z.string().nullable(),
  run: z.string().nullable(),
})

const DayRow = z.object({ date: z.string(), plannedAt: z.number() })

/** The plan in PostgreSQL. The state of a look is never written: it follows from its run and the clock. */
export function createLookPlan({ kysely }: DatabaseHandle): LookPlan {
  return {
    async write({ school, date }, looks, now) {
      await kysely.transaction().execute(async db => {
        // Two schedulers plan one after the other.
        await sql`select pg_advisory_xact_lock(hashtextextended(${`plan/${school}`}, 0))`.execute(db)
        await sql`
          insert into runs.planned_day (school, date, planned_at) values (${school}, ${date}, ${now})
          on conflict do nothing`.execute(db)
        await sql`
          delete from runs.planned_look
          where school = ${school} and date = ${date} and at > ${now} and run is null
            and id <> all(${looks.map(look => look.id)}::text[])`.execute(db)
        for (const look of looks) await writeLook(db, { school, date, now }, look)
      })
    },

    looks({ school, from, to }, now) {
      return read(kysely, sql`l.school = ${school} and l.date between ${from} and ${to}`, now)
    },

    async missed({ school, from, to }, now) {
      const found = await read(
        kysely,
        sql`l.school = ${school} and l.date between ${from} and ${to} and (
          l.run is null and (l.dropped or l.until <= ${now})
          or l.run in (select id from runs.run where school = ${school} and state in ('failed', 'cancelled')))`,
        now,
      )
      return found.filter(({ state }) => state === 'missed')
    },

    async due(school, now) {
      const open = await read(kysely, sql`l.school = ${school} and l.at <= ${now} and l.until > ${now}`, now)
      return open.filter(({ state, reason }) => state === 'planned' || isRetryable(state, reason))
    },

    async take(school, id, run) {
      await sql`update runs.planned_look set run = ${run} where school = ${school} and id = ${id}`.execute(
        kysely,
      )
    },

    async plannedDays(school, from) {
      const { rows } = await sql`
        select date, planned_at::float8 as "plannedAt" from runs.planned_day
        where school = ${school} and date >= ${from} order by date`.execute(kysely)
      return DayRow.array().parse(rows)
    },
  }
}

/** What the budget left out stays out, and what a person cancelled too. */
function isRetryable(state: PlannedLook['state'], reason: string | null): boolean {
  return state === 'missed' && reason !== 'over-budget' && reason !== 'cancelled'
}

async function writeLook(
  db: Kysely<Schema>,
  day: { school: string; date: string; now: Instant },
  look: LookDraft,
): Promise<void> {
  await sql`
    insert into runs.planned_look as l (school, id, date, kind, at, until, class_ids, from_date, to_date, decides,
      price, dropped)
    select ${day.school}, ${look.id}, ${day.date}, ${look.kind}, ${look.at}, ${look.until},
      ${look.classIds === null ? null : [...look.classIds]}::text[], ${look.from}, ${look.to}, ${[...look.decides]}::text[],
      ${look.price}, ${look.dropped}
    from runs.planned_day d
    where d.school = ${day.school} and d.date = ${day.date}
      and (${look.at}::bigint > ${day.now}::bigint or ${look.at}::bigint <= d.planned_at)
    on conflict (school, id) do update set until = excluded.until, class_ids = excluded.class_ids,
      from_date = excluded.from_date, to_date = excluded.to_date, decides = excluded.decides,
      price = excluded.price, dropped = excluded.dropped
    where l.at > ${day.now} and l.run is null`.execute(db)
}

async function read(
  db: Kysely<Schema>,
  condition: RawBuilder<unknown>,
  now: Instant,
): Promise<PlannedLook[]> {
  const { rows } = await sql`
    select l.id, l.kind, l.date, l.at::float8 as at, l.until::float8 as until, l.from_date as "from",
      l.to_date as "to", l.class_ids as "classIds", l.decides, l.price, l.dropped, l.run,
      case
        when l.run is null and (l.dropped or l.until <= ${now}) then 'missed'
        when r.state in ('failed', 'cancelled') then 'missed'
        when l.run is null then 'planned'
        else 'taken'
      end as state,
      case
        when l.run is null and l.dropped then 'over-budget'
        when l.run is null and l.until <= ${now} then 'not-running'
        when r.state = 'cancelled' then 'cancelled'
        when r.state = 'failed' then coalesce(r.error_code, 'INTERNAL')
      end as reason
    from runs.planned_look l left join runs.run r on r.id = l.run
    where ${condition}
    order by l.at, l.id`.execute(db)
  return LookRow.array().parse(rows)
}
