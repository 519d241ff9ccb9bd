import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Instant } from '../clock.js'
import type { DatabaseHandle } from '../database/index.js'

/**
 * Failed log-ins, in PostgreSQL, so that neither a restart nor a second process forgets them. Each try is counted before
 * it is made: any number of tries at once get no further than one after the other.
 */

const longestMs = 15 * 60_000

/**
 * Tries that cost nothing, and after how long they are forgotten. A school's computers share one address, whose slips add
 * up over a day; and strangers may not lock an account from afar as long as its owner may from his own computer.
 */
const hourMs = 3_600_000
const limits = {
  pair: { free: 4, windowMs: 24 * hourMs },
  account: { free: 20, windowMs: 24 * hourMs },
  address: { free: 30, windowMs: hourMs },
} as const

export interface Try {
  readonly login: string
  readonly address: string
}

export interface Throttle {
  /** Counts a try. @returns milliseconds to wait where it may not be made now, else null */
  begin(tried: Try, now: Instant): Promise<number | null>
  /** It was the right one. */
  succeeded(tried: Try): Promise<void>
  forgetOld(now: Instant): Promise<void>
}

const digest = (text: string) => createHash('sha256').update(text).digest('base64url')

/** In one order always, so that two tries never wait for each other. */
function placesOf({ login, address }: Try) {
  return {
    account: `account:${digest(login)}`,
    address: `address:${digest(address)}`,
    pair: `pair:${digest(`${login} ${address}`)}`,
  }
}
const scopes = ['account', 'address', 'pair'] as const

/** 1, 2, 4 … seconds, up to a quarter of an hour. */
export function delayAfter(failures: number, freeTries: number): number {
  return failures < freeTries ? 0 : Math.min(longestMs, 1000 * 2 ** Math.min(failures - freeTries, 20))
}

const Row = z.object({ count: z.number(), blockedUntil: z.coerce.number() })

export function createThrottle({ kysely }: DatabaseHandle): Throttle {
  return {
    begin: (tried, now) =>
      kysely.transaction().execute(async db => {
        const places = placesOf(tried)
        const known: { place: string; delay: number; blockedUntil: number }[] = []
        for (const scope of scopes) {
          const { free, windowMs } = limits[scope]
          const { rows } = await sql`
            insert into people.failure (place, count, since, blocked_until) values (${places[scope]}, 0, ${now}, 0)
            on conflict (place) do update set
              count = case when failure.since < ${now - windowMs}::bigint then 0 else failure.count end,
              since = case when failure.since < ${now - windowMs}::bigint then excluded.since else failure.since end
            returning count, blocked_until as "blockedUntil"`.execute(db)
          const { count, blockedUntil } = Row.parse(rows[0])
          known.push({ place: places[scope], delay: delayAfter(count + 1, free), blockedUntil })
        }
        const wait = Math.max(...known.map(({ blockedUntil }) => blockedUntil - now))
        if (wait > 0) return wait
        for (const { place, delay } of known) {
          await sql`update people.failure set count = count + 1, blocked_until = ${now + delay}::bigint
            where place = ${place}`.execute(db)
        }
        return null
      }),
    async succeeded(tried) {
      const { account, address, pair } = placesOf(tried)
      await sql`delete from people.failure where place = any(${[account, pair]}::text[])`.execute(kysely)
      // Of the address only this one try is taken back: who has an account may not guess at others by it.
      await sql`update people.failure set count = greatest(count - 1, 0),
        blocked_until = case when count <= ${limits.address.free} then 0 else blocked_until end
        where place = ${address}`.execute(kysely)
    },
    async forgetOld(now) {
      await sql`delete from people.failure where since < ${now - 24 * hourMs}::bigint
        and blocked_until < ${now}::bigint`.execute(kysely)
    },
  }
}
