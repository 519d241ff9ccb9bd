import type { FastifyReply } from 'fastify'
import type { Instant } from '../../clock.js'
import { deadToken, Refusal } from '../refusal.js'
import type { Fault } from './fault.js'

/** Faults that come instead of an answer. */

export const jsonType = 'application/json; charset=utf-8'
const htmlType = 'text/html; charset=utf-8'

const maintenance = `<!DOCTYPE html>
<html lang="ru"><head><title>Технические работы</title></head><body>
<div class="error__description"><p>На сайте ведутся технические работы. Попробуйте зайти позже.</p></div>
</body></html>
`

export function refuse(reply: FastifyReply, refusal: Refusal): FastifyReply {
  return reply
    .code(refusal.status)
    .type(jsonType)
    .send(JSON.stringify({ type: refusal.type, description: refusal.message }))
}

/** `Retry-After` in the asked form; null: none. */
export function retryAfterText(wanted: number | 'none' | 'date', now: Instant): string | null {
  if (wanted === 'none') return null
  return wanted === 'date' ? new Date(now + 2000).toUTCString() : String(wanted)
}

export function refuseLimit(
  reply: FastifyReply,
  { status, retryAfter, now }: { status: number; retryAfter: number | 'none' | 'date'; now: Instant },
): FastifyReply {
  const header = retryAfterText(retryAfter, now)
  if (header !== null) reply.header('Retry-After', header)
  return refuse(reply, new Refusal(status, 'apiRequestLimit', 'Request limit is exceeded'))
}

/** Answers as the fault wants; null where the platform's own answer comes, spoilt: `spoil.ts`, `deliver.ts`. */
export function trouble(reply: FastifyReply, fault: Fault, now: Instant): FastifyReply | null {
  const { retryAfter } = fault
  switch (fault.kind) {
    case 'rate-limit':
      return refuseLimit(reply, { status: 429, retryAfter: retryAfter ?? 1, now })
    case 'rate-limit-433':
      return refuseLimit(reply, { status: 433, retryAfter: retryAfter ?? 'none', now })
    case 'rate-limit-200':
      return refuseLimit(reply, { status: 200, retryAfter: retryAfter ?? 'none', now })
    case 'server-error':
      return refuse(
        reply,
        new Refusal(fault.status ?? 500, fault.type ?? 'apiServerError', 'Internal server error'),
      )
    case 'error-200':
      return refuse(reply, new Refusal(200, 'apiUnknownError', 'Unknown error'))
    case 'html-200':
      return reply.code(200).type(htmlType).send(maintenance)
    case 'html-error':
      return htmlError(reply, fault.status ?? 502)
    case 'token-dead':
      return refuse(reply, deadToken)
    case 'reset':
      reply.raw.socket?.resetAndDestroy()
      return reply.hijack()
    case 'hang':
      return reply.hijack()
    default:
      return null
  }
}

/** The bare page of a proxy in front of the platform. */
function htmlError(reply: FastifyReply, status: number): FastifyReply {
  const title = `${status} Bad Gateway`
  const page = `<html>\r\n<head><title>${title}</title></head>\r\n<body><center><h1>${title}</h1></center></body>\r\n</html>\r\n`
  return reply.code(status).type('text/html').send(page)
}
