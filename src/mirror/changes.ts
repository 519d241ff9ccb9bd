import { type Kysely, sql } from 'kysely'
import type { Instant } from '../clock.js'
import type { Schema } from '../database/index.js'
import {
  type AttendanceStatus,
  type Bracket,
  type Id,
  type IsoDate,
  type PlatformRecord,
  weeklyResources,
  windowKey,
} from '../journal/index.js'
import type { Vocabulary } from '../vocabulary/index.js'
import { createTranslator } from './translator.js'

export interface ChangesRequest {
  readonly school: Id
  readonly classId: Id
  /** Whose windows: Mondays. */
  readonly weeks: readonly IsoDate[]
  readonly lessonIds: readonly Id[]
  /** Lessons of this subject that were taken away come along: none of the lessons above is one of them. */
  readonly subjectId: Id | null
  /** Nothing that came later; null for all. */
  readonly at: Instant | null
  readonly limit: number
}

/** What stood there until it was changed or taken away, and what stands there instead. */
export interface RecordChange {
  readonly before: PlatformRecord
  /** Null where it was taken away. */
  readonly after: PlatformRecord | null
  /** Last seen as it was, first seen not to be. */
  readonly ended: Bracket
  /** What an entry of attendance meant, and means. */
  readonly attendance: { readonly before: AttendanceStatus; readonly after: AttendanceStatus | null } | null
}

interface ChangeRow {
  readonly before: PlatformRecord
  readonly after: PlatformRecord | null
  readonly absentAt: number | null
  readonly presentAt: number
}

/** `Mirror.changes`: `content` is what `recordLook` wrote and nothing else writes, so it isn't parsed a second time. */
export async function readChanges(
  db: Kysely<Schema>,
  vocabulary: Vocabulary,
  { school, classId, weeks, lessonIds, subjectId, at, limit }: ChangesRequest,
): Promise<RecordChange[]> {
  const keys = weeks.flatMap(week =>
    weeklyResources.map(resource => windowKey({ school, resource, group: classId, week })),
  )
  const { rows } = await sql<ChangeRow>`
    select v.content as before, n.content as after, v.ended_after::float8 as "absentAt",
      v.ended_at::float8 as "presentAt"
    from mirror.version v
    left join lateral (
      select content from mirror.version
      where school = v.school and group_id = v.group_id and kind = v.kind and record = v.record and seq = v.seq + 1
        and not v.gone
      offset 0
    ) n on true
    where v.window_key = any(${keys}::text[]) and v.ended_at is not null
      and (${at}::bigint is null or v.ended_at <= ${at}::bigint)
      and (
        case when v.kind = 'lesson' then v.record else v.content->>'lessonId' end = any(${lessonIds}::text[])
        or (v.kind = 'lesson' and v.gone and v.content->>'subjectId' is not distinct from ${subjectId}::text)
      )
    order by v.ended_at desc, v.kind, v.record, v.seq desc
    limit ${limit}`.execute(db)
  const translator = createTranslator(vocabulary)
  const statusOf = (record: PlatformRecord | null) =>
    record?.kind === 'attendance' ? translator.attendance(record.statusWord) : null
  return rows.map(({ before, after, absentAt, presentAt }) => {
    const status = statusOf(before)
    const attendance = status === null ? null : { before: status, after: statusOf(after) }
    return { before, after, ended: { absentAt, presentAt }, attendance }
  })
}
