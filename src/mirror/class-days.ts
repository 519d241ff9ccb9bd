import { type Kysely, sql } from 'kysely'
import type { Schema } from '../database/index.js'
import { type Id, type IsoDate, type Window, windowKey } from '../journal/index.js'
import type { Vocabulary } from '../vocabulary/index.js'
import type { ClassDays, ClassDaysRequest, ClassWeek } from './mirror.js'
import { createTranslator } from './translator.js'
import { weeksBetween } from './weeks.js'
import { knownStates } from './window-states.js'

interface LessonRow {
  readonly week: IsoDate
  readonly date: IsoDate
  readonly subjectId: Id | null
  readonly groupId: Id | null
  readonly statusWord: string | null
}

interface EntryRow {
  readonly week: IsoDate
  readonly personId: Id
  readonly statusWord: string | null
  /** Of the lesson; null where it doesn't stand in the class's journal. */
  readonly date: IsoDate | null
  readonly lessonWord: string | null
  readonly lessons: number
  /** The lesson was never seen: it isn't one that was taken away. */
  readonly stray: boolean
}

/** `Mirror.classDays`: counted where the entries lie, since a class has thousands of them in a year. */
export async function readClassDays(
  db: Kysely<Schema>,
  vocabulary: Vocabulary,
  { school, classId, from, to }: ClassDaysRequest,
): Promise<ClassDays> {
  const translator = createTranslator(vocabulary)
  const weeks = weeksBetween(from, to)
  const windowsOf = (resource: 'lessons' | 'attendance') =>
    weeks.map((week): Window => ({ school, resource, group: classId, week }))
  const isHeld = (word: string | null) => translator.lessonStatus(word) !== 'cancelled'
  // First, so that what is read below is no older than they say.
  const states = new Map(
    (await knownStates(db, school, [...windowsOf('lessons'), ...windowsOf('attendance')])).map(state => [
      `${state.resource}/${state.week}`,
      state.quarantined > 0 ? null : state.proofAt,
    ]),
  )
  const held = (await lessonsIn(db, windowsOf('lessons'))).filter(({ statusWord }) => isHeld(statusWord))
  const entryRows = await entriesIn(db, { school, classId }, windowsOf('attendance'))
  const inDays = (date: IsoDate) => from <= date && date <= to
  const lessons = held.filter(({ date }) => inDays(date))
  const stray = new Set(entryRows.filter(row => row.stray).map(({ week }) => week))
  return {
    weeks: weeks.map((week): ClassWeek => {
      const dates = lessons.flatMap(lesson => (lesson.week === week ? lesson.date : [])).sort()
      const read = states.get(`lessons/${week}`) ?? null
      // Attendance is asked for where there are lessons.
      const attended = dates.length === 0 ? read : (states.get(`attendance/${week}`) ?? null)
      const readAt = read === null || attended === null || stray.has(week) ? null : Math.min(read, attended)
      return { week, lastDay: dates.at(-1) ?? null, readAt }
    }),
    taught: [
      ...new Map(
        lessons.flatMap(({ subjectId, groupId: of }) => {
          const groupId = of ?? classId
          return subjectId === null ? [] : [[`${subjectId}/${groupId}`, { subjectId, groupId }]]
        }),
      ).values(),
    ],
    entries: entryRows.flatMap(({ personId, date, statusWord, lessonWord, lessons: count }) =>
      date === null || !inDays(date) || !isHeld(lessonWord)
        ? []
        : [{ personId, date, status: translator.attendance(statusWord), lessons: count }],
    ),
  }
}

async function lessonsIn(db: Kysely<Schema>, windows: readonly Window[]): Promise<readonly LessonRow[]> {
  const { rows } = await sql<LessonRow>`
    select distinct w.week, v.content->>'date' as date, v.content->>'subjectId' as "subjectId",
      v.content->>'groupId' as "groupId", v.content->>'statusWord' as "statusWord"
    from unnest(${windows.map(windowKey)}::text[], ${windows.map(({ week }) => week)}::text[]) w (key, week)
    cross join lateral (
      select content from mirror.version
      where window_key = w.key and ended_at is null and kind = 'lesson' offset 0
    ) v
    order by 1, 2, 3, 4, 5`.execute(db)
  return rows
}

/** A lesson that was moved stands in the window of another week than, for a while, its entries do. */
async function entriesIn(
  db: Kysely<Schema>,
  { school, classId }: Pick<ClassDaysRequest, 'school' | 'classId'>,
  windows: readonly Window[],
): Promise<readonly EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    select e.week, e.person as "personId", e.word as "statusWord",
      case when l.stands then l.content->>'date' end as date, l.content->>'statusWord' as "lessonWord",
      l.content is null as stray, count(*)::int as lessons
    from (
      select w.week, v.content->>'personId' as person, v.content->>'statusWord' as word,
        v.content->>'lessonId' as lesson
      from unnest(${windows.map(windowKey)}::text[], ${windows.map(({ week }) => week)}::text[]) w (key, week)
      cross join lateral (
        select content from mirror.version
        where window_key = w.key and ended_at is null and kind = 'attendance' offset 0
      ) v
    ) e
    left join lateral (
      select content, ended_at is null as stands from mirror.version
      where school = ${school} and group_id = ${classId} and kind = 'lesson' and record = e.lesson
      order by seq desc limit 1
    ) l on true
    group by 1, 2, 3, 4, 5, 6
    order by 1, 2, 3, 4, 5`.execute(db)
  return rows
}
