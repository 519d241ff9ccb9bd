import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { type App, judge, openApp, record } from '../src/app.js'
import { webDeps } from '../src/cli/web-deps.js'
import { ManualClock } from '../src/clock.js'
import { silentLogger } from '../src/log.js'
import { createMirror } from '../src/mirror/index.js'
import { loadVocabulary } from '../src/vocabulary/index.js'
import { startWeb, type WebServer } from '../src/web/index.js'
import { atMost, type Bench, type Figure } from './figures.js'
import { afterTheYear, mirrorYear, yearClass, yearDays, yearSchool, yearZone } from './judged-year.js'
import { benchServer } from './server.js'

/** Times of one page over some days: the first visit after the journal was read, and the others. */
interface Visits {
  readonly first: number
  readonly others: readonly number[]
  readonly bytes: number
}

const visits = 20
const spans = {
  week: { from: '2027-04-12', to: '2027-04-18' },
  quarter: { from: '2027-01-11', to: '2027-03-21' },
  year: yearDays,
} as const

export const pages: Bench = {
  about: 'pages of a school whose year was read and checked: time at the server and size',
  async run({ size, say }) {
    const classes = size ?? 40
    const server = await benchServer()
    const folder = await mkdtemp(join(tmpdir(), 'dnevnik-bridge-pages-'))
    try {
      const database = await server.database('pages')
      await mirrorYear(createMirror(database, loadVocabulary()), classes, say)
      const settings = { id: yearSchool, timeZone: yearZone, regulation: { stamps: 'utc' } }
      const platform = { url: 'http://127.0.0.1:1' }
      await writeFile(join(folder, 'bridge.yaml'), stringify({ version: 1, platform, schools: [settings] }))
      const app = await openApp({
        data: folder,
        environment: { DATABASE_URL: database.connectionString, DNEVNIK_TOKEN: 'unused' },
        log: silentLogger,
        clock: new ManualClock(afterTheYear),
      })
      try {
        say('checking the year')
        await record(
          app.deps,
          await judge(app.deps, { school: yearSchool, ...yearDays, classIds: null }),
          null,
        )
        await database.pool.query('vacuum analyze')
        return await measure(app, say)
      } finally {
        await app.close()
      }
    } finally {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    }
  },
}

async function measure(app: App, say: (text: string) => void): Promise<Figure[]> {
  const queue = await app.inlineQueue()
  const web = await startWeb(webDeps(app, queue), {
    host: '127.0.0.1',
    port: 0,
    publicUrl: null,
    trustedProxies: [],
  })
  try {
    const figures: Figure[] = []
    let largest = 0
    for (const [name, days] of Object.entries(spans)) {
      const seen: Visits[] = []
      for (const path of await pathsOf(app, days)) {
        const visit = await visitPage(web, path)
        seen.push(visit)
        largest = Math.max(largest, visit.bytes)
        const middle = percentile(visit.others, 0.5)
        say(
          `${name.padEnd(8)} ${path.split('?')[0]}  first ${visit.first.toFixed(0)} ms, then ${middle.toFixed(0)} ms`,
        )
      }
      const others = seen.flatMap(visit => visit.others)
      const target = name === 'year' ? {} : { target: atMost(100) }
      figures.push(
        { name: `page over a ${name}, median`, value: percentile(others, 0.5), unit: 'ms' },
        {
          name: `page over a ${name}, 95th percentile`,
          value: percentile(others, 0.95),
          unit: 'ms',
          ...target,
        },
        {
          name: `page over a ${name}, first after a reading, worst`,
          value: Math.max(...seen.map(({ first }) => first)),
          unit: 'ms',
        },
      )
    }
    return [...figures, { name: 'largest page', value: largest / 1024, unit: 'KB', target: atMost(150) }]
  } finally {
    await web.close()
    await queue.close()
  }
}

async function pathsOf({ deps }: App, { from, to }: { from: string; to: string }): Promise<string[]> {
  const filter = { school: yearSchool, from, to, within: null, kinds: ['broken'] } as const
  const [worst] = await deps.findings.list(filter, { limit: 1, order: 'worst' })
  const [taught] = await deps.findings.taught({ school: yearSchool, from, to, within: null })
  const places = [
    '',
    '/findings',
    `/classes/${yearClass(0)}`,
    `/teachers/${taught?.teacherIds[0]}`,
    `/subjects/${taught?.subjectId}`,
    '/clauses/2.5',
    '/readiness',
    `/verdicts/${worst?.id}`,
  ]
  return places.map(place => `/schools/${yearSchool}${place}?from=${from}&to=${to}`)
}

async function visitPage(web: WebServer, path: string): Promise<Visits> {
  const times: number[] = []
  let bytes = 0
  for (let visit = 0; visit <= visits; visit++) {
    const begin = performance.now()
    const answer = await fetch(new URL(path, web.url))
    const text = await answer.text()
    times.push(performance.now() - begin)
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`)
    bytes = Buffer.byteLength(text)
  }
  const [first = 0, ...others] = times
  return { first, others, bytes }
}

function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
