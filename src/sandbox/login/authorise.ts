import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Switches } from '../switches.js'
import type { Tokens } from './tokens.js'

/** Where a human agrees, or doesn't. The platform's own page asks for name and password first; here nobody has any. */

const Asked = z.object({
  response_type: z.enum(['token', 'code']),
  client_id: z.string().min(1),
  redirect_uri: z.url({ protocol: /^https?$/ }),
  scope: z.string().min(1),
  state: z.string().optional(),
  /** What the human has pressed. */
  answer: z.enum(['agree', 'deny']).optional(),
})
type Asked = z.infer<typeof Asked>

export function authorise(
  request: FastifyRequest,
  reply: FastifyReply,
  { tokens, codeFlow }: { readonly tokens: Tokens; readonly codeFlow: Switches['codeFlow'] },
): FastifyReply {
  const read = Asked.safeParse(request.query)
  if (!read.success) {
    const names = [...new Set(read.error.issues.map(({ path }) => String(path[0])))].join(', ')
    return html(reply.code(400), `<div class="error__description"><p>Не подходит: ${names}</p></div>`)
  }
  const asked = read.data
  if (asked.answer === undefined) return html(reply, question(asked))
  return reply.redirect(back(asked, outcome(asked)))

  function outcome({ answer, response_type: type, client_id: client }: Asked): Record<string, string> {
    if (answer === 'deny') return { error: 'access_denied' }
    if (type === 'token') return { access_token: tokens.issue() }
    return codeFlow === 'refused' ? { error: 'unauthorized_client' } : { code: tokens.code(client) }
  }
}

/** A token comes in the fragment, which no server sees; a code in the query. */
function back({ redirect_uri: address, response_type: type, state }: Asked, said: Record<string, string>) {
  const url = new URL(address)
  const fields = { ...said, ...(state === undefined ? {} : { state }) }
  if (type === 'token') url.hash = new URLSearchParams(fields).toString()
  else for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value)
  return url.href
}

function question(asked: Asked): string {
  const { answer: _, ...given } = asked
  const kept = Object.entries(given)
    .flatMap(([name, value]) =>
      value === undefined ? [] : [`<input type="hidden" name="${name}" value="${escaped(value)}">`],
    )
    .join('')
  const scopes = asked.scope.split(',').map(escaped).join(', ')
  return `<h1>Учебная платформа</h1>
<p>Программа <b>${escaped(asked.client_id)}</b> просит доступ: ${scopes}.</p>
<p>Браузер вернётся на <b>${escaped(asked.redirect_uri)}</b>.</p>
<form>${kept}<button name="answer" value="agree">Разрешить</button> <button name="answer" value="deny">Отказать</button></form>`
}

const style =
  'body{font:18px/1.5 system-ui,sans-serif;max-width:36em;margin:12vh auto;padding:0 1em;color:#1b2330;overflow-wrap:anywhere}h1{font-size:1.4em}button{font:inherit;padding:.3em 1em}'

function html(reply: FastifyReply, body: string): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html>\n<html lang="ru"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Учебная платформа</title><style>${style}</style></head><body>\n${body}\n</body></html>\n`,
    )
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`)
}
