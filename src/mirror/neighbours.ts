import { type Kysely, sql } from 'kysely'
import type { Schema } from '../database/index.js'
import { type Id, type Neighbours, windowKey } from '../journal/index.js'

/** `Mirror.neighbours`. Those who left count too: their marks stay. */
export async function readNeighbours(db: Kysely<Schema>, school: Id, classId: Id): Promise<Neighbours> {
  const groups = windowKey({ school, resource: 'groups', group: null, week: null })
  const { rows } = await sql<{ id: Id; isClass: boolean; parents: Id[] }>`
    select record as id, content->>'groupKind' = 'class' as "isClass", content->'parentIds' as parents
    from mirror.version where window_key = ${groups} and kind = 'group' and ended_at is null`.execute(db)
  const otherClasses = rows.flatMap(({ id, isClass }) => (isClass && id !== classId ? [id] : []))
  const own = [
    classId,
    ...rows.flatMap(({ id, isClass, parents }) => (!isClass && parents.includes(classId) ? [id] : [])),
  ]
  const { rows: members } = await sql<{ personId: Id; isOwn: boolean }>`
    select content->>'personId' as "personId", bool_or(group_id = any(${own}::text[])) as "isOwn"
    from mirror.version
    where school = ${school} and kind = 'member' and group_id = any(${[...own, ...otherClasses]}::text[])
    group by 1`.execute(db)
  return {
    otherClasses: new Set(otherClasses),
    people: new Set(members.flatMap(({ personId, isOwn }) => (isOwn ? [personId] : []))),
    peopleElsewhere: new Set(members.flatMap(({ personId, isOwn }) => (isOwn ? [] : [personId]))),
  }
}
