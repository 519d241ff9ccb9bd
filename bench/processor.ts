import { readFile } from 'node:fs/promises'
import type { DatabaseHandle } from '../src/database/index.js'

/** The kernel counts in hundredths of a second. */
const tickMs = 10

/** Processor time used so far, ms, of this process and of each of the database's sessions. */
export interface ProcessorTime {
  readonly node: number
  readonly sessions: ReadonlyMap<number, number>
}

/** On a machine that others use too this says more than the clock. */
export async function processorTime({ pool }: DatabaseHandle): Promise<ProcessorTime> {
  const { rows } = await pool.query<{ pid: number }>(
    'select pid from pg_stat_activity where datname = current_database()',
  )
  const sessions = new Map<number, number>()
  for (const { pid } of rows) {
    const ms = await processTime(pid)
    if (ms !== null) sessions.set(pid, ms)
  }
  const { user, system } = process.cpuUsage()
  return { node: (user + system) / 1000, sessions }
}

/** Of a session that has ended meanwhile nobody knows what it used last. */
export function between(begun: ProcessorTime, ended: ProcessorTime): { node: number; postgres: number } {
  const used = [...ended.sessions].map(([pid, ms]) => ms - (begun.sessions.get(pid) ?? 0))
  return { node: ended.node - begun.node, postgres: used.reduce((sum, ms) => sum + ms, 0) }
}

/** Null of a process that has just ended. */
async function processTime(pid: number): Promise<number | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(hasEnded)
  if (stat === null) return null
  // The name in brackets may hold anything; user and system time are the 12th and 13th field after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * tickMs
}

function hasEnded(error: unknown): null {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
    return null
  throw error
}
