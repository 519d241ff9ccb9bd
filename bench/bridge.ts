import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { addDueRuns, addRun, type App, openApp } from '../src/app.js'
import { ManualClock } from '../src/clock.js'
import type { DatabaseHandle } from '../src/database/index.js'
import type { IsoDate } from '../src/journal/index.js'
import { silentLogger } from '../src/log.js'
import type { QueueBackend } from '../src/queue/index.js'
import type { Run } from '../src/runs/index.js'
import { startSandbox } from '../src/sandbox/index.js'
import { jobs } from '../jobs/index.js'
import { dice } from './dice.js'
import { type FailingProxy, failingProxy } from './failing-proxy.js'
import { seed } from './platform.js'
import type { BenchServer } from './server.js'

/** What some runs have cost. */
export interface Spent {
  /** Requests that left, as the proxy before the platform counts them. */
  readonly requests: number
  /** Those of them that the proxy let fail. */
  readonly failed: number
  readonly runs: readonly Run[]
}

/** A whole installation before a proxy that counts, with its clock in the bench's hand. */
export interface BenchBridge {
  readonly handle: DatabaseHandle
  readonly proxy: FailingProxy
  /** The night that begins this day, as the scheduler takes it: by its plan, and again each hour while it fails. */
  night(date: IsoDate): Promise<Spent>
  /** What a person asks for at noon of a day. */
  sync(date: IsoDate, days: { from: IsoDate; to: IsoDate }): Promise<Spent>
  close(): Promise<void>
}

/** Only the night: no look of the day takes a part of it upon itself. */
const schedule = { nightAt: '00:20', digestAt: '23:59', plannedLooks: false, requestsADay: 100_000 }
const hourMs = 3_600_000
const triesOfNight = 12

/** What follows the reading (verdicts, reports, sheets) asks the platform nothing and takes most of a night's time. */
const asking: readonly string[] = ['sync-school', 'read-class', 'finish-run']
const readingOnly = jobs.map(job => (asking.includes(job.name) ? job : { ...job, run: async () => {} }))

export interface BridgeOptions {
  readonly name: string
  readonly server: BenchServer
  readonly classes: number
  readonly days: { readonly from: IsoDate; readonly to: IsoDate }
}

export async function benchBridge({ name, server, classes, days }: BridgeOptions): Promise<BenchBridge> {
  const clock = new ManualClock(Date.parse(`${days.from}T00:00:00Z`))
  const sandbox = await startSandbox({ seed, classes, ...days, clock })
  const proxy = await failingProxy(sandbox.url, dice(seed))
  const handle = await server.database(name)
  const data = await mkdtemp(join(tmpdir(), 'dnevnik-bridge-bench-'))
  const settings = {
    version: 1,
    // As fast as it goes, and silence soon given up; the tries of a request are those of any installation.
    platform: { url: proxy.url, requestsPerSecond: 1000, timeoutSeconds: 2 },
    schools: [{ id: sandbox.school.id, timeZone: sandbox.school.timeZone, digestTo: [] }],
  }
  await writeFile(join(data, 'bridge.yaml'), stringify(settings))
  const environment = { DATABASE_URL: handle.connectionString, DNEVNIK_TOKEN: sandbox.token }
  const app = await openApp({ data, environment, log: silentLogger, clock })
  const queue = await app.inlineQueue()
  const workers = await queue.work({
    jobs: readingOnly,
    deps: app.deps,
    log: silentLogger,
    concurrency: { dnevnik: app.config.platform.requestsAtOnce, local: 2, archive: 1 },
  })
  const at = (date: IsoDate, time: string) => clock.set(Date.parse(`${date}T${time}:00+03:00`))

  async function measured(work: () => Promise<readonly string[]>): Promise<Spent> {
    const [requests, failed] = [proxy.requests(), proxy.failed()]
    const runs = await runsOf(app, await work())
    return { requests: proxy.requests() - requests, failed: proxy.failed() - failed, runs }
  }

  return {
    handle,
    proxy,
    night: date =>
      measured(async () => {
        at(date, schedule.nightAt)
        const ids: string[] = []
        for (let tries = 0; tries < triesOfNight; tries += 1) {
          const added = await addDueRuns(app.deps, queue, { schools: app.schools, schedule })
          await queue.idle()
          ids.push(...added)
          const newest = await app.deps.runs.get(ids.at(-1) ?? '')
          if (added.length === 0 || newest?.state !== 'failed') break
          clock.set(clock.now() + hourMs)
        }
        return ids
      }),
    sync: (date, range) =>
      measured(async () => {
        at(date, '12:00')
        const id = `bench-${date}`
        await addSync(app, queue, id, range)
        await queue.idle()
        return [id]
      }),
    async close() {
      await workers.close()
      await queue.close()
      await app.close()
      await proxy.close()
      await sandbox.close()
      await rm(data, { recursive: true, force: true })
    },
  }
}

async function addSync(
  app: App,
  queue: QueueBackend,
  id: string,
  range: { from: IsoDate; to: IsoDate },
): Promise<void> {
  const [school] = app.schools
  if (!school) throw new Error('the settings name no school')
  await addRun(app.deps, queue, {
    ...{ id, kind: 'sync', school: school.id, ...range },
    ...{ classIds: null, askedBy: 'bench' },
  })
}

async function runsOf(app: App, ids: readonly string[]): Promise<Run[]> {
  const runs = await Promise.all(ids.map(id => app.deps.runs.get(id)))
  return runs.flatMap(run => run ?? [])
}
