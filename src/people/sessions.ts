import { createHash, createHmac, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Instant } from '../clock.js'
import type { DatabaseHandle } from '../database/index.js'

/** Who is logged in. The id is in the visitor's cookie only; the table has its hash. */

export interface SessionTerms {
  /** A session that isn't used so long ends. */
  readonly idleMs: number
  /** And each ends so long after the log-in. */
  readonly wholeMs: number
}

export interface Session {
  readonly account: string
  /** The password was right, the code of the telephone is still to come: good for nothing but that code. */
  readonly half: boolean
  /** The organisation's own log-in knew who it is, and asked for a second factor as it sees fit. */
  readonly byOrganisation: boolean
  readonly beganAt: Instant
}

export interface SessionBegin extends Pick<Session, 'half'> {
  /** Left out: by a password. */
  readonly byOrganisation?: boolean
  readonly at: Instant
}

export interface Sessions {
  /** @returns the id, for the cookie; nobody can ask for it again */
  begin(account: string, options: SessionBegin): Promise<string>
  /** Null when there is none or it has ended. */
  find(id: string, now: Instant): Promise<Session | null>
  end(id: string): Promise<void>
  /** @returns how many there were */
  endAll(account: string): Promise<number>
  forgetOld(now: Instant): Promise<void>
}

/** For the code of the telephone. */
const halfMs = 5 * 60_000
/** So often a session in use is written down: a page may ask for many things at once. */
const noticedMs = 60_000

const idShape = /^[A-Za-z0-9_-]{43}$/
const hashOf = (id: string) => createHash('sha256').update(id).digest('base64url')

/** What the forms of a session carry: known to its pages, and no help to find the id. */
export function formTokenOf(id: string): string {
  return createHmac('sha256', id).update('form').digest('base64url')
}

const Row = z.object({
  account: z.string(),
  half: z.boolean(),
  byOrganisation: z.boolean(),
  beganAt: z.coerce.number(),
  seenAt: z.coerce.number(),
})

export function createSessions({ kysely }: DatabaseHandle, { idleMs, wholeMs }: SessionTerms): Sessions {
  return {
    async begin(account, { half, byOrganisation = false, at }) {
      const id = randomBytes(32).toString('base64url')
      await sql`
        insert into people.session (sha256, account, half, by_organisation, began_at, seen_at, ends_at)
        values (${hashOf(id)}, ${account}, ${half}, ${byOrganisation}, ${at}, ${at}, ${at + (half ? halfMs : wholeMs)})`.execute(
        kysely,
      )
      return id
    },
    async find(id, now) {
      if (!idShape.test(id)) return null
      const { rows } = await sql`
        select account, half, by_organisation as "byOrganisation", began_at as "beganAt", seen_at as "seenAt" from people.session
        where sha256 = ${hashOf(id)} and ends_at > ${now}::bigint and seen_at > ${now - idleMs}::bigint`.execute(
        kysely,
      )
      if (rows.length === 0) return null
      const { seenAt, ...session } = Row.parse(rows[0])
      if (now - seenAt >= noticedMs) {
        await sql`update people.session set seen_at = ${now} where sha256 = ${hashOf(id)}`.execute(kysely)
      }
      return session
    },
    async end(id) {
      await sql`delete from people.session where sha256 = ${hashOf(id)}`.execute(kysely)
    },
    async endAll(account) {
      const { rows } = await sql`
        delete from people.session where account = ${account} returning 1`.execute(kysely)
      return rows.length
    },
    async forgetOld(now) {
      await sql`delete from people.session
        where ends_at <= ${now}::bigint or seen_at <= ${now - idleMs}::bigint`.execute(kysely)
    },
  }
}
