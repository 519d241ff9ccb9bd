import { createServer, request as forward } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Dice } from './dice.js'

export interface FailingProxy {
  readonly url: string
  /** Requests so far, failed ones included. */
  requests(): number
  /** Share of calls that end with status 500 from now on. */
  fail(share: number): void
  close(): Promise<void>
}

/** Stands before the sandbox, counts, and lets a share of the calls fail. */
export async function failingProxy(target: string, random: Dice): Promise<FailingProxy> {
  let requests = 0
  let share = 0
  const server = createServer((request, response) => {
    requests += 1
    if (random.chance(share)) {
      response.writeHead(500, { 'Content-Type': 'application/json' })
      response.end('{"type":"apiServerError","description":"Internal server error"}')
      return
    }
    const { method, headers } = request
    const onward = forward(new URL(request.url ?? '/', target), { method, headers }, answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    request.pipe(onward)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
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
