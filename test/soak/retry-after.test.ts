import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { packageRoot } from '../../src/package-root.js'
import { type Installation, installation } from '../jobs/installation.js'
import { quickTime } from './quick-time.js'
import { type ServerWatch, watchServer } from './server-watch.js'
import { school } from './story.js'

/** Two programs read one school with one token; the server alone says when their calls came. */

const now = '2026-10-21T20:00:00+03:00'
const kinds = ['sync', 'planned-look'] as const
/** The shortest wait after a refusal that names no time: half of the first back-off. */
const shortestQuietMs = 150

let house: Installation
let watch: ServerWatch
const children: ChildProcess[] = []

beforeEach(async () => {
  // One call in flight: whatever comes during a quiet left after the refusal was known.
  house = await installation(now, { school, platform: { attempts: 6, requestsAtOnce: 1 } })
  watch = watchServer(house.sandbox.url, { now: quickTime.now, shortestQuietMs })
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  watch.close()
  await house.close()
})

async function program(kind: (typeof kinds)[number]): Promise<ChildProcess> {
  const task = {
    ...{ data: house.folder, databaseUrl: house.app.database.connectionString, token: house.sandbox.token },
    ...{ now: Date.parse(now), school: house.school.id, kind, from: '2026-10-12', to: '2026-10-24' },
  }
  const child = spawn(
    process.execPath,
    ['--no-warnings', '--import', 'tsx', join(packageRoot, 'test/soak/reading-process.ts')],
    { cwd: packageRoot, env: { PATH: process.env.PATH, TASK: JSON.stringify(task) } },
  )
  children.push(child)
  child.stderr.pipe(process.stderr)
  await once(child.stdout, 'data')
  return child
}

test('no call of two programs comes before a Retry-After is over, in whatever form it was asked for', async () => {
  const both = await Promise.all(kinds.map(program))
  house.sandbox.setFaults([
    { kind: 'rate-limit', share: 0.1, seed: 1 },
    { kind: 'rate-limit', share: 0.1, seed: 2, retryAfter: 'date' },
    { kind: 'rate-limit', share: 0.1, seed: 3, retryAfter: 'none' },
    { kind: 'rate-limit-433', share: 0.05, seed: 4, retryAfter: 3 },
    { kind: 'rate-limit-200', share: 0.05, seed: 5, retryAfter: 1 },
  ])
  for (const child of both) child.stdin?.write('go\n')
  await Promise.all(both.map(child => once(child, 'exit')))
  expect(both.map(child => child.exitCode)).toEqual([0, 0])
  const lines = await house.app.requests.read({ from: 0, to: Number.MAX_SAFE_INTEGER })
  expect(new Set(lines.map(({ purpose }) => purpose))).toEqual(new Set(kinds))
  // Every refusal is there, and each form of it.
  const lengths = new Set(watch.quiets().map(({ from, until }) => Math.round(until - from)))
  expect([...lengths].sort((a, b) => a - b)).toEqual([150, 1000, 2000, 3000])
  expect(watch.quiets().filter(({ calls }) => calls > 0)).toEqual([])
})
