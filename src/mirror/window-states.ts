import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Instant } from '../clock.js'
import type { Schema } from '../database/index.js'
import type { Id, IsoDate, Window } from '../journal/index.js'
import { compareIds, windowKey } from '../journal/index.js'
import type { LookRow, WindowState } from './mirror.js'

/** States of the windows of these weeks, of all classes or of some groups. */
export async function weekStates(
  db: Kysely<Schema>,
  school: Id,
  { weeks, groupIds }: { readonly weeks: readonly IsoDate[]; readonly groupIds: readonly Id[] | null },
): Promise<WindowState[]> {
  const ofGroups = groupIds === null ? sql`true` : sql`c.group_id = any(${groupIds}::text[])`
  return statesOf(db, school, sql`c.week = any(${weeks}::text[]) and ${ofGroups}`)
}

/**
 * States of the windows without a week: the school's own, and those of some groups. In ten years most lists are those of
 * classes that are long gone.
 */
export async function listStates(
  db: Kysely<Schema>,
  school: Id,
  groupIds: readonly Id[],
): Promise<WindowState[]> {
  return statesOf(db, school, sql`c.week is null and c.group_id = any(${['', ...groupIds]}::text[])`)
}

/** `Mirror.states` */
export async function knownStates(
  db: Kysely<Schema>,
  school: Id,
  windows: readonly Window[],
): Promise<WindowState[]> {
  return statesOf(db, school, sql`c.window_key = any(${windows.map(windowKey)}::text[])`)
}

/** Each look is a probe of the key: by its own reckoning PostgreSQL reads all looks of ten years instead. */
async function statesOf(db: Kysely<Schema>, school: Id, wanted: RawBuilder<unknown>): Promise<WindowState[]> {
  const { rows } = await sql<WindowState>`
    select c.window_key as key, c.resource, nullif(c.group_id, '') as "groupId", c.week,
      c.newest_asked_at::float8 as "newestAt", c.proof_asked_at::float8 as "proofAt",
      n.complete and not n.suspect as whole, n.error_code as "errorCode",
      coalesce(d.quarantined, 0) as quarantined
    from mirror.chain c
    cross join lateral (
      select complete, suspect, error_code from mirror.observation
      where school = c.school and id = c.newest_look offset 0
    ) n
    left join lateral (
      select quarantined from mirror.observation where school = c.school and id = c.data_look offset 0
    ) d on true
    where c.school = ${school} and ${wanted}
    order by c.window_key`.execute(db)
  return rows
}

/** `Mirror.lastComplete` */
export async function lastComplete(db: Kysely<Schema>, window: Window): Promise<Instant | null> {
  const { rows } = await sql<{ at: number | null }>`
    select proof_asked_at::float8 as at from mirror.chain
    where school = ${window.school} and window_key = ${windowKey(window)}`.execute(db)
  return rows[0]?.at ?? null
}

/** `Mirror.looks` */
export async function looks(db: Kysely<Schema>, window: Window): Promise<LookRow[]> {
  const { rows } = await sql<LookRow>`
    select asked_at::float8 as "askedAt", answered_at::float8 as "answeredAt", complete,
      unchanged_since is not null as unchanged, records, error_code as "errorCode"
    from mirror.observation where school = ${window.school} and window_key = ${windowKey(window)}
    order by asked_at, id`.execute(db)
  return rows
}

/** `Mirror.lastLook`: by the chain, so that it costs the same however long that is. */
export async function lastLook(db: Kysely<Schema>, window: Window): Promise<LookRow | null> {
  const { rows } = await sql<LookRow>`
    select o.asked_at::float8 as "askedAt", o.answered_at::float8 as "answeredAt", o.complete,
      o.unchanged_since is not null as unchanged, o.records, o.error_code as "errorCode"
    from mirror.chain c
    join mirror.observation o on o.school = c.school and o.window_key = c.window_key and o.id = c.newest_look
    where c.school = ${window.school} and c.window_key = ${windowKey(window)}`.execute(db)
  return rows[0] ?? null
}

/** `Mirror.newestLook` */
export async function newestLook(db: Kysely<Schema>, school: Id): Promise<Instant | null> {
  const { rows } = await sql<{ at: number | null }>`
    select max(answered_at)::float8 as at from mirror.observation where school = ${school}`.execute(db)
  return rows[0]?.at ?? null
}

/** Ids of the lessons now in a class's week: `Mirror.lessonIds`. */
export async function lessonIds(db: Kysely<Schema>, window: Window): Promise<Id[]> {
  const { rows } = await sql<{ record: Id }>`
    select record from mirror.version
    where window_key = ${windowKey(window)} and kind = 'lesson' and ended_at is null`.execute(db)
  return rows.map(({ record }) => record).sort(compareIds)
}

/** Subjects of these lessons: `Mirror.lessonSubjects`. */
export async function lessonSubjects(db: Kysely<Schema>, window: Window): Promise<Id[] | null> {
  const { rows } = await sql<{ subject: Id | null }>`
    select distinct content->>'subjectId' as subject from mirror.version
    where window_key = ${windowKey(window)} and kind = 'lesson' and ended_at is null`.execute(db)
  const subjects = rows.flatMap(({ subject }) => subject ?? [])
  return subjects.length === rows.length ? subjects.sort(compareIds) : null
}

/**
 * `Mirror.unknownWorks`. Works that stand in a window of marks were asked for by their ids themselves: as long as the
 * marks need them, they must come with every look, or they would seem gone.
 */
export async function unknownWorks(
  db: Kysely<Schema>,
  { school, classId, ids }: { school: Id; classId: Id; ids: readonly Id[] },
): Promise<Id[]> {
  const { rows } = await sql<{ id: Id }>`
    select asked.id from unnest(${ids}::text[]) asked (id)
    where not exists (
      select from mirror.version
      where school = ${school} and group_id = ${classId} and kind = 'work' and record = asked.id and ended_at is null
        and starts_with(window_key, ${`${school}/lessons/`})
    )`.execute(db)
  return rows.map(({ id }) => id).sort(compareIds)
}
