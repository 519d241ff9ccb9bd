import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { stringify } from 'yaml'
import { type App, judge, openApp, record } from '../src/app.js'
import { webDeps } from '../src/cli/web-deps.js'
import { ManualClock } from '../src/clock.js'
import type { DatabaseHandle } from '../src/database/index.js'
import { silentLogger } from '../src/log.js'
import { createMirror } from '../src/mirror/index.js'
import { loadVocabulary } from '../src/vocabulary/index.js'
import { startWeb, type WebServer } from '../src/web/index.js'
import { addPeople, enterDecisions, fillArchive, logIn } from './decade-papers.js'
import { atMost, type Bench, type Figure } from './figures.js'
import { fillQueue, fillRecords } from './job-records.js'
import { afterTheYear, mirrorYear, yearDays, yearSchool, yearZone } from './judged-year.js'
import { type PageVisit, pageVisits } from './page-paths.js'
import { between, processorTime } from './processor.js'
import { makeDecade, makeRoomForYears, originals } from './school-decade.js'
import { benchServer } from './server.js'

/** Times of one page: the first visit after the journal was read, and the others. */
interface Visits extends PageVisit {
  readonly first: number
  readonly others: readonly number[]
  /** Processor time of a visit but the first, of this process (which asks, too) and of the database, ms. */
  readonly processor: { readonly node: number; readonly postgres: number }
  readonly bytes: number
  readonly strangers: number
}

const visits = 20
/** A page that takes longer than all of these together is visited less often. */
const patienceMs = 15_000
const fewestVisits = 3
const years = 10

/** Job records of a school of forty classes; of a smaller one, in proportion. */
const jobsOf = (classes: number) => Math.round((500_000 * classes) / 40)

export const pages: Bench = {
  about: 'pages of a school with ten mirrored years and a million job records: time at the server and size',
  async run({ size, keep, say }) {
    const classes = size ?? 40
    const room = keep === null ? await mkdtemp(join(tmpdir(), 'dnevnik-bridge-pages-')) : resolve(keep)
    const folder = join(room, 'installation')
    const prepared = join(room, 'prepared')
    await mkdir(folder, { recursive: true })
    const server = await benchServer(room)
    try {
      const database = await server.database('pages')
      if (!existsSync(prepared)) {
        await withSchool(database, folder, app => prepareSchool(app, classes, say))
        await writeFile(prepared, '')
      }
      // Opened anew: the copies came behind the back of what a process keeps of a school's lists.
      return await withSchool(database, folder, app => measurePages(app, say))
    } finally {
      await server.stop()
      if (keep === null) await rm(room, { recursive: true, force: true })
    }
  },
}

/** A school whose newest year was mirrored and checked by the program itself. */
async function prepareSchool(app: App, classes: number, say: (text: string) => void): Promise<void> {
  const { database } = app
  await makeRoomForYears(database)
  await mirrorYear(createMirror(database, loadVocabulary()), Math.min(classes, originals), say)
  say('checking the year')
  await record(app.deps, await judge(app.deps, { school: yearSchool, ...yearDays, classIds: null }), null)
  await makeDecade(database, { classes, years }, say)
  const jobs = jobsOf(classes)
  await fillRecords(database, { jobs, days: 365 * years, pageLooks: jobs }, afterTheYear)
  const queue = await app.sharedQueue()
  await queue.add({ name: 'scrub-archive', payload: {} })
  await fillQueue(database, jobs, afterTheYear)
  await enterDecisions(app, years)
  await database.pool.query('vacuum analyze')
  say('archiving')
  await fillArchive(app, classes)
  await addPeople(app)
}

async function withSchool<T>(
  database: DatabaseHandle,
  folder: string,
  work: (app: App) => Promise<T>,
): Promise<T> {
  const app = await openSchool(database, folder)
  try {
    return await work(app)
  } finally {
    await app.close()
  }
}

async function openSchool(database: DatabaseHandle, folder: string): Promise<App> {
  const settings = { id: yearSchool, timeZone: yearZone, regulation: { stamps: 'utc' } }
  const platform = { url: 'http://127.0.0.1:1' }
  await writeFile(join(folder, 'bridge.yaml'), stringify({ version: 1, platform, schools: [settings] }))
  return openApp({
    data: folder,
    environment: { DATABASE_URL: database.connectionString, DNEVNIK_TOKEN: 'unused' },
    log: silentLogger,
    clock: new ManualClock(afterTheYear),
  })
}

async function measurePages(app: App, say: (text: string) => void): Promise<Figure[]> {
  const queue = await app.sharedQueue()
  await app.database.separate()
  const sessions = await logIn(app)
  const options = { host: '127.0.0.1', port: 0, publicUrl: null, trustedProxies: [] }
  const web = await startWeb(webDeps(app, queue), options)
  try {
    say(row(['page', 'first, ms', 'p50, ms', 'p95, ms', 'Node.js, ms', 'PostgreSQL, ms', 'KB']))
    const seen: Visits[] = []
    for (const page of await pageVisits(app)) {
      const visit = await visitPage(app, web, { ...page, session: sessions[page.viewer] })
      seen.push(visit)
      say(rowOf(visit))
    }
    return figuresOf(seen)
  } finally {
    await web.close()
  }
}

function figuresOf(seen: readonly Visits[]): Figure[] {
  // Every page counts alike, also one that was visited less often.
  const all = seen.flatMap(({ others }) =>
    Array.from({ length: visits }, (_, n) => others[n % others.length] ?? 0),
  )
  const worst = seen.reduce((a, b) => (percentile(a.others, 0.95) > percentile(b.others, 0.95) ? a : b))
  const sum = (of: (visit: Visits) => number) => seen.reduce((total, visit) => total + of(visit), 0)
  return [
    { name: 'pages', value: seen.length, unit: '' },
    { name: 'all pages, median', value: percentile(all, 0.5), unit: 'ms' },
    { name: 'all pages, 95th percentile', value: percentile(all, 0.95), unit: 'ms', target: atMost(100) },
    {
      name: `slowest page (${worst.name}), 95th percentile`,
      value: percentile(worst.others, 0.95),
      unit: 'ms',
    },
    {
      name: 'first visit after a reading, worst',
      value: Math.max(...seen.map(({ first }) => first)),
      unit: 'ms',
    },
    {
      name: 'processor time of a visit, Node.js',
      value: sum(v => v.processor.node) / seen.length,
      unit: 'ms',
    },
    {
      name: 'processor time of a visit, PostgreSQL',
      value: sum(v => v.processor.postgres) / seen.length,
      unit: 'ms',
    },
    {
      name: 'largest page',
      value: Math.max(...seen.map(({ bytes }) => bytes)) / 1024,
      unit: 'KB',
      target: atMost(150),
    },
    { name: 'what pages load from other hosts', value: sum(v => v.strangers), unit: '', target: atMost(0) },
    { name: 'load average', value: loadavg()[0] ?? 0, unit: '' },
  ]
}

function rowOf({ name, first, others, processor, bytes }: Visits): string {
  const numbers = [
    first,
    percentile(others, 0.5),
    percentile(others, 0.95),
    processor.node,
    processor.postgres,
  ]
  return row([name, ...numbers.map(ms => ms.toFixed(0)), (bytes / 1024).toFixed(0)])
}

function row([name = '', ...cells]: readonly string[]): string {
  return name.padEnd(36) + cells.map(cell => cell.padStart(15)).join('')
}

async function visitPage(
  { database }: App,
  web: WebServer,
  { session, ...page }: PageVisit & { readonly session: string },
): Promise<Visits> {
  const headers = { cookie: `bridge_session=${session}` }
  const times: number[] = []
  let text = ''
  let begun = await processorTime(database)
  const patience = performance.now() + patienceMs
  for (let visit = 0; visit <= visits; visit++) {
    const begin = performance.now()
    if (visit > fewestVisits && begin > patience) break
    const answer = await fetch(new URL(page.path, web.url), { headers, redirect: 'manual' })
    text = await answer.text()
    times.push(performance.now() - begin)
    if (answer.status !== 200) throw new Error(`${page.name}, ${page.path}: ${answer.status}`)
    if (visit === 0) begun = await processorTime(database)
  }
  const used = between(begun, await processorTime(database))
  const [first = 0, ...others] = times
  const processor = { node: used.node / others.length, postgres: used.postgres / others.length }
  return { ...page, first, others, processor, bytes: Buffer.byteLength(text), strangers: strangersIn(text) }
}

/** What a browser would fetch from elsewhere by itself: scripts, styles, pictures, frames. */
function strangersIn(html: string): number {
  return (
    html.match(/<(?:script|img|link|iframe|source|video|object)\b[^>]*(?:src|href|data)="(?:https?:)?\/\//g)
      ?.length ?? 0
  )
}

function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
