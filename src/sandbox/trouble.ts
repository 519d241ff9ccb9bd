import type { FastifyReply } from 'fastify'
import type { Fault } from './faults.js'
import { Refusal } from './answers.js'

export const jsonType = 'application/json; charset=utf-8'

export const deadToken = new Refusal(401, 'invalidToken', 'Token is invalid')

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

const limit = new Refusal(429, 'apiRequestLimit', 'Request limit is exceeded')

/**
 * Answers as the fault wants; null where the answer itself must come first: see `cutShort`.
 */
export function trouble(reply: FastifyReply, fault: Fault): FastifyReply | null {
  switch (fault.kind) {
    case 'html-200':
      return reply.code(200).type('text/html; charset=utf-8').send(maintenance)
    case 'rate-limit':
      return refuse(reply.header('Retry-After', String(fault.retryAfter ?? 1)), limit)
    case 'rate-limit-433':
      return refuse(reply, new Refusal(433, limit.type, limit.message))
    case 'server-error':
      return refuse(reply, new Refusal(500, 'apiServerError', 'Internal server error'))
    case 'error-200':
      return refuse(reply, new Refusal(200, 'apiUnknownError', 'Unknown error'))
    case 'token-dead':
      return refuse(reply, deadToken)
    case 'hang':
      return reply.hijack()
    case 'truncated':
      return null
  }
}

/** Sends the head of the whole answer and half of its body, then breaks the connection. */
export function cutShort(reply: FastifyReply, body: string): void {
  const bytes = Buffer.from(body)
  reply.hijack()
  reply.raw.writeHead(reply.statusCode, { 'Content-Type': jsonType, 'Content-Length': bytes.length })
  reply.raw.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => reply.raw.destroy())
}
