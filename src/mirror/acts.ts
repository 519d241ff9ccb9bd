import { type Kysely, sql } from 'kysely'
import type { Schema } from '../database/index.js'
import { type IsoDate, weeklyResources, windowKey } from '../journal/index.js'
import type { Vocabulary } from '../vocabulary/index.js'
import { standing } from './directory.js'
import { createFacts } from './facts.js'
import { createHeirs } from './forerunners.js'
import { goneHistories } from './histories.js'
import type { Snapshot } from './kept-lists.js'
import type { Acts, ActsRequest } from './mirror.js'
import { personsByUser } from './slice.js'
import { eachStanding } from './standing-histories.js'
import { createTranslator } from './translator.js'
import { weeksBetween } from './weeks.js'

/** What is asked for by its id may have been moved anywhere. */
const ever = { first: '0000-00-00', last: '9999-99-99' }

/** `Mirror.acts`: a slice of the class's days holds the same, and two months around it. */
export async function readActs(
  { db, lists }: Snapshot,
  vocabulary: Vocabulary,
  request: ActsRequest,
  timeZone: string,
): Promise<Acts> {
  const { school, classId, date } = request
  const weeks = new Set([...weeksBetween(date, date), ...(await weeksOf(db, request))])
  const keys = [...weeks].flatMap(week =>
    weeklyResources.map(resource => windowKey({ school, resource, group: classId, week })),
  )
  const directory = lists.of(['teacher', 'work-type'])
  const workTypes = new Map(standing(directory, 'work-type').map(type => [type.id, type]))
  const translator = createTranslator(vocabulary)
  const facts = createFacts({ translator, timeZone, workTypes, personOfUser: personsByUser(directory) })
  const heirs = createHeirs(await goneHistories(db, school, keys))
  await eachStanding(db, school, keys, {
    use(history) {
      if (!heirs.keeps(history)) facts.add(history)
    },
  })
  heirs.all().forEach(facts.add)
  const { lessons, works, marks, attendance } = facts.within(ever, [])
  return { lessons, works, marks, attendance }
}

/** In whose windows they stand. */
async function weeksOf(
  db: Kysely<Schema>,
  { school, classId, lesson, work, mark }: ActsRequest,
): Promise<IsoDate[]> {
  const { rows } = await sql<{ week: IsoDate }>`
    select distinct c.week
    from (values ('lesson', ${lesson}::text), ('work', ${work}::text), ('mark', ${mark}::text)) asked (kind, record)
    cross join lateral (
      select window_key from mirror.version
      where school = ${school} and group_id = ${classId} and kind = asked.kind and record = asked.record
        and ended_at is null
      offset 0
    ) v
    join mirror.chain c on c.school = ${school} and c.window_key = v.window_key
    where c.week is not null`.execute(db)
  return rows.map(({ week }) => week)
}
