import { sql } from 'kysely'
import type { Id, IsoDate } from '../journal/index.js'
import type { Snapshot } from './kept-lists.js'
import type { DeedsRequest } from './mirror.js'
import { personsByUser } from './slice.js'

/** What an account did, or may have done: it entered works, and marks of its owner's lessons have no author. */

/**
 * `Mirror.firstDeed`. Only windows that looks have changed since are searched: most of a year stands still, and of what was read
 * again nothing is new. What hangs on a lesson that the class doesn't have counts by the week in which it stands.
 */
export async function readFirstDeed(
  { db, lists }: Snapshot,
  { school, personId, since, standIns }: DeedsRequest,
): Promise<IsoDate | null> {
  const { rows } = await sql<{ date: IsoDate | null }>`
    with changed as materialized (
      select distinct o.window_key, c.week from mirror.observation o
      join mirror.chain c on c.school = o.school and c.window_key = o.window_key and c.resource in ('lessons', 'marks')
      where o.school = ${school} and o.answered_at > ${since}
        and (o.unchanged_since is null or o.gone > 0 or o.replayed_at is not null)
    ),
    deed as (
      select v.school, v.group_id, v.kind, v.content, changed.week from changed cross join lateral (
        select * from mirror.version
        where window_key = changed.window_key and ended_at is null and present_at > ${since}
        union all
        select * from mirror.version
        where window_key = changed.window_key and ended_at is not null and ended_at > ${since}
      ) v
      where v.kind in ('work', 'mark')
    )
    select min(coalesce(l.content->>'date', d.week)) as date
    from deed d left join lateral (
      select content from mirror.version
      where school = d.school and group_id = d.group_id and kind = 'lesson' and record = d.content->>'lessonId'
        and ended_at is null
      offset 0
    ) l on true
    where case d.kind when 'work' then d.content->>'createdBy' = any(${accountsOf(lists, personId)}::text[])
      else l.content is null or l.content->'teacherIds' ? ${personId}
        or l.content->>'date' = any(${standIns}::text[]) end`.execute(db)
  return rows[0]?.date ?? null
}

/** `Mirror.worksBy`: those of the works that stand in the journal as that person's. */
export async function readWorksBy(
  { db, lists }: Snapshot,
  { school, personId, ids }: { readonly school: Id; readonly personId: Id; readonly ids: readonly Id[] },
): Promise<Id[]> {
  const { rows } = await sql<{ id: Id }>`
    with class as materialized (select distinct group_id from mirror.chain where school = ${school} and resource = 'lessons')
    select distinct v.record as id from class cross join lateral (
      select record, content from mirror.version
      where school = ${school} and group_id = class.group_id and kind = 'work' and record = any(${ids}::text[])
        and ended_at is null
      offset 0
    ) v
    where v.content->>'createdBy' = any(${accountsOf(lists, personId)}::text[])`.execute(db)
  return rows.map(({ id }) => id)
}

/** Works name their author by person or by user. */
function accountsOf(lists: Snapshot['lists'], personId: Id): readonly Id[] {
  const users = [...personsByUser(lists.of(['teacher']))].flatMap(([user, person]) =>
    person === personId ? [user] : [],
  )
  return [personId, ...users]
}
