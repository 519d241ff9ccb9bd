import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Instant } from '../clock.js'
import { seal, unseal } from '../config/index.js'
import type { DatabaseHandle } from '../database/index.js'

/** What somebody was sending when the session ended, while he is away at the organisation's log-in. */
export interface KeptForms {
  /** @returns its id, which nobody can guess */
  keep(text: string, at: Instant): Promise<string>
  /** Null where there is none of that id, or it is too old. */
  find(id: string, now: Instant): Promise<string | null>
  drop(id: string): Promise<void>
  forgetOld(now: Instant): Promise<void>
}

/** The organisation's log-in takes no longer either. */
const keptFormMs = 10 * 60_000
/** Strangers may keep forms too, since nobody knows yet who they are: of all the newest stay. */
const mostKept = 500

const Row = z.object({ content: z.instanceof(Buffer) })
const hashOf = (id: string) => createHash('sha256').update(id).digest('base64url')

/** `key` is asked for when it is first needed: most installations never do. */
export function createKeptForms({ kysely }: DatabaseHandle, key: () => Promise<Buffer>): KeptForms {
  return {
    async keep(text, at) {
      const id = randomBytes(24).toString('base64url')
      const content = seal(await key(), text, hashOf(id))
      await sql`insert into people.kept_form (sha256, content, kept_at)
        values (${hashOf(id)}, ${content}, ${at})`.execute(kysely)
      await sql`delete from people.kept_form where sha256 in (
        select sha256 from people.kept_form order by ordinal desc offset ${mostKept})`.execute(kysely)
      return id
    },
    async find(id, now) {
      const { rows } = await sql`
        select content from people.kept_form
        where sha256 = ${hashOf(id)} and kept_at > ${now - keptFormMs}::bigint`.execute(kysely)
      return rows.length === 0 ? null : unseal(await key(), Row.parse(rows[0]).content, hashOf(id))
    },
    async drop(id) {
      await sql`delete from people.kept_form where sha256 = ${hashOf(id)}`.execute(kysely)
    },
    async forgetOld(now) {
      await sql`delete from people.kept_form where kept_at <= ${now - keptFormMs}::bigint`.execute(kysely)
    },
  }
}
