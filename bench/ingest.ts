import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import type { DatabaseHandle } from '../src/database/index.js'
import type { Window } from '../src/journal/index.js'
import { createMirror } from '../src/mirror/index.js'
import { loadVocabulary } from '../src/vocabulary/index.js'
import { copyIn } from './copy.js'
import { atLeast, atMost, type Bench, type Figure } from './figures.js'
import { benchServer } from './server.js'
import {
  answerOf,
  bodyOf,
  classId,
  type Edition,
  recordsAWeek,
  school,
  weeks,
  windowsOfClass,
} from './school-year.js'
import { median, millisecondsOf, sum } from './side-by-side.js'

const firstLook = Date.parse('2027-06-01T00:00:00Z')
const hour = 3_600_000
/** As many as classes that workers read at once. */
const lanes = 4

/** One look at each window; only what the mirror does is timed: hash, parse, compare, commit. */
async function look(handle: DatabaseHandle, windows: readonly Window[], edition: Edition, at: number) {
  const mirror = createMirror(handle, vocabulary)
  let spent = 0
  for (const window of windows) {
    // What comes from the wire is one flat text.
    const body = Buffer.from(bodyOf(window, edition)).toString()
    spent += await millisecondsOf(async () => mirror.recordLook(window, answerOf(window, body, at)))
    peak = Math.max(peak, process.memoryUsage.rss())
  }
  return spent
}
const vocabulary = loadVocabulary()
/** Of the whole process, while it takes looks in; what the bench itself holds for COPY comes between. */
let peak = 0

/** Looks at windows that haven't changed, several classes at once as in a night of a region. */
async function lookUnchanged(
  handle: DatabaseHandle,
  classes: readonly string[],
  edition: Edition,
  at: number,
) {
  const mirror = createMirror(handle, vocabulary)
  let spent = 0
  for (let start = 0; start < classes.length; start += lanes) {
    const group = classes.slice(start, start + lanes).map(id => {
      return windowsOfClass(id).map(window => ({
        window,
        body: Buffer.from(bodyOf(window, edition)).toString(),
      }))
    })
    spent += await millisecondsOf(() =>
      Promise.all(
        group.map(async looks => {
          for (const { window, body } of looks) await mirror.recordLook(window, answerOf(window, body, at))
        }),
      ),
    )
  }
  return spent
}

/** COPY of a class's versions into a table like theirs, with the same indices. */
async function copyClass(client: pg.PoolClient, group: string): Promise<number> {
  const { rows: settings } = await client.query<{ folder: string }>(
    `select current_setting('data_directory') as folder`,
  )
  const file = join(settings[0]?.folder ?? '', 'bench-rows')
  await client.query(
    `copy (select * from mirror.version where school = '${school}' and group_id = '${group}') to '${file}'`,
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
    const classes = Array.from({ length: size ?? 40 }, (_, index) => classId({ classes: 0, year: 10 }, index))
    const next = classes
      .slice(0, Math.max(2, Math.ceil(classes.length / 4)))
      .map((_, index) => classId({ classes: 0, year: 11 }, index))
    const rows = weeks.length * recordsAWeek
    const perSecond = (classesDone: number, ms: number) => (1000 * rows * classesDone) / ms
    const server = await benchServer()
    let client: pg.PoolClient | undefined
    try {
      const handle = await server.database('year')
      client = await handle.pool.connect()
      await client.query('create schema bench')
      await client.query('create table bench.version (like mirror.version including all)')
      await look(handle, windowsOfClass(classId({ classes: 0, year: 9 }, 0)), 'first', firstLook)

      const first: number[] = []
      const copy: number[] = []
      for (const group of classes) {
        first.push(await look(handle, windowsOfClass(group), 'first', firstLook))
        copy.push(await copyClass(client, group))
        say(
          `${group}: ${Math.round(perSecond(1, first.at(-1) ?? 0))} rows/s, COPY ${Math.round(perSecond(1, copy.at(-1) ?? 0))}`,
        )
      }
      const changed: number[] = []
      for (const group of classes) {
        changed.push(await look(handle, windowsOfClass(group), 'later', firstLook + hour))
      }
      const unchanged = await lookUnchanged(handle, classes, 'later', firstLook + 2 * hour)
      say('adding nine years')
      await client.query('drop schema bench cascade')
      const young = await server.database('young')
      await addYears(handle)
      const onYoung: number[] = []
      const onOld: number[] = []
      for (const group of next) {
        onYoung.push(await look(young, windowsOfClass(group), 'first', firstLook))
        onOld.push(await look(handle, windowsOfClass(group), 'first', firstLook))
      }
      const ratios = (one: readonly number[], other: readonly number[]) =>
        median(one.map((value, index) => (other[index] ?? Number.NaN) / value))
      const figures: Figure[] = [
        { name: 'records of the year', value: rows * classes.length, unit: '' },
        { name: 'COPY of the same rows', value: perSecond(classes.length, sum(copy)), unit: 'rows/s' },
        { name: 'first load', value: perSecond(classes.length, sum(first)), unit: 'rows/s' },
        { name: 'first load ÷ COPY', value: ratios(first, copy), unit: '', target: atLeast(0.45) },
        {
          name: '2 % changed in every window',
          value: perSecond(classes.length, sum(changed)),
          unit: 'rows/s',
        },
        { name: '2 % changed ÷ first load', value: ratios(changed, first), unit: '', target: atLeast(2) },
        {
          name: 'unchanged windows',
          value: perSecond(classes.length, unchanged),
          unit: 'rows/s',
          target: atLeast(1e6),
        },
        { name: 'peak memory of the process', value: peak / 2 ** 20, unit: 'MB', target: atMost(256) },
        {
          name: 'first load, ten years ÷ none',
          value: ratios(onOld, onYoung),
          unit: '',
          target: atLeast(0.9),
        },
      ]
      return figures
    } finally {
      client?.release()
      await server.stop()
    }
  },
}
