import { type Kysely, sql } from 'kysely'
import type { Instant } from '../clock.js'
import type { Schema } from '../database/index.js'
import { type Window, weeklyResources, windowKey } from '../journal/index.js'
import type { Vocabulary } from '../vocabulary/index.js'
import { directoryKinds, directoryNow, directoryOf, standing } from './directory.js'
import { createFacts } from './facts.js'
import { historiesAt, historiesOf } from './histories.js'
import type { Snapshot } from './kept-lists.js'
import type { ClassLook, ClassRequest, ClassState, Days } from './mirror.js'
import { isSameEntry, isSameMark, membershipTest, onePerAct, personsByUser } from './slice.js'
import { membershipsFrom } from './to-journal.js'
import { createTranslator } from './translator.js'
import { weeksBetween } from './weeks.js'
import { newestLook } from './window-states.js'

/**
 * `Mirror.classAt`: only what pages show of one class, without what deadlines need around it. A journal as of a past
 * moment is what our looks up to then had shown: between two looks nobody knows when something came.
 */
export async function readClassAt(
  { db, lists: all }: Snapshot,
  vocabulary: Vocabulary,
  request: ClassRequest,
  timeZone: string,
): Promise<ClassState> {
  const { school, classId, at, only, listsAt = at } = request
  const translator = createTranslator(vocabulary)
  const lists = all.of(directoryKinds, listsAt)
  const directory =
    listsAt === null
      ? directoryNow(all, { school, vocabulary, at: await newestLook(db, school) })
      : directoryOf(lists, { school, translator, at: listsAt })
  const days = request.days(directory)
  const windows = windowsOf(request, days)
  const histories = await historiesAt(db, { school, windows, at }, only)
  // What the journal's own words and accounts mean is told by the lists of its time.
  const words = all.of([...directoryKinds, 'work-type'], at)
  const workTypes = new Map(standing(words, 'work-type').map(type => [type.id, type]))
  const facts = createFacts({ translator, timeZone, workTypes, personOfUser: personsByUser(words) })
  histories.forEach(facts.add)
  const journal = facts.within({ first: days.from, last: days.to }, [])
  const groups = new Set([classId, ...directory.subgroups.map(({ id }) => id)])
  const memberships = historiesOf(lists, 'member')
    .filter(({ newest }) => groups.has(newest.content.groupId))
    .flatMap(membershipsFrom)
  const isMember = membershipTest(memberships)
  return {
    ...days,
    directory,
    slice: {
      lessons: journal.lessons,
      works: journal.works,
      marks: onePerAct(journal.marks, isSameMark, isMember),
      attendance: onePerAct(journal.attendance, isSameEntry, isMember),
      finalMarks: journal.finalMarks,
      memberships,
    },
    resultMarks: journal.resultMarks,
    looks: await looksUpTo(db, windows, at),
  }
}

function windowsOf({ school, classId, only }: ClassRequest, { from, to }: Days): Window[] {
  return [
    ...weeksBetween(from, to).flatMap(week =>
      weeklyResources.map((resource): Window => ({ school, resource, group: classId, week })),
    ),
    { school, resource: 'final-marks', group: classId, week: null },
    ...(only === 'final-marks'
      ? [{ school, resource: 'exam-marks', group: classId, week: null } as const]
      : []),
  ]
}

async function looksUpTo(
  db: Kysely<Schema>,
  windows: readonly Window[],
  at: Instant | null,
): Promise<ClassLook[]> {
  const { rows } = await sql<{ at: number | null }>`
    select n.asked_at::float8 as at
    from unnest(${windows.map(({ school }) => school)}::text[], ${windows.map(windowKey)}::text[])
      with ordinality w (school, key, place)
    left join lateral (
      select asked_at from mirror.observation
      where school = w.school and window_key = w.key and complete and not suspect
        and (${at}::bigint is null or answered_at <= ${at}::bigint)
      order by id desc limit 1
    ) n on true
    order by w.place`.execute(db)
  return windows.map(({ resource, week }, index) => ({ resource, week, at: rows[index]?.at ?? null }))
}
