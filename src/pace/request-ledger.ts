import type { PoolClient } from 'pg'
import { z } from 'zod'
import type { Instant } from '../clock.js'
import type { DatabaseHandle } from '../database/index.js'
import type { Entry } from './report.js'

const count = z.coerce.number()
const RequestLine = z.object({
  hour: count,
  school: z.string(),
  purpose: z.string(),
  endpoint: z.string(),
  outcome: z.string(),
  calls: count,
  bytes: count,
  ms: count,
})
/** Calls of one hour that have everything in common. */
export type RequestLine = z.infer<typeof RequestLine>

/** What we have asked the platform: every call that left, retries included. */
export interface RequestLedger {
  /** Hours that begin from `from` on and before `to`; of one school, or of all. */
  read(range: { from: Instant; to: Instant; school?: string }): Promise<RequestLine[]>
  /** Drops what is older than thirteen months before the given moment: a year can be compared with the last one. */
  forgetOld(now: Instant): Promise<void>
}

const keptMs = 396 * 86_400_000

export function createRequestLedger({ pool }: DatabaseHandle): RequestLedger {
  return {
    async read({ from, to, school }) {
      const { rows } = await pool.query(
        `select * from pace.request_hour
         where hour >= $1 and hour < $2 and ($3::text is null or school = $3)
         order by hour, school, purpose, endpoint, outcome`,
        [from, to, school ?? null],
      )
      return RequestLine.array().parse(rows)
    },
    async forgetOld(now) {
      await pool.query('delete from pace.request_hour where hour < $1', [now - keptMs])
    },
  }
}

/** Sorted, so that transactions that enter the same counters don't wait for each other in a circle. */
const enter = `
  insert into pace.request_hour as known (hour, school, purpose, endpoint, outcome, calls, bytes, ms)
  select hour, school, purpose, endpoint, outcome, count(*), sum(bytes), sum(ms)
  from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[])
    as entry (hour, school, purpose, endpoint, outcome, bytes, ms)
  group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
  on conflict (hour, school, purpose, endpoint, outcome) do update set
    calls = known.calls + excluded.calls, bytes = known.bytes + excluded.bytes, ms = known.ms + excluded.ms`

export async function enterRequests(client: PoolClient, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return
  const column = (key: keyof Entry) => entries.map(entry => entry[key])
  await client.query(
    enter,
    (['hour', 'school', 'purpose', 'endpoint', 'outcome', 'bytes', 'ms'] as const).map(column),
  )
}
