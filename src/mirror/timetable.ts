import { type Kysely, sql } from 'kysely'
import type { Schema } from '../database/index.js'
import type { Id, IsoDate, LessonStatus } from '../journal/index.js'
import type { Vocabulary } from '../vocabulary/index.js'
import { createTranslator } from './translator.js'
import { weeksBetween } from './weeks.js'

/** Where a lesson stands: all that a plan of looks needs of it. */
export interface TimetableLesson {
  readonly classId: Id
  readonly date: IsoDate
  readonly number: number | null
  readonly status: LessonStatus
}

/** Of which class and subject somebody has lessons. */
export interface TaughtHere {
  readonly classId: Id
  /** Null where the platform names none. */
  readonly subjectId: Id | null
}

/** `Mirror.timetable`: asked every minute, so it reads no more than it tells. */
export async function readTimetable(
  db: Kysely<Schema>,
  vocabulary: Vocabulary,
  { school, from, to }: { school: Id; from: IsoDate; to: IsoDate },
): Promise<TimetableLesson[]> {
  const translator = createTranslator(vocabulary)
  const { rows } = await sql<Omit<TimetableLesson, 'status'> & { statusWord: string | null }>`
    select c.group_id as "classId", v.content->>'date' as date, (v.content->>'number')::int as number,
      v.content->>'statusWord' as "statusWord"
    from mirror.chain c
    cross join lateral (
      select content from mirror.version
      where window_key = c.window_key and ended_at is null and kind = 'lesson' offset 0
    ) v
    where c.school = ${school} and c.resource = 'lessons' and c.week = any(${weeksBetween(from, to)}::text[])
      and v.content->>'date' between ${from} and ${to}
    order by 1, 2, 3`.execute(db)
  return rows.map(({ statusWord, ...lesson }) => ({ ...lesson, status: translator.lessonStatus(statusWord) }))
}

/** `Mirror.taught` */
export async function readTaught(
  db: Kysely<Schema>,
  { school, teacher, from, to }: { school: Id; teacher: Id; from: IsoDate; to: IsoDate },
): Promise<TaughtHere[]> {
  const { rows } = await sql<TaughtHere>`
    select distinct c.group_id as "classId", v.content->>'subjectId' as "subjectId"
    from mirror.chain c
    cross join lateral (
      select content from mirror.version
      where window_key = c.window_key and ended_at is null and kind = 'lesson' offset 0
    ) v
    where c.school = ${school} and c.resource = 'lessons' and c.week = any(${weeksBetween(from, to)}::text[])
      and v.content->>'date' between ${from} and ${to} and v.content->'teacherIds' ? ${teacher}
    order by 1, 2`.execute(db)
  return rows
}
