import { type Kysely, sql, type Transaction } from 'kysely'
import type { Schema } from '../database/index.js'
import type { Id, IsoDate } from '../journal/index.js'
import type { FigureDay, Verdict } from '../regulation/index.js'
import {
  byDuty,
  countKept,
  type Difference,
  difference,
  type KnownEntry,
  type RuleDay,
  ruleDayKey,
} from './difference.js'
import { writeFigures } from './figure-days.js'
import type { JudgedDuties, LedgerChange, RecordedScope } from './ledger.js'
import { jsonTexts, numberList, textList } from './lists.js'

type Db = Transaction<Schema>

/** Rows a statement: beyond some thousands arrays get slower again. */
const batch = 5_000

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
  const later = await laterDays(db, scope, [...found.map(dayOf), ...keptDays])
  const keptVerdict = ({ rule, classId, key }: DutyPlace) => {
    const verdict = kept.verdict(rule, classId, key)
    return verdict === undefined || later(dayOf(verdict)) ? undefined : verdict
  }
  const spoken = byDuty(found.filter(verdict => !later(dayOf(verdict))))
  const moved = (await standingElsewhere(db, scope)).filter(place => keptVerdict(place) !== undefined)
  const known = await knownEntries(db, scope, [...spoken.keys(), ...moved.map(({ key }) => key)])
  const laterThere = await laterDays(db, scope, known)
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
  await writeDays(db, scope, countKept(duties.values(), keptHere))
  if (scope.isFenced ?? true) await raiseFence(db, scope)
  if (figures) await writeFigures(db, scope, figures)
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

async function writeFound(db: Db, scope: RecordedScope, result: Difference): Promise<void> {
  await writeEntries(db, scope, result)
  await closeEntries(db, scope, result)
  await writeEvents(db, scope, result)
}

/** The days without what a later check has taken elsewhere. */
function without(days: readonly RuleDay[], fenced: readonly Verdict[]): readonly RuleDay[] {
  if (fenced.length === 0) return days
  const less = new Map<string, number>()
  for (const key of fenced.map(verdict => ruleDayKey(dayOf(verdict)))) less.set(key, (less.get(key) ?? 0) + 1)
  return days.map(day => ({ ...day, kept: day.kept - (less.get(ruleDayKey(day)) ?? 0) }))
}

interface DayOfRule {
  readonly rule: string
  readonly classId: Id
  readonly date: IsoDate
}

function dayOf({ rule, subject, date }: Verdict): DayOfRule {
  return { rule, classId: subject.class, date }
}

/** Stands for all classes in the row of a day that was checked for the whole school. */
const wholeSchool = ''

/**
 * The fence: days that a check with a later as-of has judged, whether it found anything or not; a slow worker must
 * not overwrite its word.
 */
async function laterDays(
  db: Db,
  { school, rules, asOf }: RecordedScope,
  spokenOf: readonly DayOfRule[],
): Promise<(day: DayOfRule) => boolean> {
  const dates = spokenOf.map(({ date }) => date).sort()
  const classIds = new Set([wholeSchool, ...spokenOf.map(({ classId }) => classId)])
  const { rows } = await sql<DayOfRule>`
    select rule, class_id as "classId", date from ledger.rule_day
    where school = ${school} and rule = any(${rules}::text[]) and class_id = any(${[...classIds]}::text[])
      and date between ${dates[0] ?? ''} and ${dates.at(-1) ?? ''} and as_of > ${asOf}`.execute(db)
  if (rows.length === 0) return () => false
  const later = new Set(rows.map(ruleDayKey))
  return day => later.has(ruleDayKey(day)) || later.has(ruleDayKey({ ...day, classId: wholeSchool }))
}

/** Entries of the scope, and of the verdicts' duties wherever they stand: a lesson that moved takes its duty along. */
async function knownEntries(db: Db, scope: RecordedScope, keys: readonly string[]): Promise<KnownEntry[]> {
  const { school, from, to, classIds, rules } = scope
  const { rows } = await sql<KnownEntry>`
    select verdict_key as key, id, rule, class_id as "classId", date, kind, content_hash as "contentHash",
      closed_at is not null as closed
    from ledger.entry
    where school = ${school} and (
      verdict_key = any(${textList(keys)})
      or (date between ${from} and ${to} and closed_at is null and rule = any(${rules}::text[])
        and (${classIds}::text[] is null or class_id = any(${classIds}::text[]))))
    order by date, verdict_key`.execute(db)
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

async function writeEntries(db: Db, { school, asOf }: RecordedScope, { writes }: Difference): Promise<void> {
  for (const part of parts(writes)) {
    const column = <T>(value: (write: (typeof part)[number]) => T) => part.map(value)
    const texts = (value: (write: (typeof part)[number]) => string) => textList(part.map(value))
    await sql`
      insert into ledger.entry (school, verdict_key, id, rule, class_id, date, kind, content, content_hash, opened_at,
        changed_at, severity, subject_id, teachers, deadline)
      select ${school}, key, id, rule, class_id, date, kind, content::json, content_hash, ${asOf}::bigint, ${asOf}::bigint,
        severity, nullif(subject_id, ''), string_to_array(teachers, ','), deadline
      from unnest(${texts(w => w.key)}, ${texts(w => w.id)}, ${texts(w => w.verdict.rule)},
        ${texts(w => w.verdict.subject.class)}, ${texts(w => w.verdict.date)}, ${texts(w => w.verdict.verdict)},
        ${jsonTexts(column(w => w.content))}, ${texts(w => w.contentHash)}, ${texts(w => w.verdict.severity)},
        ${texts(w => w.verdict.subject.subject ?? '')}, ${texts(w => w.verdict.responsible.join())},
        ${numberList(column(w => w.verdict.deadline))}::bigint[])
        as fresh (key, id, rule, class_id, date, kind, content, content_hash, severity, subject_id, teachers, deadline)
      on conflict (school, verdict_key) do update set rule = excluded.rule, class_id = excluded.class_id,
        date = excluded.date, kind = excluded.kind, content = excluded.content, content_hash = excluded.content_hash,
        severity = excluded.severity, subject_id = excluded.subject_id, teachers = excluded.teachers,
        deadline = excluded.deadline,
        changed_at = case when entry.kind = excluded.kind and entry.closed_at is null
          then entry.changed_at else excluded.changed_at end,
        closed_at = null`.execute(db)
  }
}

async function closeEntries(db: Db, { asOf }: RecordedScope, { closes }: Difference): Promise<void> {
  for (const part of parts(closes)) {
    await sql`update ledger.entry set closed_at = ${asOf} where id = any(${part}::text[])`.execute(db)
  }
}

async function writeEvents(
  db: Db,
  { school, asOf, runId }: RecordedScope,
  { events }: Difference,
): Promise<void> {
  for (const part of parts(events)) {
    const column = <T>(value: (event: (typeof part)[number]) => T) => part.map(value)
    await sql`
      insert into ledger.event (school, entry_id, at, from_kind, to_kind, run_id, content)
      select ${school}, entry_id, ${asOf}::bigint, from_kind, to_kind, ${runId}::text, coalesce(fresh.content::json, entry.content)
      from unnest(${textList(column(e => e.entryId))}, ${column(e => e.from)}::text[], ${textList(column(e => e.to))},
        ${jsonTexts(column(e => e.content))}) with ordinality as fresh (entry_id, from_kind, to_kind, content, position)
      join ledger.entry on entry.id = fresh.entry_id
      order by position`.execute(db)
  }
}

/** Replaces the counts of the scope: a day without any duty left counts nothing. */
async function writeDays(db: Db, scope: RecordedScope, days: readonly RuleDay[]): Promise<void> {
  const { school, from, to, classIds, rules, asOf, looksHash } = scope
  await sql`
    update ledger.rule_day set kept = 0, as_of = ${asOf}, looks_hash = ${looksHash}
    where school = ${school} and date between ${from} and ${to} and as_of <= ${asOf}
      and rule = any(${rules}::text[]) and (${classIds}::text[] is null or class_id = any(${classIds}::text[]))
      and rule || '/' || class_id || '/' || date <> all(${textList(days.map(ruleDayKey))})
      and (kept, as_of, looks_hash) is distinct from (0, ${asOf}::bigint, ${looksHash})`.execute(db)
  for (const part of parts(days)) {
    const column = <T>(value: (day: (typeof part)[number]) => T) => part.map(value)
    await sql`
      insert into ledger.rule_day (school, rule, class_id, date, kept, as_of, looks_hash)
      select ${school}, rule, class_id, date, kept, ${asOf}::bigint, ${looksHash}
      from unnest(${textList(column(d => d.rule))}, ${textList(column(d => d.classId))},
        ${textList(column(d => d.date))}, ${numberList(column(d => d.kept))}::int[]) as fresh (rule, class_id, date, kept)
      on conflict (school, rule, class_id, date) do update
        set kept = excluded.kept, as_of = excluded.as_of, looks_hash = excluded.looks_hash
        where (rule_day.kept, rule_day.as_of, rule_day.looks_hash)
          is distinct from (excluded.kept, excluded.as_of, excluded.looks_hash)`.execute(db)
  }
}

/** Marks the days of the scope of which the verdicts say nothing: that too is the word of this check. */
async function raiseFence(db: Db, scope: RecordedScope): Promise<void> {
  const { school, from, to, classIds, rules, asOf, looksHash } = scope
  await sql`
    insert into ledger.rule_day (school, rule, class_id, date, kept, as_of, looks_hash)
    select ${school}, rule, class_id, to_char(${from}::date + day, 'YYYY-MM-DD'), 0, ${asOf}::bigint, ${looksHash}
    from unnest(${rules}::text[]) rule, unnest(${classIds ?? [wholeSchool]}::text[]) class_id,
      generate_series(0, ${to}::date - ${from}::date) day
    on conflict do nothing`.execute(db)
}

function* parts<T>(items: readonly T[]): Generator<T[]> {
  for (let start = 0; start < items.length; start += batch) yield items.slice(start, start + batch)
}
