import { sql } from 'kysely'
import { z } from 'zod'
import type { Instant } from '../clock.js'
import type { DatabaseHandle } from '../database/index.js'

/** What became of a copy that the settings name. */
export interface CopyState {
  readonly folder: string
  readonly triedAt: Instant
  /** Of the last whole one; null where there was none. */
  readonly madeAt: Instant | null
  /** Since the first try that failed; null where the last one didn't. */
  readonly failingSince: Instant | null
  readonly errorCode: string | null
}

export interface CopyBook {
  /** By folder. */
  all(): Promise<ReadonlyMap<string, CopyState>>
  made(folder: string, at: Instant): Promise<void>
  failed(folder: string, at: Instant, errorCode: string): Promise<CopyState>
}

const instant = z.coerce.number()
const CopyRow = z.object({
  folder: z.string(),
  triedAt: instant,
  madeAt: instant.nullable(),
  failingSince: instant.nullable(),
  errorCode: z.string().nullable(),
})

const columns = sql`folder, tried_at as "triedAt", made_at as "madeAt", failing_since as "failingSince",
  error_code as "errorCode"`

export function createCopyBook({ kysely }: DatabaseHandle): CopyBook {
  return {
    async all() {
      const { rows } = await sql`select ${columns} from runs.copy`.execute(kysely)
      const states = rows.map(row => CopyRow.parse(row))
      return new Map(states.map(state => [state.folder, state]))
    },
    async made(folder, at) {
      await sql`
        insert into runs.copy (folder, tried_at, made_at) values (${folder}, ${at}, ${at})
        on conflict (folder) do update set tried_at = excluded.tried_at, made_at = excluded.made_at,
          failing_since = null, error_code = null`.execute(kysely)
    },
    async failed(folder, at, errorCode) {
      const { rows } = await sql`
        insert into runs.copy (folder, tried_at, failing_since, error_code)
        values (${folder}, ${at}, ${at}, ${errorCode})
        on conflict (folder) do update set tried_at = excluded.tried_at, error_code = excluded.error_code,
          failing_since = coalesce(copy.failing_since, excluded.failing_since)
        returning ${columns}`.execute(kysely)
      return CopyRow.parse(rows[0])
    },
  }
}
