import { createServer, type IncomingMessage, request as forward, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Dice } from './dice.js'

export interface FailingProxy {
  readonly url: string
  /** Requests so far, failed ones included. */
  requests(): number
  /** Those of them that were made to fail. */
  failed(): number
  /** Share of calls that fail from now on: by turns of the dice a status 500, a reset connection, no answer at all. */
  fail(share: number): void
  close(): Promise<void>
}

const troubles = ['status', 'reset', 'silence'] as const

/** Stands before the sandbox, counts, and lets a share of the calls fail. */
export async function failingProxy(target: string, random: Dice): Promise<FailingProxy> {
  let requests = 0
  let failed = 0
  let share = 0
  const server = createServer((request, response) => {
    requests += 1
    if (!random.chance(share)) {
      passOn(target, request, response)
      return
    }
    failed += 1
    const trouble = random.pick(troubles)
    if (trouble === 'reset') request.socket.resetAndDestroy()
    if (trouble !== 'status') return
    response.writeHead(500, { 'Content-Type': 'application/json' })
    response.end('{"type":"apiServerError","description":"Internal server error"}')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    failed: () => failed,
    fail: next => {
      share = next
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function passOn(target: string, request: IncomingMessage, response: ServerResponse): void {
  const { method, headers } = request
  const onward = forward(new URL(request.url ?? '/', target), { method, headers }, answer => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  onward.on('error', () => response.destroy())
  request.pipe(onward)
}
