import type { DatabaseHandle } from '../src/database/index.js'
import { yearSchool } from './judged-year.js'

/** What ten years of running leave behind: runs and their windows, planned looks, requests, looks at pages. */
export interface RecordCounts {
  /** Runs; as many finished jobs stand in the queue's own tables. */
  readonly jobs: number
  readonly days: number
  readonly pageLooks: number
}

const windowsOfNewest = 240

/** @param now instant from which they go back */
export async function fillRecords(
  { pool }: DatabaseHandle,
  { jobs, days, pageLooks }: RecordCounts,
  now: number,
): Promise<void> {
  const dayMs = 86_400_000
  const step = Math.floor((days * dayMs) / jobs)
  await pool.query(
    `insert into runs.run (id, school, kind, state, from_date, to_date, asked_by, created_at, finished_at, windows)
     select 'night-' || n, $1, 'planned-look', case when n % 50 = 0 then 'done-with-gaps' else 'done' end,
       to_char(to_timestamp(at / 1000) - interval '14 days', 'YYYY-MM-DD'),
       to_char(to_timestamp(at / 1000), 'YYYY-MM-DD'), 'schedule', at, at + 60000, 1
     from (select n, $2::bigint - n * $3::bigint as at from generate_series(1, $4::int) n) run`,
    [yearSchool, now, step, jobs],
  )
  await pool.query(
    `insert into runs.window_outcome (run, window_key, requests, complete, incomplete, changed, gone, quarantined)
     select 'night-' || n, w.school || '/' || w.number, 1, 1, 0, n % 3, 0, 0
     from generate_series(1, $2::int) n
     cross join lateral (select $1::text as school, number
       from generate_series(1, case when n <= 60 then $3::int else 1 end) number) w`,
    [yearSchool, jobs, windowsOfNewest],
  )
  await pool.query(
    `insert into runs.planned_day select $1, to_char(to_timestamp($2::bigint / 1000) - n * interval '1 day', 'YYYY-MM-DD'),
       $2::bigint - n * ${dayMs}::bigint from generate_series(0, $3::int) n`,
    [yearSchool, now, days],
  )
  await pool.query(
    `insert into runs.planned_look (school, id, date, kind, at, until, from_date, to_date, decides, price, run)
     select $1, 'look-' || n || '-' || k, date, 'homework-due', at + k * 60000, at + k * 60000 + 600000, date, date, '{2.6}', 3,
       'night-' || (n * 40 + k + 1)
     from (select n, to_char(to_timestamp($2::bigint / 1000) - n * interval '1 day', 'YYYY-MM-DD') as date,
       $2::bigint - n * ${dayMs}::bigint as at from generate_series(0, $3::int) n) day
     cross join generate_series(0, 39) k`,
    [yearSchool, now, days],
  )
  await pool.query(
    `insert into pace.request_hour (hour, school, purpose, endpoint, outcome, calls, bytes, ms)
     select h, $1, purpose, 'v2/edu-groups/{id}/' || purpose, 'OK', 40, 4000000, 9000
     from generate_series($2::bigint - 396 * ${dayMs}::bigint, $2::bigint, 3600000) h
     cross join unnest('{night,deadline,on-demand,lists,digest,check}'::text[]) purpose`,
    [yearSchool, now],
  )
  await pool.query(
    `insert into people.access (at, act, account, name, address, about, school, path, class_id)
     select $2::bigint - n * ${Math.floor((1096 * dayMs) / pageLooks)}::bigint, 'look', 'teacher-' || n % 60, 'Учитель',
       '10.0.0.' || n % 200, 'see-findings', $1, '/schools/' || $1 || '/classes/' || 2000000 + n % 40, 2000000 + n % 40
     from generate_series(1, $3::int) n`,
    [yearSchool, now, pageLooks],
  )
}

/** Finished jobs in BullMQ's tables, each like one that was really added. */
export async function fillQueue({ pool }: DatabaseHandle, jobs: number, now: number): Promise<void> {
  await pool.query(
    `insert into queue.job
     select copy.* from (select job as original from queue.job job limit 1) one
     cross join generate_series(1, $1::int) n
     cross join lateral jsonb_populate_record(original, jsonb_build_object('id', 'bench-' || n, 'seq', 1000 + n, 'state', 'completed',
       'finished_at_ms', $2::bigint - n * 1000)) copy`,
    [jobs, now],
  )
}
