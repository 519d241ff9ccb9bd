import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { type App, addRun, openApp, type School } from '../../src/app.js'
import { ManualClock } from '../../src/clock.js'
import { silentLogger } from '../../src/log.js'
import type { Timeline } from '../../src/pace/index.js'
import type { QueueBackend, Workers } from '../../src/queue/index.js'
import type { Run, RunKind } from '../../src/runs/index.js'
import {
  type Sandbox,
  type SandboxOptions,
  type SchoolOptions,
  startSandbox,
} from '../../src/sandbox/index.js'
import { testDatabase } from '../support/database.js'

/** A whole installation over a small sandbox school, with its clock in the test's hand. */
export interface Installation {
  readonly app: App
  readonly school: School
  readonly sandbox: Sandbox
  readonly clock: ManualClock
  readonly queue: QueueBackend
  readonly folder: string
  /** Runs to the end in this process. */
  run(
    kind: RunKind,
    days: { from: string; to: string; id?: string; classIds?: readonly string[] | null },
  ): Promise<Run>
  close(): Promise<void>
}

const dayMs = 86_400_000

export interface InstallationOptions extends Partial<Pick<SandboxOptions, 'classes' | 'to' | 'switches'>> {
  /** Another school than the usual one. */
  readonly school?: SchoolOptions
  /** Settings of `platform` that differ from the usual ones. */
  readonly platform?: Readonly<Record<string, unknown>>
  readonly time?: Timeline
  /** Further settings of the school. */
  readonly settings?: Readonly<Record<string, unknown>>
  /** Schools of the same installation that are never read. */
  readonly otherSchools?: readonly { readonly id: string; readonly name: string }[]
  /** Settings of the school's regulation that differ from the usual ones. */
  readonly regulation?: Readonly<Record<string, unknown>>
}

export async function installation(now: string, options: InstallationOptions = {}): Promise<Installation> {
  const { classes = 2, to = '2026-10-25', switches, time } = options
  const clock = new ManualClock(Date.parse(now))
  const usual = { seed: 11, classes, from: '2026-10-12', to }
  const sandbox = await startSandbox({ ...(options.school ?? usual), clock, ...(switches && { switches }) })
  const database = await testDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'dnevnik-bridge-jobs-'))
  await writeFile(
    join(folder, 'bridge.yaml'),
    stringify({
      version: 1,
      platform: {
        url: sandbox.url,
        requestsPerSecond: 1000,
        attempts: 2,
        timeoutSeconds: 2,
        ...options.platform,
      },
      schools: [
        {
          id: sandbox.school.id,
          timeZone: sandbox.school.timeZone,
          digestTo: [{ address: 'zavuch@example.org' }],
          ...(options.regulation ? { regulation: options.regulation } : {}),
          ...options.settings,
        },
        ...(options.otherSchools ?? []).map(other => ({ ...other, timeZone: sandbox.school.timeZone })),
      ],
    }),
  )
  const app = await openApp({
    data: folder,
    environment: { DATABASE_URL: database.connectionString, DNEVNIK_TOKEN: sandbox.token },
    log: silentLogger,
    clock,
    ...(time ? { time } : {}),
  })
  const queue = await app.inlineQueue()
  const workers: Workers = await app.work(queue)
  const [school] = app.schools
  if (!school) throw new Error('the settings name no school')
  let runs = 0
  return {
    app,
    school,
    sandbox,
    clock,
    queue,
    folder,
    async run(kind, { from, to, id = `test-${runs}`, classIds = null }) {
      runs += 1
      await addRun(app.deps, queue, { id, kind, school: school.id, from, to, classIds, askedBy: 'test' })
      await queue.idle(AbortSignal.timeout(dayMs))
      const run = await app.deps.runs.get(id)
      if (!run) throw new Error(`run ${id} is unknown`)
      return run
    },
    async close() {
      await workers.close()
      await queue.close()
      await app.close()
      await sandbox.close()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
