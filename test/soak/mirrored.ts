import type { Pool } from 'pg'
import type { Id, IsoDate, Resource, Window } from '../../src/journal/index.js'

/** The mirror's own history, as its tables hold it: windows, looks and versions. */

export interface MirroredLook {
  readonly askedAt: number
  /** Complete and not in doubt: the mirror claims that the window was so, and nothing else was in it. */
  readonly whole: boolean
  readonly suspect: boolean
  readonly quarantined: number
}

export interface MirroredVersion {
  readonly name: string
  readonly hash: string
  readonly absentAt: number | null
  readonly presentAt: number
  readonly endedAfter: number | null
  readonly endedAt: number | null
  readonly gone: boolean
}

export interface MirroredWindow {
  readonly key: string
  readonly window: Window
  /** In their order; the last is the newest. */
  readonly looks: readonly MirroredLook[]
  readonly versions: readonly MirroredVersion[]
}

export async function mirroredWindows(pool: Pool): Promise<MirroredWindow[]> {
  const { rows: chains } = await pool.query<{
    key: string
    school: Id
    resource: Resource
    group: Id | null
    week: IsoDate | null
  }>(`select window_key as key, school, resource, nullif(group_id, '') as group, week from mirror.chain`)
  const { rows: looks } = await pool.query<MirroredLook & { key: string }>(
    `select window_key as key, asked_at::float8 as "askedAt", complete and not suspect as whole, suspect, quarantined
     from mirror.observation order by id`,
  )
  const { rows: versions } = await pool.query<MirroredVersion & { key: string }>(
    `select window_key as key, kind || '/' || record as name, hash, absent_at::float8 as "absentAt",
       present_at::float8 as "presentAt", ended_after::float8 as "endedAfter", ended_at::float8 as "endedAt", gone
     from mirror.version`,
  )
  const looksBy = grouped(looks)
  const versionsBy = grouped(versions)
  return chains.map(({ key, ...window }) => ({
    key,
    window,
    looks: looksBy.get(key) ?? [],
    versions: versionsBy.get(key) ?? [],
  }))
}

function grouped<Row extends { readonly key: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(row.key)
    if (group) group.push(row)
    else groups.set(row.key, [row])
  }
  return groups
}
