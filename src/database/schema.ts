/**
 * Tables as Kysely's typed builder sees them; stores that write by arrays use its `sql` tag instead. Instants are
 * `bigint` milliseconds since 1970 UTC: exact, without a zone that a session could reinterpret. `pg` gives bigint
 * as string, so stores turn instants into numbers at their border and leave ids as they are.
 */

import type { ColumnType, Generated } from 'kysely'

/** Goes in as a number, comes out as a string. */
export type InstantColumn = ColumnType<string, number, number>
export type NullableInstantColumn = ColumnType<string | null, number | null, number | null>

export interface RunTable {
  id: string
  school: string
  kind: string
  state: Generated<string>
  from_date: string
  to_date: string
  class_ids: string[] | null
  kinds: string[] | null
  asked_by: string
  created_at: InstantColumn
  finished_at: NullableInstantColumn
  step: string | null
  windows: number | null
  error_code: string | null
  error_message: string | null
  difference: ColumnType<unknown, string | null, string | null>
}

export interface WindowOutcomeTable {
  run: string
  window_key: string
  requests: number
  complete: number
  incomplete: number
  changed: number
  gone: number
  quarantined: number
  error_code: string | null
  asked_at: NullableInstantColumn
}

export interface Schema {
  'runs.run': RunTable
  'runs.window_outcome': WindowOutcomeTable
}
