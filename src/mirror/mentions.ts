import { type Kysely, sql } from 'kysely'
import type { Instant } from '../clock.js'
import type { Schema } from '../database/index.js'
import { type Window, windowKey } from '../journal/index.js'

/** Something that the journal names and that some list should know. */
export interface Mention {
  readonly what: 'person' | 'subject' | 'teacher' | 'lesson-number'
  readonly id: string
  /** When the newest record that names it was first seen. */
  readonly seenAt: Instant
}

/** `Mirror.mentions` */
export async function readMentions(db: Kysely<Schema>, windows: readonly Window[]): Promise<Mention[]> {
  const { rows } = await sql<Mention>`
    with v as (
      select kind, content, present_at from mirror.version
      where window_key = any(${windows.map(windowKey)}::text[]) and ended_at is null
    ), mention (what, id, at) as (
      select 'person', content->>'personId', present_at from v 
        where kind in ('mark', 'attendance', 'final-mark', 'exam-mark')
      union all select 'subject', content->>'subjectId', present_at from v where kind = 'lesson'
      union all select 'lesson-number', content->>'number', present_at from v where kind = 'lesson'
      union all select 'teacher', t.id, present_at from v, jsonb_array_elements_text(content->'teacherIds') t (id)
        where kind = 'lesson'
    )
    select what, id, max(at)::float8 as "seenAt" from mention where id is not null
    group by what, id order by what, id`.execute(db)
  return rows
}
