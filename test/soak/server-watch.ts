import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** What only the server can tell: when each call came, which came while all had to be quiet, who holds a socket. */
export interface ServerWatch {
  calls(): number
  /** Calls that came during each quiet that was asked for, in the order of the quiets. */
  quiets(): readonly Quiet[]
  /** Most sockets that were open at one time. */
  mostSockets(): number
  /** Resolves when the last socket is closed. */
  allClosed(): Promise<void>
  close(): void
}

export interface Quiet {
  readonly from: number
  readonly until: number
  calls: number
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly socket: Socket
}

type Head = Readonly<Record<string, unknown>>

const started = 'http.server.request.start'
const finished = 'http.server.response.finish'

/**
 * @param shortestQuietMs of a refusal that names no time
 */
export function watchServer(
  url: string,
  { now, shortestQuietMs }: { now: () => number; shortestQuietMs: number },
): ServerWatch {
  const port = Number(new URL(url).port)
  const sockets = new Set<Socket>()
  const quiets: Quiet[] = []
  const heads = new WeakMap<ServerResponse, Head>()
  let calls = 0
  let most = 0
  const isOurs = (socket: Socket) => socket.localPort === port

  function onStart(message: unknown): void {
    const { request, response, socket } = message as Exchange
    if (!isOurs(socket)) return
    noteHead(response, heads)
    if (!sockets.has(socket)) socket.once('close', () => sockets.delete(socket))
    most = Math.max(most, sockets.add(socket).size)
    if (request.url?.startsWith('/_sandbox')) return
    calls += 1
    const at = now()
    for (const quiet of quiets) if (quiet.from < at && at < quiet.until) quiet.calls += 1
  }

  function onFinish(message: unknown): void {
    const { response, socket } = message as Exchange
    if (!isOurs(socket)) return
    const ms = quietMs(heads.get(response) ?? {}) ?? (isRefusal(response) ? shortestQuietMs : null)
    const from = now()
    if (ms !== null) quiets.push({ from, until: from + ms, calls: 0 })
  }

  subscribe(started, onStart)
  subscribe(finished, onFinish)
  return {
    calls: () => calls,
    quiets: () => quiets,
    mostSockets: () => most,
    async allClosed() {
      await Promise.all([...sockets].map(socket => socket.closed || once(socket, 'close')))
    },
    close() {
      unsubscribe(started, onStart)
      unsubscribe(finished, onFinish)
    },
  }
}

function isRefusal({ statusCode }: ServerResponse): boolean {
  return statusCode === 429 || statusCode === 433
}

/** Who gives headers to `writeHead` leaves no trace of them in the response. */
function noteHead(response: ServerResponse, heads: WeakMap<ServerResponse, Head>): void {
  const writeHead = response.writeHead.bind(response) as (...head: readonly unknown[]) => ServerResponse
  response.writeHead = (...head: readonly unknown[]) => {
    const headers = head.at(-1)
    if (typeof headers === 'object' && headers !== null) heads.set(response, { ...headers })
    return writeHead(...head)
  }
}

/** Read anew, so that the client's reading of the header isn't measured by itself. */
function quietMs(head: Head): number | null {
  const { 'retry-after': wanted, date } = head
  if (typeof wanted !== 'string') return null
  if (/^\d+$/.test(wanted)) return Number(wanted) * 1000
  return Date.parse(wanted) - Date.parse(String(date))
}
