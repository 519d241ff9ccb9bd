import type { FastifyReply } from 'fastify'
import type { Visit } from './route.js'

/** Every file that leaves by a page goes through here: who took what can be noted in one place. */

export interface Download {
  readonly bytes: Uint8Array
  /** As it is saved, with its extension; may be Russian. */
  readonly name: string
  readonly type: string
}

export const types = {
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json; charset=utf-8',
} as const

/** Never opened in the page's own place: what lies in a file has no say over our pages. */
export function sendDownload({ reply }: Pick<Visit, 'reply'>, { bytes, name, type }: Download): FastifyReply {
  const plain = name.replace(/[^\w.-]+/g, '_')
  return reply
    .header('cache-control', 'no-store')
    .header('content-disposition', `attachment; filename="${plain}"; filename*=UTF-8''${escaped(name)}`)
    .type(type)
    .send(Buffer.from(bytes))
}

/** RFC 8187 leaves less unescaped than `encodeURIComponent` does. */
function escaped(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
