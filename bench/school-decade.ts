import type { DatabaseHandle } from '../src/database/index.js'

/**
 * Makes a school of many classes and years out of what a few classes of one year left in mirror and ledger, inside the
 * database: mirroring it would take hours, and for reading it counts how large tables and indices are and where rows lie. The
 * first characters of an id tell class and year (judged-year.ts), so text is replaced by text. Of older years only keys, days and
 * lists are theirs: what a lesson's or verdict's own text says remains that of the original, as do all hashes.
 */

/** Classes with the numbers 0 to 9 are originals, those of the other tens their copies. */
export const originals = 10

const shiftDays = 364
const shiftMs = shiftDays * 86_400_000
/** A year's looks are numbered apart from those of the next, and copies of classes apart from their originals. */
const looksAYear = 1_000_000_000
const looksOfTen = 50_000_000
const mostYears = 10

const functions = `
  create schema bench;
  create function bench.entry(school text, key text) returns text language sql immutable return
    left(encode(sha256(convert_to(school || '/' || key, 'UTF8')), 'hex'), 16);
  create function bench.beside(t text, tens int) returns text language sql immutable return
    replace(replace(replace(replace(replace(replace(replace(t, '"1000000', '"100000' || tens),
      '/1000000', '/100000' || tens), '"200000', '"20000' || tens), '/200000', '/20000' || tens),
      '"4000', '"400' || tens), '/4000', '/400' || tens), ':4000', ':400' || tens);
  create function bench.before(t text, years int) returns text language sql immutable return
    replace(replace(replace(replace(t, '"10000', '"1' || years || '000'), '/10000', '/1' || years || '000'),
      '"20000', '"2' || years || '000'), '/20000', '/2' || years || '000');
  create function bench.date(t text, years int) returns text language sql immutable return
    to_char(left(t, 10)::date - ${shiftDays} * years, 'YYYY-MM-DD') || substr(t, 11);
  create function bench.dated(content jsonb, years int) returns jsonb language sql immutable return
    content || jsonb_strip_nulls(jsonb_build_object('date', bench.date(content->>'date', years),
      'targetDate', bench.date(content->>'targetDate', years), 'sentRaw', bench.date(content->>'sentRaw', years),
      'stampRaw', bench.date(content->>'stampRaw', years)))`

/** How SQL makes of an original's text, day, moment or look that of its copy. */
interface Copy {
  /** Ids after a quote or a slash. */
  text(sql: string): string
  content(sql: string): string
  /** Of what no page reads any more, so that only its size counts. */
  past(sql: string): string
  date(sql: string): string
  instant(sql: string): string
  look(sql: string): string
  /** Of the classes that are copied. */
  readonly pattern: string
}

function besideBy(tens: number): Copy {
  return {
    text: sql => `bench.beside(${sql}, ${tens})`,
    content: sql => `bench.beside(${sql}::text, ${tens})::jsonb`,
    past: sql => `bench.beside(${sql}::text, ${tens})::jsonb`,
    date: sql => sql,
    instant: sql => sql,
    look: sql => `${sql} - ${tens * looksOfTen}::bigint`,
    pattern: '200000_',
  }
}

function beforeBy(years: number): Copy {
  return {
    text: sql => `bench.before(${sql}, ${years})`,
    content: sql => `bench.dated(bench.before(${sql}::text, ${years})::jsonb, ${years})`,
    past: sql => sql,
    date: sql => `bench.date(${sql}, ${years})`,
    instant: sql => `${sql} - ${years * shiftMs}::bigint`,
    look: sql => `${sql} - ${years * looksAYear}::bigint`,
    pattern: '20000__',
  }
}

const idOf = ({ text }: Copy, column: string) => `substr(${text(`'/' || ${column}`)}, 2)`

function copying(copy: Copy, list: string): string[] {
  const { date, instant, look, content, past, pattern } = copy
  const group = idOf(copy, 'group_id')
  const ofClass = `class_id like '${pattern}'`
  return [
    `create temp table place as
     select window_key as key, ${group} as group_id, week is not null as weekly,
       school || '/' || resource || '/' || ${group} || '/' || coalesce(${date('week')}, '-') as new_key
     from mirror.chain where group_id like '${pattern}'`,
    'create unique index on place (key)',
    'analyze place',
    `insert into mirror.chain
     select c.school, new_key, resource, p.group_id, ${date('week')}, ${look('newest_look')},
       ${instant('newest_asked_at')}, ${look('data_look')}, ${look('proof_look')}, ${instant('proof_asked_at')}, reread
     from mirror.chain c join place p on p.key = c.window_key`,
    `insert into mirror.observation (school, id, window_key, asked_at, answered_at, complete, unchanged_since, sha256,
       records, changed, requests) overriding system value
     select school, ${look('id')}, new_key, ${instant('asked_at')}, ${instant('answered_at')}, complete,
       ${look('unchanged_since')}, sha256, records, changed, requests
     from mirror.observation o join place p on p.key = o.window_key`,
    `insert into mirror.version (school, group_id, kind, record, seq, window_key, content, hash, absent_at, present_at,
       observation, asked_at, ended_after, ended_at, gone)
     select school, p.group_id, kind, ${idOf(copy, 'record')}, seq, new_key,
       case when p.weekly then ${past('content')} else ${content('content')} end, hash,
       ${instant('absent_at')}, ${instant('present_at')}, ${look('observation')}, ${instant('asked_at')},
       ${instant('ended_after')}, ${instant('ended_at')}, gone
     from mirror.version v join place p on p.key = v.window_key`,
    'drop table place',
    list,
    `insert into ledger.entry
     select school, key, bench.entry(school, key), rule, ${idOf(copy, 'class_id')}, ${date('date')}, kind,
       (${past('content')})::text::json, content_hash, ${instant('opened_at')}, ${instant('changed_at')}, closed_at, severity,
       subject_id, teachers, ${instant('deadline')}
     from (select *, ${idOf(copy, 'verdict_key')} as key from ledger.entry where ${ofClass}) e
     where key <> verdict_key`,
    `insert into ledger.event (school, entry_id, at, from_kind, to_kind, content)
     select e.school, bench.entry(e.school, ${idOf(copy, 'verdict_key')}), ${instant('at')}, from_kind, to_kind, e.content
     from ledger.event e join ledger.entry on entry.id = e.entry_id
     where ${ofClass} and ${idOf(copy, 'verdict_key')} <> verdict_key`,
    `insert into ledger.rule_day
     select school, rule, ${idOf(copy, 'class_id')}, ${date('date')}, kept from ledger.rule_day where ${ofClass}`,
    `insert into ledger.checked_day
     select school, ${idOf(copy, 'class_id')}, ${date('date')}, rules, ${instant('as_of')}, looks_hash
     from ledger.checked_day where ${ofClass}`,
    `do $do$ begin execute (
       select format($f$insert into ledger.figure_day select %s from ledger.figure_day where ${ofClass}$f$, string_agg(
         case attname when 'class_id' then $q$${idOf(copy, 'class_id')}$q$ when 'date' then $q$${date('date')}$q$
           else quote_ident(attname) end, ',' order by attnum))
       from pg_attribute where attrelid = 'ledger.figure_day'::regclass and attnum > 0);
     end $do$`,
  ]
}

/** The school's list of classes is one window: other classes stand in it, those of other years have ended. */
const groupColumns = `school, group_id, kind, record, seq, window_key, content, hash, absent_at, present_at, observation,
  asked_at, ended_after, ended_at, gone`

function groupsBeside(copy: Copy, tens: number): string {
  const named = `jsonb_set(${copy.content('content')}, '{name}', to_jsonb(replace(content->>'name', '-', '-${tens}')))`
  return `insert into mirror.version (${groupColumns})
    select school, group_id, kind, ${idOf(copy, 'record')}, seq, window_key, ${named}, hash, absent_at, present_at, observation,
      asked_at, ended_after, ended_at, gone
    from mirror.version where kind = 'group' and record like '${copy.pattern}'`
}

function groupsBefore(copy: Copy, years: number): string {
  const ofYear = `jsonb_set(${copy.content('content')}, '{studyYear}', to_jsonb((content->>'studyYear')::int - ${years}))`
  const end = `${copy.instant('present_at')} + 300 * 86400000::bigint`
  return `insert into mirror.version (${groupColumns})
    select school, group_id, kind, ${idOf(copy, 'record')}, seq, window_key, ${ofYear}, hash, absent_at,
      ${copy.instant('present_at')}, observation, ${copy.instant('asked_at')}, ${end}, ${end}, true
    from mirror.version where kind = 'group' and record like '${copy.pattern}'`
}

/** To be called before the first look. */
export async function makeRoomForYears({ pool }: DatabaseHandle): Promise<void> {
  await pool.query(`alter sequence mirror.observation_id_seq restart with ${mostYears * looksAYear}`)
}

/** Copies the mirrored and judged classes until the school has `classes` of them, and then `years` of those. */
export async function makeDecade(
  { pool }: DatabaseHandle,
  { classes, years }: { readonly classes: number; readonly years: number },
  say: (text: string) => void,
): Promise<void> {
  const client = await pool.connect()
  try {
    // What a crash would lose is made again; writing it twice would take longer than all the rest.
    await client.query(`set maintenance_work_mem = '512MB'; set synchronous_commit = off`)
    await client.query(functions)
    const indices = await dropIndices(client)
    for (let tens = 1; tens * originals < classes; tens++) {
      const copy = besideBy(tens)
      for (const statement of copying(copy, groupsBeside(copy, tens))) await client.query(statement)
      say(`copied classes ${tens * originals} to ${tens * originals + originals - 1}`)
    }
    for (let ago = 1; ago < years; ago++) {
      const copy = beforeBy(ago)
      for (const statement of copying(copy, groupsBefore(copy, ago))) await client.query(statement)
      say(`copied the year ${ago} years ago`)
    }
    for (const statement of indices) await client.query(statement)
    await client.query('drop schema bench cascade')
    say('made the indices again')
  } finally {
    client.release()
  }
}

/** Of the largest table: making them afterwards costs a fifth. @returns what makes them again */
async function dropIndices(client: { query<R>(text: string): Promise<{ rows: R[] }> }): Promise<string[]> {
  await client.query('alter table mirror.version set unlogged')
  const { rows: keys } = await client.query<{ name: string; text: string }>(
    `select conname as name, pg_get_constraintdef(oid) as text from pg_constraint
     where conrelid = 'mirror.version'::regclass and contype in ('p', 'u')`,
  )
  const { rows: others } = await client.query<{ name: string; text: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as text from pg_index
     where indrelid = 'mirror.version'::regclass
       and not exists (select from pg_constraint where conindid = indexrelid)`,
  )
  for (const { name } of keys) await client.query(`alter table mirror.version drop constraint "${name}"`)
  for (const { name } of others) await client.query(`drop index ${name}`)
  return [
    ...keys.map(({ name, text }) => `alter table mirror.version add constraint "${name}" ${text}`),
    ...others.map(({ text }) => text),
  ]
}
