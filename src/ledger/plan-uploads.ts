import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Instant } from '../clock.js'
import type { DatabaseHandle } from '../database/index.js'
import type { Id } from '../journal/index.js'

/** Files of plans that somebody has sent and not entered yet. */

export interface Sender {
  readonly school: Id
  /** Null for whoever sits at the computer of an installation without accounts. */
  readonly account: string | null
}

export interface PlanUpload {
  readonly name: string
  readonly bytes: Uint8Array
}

export interface PlanUploads {
  /** Keeps a file for a day, or until its sender has sent five more. @returns its id, which nobody can guess */
  keep(sender: Sender, upload: PlanUpload, at: Instant): Promise<string>
  /** Null where there is none of that id, it is too old, or somebody else's. */
  find(sender: Sender, id: string, now: Instant): Promise<PlanUpload | null>
  drop(sender: Sender, id: string): Promise<void>
}

const keptMs = 24 * 3_600_000
/** Of one person in one school: who looks at several files beside each other loses none. */
const mostKept = 6

const Row = z.object({ name: z.string(), bytes: z.instanceof(Buffer) })
const hashOf = (id: string) => createHash('sha256').update(id).digest('base64url')

export function createPlanUploads({ kysely }: DatabaseHandle): PlanUploads {
  return {
    async keep({ school, account }, { name, bytes }, at) {
      const id = randomBytes(24).toString('base64url')
      const owner = account ?? ''
      await kysely.transaction().execute(async db => {
        await sql`
          insert into ledger.plan_upload (sha256, school, account, file_name, content, sent_at)
          values (${hashOf(id)}, ${school}, ${owner}, ${name}, ${Buffer.from(bytes)}, ${at})`.execute(db)
        await sql`
          delete from ledger.plan_upload where school = ${school} and (sent_at <= ${at - keptMs}::bigint or sha256 in (
            select sha256 from ledger.plan_upload where school = ${school} and account = ${owner}
            order by ordinal desc offset ${mostKept}))`.execute(db)
      })
      return id
    },
    async find({ school, account }, id, now) {
      const { rows } = await sql`
        select file_name as name, content as bytes from ledger.plan_upload
        where sha256 = ${hashOf(id)} and school = ${school} and account = ${account ?? ''}
          and sent_at > ${now - keptMs}::bigint`.execute(kysely)
      return rows.length === 0 ? null : Row.parse(rows[0])
    },
    async drop({ school, account }, id) {
      await sql`
        delete from ledger.plan_upload
        where sha256 = ${hashOf(id)} and school = ${school} and account = ${account ?? ''}`.execute(kysely)
    },
  }
}
