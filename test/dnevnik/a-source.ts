import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ManualClock } from '../../src/clock.js'
import { createDnevnikSource, type DnevnikSourceOptions } from '../../src/dnevnik/index.js'
import { BridgeError } from '../../src/errors.js'
import type { Resource, Window } from '../../src/journal/index.js'
import { silentLogger } from '../../src/log.js'
import { createOwnPace } from '../../src/pace/index.js'
import { packageRoot } from '../../src/package-root.js'

export const host = 'https://api.example.org'
/** Nobody listens here: a real refusal, because the imitation of one sometimes reaches no listener. */
export const closedPort = 'http://127.0.0.1:1'
export const token = 'AbCdEfGhIjKlMnOpQrStUvWxYz012345'
export const school = '1000001234567'
export const group = '2260325488551003872'
export const monday = '2026-11-16'

const ofSchool: readonly Resource[] = ['groups', 'teachers', 'subjects', 'work-types']
const ofWeek: readonly Resource[] = ['lessons', 'marks', 'attendance']

export function aWindow(resource: Resource): Window {
  return {
    school,
    resource,
    group: ofSchool.includes(resource) ? null : group,
    week: ofWeek.includes(resource) ? monday : null,
  }
}

/** A source that never really waits, and the waits that it asked for (spacing of calls left out). */
export function aSource({
  requestsAtOnce = 4,
  ...overrides
}: Partial<DnevnikSourceOptions> & { requestsAtOnce?: number } = {}) {
  const waits: number[] = []
  let passed = 0
  const sleep =
    overrides.sleep ??
    (async (ms: number) => {
      if (ms > beatMs) waits.push(ms)
      await new Promise(setImmediate)
    })
  const time = {
    now: () => passed,
    async sleep(ms: number, signal: AbortSignal) {
      await sleep(ms, signal)
      passed += ms
    },
  }
  const clock = new ManualClock(Date.parse('2026-11-16T12:00:00Z'))
  const limits = { requestsPerSecond: 1_000_000, requestsAtOnce, openAfter: 100 }
  const source = createDnevnikSource({
    baseUrl: host,
    token,
    clock,
    log: silentLogger,
    timeoutMs: 5_000,
    pace: createOwnPace({ limits, clock, log: silentLogger, time }),
    attempts: 3,
    random: () => 1,
    ...overrides,
    sleep,
  })
  return { source, clock, waits }
}

/** Longest wait between starts at the rate that tests use. */
const beatMs = 6

export function fixture(name: string): string {
  return readFileSync(join(packageRoot, 'fixtures/dnevnik', `${name}.json`), 'utf8')
}

/** The failure that the promise ends with; fails the test when it doesn't. */
export async function failureOf(promise: Promise<unknown>): Promise<BridgeError> {
  try {
    await promise
  } catch (error) {
    if (error instanceof BridgeError) return error
    throw error
  }
  throw new Error('expected a failure')
}
