import { AsyncLocalStorage } from 'node:async_hooks'
import pg from 'pg'
import { ownSchemas } from './dump/tables.js'
import { isDatabaseRefusal, ScrubbingClient } from './scrubbing-client.js'

/**
 * What the pages do runs as a role that sees only rows of the schools a page is about (migration 0027): a query that forgot
 * to name its school finds nothing of another one. It stands beside the separation in the code, not instead of it.
 */

export const pagesRole = 'dnevnik_bridge_pages'

/** `rows`: the database keeps schools apart too. `code`: this user may not make the role, so only the program does. */
export type Separation = 'rows' | 'code'

type Connected = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (release?: unknown) => void,
) => void

/** A pool whose connections are bound to some schools wherever `within` is going on. */
export class SeparatingPool extends pg.Pool {
  readonly #scope = new AsyncLocalStorage<readonly string[]>()
  readonly #bound: pg.Pool
  #separation: Separation = 'code'

  constructor(config: pg.PoolConfig) {
    super({ ...config, Client: ScrubbingClient })
    this.#bound = new pg.Pool({ ...config, Client: ScrubbingClient })
    for (const pool of [this, this.#bound]) {
      // An idle connection that breaks is dropped by the pool, and the next query opens another; without a listener
      // Node would end the process.
      pool.on('error', () => undefined)
    }
  }

  within<T>(schools: readonly string[], work: () => Promise<T>): Promise<T> {
    return this.#scope.run(schools, work)
  }

  /** Makes the role if need be and if this user may; from then on `within` binds. */
  async separate(): Promise<Separation> {
    this.#separation = (await prepareRole(this)) ? 'rows' : 'code'
    return this.#separation
  }

  override connect(): Promise<pg.PoolClient>
  override connect(callback: Connected): void
  override connect(callback?: Connected): Promise<pg.PoolClient> | undefined {
    const schools = this.#separation === 'rows' ? this.#scope.getStore() : undefined
    if (schools === undefined) {
      if (callback === undefined) return super.connect()
      super.connect(callback)
      return undefined
    }
    const client = this.#boundTo(schools)
    if (callback === undefined) return client
    client.then(
      connected => callback(undefined, connected, release => connected.release(release === true)),
      (error: Error) => callback(error, undefined, () => undefined),
    )
    return undefined
  }

  async #boundTo(schools: readonly string[]): Promise<pg.PoolClient> {
    const client = await this.#bound.connect()
    try {
      await client.query("select set_config('role', $1, false), set_config('bridge.schools', $2, false)", [
        pagesRole,
        schools.join(','),
      ])
      return client
    } catch (error) {
      client.release(true)
      throw error
    }
  }

  override async end(): Promise<void> {
    if (!this.#bound.ending) await this.#bound.end()
    await super.end()
  }
}

const lock = "hashtextextended('dnevnik-bridge/separation', 0)"

async function prepareRole(pool: pg.Pool): Promise<boolean> {
  const client = await pool.connect()
  let usable = false
  try {
    await client.query(`begin; select pg_advisory_xact_lock(${lock})`)
    // Roles belong to the whole server: another database of it may be making this one at the same moment.
    await client.query(`do $$ begin
      if not exists (select from pg_roles where rolname = '${pagesRole}') then create role ${pagesRole} nologin; end if;
      exception when insufficient_privilege or duplicate_object or unique_violation then null;
    end $$`)
    const { rows: roles } = await client.query(`select from pg_roles where rolname = '${pagesRole}'`)
    if (roles.length > 0) {
      await client.query(`do $$ begin
        if not pg_has_role(current_user, '${pagesRole}', 'member') then
          execute format('grant ${pagesRole} to %I', current_user);
        end if;
        exception when insufficient_privilege then null;
      end $$`)
    }
    const may = roles.length > 0 && (await mayTakeRole(client))
    if (may) await client.query(ownSchemas.map(grantsOf).join('\n'))
    await client.query('commit')
    usable = true
    return may
  } finally {
    client.release(!usable)
  }
}

function grantsOf(schema: string): string {
  // Which migrations have run is nothing that a page may change.
  if (schema === 'bridge') return `grant usage on schema bridge to ${pagesRole};`
  return `grant usage on schema ${schema} to ${pagesRole};
    grant select, insert, update, delete on all tables in schema ${schema} to ${pagesRole};
    grant usage, select on all sequences in schema ${schema} to ${pagesRole};`
}

async function mayTakeRole(client: pg.ClientBase): Promise<boolean> {
  await client.query('savepoint trial')
  try {
    await client.query(`set local role ${pagesRole}`)
    await client.query('rollback to savepoint trial')
    return true
  } catch (error) {
    if (!isDatabaseRefusal(error)) throw error
    await client.query('rollback to savepoint trial')
    return false
  }
}
