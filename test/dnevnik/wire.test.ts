import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { aSource, aWindow, failureOf, fixture } from './a-source.js'

/** A real server, because cut-off bodies and slow ones are made of sockets. */
let server: Server
let baseUrl: string
let reply: (request: IncomingMessage, response: ServerResponse) => void
const sockets = new Set<Socket>()

beforeEach(async () => {
  server = createServer((request, response) => reply(request, response))
  server.on('connection', socket => sockets.add(socket))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  sockets.clear()
  await new Promise(resolve => server.close(resolve))
})

const json = { 'Content-Type': 'application/json; charset=utf-8' }

function read(overrides: Parameters<typeof aSource>[0] = {}) {
  const { source } = aSource({ baseUrl, attempts: 1, ...overrides })
  return source.read(aWindow('marks')).finally(() => source.close())
}

describe('bodies over a real connection', () => {
  test('come byte for byte, plain or compressed, with their hash', async () => {
    const body = fixture('marks')
    const sha256 = createHash('sha256').update(body).digest('hex')
    reply = (_, response) => response.writeHead(200, json).end(body)
    expect(await read()).toMatchObject({ body, sha256 })
    reply = (request, response) => {
      expect(request.headers['accept-encoding']).toBe('gzip')
      response.writeHead(200, { ...json, 'Content-Encoding': 'gzip' }).end(gzipSync(body))
    }
    expect(await read()).toMatchObject({ body, sha256 })
  })

  test('are asked for again when the connection was lost', async () => {
    let asked = 0
    reply = (request, response) => {
      asked += 1
      if (asked === 1) request.socket.resetAndDestroy()
      else response.writeHead(200, json).end('[]')
    }
    expect(await read({ attempts: 2 })).toMatchObject({ body: '[]', requests: 2 })
  })

  test('cut off before their announced length are truncated', async () => {
    reply = (_, response) => {
      response.writeHead(200, { ...json, 'Content-Length': '100' })
      response.write('[]')
      setImmediate(() => response.destroy())
    }
    expect((await failureOf(read())).code).toBe('DNEVNIK_TRUNCATED')
  })

  test('cut off between two chunks are truncated', async () => {
    reply = (_, response) => {
      response.writeHead(200, json)
      response.write('[{"id":1}]', () => response.destroy())
    }
    expect((await failureOf(read())).code).toBe('DNEVNIK_TRUNCATED')
  })

  test.each([
    [
      'half of a compressed body',
      gzipSync(fixture('marks')).subarray(0, 200),
      { 'Content-Encoding': 'gzip' },
    ],
    ['letters that are not UTF-8', Buffer.from([0x5b, 0x22, 0xd0, 0x22, 0x5d]), {}],
  ])('%s is truncated', async (_, bytes, headers) => {
    reply = (_request, response) => response.writeHead(200, { ...json, ...headers }).end(bytes)
    expect((await failureOf(read())).code).toBe('DNEVNIK_TRUNCATED')
  })

  test('without end are given up', async () => {
    const chunk = Buffer.alloc(4 * 1024 * 1024, ' ')
    reply = (_, response) => {
      response.writeHead(200, json)
      const more = () => {
        let wantsMore = !response.destroyed
        while (wantsMore) wantsMore = response.write(chunk)
      }
      response.on('drain', more)
      more()
    }
    expect((await failureOf(read())).code).toBe('DNEVNIK_UNEXPECTED')
  })
})

describe('time', () => {
  test('without any answer ends in a time-out, and the next try may succeed', async () => {
    let asked = 0
    reply = (_, response) => {
      asked += 1
      if (asked > 1) response.writeHead(200, json).end('[]')
    }
    expect(await read({ timeoutMs: 100, attempts: 2 })).toMatchObject({ body: '[]', requests: 2 })
  })

  test('is one deadline for the whole answer: a trickle does not stretch it', async () => {
    reply = (_, response) => {
      response.writeHead(200, json)
      const timer = setInterval(() => response.write(' '), 10)
      response.on('close', () => clearInterval(timer))
    }
    expect((await failureOf(read({ timeoutMs: 150 }))).code).toBe('DNEVNIK_TIMEOUT')
  })

  test('of an interrupted caller is not wasted on the rest of the body', async () => {
    const controller = new AbortController()
    reply = (_, response) => {
      response.writeHead(200, json)
      response.write('[', () => controller.abort())
    }
    const { source } = aSource({ baseUrl })
    const failure = await failureOf(source.read(aWindow('marks'), { signal: controller.signal }))
    expect(failure.code).toBe('INTERRUPTED')
    await source.close()
  })

  test('of a look spans all its requests, by the given clock', async () => {
    const { source, clock } = aSource({ baseUrl })
    const start = clock.now()
    reply = (request, response) => {
      clock.set(clock.now() + 1_000)
      const name = request.url?.endsWith('group') ? 'reporting-period-group' : 'reporting-periods'
      response.writeHead(200, json).end(fixture(name))
    }
    const answer = await source.read(aWindow('periods'))
    expect(answer).toMatchObject({ askedAt: start, answeredAt: start + 2_000, requests: 2 })
    await source.close()
  })
})

describe('connections', () => {
  test('are kept for the next request', async () => {
    reply = (_, response) => response.writeHead(200, json).end('[]')
    const { source } = aSource({ baseUrl })
    for (let turn = 0; turn < 3; turn += 1) await source.read(aWindow('marks'))
    expect(sockets.size).toBe(1)
    await source.close()
  })

  test('that nobody answers are a failure of the network', async () => {
    await new Promise(resolve => server.close(resolve))
    expect(await failureOf(read())).toMatchObject({
      code: 'DNEVNIK_NETWORK',
      details: { network: 'ECONNREFUSED' },
    })
  })

  test('are not more at once than allowed', async () => {
    const open = new Set<ServerResponse>()
    let most = 0
    // Answers only when two wait, and gives a third some turns to show itself.
    reply = async (_, response) => {
      open.add(response)
      most = Math.max(most, open.size)
      if (open.size < 2) return
      for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate)
      for (const waiting of open) waiting.writeHead(200, json).end('[]')
      open.clear()
    }
    const { source } = aSource({ baseUrl, requestsAtOnce: 2 })
    await Promise.all(Array.from({ length: 12 }, () => source.read(aWindow('marks'))))
    expect(most).toBe(2)
    await source.close()
  })
})
