import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Schema } from '../database/index.js'
import {
  type FigureBasis,
  type FigureCount,
  type FigureDay,
  figureBasesOf,
  figureCounts,
  figureGroups,
} from '../regulation/index.js'
import { figureFence } from './figure-fence.js'
import type { RecordedScope } from './ledger.js'
import { numberList, textList } from './lists.js'
import type { Recorded } from './rule-days.js'

/** What was counted by class, day, subject and teachers: of each count the newest word of the checks that told it. */

type Db = Transaction<Schema>

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
  readonly basis: FigureBasis
  of(day: FigureDay): number | null
  /** Where nothing is counted. */
  readonly none: number | null
}

/** Where something is counted, as the database has it. */
interface Place {
  readonly classId: string
  readonly date: string
  readonly subjectId: string
  readonly teachers: string
}

interface Row extends Place {
  readonly values: readonly (number | null)[]
}

interface Standing extends Place {
  /** Of the columns told, in their order. */
  readonly text: string
  /** Nothing is counted in the others. */
  readonly isElseEmpty: boolean
}

/**
 * Puts what the rules of the scope decide in the place of what stands on its days, and leaves what other rules decide; what a later check
 * has told stays as it is. A row in which nothing is counted any more goes; one that stands like that already isn't written.
 */
export async function writeFigures(
  db: Db,
  { scope, standing: { fence } }: Recorded,
  days: readonly FigureDay[],
): Promise<void> {
  const told = figureBasesOf(scope.rules).flatMap(columnsOf)
  const isFree = figureFence(scope, fence)
  const standing = await standingRows(db, scope, told)
  const gone = new Map(standing)
  const writes: Row[] = []
  const removed: Place[] = []
  const put = (place: Place, day: FigureDay | null, stands: Standing | undefined) => {
    const known = stands && valuesIn(stands.text)
    const values = told.map(({ basis, of, none }, index) => {
      if (!isFree(basis, place)) return known?.[index] ?? none
      return day === null ? none : of(day)
    })
    const isEmpty = values.every((value, index) => value === told[index]?.none)
    if (isEmpty && (stands?.isElseEmpty ?? true)) {
      if (stands) removed.push(place)
    } else if (stands?.text !== textOf(values)) writes.push({ ...place, values })
  }
  for (const day of days) {
    const place = placeOf(day)
    const key = keyOf(place)
    gone.delete(key)
    put(place, day, standing.get(key))
  }
  for (const row of gone.values()) put(row, null, row)
  await remove(db, scope, removed)
  for (let start = 0; start < writes.length; start += batch)
    await write(db, scope, { told, rows: writes.slice(start, start + batch) })
}

function columnsOf(basis: FigureBasis): Told[] {
  const counts = figureGroups[basis].counts.map(
    (count): Told => ({ name: nameOf(count), basis, of: day => day.counts[count], none: 0 }),
  )
  if (basis !== 'journal') return counts
  return [{ name: 'pupils', basis, of: day => day.pupils, none: null }, ...counts]
}

function placeOf({ classId, date, subjectId, teacherIds }: FigureDay): Place {
  return { classId, date, subjectId: subjectId ?? '', teachers: teacherIds.join() }
}

function keyOf({ classId, date, subjectId, teachers }: Place): string {
  return `${classId}/${date}/${subjectId}/${teachers}`
}

function textOf(values: Row['values']): string {
  return values.map(value => value ?? '').join()
}

function valuesIn(text: string): Row['values'] {
  return text.split(',').map(value => (value === '' ? null : Number(value)))
}

function othersThan(told: readonly Told[]): readonly string[] {
  const names = new Set(told.map(({ name }) => name))
  return figureCounts.map(nameOf).filter(name => !names.has(name))
}

/** Values as one text: a class-year has fifty thousand, and nearly all are only compared. */
async function standingRows(
  db: Db,
  { school, from, to, classIds }: RecordedScope,
  told: readonly Told[],
): Promise<ReadonlyMap<string, Standing>> {
  const texts = told.map(({ name }) => sql`coalesce(${sql.ref(name)}::text, '')`)
  const others = othersThan(told).map(name => sql`${sql.ref(name)} = 0`)
  const pupils = told.some(({ name }) => name === 'pupils') ? [] : [sql`pupils is null`]
  const { rows } = await sql<Standing>`
    select class_id as "classId", date, subject_id as "subjectId", array_to_string(teachers, ',') as teachers,
      concat_ws(',', ${sql.join(texts)}) as text, ${sql.join([sql`true`, ...pupils, ...others], sql` and `)} as "isElseEmpty"
    from ledger.figure_day
    where school = ${school} and date between ${from} and ${to}
      and (${classIds}::text[] is null or class_id = any(${classIds}::text[]))`.execute(db)
  return new Map(rows.map(row => [keyOf(row), row]))
}

function columns(places: readonly Place[]): RawBuilder<unknown> {
  const texts = (value: (place: Place) => string) => textList(places.map(value))
  return sql.join([
    texts(place => place.classId),
    texts(place => place.date),
    texts(place => place.subjectId),
    texts(place => place.teachers),
  ])
}

async function remove(db: Db, { school }: RecordedScope, places: readonly Place[]): Promise<void> {
  if (places.length === 0) return
  await sql`
    delete from ledger.figure_day as day
    using unnest(${columns(places)}) as gone (class_id, date, subject_id, teachers)
    where day.school = ${school} and day.date = gone.date and day.class_id = gone.class_id
      and day.subject_id = gone.subject_id and day.teachers = string_to_array(gone.teachers, ',')`.execute(db)
}

async function write(
  db: Db,
  { school }: RecordedScope,
  { told, rows }: { readonly told: readonly Told[]; readonly rows: readonly Row[] },
): Promise<void> {
  const names = told.map(({ name }) => sql.ref(name))
  const others = othersThan(told)
  const values = told.map((_, index) => sql`${numberList(rows.map(row => row.values[index] ?? null))}::int[]`)
  await sql`
    insert into ledger.figure_day (school, class_id, date, subject_id, teachers,
      ${sql.join([...names, ...others.map(name => sql.ref(name))])})
    select ${school}, class_id, date, subject_id, string_to_array(teachers, ','),
      ${sql.join([...names, ...others.map(() => sql`0`)])}
    from unnest(${columns(rows)}, ${sql.join(values)}) as fresh (class_id, date, subject_id, teachers, ${sql.join(names)})
    on conflict (school, class_id, date, subject_id, teachers) do update
      set ${sql.join(told.map(({ name }) => sql`${sql.ref(name)} = ${sql.ref(`excluded.${name}`)}`))}`.execute(
    db,
  )
}
