import type { FastifyReply } from 'fastify'
import { jsonType } from './trouble.js'
import type { Struck } from './faults.js'

/** Faults on the way: the answer is right, the caller doesn't get it so. */
export function deliver(reply: FastifyReply, text: string, struck: Struck | null): FastifyReply {
  switch (struck?.fault.kind) {
    case 'corrupted':
      return reply.send(corrupted(text, struck.luck))
    case 'truncated':
      return half(reply, text, () => reply.raw.destroy())
    case 'hang-body':
      return half(reply, text, () => {})
    case 'slow':
      return dribble(reply, Buffer.from(text), struck.fault.bytesPerSecond ?? 1)
    default:
      return reply.send(text)
  }
}

/** One quotation mark less: no reader may take it for JSON, whatever is in it. */
function corrupted(text: string, luck: number): string {
  const marks = [...text.matchAll(/(?<!\\)"/g)].map(({ index }) => index)
  const place = marks[luck % Math.max(marks.length, 1)] ?? 0
  return `${text.slice(0, place)}\uFFFD${text.slice(place + 1)}`
}

function begin(reply: FastifyReply, length: number): void {
  const headers = reply.getHeaders()
  reply.hijack()
  reply.raw.writeHead(200, { Date: String(headers.date), 'Content-Type': jsonType, 'Content-Length': length })
}

/** The head of the whole answer and half of its body. */
function half(reply: FastifyReply, text: string, then: () => void): FastifyReply {
  const bytes = Buffer.from(text)
  begin(reply, bytes.length)
  reply.raw.write(bytes.subarray(0, Math.floor(bytes.length / 2)), then)
  return reply
}

function dribble(reply: FastifyReply, bytes: Buffer, perSecond: number): FastifyReply {
  begin(reply, bytes.length)
  reply.raw.flushHeaders()
  // Small shares of a second would only tire the machine: then several bytes go at once.
  const atOnce = Math.max(1, Math.round(perSecond / 20))
  let sent = 0
  const timer = setInterval(
    () => {
      reply.raw.write(bytes.subarray(sent, sent + atOnce))
      sent += atOnce
      if (sent < bytes.length) return
      clearInterval(timer)
      reply.raw.end()
    },
    (1000 * atOnce) / perSecond,
  )
  reply.raw.once('close', () => clearInterval(timer))
  return reply
}
