import { type RawBuilder, sql } from 'kysely'
import type { DatabaseHandle } from '../database/index.js'
import type { VerdictKind } from '../regulation/index.js'
import type { IssueKey, LetterKey, Letters, SentLetter, SentReminder } from './letters.js'

/** A sender that crashed between claim and confirmation is given up after this time. */
const claimLifetime = 15 * 60_000

/** In PostgreSQL, schema `ledger`. */
export function createLetters({ kysely }: DatabaseHandle): Letters {
  return {
    async claim(key, at) {
      const { school, recipient, kind, period } = key
      const { rows } = await sql`
        insert into ledger.digest (school, recipient, kind, period, claimed_at)
        values (${school}, ${recipient}, ${kind}, ${period}, ${at})
        on conflict (school, recipient, kind, period) do update set claimed_at = excluded.claimed_at
          where digest.sent_at is null and digest.claimed_at <= excluded.claimed_at - ${claimLifetime}::bigint
        returning 1`.execute(kysely)
      if (rows.length === 1) return 'claimed'
      const sent = await sql`
        select 1 from ledger.digest where ${isIssue(key)} and sent_at is not null`.execute(kysely)
      return sent.rows.length === 1 ? 'sent' : 'busy'
    },

    async release(key) {
      await sql`delete from ledger.digest where ${isIssue(key)} and sent_at is null`.execute(kysely)
    },

    confirm(key, { at, whole, messageId, told, reminder }) {
      const { school, recipient, kind, period } = key
      return kysely.transaction().execute(async db => {
        const { rows } = await sql`
          insert into ledger.digest (school, recipient, kind, period, claimed_at, sent_at, message_id, whole)
          values (${school}, ${recipient}, ${kind}, ${period}, ${at}, ${at}, ${messageId}, ${whole})
          on conflict (school, recipient, kind, period) do update
            set sent_at = excluded.sent_at, message_id = excluded.message_id, whole = excluded.whole
            where digest.sent_at is null
          returning 1`.execute(db)
        if (rows.length === 0) return
        if (reminder !== undefined) {
          const { teacher, by, entries } = reminder
          await sql`
            insert into ledger.reminder (school, recipient, kind, period, teacher, sent_by, sent_at, entries)
            values (${school}, ${recipient}, ${kind}, ${period}, ${teacher}, ${by}, ${at}, ${[...entries]}::text[])`.execute(
            db,
          )
        }
        if (told === undefined) return
        const entries = told.map(({ entry }) => entry)
        await sql`
          delete from ledger.told
          where ${isLetter(key)} and not entry_id = any(${entries}::text[])`.execute(db)
        await sql`
          insert into ledger.told (school, recipient, kind, entry_id, told_as)
          select ${school}, ${recipient}, ${kind}, entry, told_as
          from unnest(${entries}::text[], ${told.map(({ as }) => as)}::text[]) as now (entry, told_as)
          on conflict (school, recipient, kind, entry_id) do update set told_as = excluded.told_as
            where told.told_as is distinct from excluded.told_as`.execute(db)
      })
    },

    async reminders(school, of, most) {
      const about =
        'teacher' in of ? sql`teacher = ${of.teacher}` : sql`entries @> array[${of.entry}]::text[]`
      const { rows } = await sql<Omit<SentReminder, 'at'> & { readonly at: string }>`
        select kind, period, teacher, sent_by as by, sent_at as at, entries from ledger.reminder
        where school = ${school} and ${about} order by sent_at desc, kind limit ${most}`.execute(kysely)
      return rows.map(row => ({ ...row, at: Number(row.at) }))
    },

    async lastSent(key) {
      const { rows } = await sql<{ at: string; whole: SentLetter['whole'] }>`
        select sent_at as at, whole from ledger.digest
        where ${isLetter(key)} and sent_at is not null order by sent_at desc limit 1`.execute(kysely)
      return rows[0] === undefined ? null : { at: Number(rows[0].at), whole: rows[0].whole }
    },

    async state(school) {
      const { rows } = await sql<{ state: string }>`
        select concat_ws('/', sent.count, sent.newest, muted.count, muted.newest) as state
        from
          (select count(*), max(sent_at) as newest from ledger.digest
            where school = ${school} and sent_at is not null) sent,
          (select count(*), max(muted_at) as newest from ledger.subscription
            where school = ${school} and muted_at is not null) muted`.execute(kysely)
      return rows[0]?.state ?? ''
    },

    async told(key) {
      const { rows } = await sql<{ entry: string; as: VerdictKind }>`
        select entry_id as entry, told_as as "as" from ledger.told where ${isLetter(key)}`.execute(kysely)
      return new Map(rows.map(({ entry, as }) => [entry, as]))
    },

    async token({ school, recipient, kind }, fresh) {
      const { rows } = await sql<{ token: string }>`
        insert into ledger.subscription (token, school, recipient, kind)
        values (${fresh}, ${school}, ${recipient}, ${kind})
        on conflict (school, recipient, kind) do update set token = subscription.token
        returning token`.execute(kysely)
      return rows[0]?.token ?? fresh
    },

    async isMuted(key) {
      const { rows } = await sql`
        select 1 from ledger.subscription where ${isLetter(key)} and muted_at is not null`.execute(kysely)
      return rows.length > 0
    },

    async mute(token, at) {
      const { rows } = await sql<LetterKey>`
        update ledger.subscription set muted_at = ${at} where token = ${token}
        returning school, recipient, kind`.execute(kysely)
      return rows[0] ?? null
    },

    async ofToken(token) {
      const { rows } = await sql<LetterKey & { muted: boolean }>`
        select school, recipient, kind, muted_at is not null as muted
        from ledger.subscription where token = ${token}`.execute(kysely)
      return rows[0] ?? null
    },
  }
}

function isLetter({ school, recipient, kind }: LetterKey): RawBuilder<boolean> {
  return sql<boolean>`school = ${school} and recipient = ${recipient} and kind = ${kind}`
}

function isIssue({ period, ...letter }: IssueKey): RawBuilder<boolean> {
  return sql<boolean>`${isLetter(letter)} and period = ${period}`
}
