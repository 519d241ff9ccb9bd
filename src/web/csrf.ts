import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * A form is ours when it carries the same token as the visitor's cookie: another site can neither read nor
 * set that cookie, and SameSite keeps the browser from sending it along.
 */

const cookieName = 'bridge_form'
export const tokenField = '_csrf'
const wellFormed = /^[A-Za-z0-9_-]{43}$/

function cookieOf(request: FastifyRequest): string | null {
  const pairs = (request.headers.cookie ?? '').split(';').map(pair => pair.trim().split('='))
  const value = pairs.find(([name]) => name === cookieName)?.[1] ?? ''
  return wellFormed.test(value) ? value : null
}

/** The visitor's token; a first-time visitor gets one with this answer. */
export function formToken(request: FastifyRequest, reply: FastifyReply): string {
  const known = cookieOf(request)
  if (known !== null) return known
  const token = randomBytes(32).toString('base64url')
  reply.header('set-cookie', `${cookieName}=${token}; Path=/; HttpOnly; SameSite=Strict`)
  return token
}

export function isOwnForm(request: FastifyRequest, sent: unknown): boolean {
  const cookie = cookieOf(request)
  if (cookie === null || typeof sent !== 'string' || !wellFormed.test(sent)) return false
  return timingSafeEqual(Buffer.from(cookie), Buffer.from(sent))
}
