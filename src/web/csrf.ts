import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { formTokenOf } from '../people/index.js'
import { cookieOf, setCookie } from './cookies.js'

/**
 * A form is ours when it carries the token of the visitor's session, which only our pages tell. Where nobody is logged in it
 * carries the same token as a cookie: another site can neither read nor set that, and SameSite keeps the browser from
 * sending it along.
 */

const cookieName = 'bridge_form'
export const tokenField = '_csrf'
const wellFormed = /^[A-Za-z0-9_-]{43}$/

function tokenOf(request: FastifyRequest): string | null {
  if (request.session !== null) return formTokenOf(request.session)
  const value = cookieOf(request, cookieName) ?? ''
  return wellFormed.test(value) ? value : null
}

/** The visitor's token; a first-time visitor gets one with this answer. */
export function formToken(request: FastifyRequest, reply: FastifyReply): string {
  const known = tokenOf(request)
  if (known !== null) return known
  const token = randomBytes(32).toString('base64url')
  setCookie(reply, cookieName, token, { sameSite: 'Strict' })
  return token
}

/** `sent`: what stood in the form's field, or its whole body. */
export function isOwnForm(request: FastifyRequest, sent: unknown): boolean {
  const token = typeof sent === 'object' && sent !== null && tokenField in sent ? sent[tokenField] : sent
  const known = tokenOf(request)
  if (known === null || typeof token !== 'string' || !wellFormed.test(token)) return false
  return timingSafeEqual(Buffer.from(known), Buffer.from(token))
}
