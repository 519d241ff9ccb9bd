import { type Kysely, sql, type Transaction } from 'kysely'
import type { Schema } from '../database/index.js'
import type { Id } from '../journal/index.js'
import type { FigureDay, Verdict } from '../regulation/index.js'
import { byDay, type DayOfRule, type RuleDay } from './by-day.js'
import { raiseFence } from './checked-days.js'
import {
  byDuty,
  countKept,
  type Difference,
  difference,
  type EntryClose,
  type EntryWrite,
  type KnownEntry,
} from './difference.js'
import { writeFigures } from './figure-days.js'
import type { JudgedDuties, LedgerChange, RecordedScope } from './ledger.js'
import { jsonTexts, numberList, parts, textList } from './lists.js'
import { fenceAt, standingDays, writeDays } from './rule-days.js'

type Db = Transaction<Schema>

/** Enters what a run has judged; the caller's transaction makes it all or nothing. */
export async function recordVerdicts(
  db: Db,
  scope: RecordedScope,
  judged: JudgedDuties,
): Promise<LedgerChange> {
  const { found, kept } = judged
  const lock = `dnevnik-bridge/ledger/${scope.school}`
  await sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`.execute(db)
  const keptDays = [...kept.days()]
  const standing = await standingDays(db, scope, [...found.map(dayOf), ...keptDays])
  const recorded = { scope, standing }
  const later = standing.fence.isLater
  const keptVerdict = ({ rule, classId, key }: DutyPlace) => {
    const verdict = kept.verdict(rule, classId, key)
    return verdict === undefined || later(dayOf(verdict)) ? undefined : verdict
  }
  const spoken = byDuty(found.filter(verdict => !later(dayOf(verdict))))
  const moved = (await standingElsewhere(db, scope)).filter(place => keptVerdict(place) !== undefined)
  const known = await knownEntries(db, scope, [...spoken.keys(), ...moved.map(({ key }) => key)])
  const laterThere = await fenceAt(db, recorded, known)
  const fenced = known.filter(laterThere)
  const fencedKeys = new Set(fenced.map(({ key }) => key))
  const duties = new Map([...spoken].filter(([key]) => !fencedKeys.has(key)))
  const free = known.filter(({ key }) => !fencedKeys.has(key))
  const result = difference(scope, free, { duties, keptVerdict })
  const figures = await beside(writeFound(db, scope, result), counted(judged))
  const elsewhere = fenced.flatMap(entry => keptVerdict(entry) ?? [])
  const keptHere = without(
    keptDays.filter(day => !later(day)),
    elsewhere,
  )
  await raiseFence(db, scope, await writeDays(db, recorded, countKept(duties.values(), keptHere)))
  if (figures) await writeFigures(db, recorded, figures)
  await sql`
    insert into ledger.recorded as known values (${scope.school}, 1)
    on conflict (school) do update set version = known.version + 1`.execute(db)
  return result.change
}

/** `Ledger.recorded` */
export async function timesRecorded(db: Kysely<Schema>, school: Id): Promise<string | null> {
  const { rows } = await sql<{ version: string }>`
    select version::text from ledger.recorded where school = ${school}`.execute(db)
  return rows[0]?.version ?? null
}

/** Only needed when the entries stand. */
async function counted({ figures }: JudgedDuties): Promise<readonly FigureDay[] | undefined> {
  return figures?.()
}

/** Waits for both, also where one fails: nothing may be written any more when the transaction ends. */
async function beside<T>(writing: Promise<void>, work: Promise<T>): Promise<T> {
  const [written, made] = await Promise.allSettled([writing, work])
  if (written.status === 'rejected') throw written.reason
  if (made.status === 'rejected') throw made.reason
  return made.value
}

/** The days without what a later check has taken elsewhere. */
function without(days: readonly RuleDay[], fenced: readonly Verdict[]): readonly RuleDay[] {
  if (fenced.length === 0) return days
  const left = byDay<RuleDay>()
  for (const day of days) left.set(day)
  for (const verdict of fenced) {
    const day = left.get(dayOf(verdict))
    if (day) left.set({ ...day, kept: day.kept - 1 })
  }
  return [...left.values()]
}

function dayOf({ rule, subject, date }: Verdict): DayOfRule {
  return { rule, classId: subject.class, date }
}

/** Entries of the scope, and of the verdicts' duties wherever they stand: a lesson that moved takes its duty along. */
async function knownEntries(db: Db, scope: RecordedScope, keys: readonly string[]): Promise<KnownEntry[]> {
  const { school, from, to, classIds, rules } = scope
  const columns = sql`verdict_key as key, id, rule, class_id as "classId", date, kind, content_hash as "contentHash",
      closed_at is not null as closed`
  // Each half goes by an index of its own; where either may hold, the whole table is read.
  const { rows } = await sql<KnownEntry>`
    select ${columns} from ledger.entry
    where school = ${school} and verdict_key = any(${textList(keys)})
    union
    select ${columns} from ledger.entry
    where school = ${school} and date between ${from} and ${to} and closed_at is null and rule = any(${rules}::text[])
      and (${classIds}::text[] is null or class_id = any(${classIds}::text[]))
    order by date, key`.execute(db)
  return rows
}

type DutyPlace = Pick<KnownEntry, 'key' | 'rule' | 'classId'>

/** What stands on days outside the scope: a lesson that moved into it may be kept there now. */
async function standingElsewhere(
  db: Db,
  { school, from, to, classIds, rules }: RecordedScope,
): Promise<DutyPlace[]> {
  const { rows } = await sql<DutyPlace>`
    select verdict_key as key, rule, class_id as "classId" from ledger.entry
    where school = ${school} and closed_at is null and date not between ${from} and ${to}
      and rule = any(${rules}::text[]) and (${classIds}::text[] is null or class_id = any(${classIds}::text[]))`.execute(
    db,
  )
  return rows
}

/** Each change of kind with its event, which says what stands in the entry as it is written, unless what closes it brings its own. */
async function writeFound(db: Db, scope: RecordedScope, { writes, closes }: Difference): Promise<void> {
  for (const part of parts(writes)) await writeEntries(db, scope, part)
  for (const part of parts(closes)) await closeEntries(db, scope, part)
}

async function writeEntries(
  db: Db,
  { school, asOf, runId }: RecordedScope,
  writes: readonly EntryWrite[],
): Promise<void> {
  const texts = (value: (write: EntryWrite) => string) => textList(writes.map(value))
  await sql`
    with fresh as materialized (
      select key, id, rule, class_id, date, kind, content::json as content, content_hash, severity,
        nullif(subject_id, '') as subject_id, string_to_array(teachers, ',') as teachers, deadline, before
      from unnest(${texts(w => w.key)}, ${texts(w => w.id)}, ${texts(w => w.verdict.rule)},
        ${texts(w => w.verdict.subject.class)}, ${texts(w => w.verdict.date)}, ${texts(w => w.verdict.verdict)},
        ${jsonTexts(writes.map(w => w.content))}, ${texts(w => w.contentHash)}, ${texts(w => w.verdict.severity)},
        ${texts(w => w.verdict.subject.subject ?? '')}, ${texts(w => w.verdict.responsible.join())},
        ${numberList(writes.map(w => w.verdict.deadline))}::bigint[], ${texts(w => w.before ?? '')})
        as given (key, id, rule, class_id, date, kind, content, content_hash, severity, subject_id, teachers, deadline, before)),
    written as (
      insert into ledger.entry (school, verdict_key, id, rule, class_id, date, kind, content, content_hash, opened_at,
        changed_at, severity, subject_id, teachers, deadline)
      select ${school}, key, id, rule, class_id, date, kind, content, content_hash, ${asOf}::bigint, ${asOf}::bigint,
        severity, subject_id, teachers, deadline
      from fresh
      on conflict (school, verdict_key) do update set rule = excluded.rule, class_id = excluded.class_id,
        date = excluded.date, kind = excluded.kind, content = excluded.content, content_hash = excluded.content_hash,
        severity = excluded.severity, subject_id = excluded.subject_id, teachers = excluded.teachers,
        deadline = excluded.deadline,
        changed_at = case when entry.kind = excluded.kind and entry.closed_at is null
          then entry.changed_at else excluded.changed_at end,
        closed_at = null)
    insert into ledger.event (school, entry_id, at, from_kind, to_kind, run_id, content)
    select ${school}, id, ${asOf}::bigint, nullif(before, ''), kind, ${runId}::text, content
    from fresh where before <> kind`.execute(db)
}

async function closeEntries(
  db: Db,
  { school, asOf, runId }: RecordedScope,
  closes: readonly EntryClose[],
): Promise<void> {
  await sql`
    with closed as (
      update ledger.entry set closed_at = ${asOf} where id = any(${textList(closes.map(c => c.id))})
      returning id, content)
    insert into ledger.event (school, entry_id, at, from_kind, to_kind, run_id, content)
    select ${school}, id, ${asOf}::bigint, before, 'closed', ${runId}::text, coalesce(told.content::json, closed.content)
    from unnest(${textList(closes.map(c => c.id))}, ${textList(closes.map(c => c.before))},
      ${jsonTexts(closes.map(c => c.content))}) with ordinality as told (id, before, content, position)
    join closed using (id)
    order by position`.execute(db)
}
