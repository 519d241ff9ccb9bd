import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Schema } from '../database/index.js'
import {
  type FigureCount,
  type FigureDay,
  figureBasesOf,
  figureCounts,
  figureGroups,
} from '../regulation/index.js'
import { figureFence, type Place } from './figure-fence.js'
import type { RecordedScope } from './ledger.js'
import { numberList, textList } from './lists.js'

/** What was counted by class, day, subject and teachers: of each count the newest word of the checks that told it. */

/** Rows a statement. */
const batch = 2_000

/** `topicsInTime` is `topics_in_time` in the database. */
export function columnOf(count: FigureCount): RawBuilder<number> {
  return sql.ref(nameOf(count))
}

function nameOf(count: FigureCount): string {
  return count.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
}

/** A column that the check tells. */
interface Told {
  readonly name: string
  readonly of: (day: FigureDay) => number | null
  /** Where nothing was counted. */
  readonly none: RawBuilder<number | null>
  /** Whether no later check has told it there; null where none has anywhere. */
  readonly isFree: ((place: Place) => RawBuilder<boolean>) | null
}

const noPupils = sql<null>`null::int`
const noCount = sql<number>`0`
const isEmpty = sql<boolean>`${noPupils} is not distinct from pupils and ${sql.join(
  figureCounts.map(count => sql`${columnOf(count)} = 0`),
  sql` and `,
)}`

/**
 * Puts what the rules of the scope decide in the place of what stands on its days, and leaves what other rules decide; what a later check has
 * told stays as it is. A row in which nothing is counted any more goes.
 */
export async function writeFigures(
  db: Transaction<Schema>,
  scope: RecordedScope,
  days: readonly FigureDay[],
): Promise<void> {
  const { school, from, to, classIds } = scope
  const told = await toldBy(db, scope)
  const inScope = sql<boolean>`day.school = ${school} and day.date between ${from} and ${to}
    and (${classIds}::text[] is null or day.class_id = any(${classIds}::text[]))`
  await sql`
    update ledger.figure_day as day set ${assigned(told, ({ none }) => none)}
    where ${inScope} and ${isChanged(told, ({ none }) => none)} and not exists (
      select from unnest(${places(days)}) as fresh (class_id, date, subject_id, teachers)
      where fresh.class_id = day.class_id and fresh.date = day.date and fresh.subject_id = day.subject_id
        and string_to_array(fresh.teachers, ',') = day.teachers)`.execute(db)
  const columns = sql.join(told.map(({ name }) => sql.ref(name)))
  const rest = figureCounts.map(nameOf).filter(name => !told.some(column => column.name === name))
  for (let start = 0; start < days.length; start += batch) {
    const part = days.slice(start, start + batch)
    const counts = told.map(({ of }) => sql`${numberList(part.map(of))}::int[]`)
    await sql`
      insert into ledger.figure_day as day (school, class_id, date, subject_id, teachers,
        ${sql.join([...told.map(({ name }) => name), ...rest].map(name => sql.ref(name)))})
      select ${school}, class_id, date, subject_id, string_to_array(teachers, ','),
        ${sql.join([...told.map(column => orElse(column, 'fresh', sql.ref(column.name), column.none)), ...rest.map(() => noCount)])}
      from unnest(${places(part)}, ${sql.join(counts)}) as fresh (class_id, date, subject_id, teachers, ${columns})
      on conflict (school, date, class_id, subject_id, teachers) do update
        set ${assigned(told, excluded)} where ${isChanged(told, excluded)}`.execute(db)
  }
  await sql`delete from ledger.figure_day as day where ${inScope} and ${isEmpty}`.execute(db)
}

async function toldBy(db: Transaction<Schema>, scope: RecordedScope): Promise<readonly Told[]> {
  const fence = await figureFence(db, scope)
  return figureBasesOf(scope.rules).flatMap((basis): Told[] => {
    const isFree = fence && ((place: Place) => fence(place, basis))
    const counts = figureGroups[basis].counts.map(count => ({
      ...{ name: nameOf(count), of: (day: FigureDay) => day.counts[count], none: noCount, isFree },
    }))
    if (basis !== 'journal') return counts
    return [{ name: 'pupils', of: day => day.pupils, none: noPupils, isFree }, ...counts]
  })
}

/** Where a day is counted, as four columns. */
function places(days: readonly FigureDay[]): RawBuilder<unknown> {
  const texts = (value: (day: FigureDay) => string) => textList(days.map(value))
  return sql.join([
    texts(day => day.classId),
    texts(day => day.date),
    texts(day => day.subjectId ?? ''),
    texts(day => day.teacherIds.join()),
  ])
}

type Value = RawBuilder<number | null>

function excluded({ name }: Told): Value {
  return sql.ref(`excluded.${name}`)
}

/** Of a row that stands. */
function assigned(told: readonly Told[], value: (column: Told) => Value): RawBuilder<unknown> {
  return sql.join(told.map(column => sql`${sql.ref(column.name)} = ${newOf(column, value)}`))
}

function isChanged(told: readonly Told[], value: (column: Told) => Value): RawBuilder<boolean> {
  return sql`(${sql.join(told.map(standing))}) is distinct from (${sql.join(told.map(column => newOf(column, value)))})`
}

function newOf(column: Told, value: (column: Told) => Value): Value {
  return orElse(column, 'day', value(column), standing(column))
}

function standing({ name }: Told): Value {
  return sql.ref(`day.${name}`)
}

function orElse({ isFree }: Told, place: Place, value: Value, fenced: Value): Value {
  return isFree === null ? value : sql`case when ${isFree(place)} then ${value} else ${fenced} end`
}
