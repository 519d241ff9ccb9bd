import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { systemClock } from '../../src/clock.js'
import { type DatabaseHandle, openDatabase } from '../../src/database/index.js'
import { silentLogger } from '../../src/log.js'
import { packageRoot } from '../../src/package-root.js'
import { accountOf, createRequestLedger, createSharedPace, type Limits } from '../../src/pace/index.js'
import { type TestDatabase, testDatabase } from '../support/database.js'
import { aCall, good, never } from './calls.js'

/** Real processes, a real database and a real server, which alone says what arrived. */
describe('processes of their own', () => {
  let database: TestDatabase
  let handle: DatabaseHandle
  let server: Server
  let answer: (request: IncomingMessage, response: ServerResponse) => void
  let arrivals: number[]
  let inFlight: number
  let mostInFlight: number
  const children: ChildProcess[] = []

  const baseUrl = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const reply = (response: ServerResponse, status: number, headers: Record<string, string> = {}) => {
    inFlight -= 1
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end('[]')
  }
  async function ready(limits: Limits, calls: number, leaseMs = 10_000): Promise<ChildProcess> {
    const task = { connectionString: database.connectionString, baseUrl: baseUrl(), calls, leaseMs, limits }
    const child = spawn(
      process.execPath,
      ['--no-warnings', '--import', 'tsx', join(packageRoot, 'test/pace/paced-process.ts')],
      { cwd: packageRoot, env: { PATH: process.env.PATH, TASK: JSON.stringify(task) } },
    )
    children.push(child)
    child.stderr.pipe(process.stderr)
    await once(child.stdout, 'data')
    return child
  }
  const go = (child: ChildProcess) => child.stdin?.write('go\n')
  const entered = () =>
    createRequestLedger(handle).read({ from: 0, to: Number.MAX_SAFE_INTEGER, school: '17' })

  beforeEach(async () => {
    database = await testDatabase()
    handle = openDatabase(database)
    arrivals = []
    inFlight = 0
    mostInFlight = 0
    server = createServer((request, response) => {
      arrivals.push(performance.now())
      inFlight += 1
      mostInFlight = Math.max(mostInFlight, inFlight)
      answer(request, response)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
    server.closeAllConnections()
    server.close()
    await handle.close()
    await database.drop()
  })

  test('never exceed the ceilings together, and the ledger counts what the server counted', async () => {
    answer = (_, response) => setTimeout(() => reply(response, 200), 120)
    const limits = { requestsPerSecond: 20, requestsAtOnce: 3, openAfter: 10 }
    const both = await Promise.all([ready(limits, 12), ready(limits, 12)])
    const startedAt = performance.now()
    for (const child of both) go(child)
    await Promise.all(both.map(child => once(child, 'exit')))
    expect(both.map(child => child.exitCode)).toEqual([0, 0])
    expect(arrivals).toHaveLength(24)
    expect(mostInFlight).toBeLessThanOrEqual(3)
    // However late a call arrives: never more of them than the rate had allowed by then.
    const early = arrivals.filter((at, index) => at - startedAt < index * (1000 / 20))
    expect(early).toEqual([])
    const lines = await entered()
    const { endpoint, purpose, outcome } = lines[0] ?? {}
    expect({ endpoint, purpose, outcome }).toEqual({
      endpoint: 'edu-groups/{group}/marks/{from}/{to}',
      purpose: 'sync',
      outcome: 'OK',
    })
    expect(lines.reduce((sum, line) => sum + line.calls, 0)).toBe(24)
    expect(lines.reduce((sum, line) => sum + line.bytes, 0)).toBe(24 * '[]'.length)
  })

  test('are all held by a Retry-After that one of them received', async () => {
    let askedAt = 0
    answer = (_, response) => {
      if (askedAt !== 0) return reply(response, 200)
      askedAt = performance.now()
      reply(response, 429, { 'Retry-After': '1' })
    }
    const limits = { requestsPerSecond: 100, requestsAtOnce: 1, openAfter: 10 }
    const both = await Promise.all([ready(limits, 3), ready(limits, 3)])
    for (const child of both) go(child)
    await Promise.all(both.map(child => once(child, 'exit')))
    expect(arrivals).toHaveLength(7)
    expect(arrivals.slice(1).filter(at => at < askedAt + 1000)).toEqual([])
    expect((await entered()).map(({ outcome, calls }) => ({ outcome, calls }))).toEqual([
      { outcome: 'DNEVNIK_RATE_LIMITED', calls: 1 },
      { outcome: 'OK', calls: 6 },
    ])
  })

  test('leave their slots to others when they are killed, and their calls are charged as lost', async () => {
    answer = () => {}
    const limits = { requestsPerSecond: 100, requestsAtOnce: 2, openAfter: 10 }
    const doomed = await ready(limits, 5, 900)
    go(doomed)
    while (arrivals.length < 2) await once(server, 'request')
    const options = { database: handle, limits, clock: systemClock, log: silentLogger }
    const pace = createSharedPace(options)
    const account = accountOf(baseUrl(), 'AbCdEfGhIjKlMnOpQrStUvWxYz012345')
    const waiting = pace.turn(aCall({ account }), never)
    expect(await Promise.race([waiting.then(() => 'started'), pace.standing(account.origin)])).toMatchObject({
      inFlight: 2,
    })
    doomed.kill('SIGKILL')
    ;(await waiting).done(good)
    await pace.close()
    expect((await entered()).map(({ outcome, calls }) => ({ outcome, calls }))).toEqual([
      { outcome: 'LOST', calls: 2 },
      { outcome: 'OK', calls: 1 },
    ])
  })
})
