import { sql } from 'kysely'
import { z } from 'zod'
import type { DatabaseHandle } from '../database/index.js'
import { changeKinds } from '../journal/index.js'
import { type Run, type Runs, readKinds } from './runs.js'

const states = ['queued', 'running', 'done', 'done-with-gaps', 'failed', 'cancelled'] as const
const kinds = ['sync', 'planned-look', 'report', 'digest', 'replay', 'check', 'print-kit'] as const
const open = ['queued', 'running'] as const

const instant = z.coerce.number()
const count = z.int().nonnegative()
const Difference = z.partialRecord(
  z.enum(changeKinds),
  z.strictObject({ added: count, changed: count, gone: count }),
)
const RunRow = z.object({
  id: z.string(),
  kind: z.enum(kinds),
  school: z.string(),
  from: z.string(),
  to: z.string(),
  classIds: z.array(z.string()).nullable(),
  kinds: z.array(z.enum(readKinds)).nullable(),
  askedBy: z.string(),
  state: z.enum(states),
  windows: z.number().nullable(),
  createdAt: instant,
  finishedAt: instant.nullable(),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  step: z.string().nullable(),
  requests: z.number(),
  complete: z.number(),
  incomplete: z.number(),
  changed: z.number(),
  gone: z.number(),
  quarantined: z.number(),
  difference: Difference.nullable(),
})

/**
 * Run state in PostgreSQL. A run goes from `queued` to `running` with its first step, and once finished it stays
 * as it was finished: a late worker can neither revive nor rewrite it, only add what was on its way.
 */
export function createRuns({ kysely }: DatabaseHandle): Runs {
  return {
    async create(request, at) {
      const made = await kysely
        .insertInto('runs.run')
        .values({
          id: request.id,
          school: request.school,
          kind: request.kind,
          state: 'queued',
          from_date: request.from,
          to_date: request.to,
          class_ids: request.classIds === null ? null : [...request.classIds],
          kinds: request.kinds ? [...request.kinds] : null,
          asked_by: request.askedBy,
          created_at: at,
        })
        .onConflict(conflict => conflict.column('id').doNothing())
        .returning('id')
        .executeTakeFirst()
      return made !== undefined
    },

    async get(id) {
      const [run] = await read(selected(kysely).where('run.id', '=', id))
      return run ?? null
    },

    recent(school, limit) {
      const newest = selected(kysely).where('run.school', '=', school).orderBy('run.created_at', 'desc')
      return read(newest.orderBy('run.id').limit(limit))
    },

    unfinished() {
      const oldest = selected(kysely).where('run.state', 'in', open).orderBy('run.created_at')
      return read(oldest.orderBy('run.id'))
    },

    async setStep(id, step) {
      await openRun(kysely, id).set({ state: 'running', step }).execute()
    },

    async setWindows(id, windows) {
      await openRun(kysely, id).set({ state: 'running', windows }).execute()
    },

    async finishedWindows(id) {
      const rows = await kysely
        .selectFrom('runs.window_outcome')
        .select('window_key')
        .where('run', '=', id)
        .execute()
      return new Set(rows.map(row => row.window_key))
    },

    async windowDone(id, { window, errorCode, askedAt = null, ...totals }) {
      await kysely
        .insertInto('runs.window_outcome')
        .values({ run: id, window_key: window, ...totals, error_code: errorCode, asked_at: askedAt })
        .onConflict(conflict => conflict.columns(['run', 'window_key']).doNothing())
        .execute()
    },

    async isOpen(id) {
      const run = await kysely
        .selectFrom('runs.run')
        .select('id')
        .where('id', '=', id)
        .where('state', 'in', open)
        .executeTakeFirst()
      return run !== undefined
    },

    async changingLooks(id) {
      const looks = await kysely
        .selectFrom('runs.window_outcome')
        .select(['window_key as windowKey', 'asked_at as askedAt'])
        .where('run', '=', id)
        .where('asked_at', 'is not', null)
        .orderBy('window_key')
        .execute()
      return looks.map(({ windowKey, askedAt }) => ({ windowKey, askedAt: Number(askedAt) }))
    },

    async brought(id, { looks, difference }) {
      return kysely.transaction().execute(async db => {
        // One at a time, so that who counted fewer looks doesn't write after who counted more.
        await db.selectFrom('runs.run').select('id').where('id', '=', id).forUpdate().execute()
        const { counted } = await db
          .selectFrom('runs.window_outcome')
          .select(eb => eb.fn.countAll<string>().as('counted'))
          .where('run', '=', id)
          .where('asked_at', 'is not', null)
          .executeTakeFirstOrThrow()
        if (Number(counted) !== looks) return false
        await db
          .updateTable('runs.run')
          .set({ difference: JSON.stringify(difference) })
          .where('id', '=', id)
          .where('state', 'not in', open)
          .execute()
        return true
      })
    },

    async finish(id, at, { state, error, difference }) {
      const outcome = {
        state,
        finished_at: at,
        error_code: error?.code ?? null,
        error_message: error?.message ?? null,
        difference: difference === undefined ? null : JSON.stringify(difference),
      }
      const ended = await openRun(kysely, id).set(outcome).returning('id').executeTakeFirst()
      return ended !== undefined
    },
  }
}

type Database = DatabaseHandle['kysely']

function openRun(kysely: Database, id: string) {
  return kysely.updateTable('runs.run').where('id', '=', id).where('state', 'in', open)
}

/** Runs with the totals of their windows. */
function selected(kysely: Database) {
  return (
    kysely
      .selectFrom('runs.run as run')
      .leftJoinLateral(
        eb =>
          eb
            .selectFrom('runs.window_outcome as outcome')
            .whereRef('outcome.run', '=', 'run.id')
            .select(eb.fn.countAll<number>().as('entered'))
            .select([
              total('requests').as('requests'),
              total('complete').as('complete'),
              total('incomplete').as('incomplete'),
              total('changed').as('changed'),
              total('gone').as('gone'),
              total('quarantined').as('quarantined'),
            ])
            .as('totals'),
        join => join.onTrue(),
      )
      .select(['run.id', 'run.kind', 'run.school', 'run.state', 'run.step'])
      // Lists that the journal turned out to need come on top of what was planned.
      .select(
        sql<number | null>`case when run.windows is not null
      then greatest(run.windows, totals.entered)::int end`.as('windows'),
      )
      .select([
        'run.from_date as from',
        'run.to_date as to',
        'run.class_ids as classIds',
        'run.kinds',
        'run.asked_by as askedBy',
      ])
      .select(['run.created_at as createdAt', 'run.finished_at as finishedAt'])
      .select(['run.error_code as errorCode', 'run.error_message as errorMessage', 'run.difference'])
      .select([
        'totals.requests',
        'totals.complete',
        'totals.incomplete',
        'totals.changed',
        'totals.gone',
        'totals.quarantined',
      ])
  )
}

function total(column: string) {
  return sql<number>`coalesce(sum(${sql.ref(`outcome.${column}`)}), 0)::int`
}

async function read(query: { execute(): Promise<unknown[]> }): Promise<Run[]> {
  return RunRow.array().parse(await query.execute())
}
