import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import type { DatabaseHandle } from '../src/database/index.js'
import { copyIn } from './copy.js'
import { atLeast, atMost, type Bench, type Figure } from './figures.js'
import type { LookOrder, LookReport } from './ingest-worker.js'
import { bodyOf, classId, type Edition, recordsAWeek, school, weeks, windowsOfWeek } from './school-year.js'
import { benchServer } from './server.js'
import { median, millisecondsOf, sum } from './side-by-side.js'

const firstLook = Date.parse('2027-06-01T00:00:00Z')
const hour = 3_600_000
/** Unchanged windows are looked at so often: once is over too soon to tell. */
const repeats = 5
const hoursFrom = (first: number) =>
  Array.from({ length: repeats }, (_, index) => firstLook + (first + index) * hour)
/** Classes that a worker reads at once with the settings as they come, and with the most that they allow. */
const lanes = { usual: 4, most: 10 }

interface Worker {
  look(
    handle: DatabaseHandle,
    classes: readonly string[],
    edition: Edition,
    ...moments: readonly number[]
  ): Promise<number>
  /** What decoding and hashing took in all looks so far, milliseconds a window. */
  clientPart(): number
  /** Bytes. */
  peak(): number
  stop(): void
}

/** The bodies of a look at these classes, as the worker reads them; returns how long each is, bytes. */
async function writeBodies(file: string, classes: readonly string[], edition: Edition): Promise<number[]> {
  const bodies = weeks.flatMap(week =>
    classes.flatMap(id => windowsOfWeek(id, week).map(window => Buffer.from(bodyOf(window, edition)))),
  )
  await writeFile(file, bodies)
  return bodies.map(body => body.length)
}

function startWorker(folder: string): Worker {
  const bodies = join(folder, 'bodies')
  const child = fork(fileURLToPath(new URL('ingest-worker.ts', import.meta.url)), {
    execArgv: process.execArgv,
  })
  let [peak, clientMs, windows] = [0, 0, 0]
  return {
    async look({ connectionString }, classes, edition, ...moments) {
      const lengths = await writeBodies(bodies, classes, edition)
      const order: LookOrder = { connectionString, classes, bodies, lengths, moments }
      child.send(order)
      const ended = new AbortController()
      const answer = await Promise.race([
        once(child, 'message', ended),
        once(child, 'exit', ended).then(() => Promise.reject(new Error('the worker is gone'))),
      ])
      ended.abort()
      const report = answer[0] as LookReport
      peak = Math.max(peak, report.peak)
      clientMs += report.clientMs
      windows += lengths.length
      return report.ms
    },
    clientPart: () => clientMs / windows,
    peak: () => peak,
    stop: () => child.disconnect(),
  }
}

function* groupsOf(classes: readonly string[], size: number): Generator<readonly string[]> {
  for (let start = 0; start < classes.length; start += size) yield classes.slice(start, start + size)
}

/** COPY of the classes' versions into a table like theirs, with the same indices. */
async function copyClasses(client: pg.PoolClient, classes: readonly string[]): Promise<number> {
  const { rows: settings } = await client.query<{ folder: string }>(
    `select current_setting('data_directory') as folder`,
  )
  const file = join(settings[0]?.folder ?? '', 'bench-rows')
  const list = classes.map(id => `'${id}'`).join()
  await client.query(
    `copy (select * from mirror.version where school = '${school}' and group_id in (${list})) to '${file}'`,
  )
  const rows = await readFile(file)
  await rm(file)
  return millisecondsOf(() => copyIn(client, 'copy bench.version from stdin', rows))
}

/** Nine more years of the same size: other classes, other records. */
async function addYears(handle: DatabaseHandle): Promise<void> {
  await handle.pool.query(`
    insert into mirror.version (school, group_id, kind, record, seq, window_key, content, hash, absent_at, present_at,
      observation, asked_at)
    select school, group_id || '-' || year, kind, year || record, seq, window_key || '-' || year, content, hash, absent_at,
      present_at, observation, asked_at
    from mirror.version, generate_series(1, 9) year where ended_at is null`)
  await handle.pool.query('vacuum analyze mirror.version')
}

export const ingest: Bench = {
  about: 'a school-year into the mirror, against COPY of the same rows (--size: classes, 40)',
  async run({ size, say }) {
    const classesOf = (year: number, count: number) =>
      Array.from({ length: count }, (_, index) => classId({ classes: 0, year }, index))
    const classes = classesOf(10, size ?? 40)
    const rows = weeks.length * recordsAWeek
    const perSecond = (ms: number, classesDone: number) => (1000 * rows * classesDone) / ms
    const server = await benchServer()
    const worker = startWorker(server.folder)
    let client: pg.PoolClient | undefined
    try {
      const handle = await server.database('year')
      client = await handle.pool.connect()
      await client.query('create schema bench')
      await client.query('create table bench.version (like mirror.version including all)')
      // The first look of a process pays for compiling it.
      await worker.look(handle, classesOf(9, lanes.usual), 'first', firstLook)

      const [first, copy, changed, unchanged, unchangedMost]: number[][] = [[], [], [], [], []]
      for (const group of groupsOf(classes, lanes.usual)) {
        first?.push(await worker.look(handle, group, 'first', firstLook))
        copy?.push(await copyClasses(client, group))
        const speeds = [first, copy].map(times => Math.round(perSecond(times?.at(-1) ?? 0, group.length)))
        say(`${group[0]}: ${speeds[0]} rows/s, COPY ${speeds[1]}`)
      }
      for (const group of groupsOf(classes, lanes.usual))
        changed?.push(await worker.look(handle, group, 'later', firstLook + hour))
      for (const group of groupsOf(classes, lanes.usual))
        unchanged?.push(await worker.look(handle, group, 'later', ...hoursFrom(2)))
      for (const group of groupsOf(classes, lanes.most))
        unchangedMost?.push(await worker.look(handle, group, 'later', ...hoursFrom(2 + repeats)))
      say('adding nine years')
      await client.query('drop schema bench cascade')
      const young = await server.database('young')
      await addYears(handle)
      const onYoung: number[] = []
      const onOld: number[] = []
      for (const group of groupsOf(classesOf(11, Math.max(8, Math.ceil(classes.length / 2))), lanes.usual)) {
        onYoung.push(await worker.look(young, group, 'first', firstLook))
        onOld.push(await worker.look(handle, group, 'first', firstLook))
      }
      return figures()

      function figures(): Figure[] {
        const ratios = (one: readonly number[] = [], other: readonly number[] = []) =>
          median(one.map((value, index) => (other[index] ?? Number.NaN) / value))
        const speed = (times: readonly number[] = [], looks = 1) =>
          perSecond(sum(times), classes.length * looks)
        return [
          { name: 'records of the year', value: rows * classes.length, unit: '' },
          { name: 'COPY of the same rows', value: speed(copy), unit: 'rows/s' },
          { name: 'first load', value: speed(first), unit: 'rows/s' },
          { name: 'first load ÷ COPY', value: ratios(first, copy), unit: '', target: atLeast(0.45) },
          { name: '2 % changed in every window', value: speed(changed), unit: 'rows/s' },
          { name: '2 % changed ÷ first load', value: ratios(changed, first), unit: '', target: atLeast(2) },
          {
            name: `unchanged windows, ${lanes.usual} at once`,
            value: speed(unchanged, repeats),
            unit: 'rows/s',
          },
          {
            name: `unchanged windows, ${lanes.most} at once`,
            value: speed(unchangedMost, repeats),
            unit: 'rows/s',
            target: atLeast(1e6),
          },
          { name: 'decoding and hashing, the client’s part', value: worker.clientPart(), unit: 'ms/window' },
          {
            name: 'peak memory of the worker',
            value: worker.peak() / 2 ** 20,
            unit: 'MB',
            target: atMost(256),
          },
          {
            name: 'first load, ten years ÷ none',
            value: ratios(onOld, onYoung),
            unit: '',
            target: atLeast(0.9),
          },
        ]
      }
    } finally {
      worker.stop()
      client?.release()
      await server.stop()
    }
  },
}
