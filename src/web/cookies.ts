import type { FastifyReply, FastifyRequest } from 'fastify'

/** Cookies, written the one way in which this program writes them. */

declare module 'fastify' {
  interface FastifyInstance {
    /** People come by TLS: the browser may then be told never to send a cookie without it. */
    behindTls: boolean
  }
}

export function cookieOf(request: FastifyRequest, name: string): string | null {
  const pairs = (request.headers.cookie ?? '').split(';').map(pair => pair.trim().split('='))
  return pairs.find(([found]) => found === nameOf(request, name))?.[1] ?? null
}

export interface CookieOptions {
  /** `Lax` where a link in a mail, or the organisation's log-in, must find it; a form of another site never does. */
  readonly sameSite: 'Strict' | 'Lax'
  /** Without it the cookie goes with the browser's window. */
  readonly seconds?: number
}

export function setCookie(reply: FastifyReply, name: string, value: string, options: CookieOptions): void {
  const parts = [
    `${nameOf(reply.request, name)}=${value}`,
    'Path=/',
    'HttpOnly',
    `SameSite=${options.sameSite}`,
    ...(reply.server.behindTls ? ['Secure'] : []),
    ...(options.seconds === undefined ? [] : [`Max-Age=${options.seconds}`]),
  ]
  reply.header('set-cookie', parts.join('; '))
}

export function clearCookie(reply: FastifyReply, name: string): void {
  setCookie(reply, name, '', { sameSite: 'Lax', seconds: 0 })
}

/** With the prefix neither a neighbouring host nor plain HTTP can plant it. */
function nameOf({ server }: FastifyRequest, name: string): string {
  return server.behindTls ? `__Host-${name}` : name
}
