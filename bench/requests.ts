import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { addRun, openApp } from '../src/app.js'
import { ManualClock } from '../src/clock.js'
import type { DatabaseHandle } from '../src/database/index.js'
import { silentLogger } from '../src/log.js'
import { startSandbox } from '../src/sandbox/index.js'
import { dice } from './dice.js'
import { failingProxy } from './failing-proxy.js'
import { atMost, type Bench, type Figure } from './figures.js'
import { seed } from './platform.js'
import { benchServer } from './server.js'
import { weeksBetween } from './weeks.js'

const night = { from: '2026-11-09', to: '2026-11-22' } as const
const year = { from: '2026-09-01', to: '2027-05-26' } as const
const allowance = 1.05
const failingShares = [0.1, 0.3] as const

/** What cannot be done with less: lessons, marks and attendance of each class-week, and five lists of the school. */
function floorOf(classes: number, { from, to }: { from: string; to: string }): number {
  return 3 * classes * weeksBetween(from, to).length + 5
}

/** Nine earlier years in the mirror, as if the bridge had always been there. */
async function addYears(handle: DatabaseHandle): Promise<void> {
  const earlier = `(week::date - 364 * years)::text`
  const key = `replace(window_key, week, ${earlier})`
  await handle.pool.query(`
    insert into mirror.chain (school, window_key, resource, group_id, week, newest_look, newest_asked_at, data_look,
      proof_look, proof_asked_at)
    select school, ${key}, resource, group_id, ${earlier}, newest_look, newest_asked_at, data_look, proof_look,
      proof_asked_at
    from mirror.chain, generate_series(1, 9) years where week is not null`)
  await handle.pool.query(`
    insert into mirror.version (school, group_id, kind, record, seq, window_key, content, hash, present_at,
      observation, asked_at)
    select v.school, v.group_id, v.kind, years || v.record, v.seq, ${key}, v.content, v.hash, v.present_at,
      v.observation, v.asked_at
    from mirror.version v join mirror.chain c using (school, window_key), generate_series(1, 9) years
    where c.week is not null and v.ended_at is null`)
}

export const requests: Bench = {
  about: 'requests of a night of 14 days and of a backfill, against the floor (--size: classes, 4)',
  async run({ size, say }) {
    const classes = size ?? 4
    const clock = new ManualClock(Date.parse('2026-11-22T20:00:00Z'))
    const sandbox = await startSandbox({ seed, classes, ...year, clock })
    const proxy = await failingProxy(sandbox.url, dice(seed))
    const server = await benchServer()
    const handle = await server.database('requests')
    const data = await mkdtemp(join(tmpdir(), 'dnevnik-bridge-requests-'))
    const settings = {
      version: 1,
      platform: { url: proxy.url, requestsPerSecond: 1000, attempts: 8, timeoutSeconds: 20 },
      schools: [{ id: sandbox.school.id, timeZone: sandbox.school.timeZone, digestTo: [] }],
    }
    await writeFile(join(data, 'bridge.yaml'), stringify(settings))
    const environment = { DATABASE_URL: handle.connectionString, DNEVNIK_TOKEN: sandbox.token }
    const app = await openApp({ data, environment, log: silentLogger, clock })
    const queue = await app.inlineQueue()
    const workers = await app.work(queue)
    let runs = 0

    /** Requests of one run, on the next day so that the lists of the school are due again. */
    async function requestsOf(days: { from: string; to: string }): Promise<number> {
      const before = proxy.requests()
      const id = `bench-${runs}`
      runs += 1
      await addRun(app.deps, queue, {
        id,
        kind: 'sync',
        school: sandbox.school.id,
        ...days,
        classIds: null,
        askedBy: 'bench',
      })
      await queue.idle()
      const run = await app.deps.runs.get(id)
      say(
        `${id}: ${run?.state}, ${proxy.requests() - before} requests, ${run?.incomplete} windows incomplete`,
      )
      clock.set(clock.now() + 24 * 3_600_000)
      return proxy.requests() - before
    }

    try {
      await requestsOf(night)
      const floor = floorOf(classes, night)
      const plain = await requestsOf(night)
      const figures: Figure[] = [
        { name: 'floor of a night: 3 a class-week, 5 a school', value: floor, unit: 'requests' },
        { name: 'night ÷ floor', value: plain / floor, unit: '', target: atMost(allowance) },
      ]
      for (const share of failingShares) {
        proxy.fail(share)
        const spent = await requestsOf(night)
        proxy.fail(0)
        const least = floor / (1 - share)
        const name = `night ÷ (floor ÷ (1 − p)), p = ${share}`
        figures.push({ name, value: spent / least, unit: '', target: atMost(allowance) })
      }
      const backfill = await requestsOf(year)
      figures.push({
        name: 'backfill of a year ÷ floor',
        value: backfill / floorOf(classes, year),
        unit: '',
        target: atMost(allowance),
      })
      const before = await requestsOf(night)
      await addYears(handle)
      const after = await requestsOf(night)
      figures.push({
        name: 'night with ten mirrored years ÷ with one',
        value: after / before,
        unit: '',
        target: atMost(1.01),
      })
      return figures
    } finally {
      await workers.close()
      await queue.close()
      await app.close()
      await proxy.close()
      await sandbox.close()
      await server.stop()
      await rm(data, { recursive: true, force: true })
    }
  },
}
