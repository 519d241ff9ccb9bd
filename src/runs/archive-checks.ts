import { sql } from 'kysely'
import { z } from 'zod'
import type { Instant } from '../clock.js'
import type { DatabaseHandle } from '../database/index.js'

/** A check of the archive that somebody asked for. */
export interface ArchiveCheck {
  readonly id: string
  readonly askedAt: Instant
  /** Bytes; null until they are counted. */
  readonly done: number | null
  readonly total: number | null
  readonly finishedAt: Instant | null
  readonly objects: number | null
  readonly files: number | null
  /** A line each; no persons. */
  readonly findings: readonly string[]
  readonly errorCode: string | null
  readonly errorMessage: string | null
}

export interface ArchiveChecks {
  /** False where one is under way: nothing is entered then. */
  begin(id: string, at: Instant): Promise<boolean>
  get(id: string): Promise<ArchiveCheck | null>
  newest(): Promise<ArchiveCheck | null>
  tell(id: string, at: Instant, progress: { done: number; total: number }): Promise<void>
  end(id: string, at: Instant, outcome: CheckOutcome): Promise<void>
}

export type CheckOutcome =
  | { readonly objects: number; readonly files: number; readonly findings: readonly string[] }
  | { readonly errorCode: string; readonly errorMessage: string }

/** So long without a sign, and its worker is gone. */
const lostAfterMs = 10 * 60_000
const number = z.coerce.number()
const Row = z.object({
  id: z.string(),
  askedAt: number,
  done: number.nullable(),
  total: number.nullable(),
  finishedAt: number.nullable(),
  objects: z.number().nullable(),
  files: z.number().nullable(),
  findings: z.array(z.string()),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
})
const columns = sql`id, asked_at as "askedAt", done, total, finished_at as "finishedAt", objects, files, findings,
  error_code as "errorCode", error_message as "errorMessage"`

export function createArchiveChecks({ kysely }: DatabaseHandle): ArchiveChecks {
  const one = (rows: readonly unknown[]) => (rows.length === 0 ? null : Row.parse(rows[0]))
  return {
    async begin(id, at) {
      return kysely.transaction().execute(async db => {
        // Two who ask at once ask one after the other.
        await sql`select pg_advisory_xact_lock(hashtextextended('archive-check', 0))`.execute(db)
        const { rows } = await sql`
          insert into runs.archive_check (id, asked_at, told_at)
          select ${id}, ${at}::bigint, ${at}::bigint
          where not exists (
            select from runs.archive_check where finished_at is null and told_at > ${at - lostAfterMs}::bigint
          )
          returning id`.execute(db)
        return rows.length > 0
      })
    },
    async get(id) {
      const { rows } = await sql`select ${columns} from runs.archive_check where id = ${id}`.execute(kysely)
      return one(rows)
    },
    async newest() {
      const { rows } = await sql`
        select ${columns} from runs.archive_check order by asked_at desc, id desc limit 1`.execute(kysely)
      return one(rows)
    },
    async tell(id, at, { done, total }) {
      await sql`
        update runs.archive_check set told_at = ${at}, done = ${done}, total = ${total}
        where id = ${id} and finished_at is null`.execute(kysely)
    },
    async end(id, at, outcome) {
      const { objects = null, files = null, findings = [] } = 'findings' in outcome ? outcome : {}
      const { errorCode = null, errorMessage = null } = 'errorCode' in outcome ? outcome : {}
      await sql`
        update runs.archive_check set finished_at = ${at}, objects = ${objects}, files = ${files},
          findings = ${[...findings]}::text[], error_code = ${errorCode}, error_message = ${errorMessage}
        where id = ${id} and finished_at is null`.execute(kysely)
    },
  }
}
