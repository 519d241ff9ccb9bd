import { sql } from 'kysely'
import { z } from 'zod'
import type { Instant } from '../clock.js'
import type { DatabaseHandle } from '../database/index.js'

/** Stands for the fingerprint where there is no token: any that comes is another one. */
export const noToken = ''

/** A time without access to the platform, because the token in use is dead or there is none. */
export interface Outage {
  readonly id: string
  /** Of the token that was found dead last, or `noToken`. */
  readonly fingerprint: string
  readonly since: Instant
  readonly probedAt: Instant
  /** When the first administrator was told; null while nobody was. */
  readonly notifiedAt: Instant | null
}

export interface EndedOutage extends Outage {
  readonly endedAt: Instant
}

export type NoticeKind = 'dead' | 'alive'

/** How often a dead token is tried again, and how long a failed refresh rests. */
export const hourMs = 3_600_000
/** A sender that crashed between claim and confirmation is given up after this time; a refused mail rests as long. */
const claimLifetimeMs = 15 * 60_000

const instant = z.coerce.number()
const OutageRow = z.object({
  id: z.string(),
  fingerprint: z.string(),
  since: instant,
  probedAt: instant,
  notifiedAt: instant.nullable(),
})
const EndedRow = OutageRow.extend({ endedAt: instant })

const columns = sql`id, fingerprint, since, probed_at as "probedAt", ended_at as "endedAt", (
  select min(sent_at) from access.notice where outage = outage.id and kind = 'dead'
) as "notifiedAt"`

export type Outages = ReturnType<typeof createOutages>

/** Outages in PostgreSQL, so that all processes of an installation share what one of them found out. */
export function createOutages({ kysely }: DatabaseHandle) {
  return {
    async current(): Promise<Outage | null> {
      const { rows } = await sql`
        select ${columns} from access.outage outage where ended_at is null`.execute(kysely)
      return rows.length === 0 ? null : OutageRow.parse(rows[0])
    },

    /** The last one, for the mail that it is over. */
    async lastEnded(): Promise<EndedOutage | null> {
      const { rows } = await sql`
        select ${columns} from access.outage outage where ended_at is not null order by id desc limit 1`.execute(
        kysely,
      )
      return rows.length === 0 ? null : EndedRow.parse(rows[0])
    },

    /** The token was just found dead or gone: a new outage, or the open one goes on with this token. */
    async begin(fingerprint: string, at: Instant): Promise<void> {
      await sql`
        insert into access.outage (fingerprint, since, probed_at) values (${fingerprint}, ${at}, ${at})
        on conflict ((ended_at is null)) where ended_at is null
        do update set fingerprint = excluded.fingerprint, probed_at = excluded.probed_at`.execute(kysely)
    },

    async end(at: Instant): Promise<void> {
      await sql`update access.outage set ended_at = ${at} where ended_at is null`.execute(kysely)
    },

    /** True for one caller an hour: the dead token may be tried once. */
    async claimProbe(at: Instant): Promise<boolean> {
      const { rows } = await sql`
        update access.outage set probed_at = ${at}
        where ended_at is null and probed_at <= ${at - hourMs}::bigint returning 1`.execute(kysely)
      return rows.length === 1
    },

    /** True exactly once per outage, kind and recipient, until the claim has run out unconfirmed. */
    async claimNotice(outage: string, kind: NoticeKind, recipient: string, at: Instant): Promise<boolean> {
      const { rows } = await sql`
        insert into access.notice (outage, kind, recipient, claimed_at)
        values (${outage}, ${kind}, ${recipient}, ${at})
        on conflict (outage, kind, recipient) do update set claimed_at = excluded.claimed_at
          where notice.sent_at is null and notice.claimed_at <= excluded.claimed_at - ${claimLifetimeMs}::bigint
        returning 1`.execute(kysely)
      return rows.length === 1
    },

    async confirmNotice(outage: string, kind: NoticeKind, recipient: string, at: Instant): Promise<void> {
      await sql`
        update access.notice set sent_at = ${at}
        where outage = ${outage} and kind = ${kind} and recipient = ${recipient} and sent_at is null`.execute(
        kysely,
      )
    },

    /** Whom the mail of this kind reached. */
    async told(outage: string, kind: NoticeKind): Promise<ReadonlySet<string>> {
      const { rows } = await sql<{ recipient: string }>`
        select recipient from access.notice
        where outage = ${outage} and kind = ${kind} and sent_at is not null`.execute(kysely)
      return new Set(rows.map(row => row.recipient))
    },

    /**
     * Runs the task if nobody has tried this token's refresh within the hour, one process at a time: a second one
     * waits for the first to be done. Whatever comes of it, the hour counts, so that failures don't storm.
     * @returns null when it isn't this caller's turn
     */
    async refreshOnce<T>(fingerprint: string, at: Instant, task: () => Promise<T>): Promise<T | null> {
      const outcome = await kysely.transaction().execute(async db => {
        const { rows } = await sql`
          insert into access.refresh (fingerprint, tried_at) values (${fingerprint}, ${at})
          on conflict (fingerprint) do update set tried_at = excluded.tried_at
            where refresh.tried_at <= excluded.tried_at - ${hourMs}::bigint
          returning 1`.execute(db)
        if (rows.length === 0) return null
        // Kept until after the commit: a rollback would give the try back.
        return task().then(
          value => ({ value }),
          (error: unknown) => ({ error }),
        )
      })
      if (outcome === null) return null
      if ('error' in outcome) throw outcome.error
      return outcome.value
    },
  }
}
