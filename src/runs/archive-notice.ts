import { z } from 'zod'
import type { Instant } from '../clock.js'
import { type DatabaseHandle, inTransaction, type Session } from '../database/index.js'

/**
 * What the archivist has posted of the archive. One process holds the archive's folder; whatever others have to know of it,
 * they read here, and so nobody waits for its lock or its disk.
 */

const Shows = z.object({
  checks: z.array(z.object({ at: z.int(), whole: z.boolean(), findings: z.int() })),
  backups: z.array(z.object({ at: z.int(), place: z.string().nullable(), onSameDisk: z.boolean() })),
  trials: z.array(z.object({ at: z.int(), findings: z.int() })),
})
export type ArchiveShows = z.infer<typeof Shows>

export interface ArchiveNotice {
  /** In log and checkpoints. */
  readonly name: string
  /** Where the folder lies, for people. */
  readonly host: string
  readonly folder: string
  /** Hash of the first entry, by which an archive is known; null while its log is empty. */
  readonly firstEntry: string | null
  /** The newest entry. */
  readonly seq: string
  readonly head: string
  /** Its log's chain is broken: the rest is of the time before. */
  readonly damaged: boolean
  readonly shows: ArchiveShows
  readonly postedAt: Instant
  /** When the archivist last said that it works; null if it never did. */
  readonly tendedAt: Instant | null
}

export interface PostedSheet {
  readonly object: string
  readonly version: string
  /** Without names; null where it can't be read. */
  readonly content: unknown
}

export interface ArchivePost {
  readonly notice: Omit<ArchiveNotice, 'tendedAt'>
  /** Sheets that aren't known yet. */
  readonly sheets: readonly PostedSheet[]
  /** All sheets that the archive has, known ones too: others have gone. */
  readonly kept: readonly Pick<PostedSheet, 'object' | 'version'>[]
}

/** What stands in the database while something is posted. */
export interface Posted {
  readonly notice: ArchiveNotice | null
  readonly sheets: readonly Pick<PostedSheet, 'object' | 'version'>[]
}

export interface ArchiveNotices {
  /** Null while nobody has posted anything. */
  newest(): Promise<ArchiveNotice | null>
  /** Versions of a sheet, in no order. */
  versions(object: string): Promise<string[]>
  /** Null where there is no such version, or it couldn't be read. */
  sheet(object: string, version: string): Promise<unknown>
  /** All versions of the sheets whose names begin so, in no order. */
  sheetsOf(prefix: string): Promise<PostedSheet[]>
  /** One at a time over all processes; `look` sees the archive after whoever posted before. Null posts nothing. */
  post(look: (posted: Posted) => Promise<ArchivePost | null>): Promise<void>
  /** The archivist works. */
  tended(at: Instant): Promise<void>
  /** For an archive that is lost, so that another one may begin. */
  forget(): Promise<void>
}

const instant = z.coerce.number()
const NoticeRow = z.object({
  name: z.string(),
  host: z.string(),
  folder: z.string(),
  firstEntry: z.string().nullable(),
  seq: z.string(),
  head: z.string(),
  damaged: z.boolean(),
  shows: Shows,
  postedAt: instant,
  tendedAt: instant.nullable(),
})
const SheetRow = z.object({ object: z.string(), version: z.string() })

const select = `select name, host, folder, first_entry as "firstEntry", seq, head, damaged, shows, posted_at as "postedAt",
  tended_at as "tendedAt" from runs.archive_notice`

const alone = { lock: 'runs.archive_notice', waitsForDisk: true, onlyByKeys: false } as const

export function createArchiveNotices(database: DatabaseHandle): ArchiveNotices {
  const { pool } = database
  return {
    newest: () => noticeIn(pool),
    async versions(object) {
      const { rows } = await pool.query('select version from runs.archived_sheet where object = $1', [object])
      return rows.map(row => SheetRow.pick({ version: true }).parse(row).version)
    },
    async sheet(object, version) {
      const found = 'select content from runs.archived_sheet where object = $1 and version = $2'
      const { rows } = await pool.query(found, [object, version])
      return rows.length === 0 ? null : z.object({ content: z.unknown() }).parse(rows[0]).content
    },
    async sheetsOf(prefix) {
      const found = 'select object, version, content from runs.archived_sheet where starts_with(object, $1)'
      const { rows } = await pool.query(found, [prefix])
      return rows.map(row => SheetRow.extend({ content: z.unknown() }).parse(row))
    },
    async post(look) {
      await inTransaction(database, alone, async session => {
        const { rows } = await session.query('select object, version from runs.archived_sheet')
        const sheets = rows.map(row => SheetRow.parse(row))
        const post = await look({ notice: await noticeIn(session), sheets })
        if (post !== null) await enter(session, post)
      })
    },
    async tended(at) {
      await pool.query('update runs.archive_notice set tended_at = $1', [at])
    },
    async forget() {
      await inTransaction(database, alone, async session => {
        await session.query('delete from runs.archived_sheet')
        await session.query('delete from runs.archive_notice')
      })
    },
  }
}

async function noticeIn(session: Pick<Session, 'query'>): Promise<ArchiveNotice | null> {
  const { rows } = await session.query(select)
  return rows.length === 0 ? null : NoticeRow.parse(rows[0])
}

async function enter(session: Session, { notice, sheets, kept }: ArchivePost): Promise<void> {
  const { name, host, folder, firstEntry, seq, head, damaged, shows, postedAt } = notice
  await session.query(
    `insert into runs.archive_notice (name, host, folder, first_entry, seq, head, damaged, shows, posted_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (single) do update set name = excluded.name, host = excluded.host, folder = excluded.folder,
       first_entry = excluded.first_entry, seq = excluded.seq, head = excluded.head, damaged = excluded.damaged,
       shows = excluded.shows, posted_at = excluded.posted_at`,
    [name, host, folder, firstEntry, seq, head, damaged, JSON.stringify(shows), postedAt],
  )
  await session.query(
    `insert into runs.archived_sheet (object, version, content)
     select object, version, content from unnest($1::text[], $2::text[], $3::jsonb[]) as new (object, version, content)`,
    [
      sheets.map(({ object }) => object),
      sheets.map(({ version }) => version),
      sheets.map(({ content }) => (content === null ? null : JSON.stringify(content))),
    ],
  )
  await session.query(
    `delete from runs.archived_sheet as old where not exists (
       select from unnest($1::text[], $2::text[]) as kept (object, version)
       where kept.object = old.object and kept.version = old.version)`,
    [kept.map(({ object }) => object), kept.map(({ version }) => version)],
  )
}
