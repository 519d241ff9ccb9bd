import type pg from 'pg'
import { BridgeError } from '../../errors.js'

/** Schemas that our migrations make. BullMQ's own isn't among them: flushing the queue loses no fact. */
export const ownSchemas = ['access', 'bridge', 'ledger', 'mirror', 'pace', 'people', 'runs'] as const

export interface Table {
  /** `mirror.version` */
  readonly name: string
  readonly columns: readonly string[]
  /** Of its identity column: `mirror.version_id_seq`; null where there is none. */
  readonly sequence: string | null
}

/** Told by the list of migrations instead. */
const untold = 'bridge.migration'

/** Our tables, each after those that it refers to. */
export async function ownTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table & { readonly refers: readonly string[] }>(
    `select n.nspname || '.' || c.relname as name,
       array(select a.attname::text from pg_attribute a
             where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum) as columns,
       (select pg_get_serial_sequence(n.nspname || '.' || c.relname, a.attname) from pg_attribute a
        where a.attrelid = c.oid and a.attidentity <> '') as sequence,
       array(select rn.nspname || '.' || r.relname from pg_constraint k
             join pg_class r on r.oid = k.confrelid join pg_namespace rn on rn.oid = r.relnamespace
             where k.conrelid = c.oid and k.contype = 'f') as refers
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1) and c.relkind = 'r' order by 1`,
    [ownSchemas],
  )
  const waiting = rows.filter(({ name }) => name !== untold)
  const sorted: Table[] = []
  while (waiting.length > 0) {
    const next = waiting.findIndex(({ refers }) => !waiting.some(({ name }) => refers.includes(name)))
    const [table] = waiting.splice(next, 1)
    if (next < 0 || table === undefined) {
      throw new BridgeError('INTERNAL', { message: 'Таблицы ссылаются друг на друга по кругу.' })
    }
    sorted.push({ name: table.name, columns: table.columns, sequence: table.sequence })
  }
  return sorted
}
