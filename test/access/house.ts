import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { type App, addDueRuns, addRun, openApp, type School } from '../../src/app.js'
import { ManualClock } from '../../src/clock.js'
import { dataFolder } from '../../src/config/index.js'
import { silentLogger } from '../../src/log.js'
import type { QueueBackend } from '../../src/queue/index.js'
import type { Run } from '../../src/runs/index.js'
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js'
import { testDatabase } from '../support/database.js'
import { type Platform, startPlatform } from './platform.js'

/** An installation with a stored token, before a platform whose tokens die. */
export interface House {
  readonly app: App
  readonly school: School
  readonly sandbox: Sandbox
  readonly platform: Platform
  readonly clock: ManualClock
  readonly secrets: string
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
  /** A second process of the same installation. */
  another(environment?: Readonly<Record<string, string>>): Promise<App>
  /** What the scheduler does each minute, at this moment; answers with the new runs. */
  tick(now: string): Promise<string[]>
  sync(id: string): Promise<Run>
  /** Subjects of the mails to the administrator, in the order of the alphabet. */
  mails(): Promise<string[]>
  close(): Promise<void>
}

export async function openHouse(now: string): Promise<House> {
  const clock = new ManualClock(Date.parse(now))
  const sandbox = await startSandbox({ seed: 11, classes: 2, from: '2026-10-12', to: '2026-10-25', clock })
  const platform = await startPlatform(sandbox)
  const database = await testDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'dnevnik-bridge-access-'))
  const settings = {
    version: 1,
    platform: { url: platform.url, requestsPerSecond: 1000, attempts: 2, timeoutSeconds: 5 },
    schools: [{ id: sandbox.school.id, timeZone: 'Europe/Moscow' }],
    mail: { adminTo: [{ address: 'admin@example.org' }] },
  }
  await writeFile(join(folder, 'bridge.yaml'), stringify(settings))
  const environment = {
    DATABASE_URL: database.connectionString,
    DNEVNIK_CLIENT_SECRET: platform.clientSecret,
  }
  const opened: App[] = []
  const open = async (given: Readonly<Record<string, string>> = environment) => {
    const app = await openApp({
      data: folder,
      environment: given,
      log: silentLogger,
      clock,
    })
    opened.push(app)
    return app
  }
  const app = await open()
  const queue: QueueBackend = await app.inlineQueue()
  const workers = await app.work(queue)
  const [school] = app.schools
  if (!school) throw new Error('the settings name no school')
  return {
    app,
    school,
    sandbox,
    platform,
    clock,
    secrets: dataFolder(folder).secrets,
    folder,
    environment,
    another: open,
    async tick(at) {
      clock.set(Date.parse(at))
      const schedule = { nightAt: '00:20', digestAt: '07:30', plannedLooks: true, requestsADay: 10_000 }
      const added = await addDueRuns(app.deps, queue, { schools: app.schools, schedule })
      await queue.idle()
      return added
    },
    async sync(id) {
      const days = { from: '2026-10-19', to: '2026-10-23', classIds: null }
      await addRun(app.deps, queue, { id, kind: 'sync', school: school.id, ...days, askedBy: 'web' })
      await queue.idle()
      const run = await app.deps.runs.get(id)
      if (!run) throw new Error(`run ${id} is unknown`)
      return run
    },
    async mails() {
      const outbox = join(folder, 'outbox')
      const files = (await readdir(outbox).catch(() => [])).filter(file => file.endsWith('.html')).sort()
      const pages = await Promise.all(files.map(file => readFile(join(outbox, file), 'utf8')))
      return pages.flatMap(page => /<title>(Электронный журнал[^<]*)<\/title>/.exec(page)?.[1] ?? []).sort()
    },
    async close() {
      await workers.close()
      await queue.close()
      for (const one of opened) await one.close()
      await platform.close()
      await sandbox.close()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
