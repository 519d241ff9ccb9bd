import { type Kysely, sql } from 'kysely'
import type { Schema } from '../database/index.js'
import { compareIds, type FormerPlace, type Id, type IsoDate } from '../journal/index.js'
import type { Translator } from './translator.js'

/** A place that a lesson left, in the platform's own words. */
export interface LeftPlace {
  readonly lessonId: Id
  readonly removed: boolean
  readonly classId: Id
  readonly groupId: Id | null
  readonly subjectId: Id | null
  readonly date: IsoDate
  readonly number: number | null
  readonly status: string | null
  /** Of the next version, where that one stands at the same place. */
  readonly here: boolean
  readonly statusThen: string | null
  readonly absentAt: number | null
  readonly presentAt: number
}

/**
 * The places that lessons of these windows left. Most ended versions ended by a topic that was filled in, so the database
 * passes over those; `lateral … offset 0` makes each lookup a probe of the primary key.
 */
export async function leftPlaces(
  db: Kysely<Schema>,
  windowKeys: readonly string[],
): Promise<readonly LeftPlace[]> {
  if (windowKeys.length === 0) return []
  const { rows } = await sql<LeftPlace>`
    select v.record as "lessonId", v.group_id as "classId", v.content->>'groupId' as "groupId",
      v.content->>'subjectId' as "subjectId",
      v.gone and not exists (
        select from mirror.version
        where school = v.school and group_id = v.group_id and kind = v.kind and record = v.record and ended_at is null
      ) as removed, v.content->>'date' as date, (v.content->>'number')::int as number,
      v.content->>'statusWord' as status, coalesce(n.here, false) and not v.gone as here, n.status as "statusThen",
      v.ended_after::float8 as "absentAt", v.ended_at::float8 as "presentAt"
    from mirror.version v
    left join lateral (
      select content->>'statusWord' as status,
        (content->'date', content->'number') is not distinct from (v.content->'date', v.content->'number') as here
      from mirror.version
      where school = v.school and group_id = v.group_id and kind = v.kind and record = v.record and seq = v.seq + 1
      offset 0
    ) n on true
    where v.window_key = any(${windowKeys}::text[]) and v.kind = 'lesson' and v.ended_at is not null
      and (v.gone or n.here is not true or n.status is distinct from v.content->>'statusWord')`.execute(db)
  return rows
}

/** Those of them at which a lesson was to be held until then. */
export function formerPlacesFrom(left: readonly LeftPlace[], translator: Translator): FormerPlace[] {
  const isCancelled = (word: string | null) => translator.lessonStatus(word) === 'cancelled'
  return left
    .filter(row => !isCancelled(row.status) && !(row.here && !isCancelled(row.statusThen)))
    .map(({ lessonId, classId, groupId, subjectId, date, number, absentAt, presentAt, removed }) => ({
      classId,
      date,
      groupId: groupId ?? classId,
      left: { absentAt, presentAt },
      lessonId,
      number,
      removed,
      subjectId,
    }))
    .sort(byPlace)
}

function byPlace(a: FormerPlace, b: FormerPlace): number {
  return (
    compareIds(a.classId, b.classId) ||
    Date.parse(a.date) - Date.parse(b.date) ||
    (a.number ?? 99) - (b.number ?? 99) ||
    compareIds(a.lessonId, b.lessonId) ||
    a.left.presentAt - b.left.presentAt ||
    (a.left.absentAt ?? 0) - (b.left.absentAt ?? 0)
  )
}
