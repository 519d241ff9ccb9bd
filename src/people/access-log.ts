import { sql } from 'kysely'
import { z } from 'zod'
import type { Instant } from '../clock.js'
import type { DatabaseHandle } from '../database/index.js'
import type { Id } from '../journal/index.js'

/** Who looked at what, who took what along, who came in, who changed whose rights. Appended only. */

export const acts = ['look', 'export', 'log-in', 'refused-log-in', 'change'] as const
export type Act = (typeof acts)[number]

export interface AccessEntry {
  readonly at: Instant
  readonly act: Act
  /** Null for whoever sits at the computer of an installation without accounts, and for the command line. */
  readonly account: string | null
  /** For people. */
  readonly name: string
  readonly address: string
  /** A permission; of a change, what was changed. */
  readonly about: string
  readonly school: Id | null
  readonly path: string
  readonly classId: Id | null
  readonly pupil: Id | null
  readonly document: string | null
}

export interface AccessQuery {
  readonly from: Instant
  /** Not any more. */
  readonly until: Instant
  /** Entries of these schools; null for all, also those of none. */
  readonly schools: readonly Id[] | null
  readonly account?: string | null
  readonly pupil?: Id | null
  readonly most: number
}

export interface AccessLog {
  enter(entry: AccessEntry): Promise<void>
  /** Newest first. */
  read(query: AccessQuery): Promise<readonly AccessEntry[]>
  /** @returns how many went */
  forgetBefore(at: Instant): Promise<number>
}

const Row = z.object({
  at: z.coerce.number(),
  act: z.enum(acts),
  account: z.string().nullable(),
  name: z.string(),
  address: z.string(),
  about: z.string(),
  school: z.string().nullable(),
  path: z.string(),
  classId: z.string().nullable(),
  pupil: z.string().nullable(),
  document: z.string().nullable(),
})

export function createAccessLog({ kysely }: DatabaseHandle): AccessLog {
  return {
    async enter({ at, act, account, name, address, about, school, path, classId, pupil, document }) {
      await sql`
        insert into people.access (at, act, account, name, address, about, school, path, class_id, pupil, document)
        values (${at}, ${act}, ${account}, ${name}, ${address}, ${about}, ${school}, ${path}, ${classId}, ${pupil},
          ${document})`.execute(kysely)
    },
    async read({ from, until, schools, account = null, pupil = null, most }) {
      const { rows } = await sql`
        select at, act, account, name, address, about, school, path, class_id as "classId", pupil, document
        from people.access
        where at >= ${from}::bigint and at < ${until}::bigint
          and (${schools}::text[] is null or school = any(${schools}::text[]))
          and (${account}::text is null or account = ${account})
          and (${pupil}::text is null or pupil = ${pupil})
        order by at desc, id desc limit ${most}`.execute(kysely)
      return rows.map(row => Row.parse(row))
    },
    async forgetBefore(at) {
      const { rows } = await sql`delete from people.access where at < ${at}::bigint returning 1`.execute(
        kysely,
      )
      return rows.length
    },
  }
}
