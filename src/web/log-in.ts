import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { addresses } from './addresses.js'
import { cookieOf, setCookie } from './cookies.js'
import { tokenField } from './csrf.js'

/** Where a visitor was before the log-in came between, and what was typed there. */

const sessionCookie = 'bridge_session'

export function sessionCookieOf(request: FastifyRequest): string | null {
  return cookieOf(request, sessionCookie)
}

export function keepSession(reply: FastifyReply, id: string): void {
  setCookie(reply, sessionCookie, id, { sameSite: 'Lax' })
}

export function dropSession(reply: FastifyReply): void {
  setCookie(reply, sessionCookie, '', { sameSite: 'Lax', seconds: 0 })
}

const here = 'http://here'

/** An address of ours, or the first page: nobody is sent elsewhere by what stands in a link. */
export function safeNext(next: string | undefined): string {
  if (next === undefined || !next.startsWith('/') || !URL.canParse(next, here)) return '/'
  const { origin, pathname, search } = new URL(next, here)
  return origin === here && pathname !== addresses.logIn() ? `${pathname}${search}` : '/'
}

/** A form that was sent when the session had ended: kept until its sender is back, and then sent by himself. */
const Kept = z.array(z.tuple([z.string(), z.string()])).max(2000)
export type KeptForm = z.infer<typeof Kept>

/** It travels through the log-in's own forms, which take so much and no more. */
const mostKept = 30_000

/** Null where there is nothing that could be kept. */
export function keptForm(body: unknown): KeptForm | null {
  if (typeof body !== 'object' || body === null) return null
  const fields = Object.entries(body).flatMap(([name, value]) => {
    const values: unknown[] = Array.isArray(value) ? value : [value]
    return values.flatMap(one => (typeof one === 'string' ? [[name, one] as [string, string]] : []))
  })
  const own = Kept.safeParse(fields.filter(([name]) => name !== tokenField)).data ?? null
  return own !== null && own.length > 0 && keptText(own).length <= mostKept ? own : null
}

export function keptText(form: KeptForm): string {
  return JSON.stringify(form)
}

export function keptOf(text: string | undefined): KeptForm | null {
  if (text === undefined || text === '') return null
  try {
    return Kept.safeParse(JSON.parse(text)).data ?? null
  } catch {
    // Somebody changed it on its way; there is nothing to send again then.
    return null
  }
}

/** Milliseconds as people say them: «через 2 секунды», «через 15 минут». */
export function waitWords(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  return seconds < 90 ? `${seconds} с` : `${Math.ceil(seconds / 60)} мин`
}
