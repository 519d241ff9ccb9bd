import { type Kysely, sql } from 'kysely'
import type { Instant } from '../clock.js'
import type { Schema, Session } from '../database/index.js'
import type { Id, IsoDate, Quarantined, Resource, Window } from '../journal/index.js'
import { storableText } from './canonical.js'

/** A window of whose newest data something couldn't be read. */
export interface QuarantinedWindow {
  readonly window: Window
  /** When these data were asked for. */
  readonly askedAt: Instant
  readonly elements: number
}

/**
 * `Mirror.quarantine`: in the order of the looks, so that what wandered from one window to another while nobody could
 * read it is entered in the order in which it was seen.
 */
export async function readQuarantine(db: Kysely<Schema>, school: Id): Promise<QuarantinedWindow[]> {
  const { rows } = await sql<{
    resource: Resource
    group: Id | null
    week: IsoDate | null
    askedAt: Instant
    elements: number
  }>`
    select c.resource, nullif(c.group_id, '') as "group", c.week, o.asked_at::float8 as "askedAt",
      o.quarantined as elements
    from mirror.chain c
    join mirror.observation o on o.school = c.school and o.window_key = c.window_key and o.id = c.data_look
    where c.school = ${school} and o.quarantined > 0
    order by o.asked_at, o.id`.execute(db)
  return rows.map(({ resource, group, week, ...facts }) => ({
    window: { school, resource, group, week },
    ...facts,
  }))
}

/** What is wrong with the elements of a window, in words that repeat nothing of what stands there. */
export interface QuarantineProblem {
  readonly windowKey: string
  /** `[].date`: where in whichever element. */
  readonly path: string
  readonly problem: string
  readonly elements: number
}

/** `Mirror.quarantineProblems`, by window, the commonest first. */
export async function readQuarantineProblems(db: Kysely<Schema>, school: Id): Promise<QuarantineProblem[]> {
  const { rows } = await sql<QuarantineProblem>`
    select c.window_key as "windowKey", regexp_replace(q.path, '[[][0-9]+[]]', '[]', 'g') as path, q.problem,
      count(*)::int as elements
    from mirror.chain c
    join mirror.observation o on o.school = c.school and o.window_key = c.window_key and o.id = c.data_look
    join mirror.quarantine q on q.school = c.school and q.observation = o.id
    where c.school = ${school} and o.quarantined > 0
    group by 1, 2, 3 order by 1, 4 desc, 2, 3`.execute(db)
  return rows
}

export async function keepQuarantine(
  session: Session,
  window: Window,
  observation: string,
  quarantined: readonly Quarantined[],
): Promise<void> {
  if (quarantined.length === 0) return
  await session.query(
    `insert into mirror.quarantine (school, observation, path, problem, raw)
     select $1, $2, q.path, q.problem, q.raw
     from unnest($3::text[], $4::text[], $5::text[]) q (path, problem, raw)`,
    [
      window.school,
      observation,
      quarantined.map(item => storableText(item.path)),
      quarantined.map(item => storableText(item.problem)),
      quarantined.map(item => storableText(item.raw)),
    ],
  )
}
