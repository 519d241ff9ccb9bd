import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Schema } from '../database/index.js'
import { type FigureCount, type FigureDay, figureCounts } from '../regulation/index.js'
import type { RecordedScope } from './ledger.js'
import { numberList, textList } from './lists.js'

/** What was counted by class, day, subject and teachers: the newest word of the checks. */

/** Rows a statement. */
const batch = 2_000

/** `topicsInTime` is `topics_in_time` in the database. */
export function columnOf(count: FigureCount): RawBuilder<number> {
  return sql.ref(count.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`))
}

const columns = sql.join(figureCounts.map(columnOf))

/** Puts the scope's days in the place of those that stand; days that a later check has judged stay as they are. */
export async function writeFigures(
  db: Transaction<Schema>,
  scope: RecordedScope,
  days: readonly FigureDay[],
): Promise<void> {
  const { school, from, to, classIds } = scope
  await sql`
    delete from ledger.figure_day as day
    where school = ${school} and date between ${from} and ${to}
      and (${classIds}::text[] is null or class_id = any(${classIds}::text[])) and ${isFree(scope)}`.execute(
    db,
  )
  for (let start = 0; start < days.length; start += batch) {
    const part = days.slice(start, start + batch)
    const texts = (value: (day: FigureDay) => string) => textList(part.map(value))
    const numbers = (value: (day: FigureDay) => number | null) => sql`${numberList(part.map(value))}::int[]`
    const counts = figureCounts.map(name => numbers(day => day.counts[name]))
    await sql`
      insert into ledger.figure_day (school, class_id, date, subject_id, teachers, pupils, ${columns})
      select ${school}, class_id, date, subject_id, string_to_array(teachers, ','), pupils, ${columns}
      from unnest(${texts(day => day.classId)}, ${texts(day => day.date)}, ${texts(day => day.subjectId ?? '')},
        ${texts(day => day.teacherIds.join())}, ${numbers(day => day.pupils)}, ${sql.join(counts)}) as day (class_id, date, subject_id, teachers, pupils, ${columns})
      where ${isFree(scope)}`.execute(db)
  }
}

/** The fence of the ledger: any rule of the scope tells, since a check marks all its days for each. */
function isFree({ school, rules, asOf }: RecordedScope): RawBuilder<boolean> {
  return sql<boolean>`not exists (
    select 1 from ledger.rule_day as later
    where later.school = ${school} and later.rule = ${rules[0] ?? ''} and later.date = day.date
      and later.class_id in (day.class_id, '') and later.as_of > ${asOf})`
}
