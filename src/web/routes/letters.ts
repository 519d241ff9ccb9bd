import { z } from 'zod'
import { BridgeError } from '../../errors.js'
import { sendPage, type WebContext } from '../context.js'
import { MutePage } from '../pages/mute.js'

const Token = z.object({ token: z.string().regex(/^[0-9a-f]{32}$/) })
const Wish = z.object({ again: z.string().optional() }).catch({})

/**
 * The link at the end of letters that their recipient may do without. The link itself is the key: it names one kind of
 * letter to one address, and mail programs press it by themselves (RFC 8058), so that there is no log-in here.
 */
export function letterRoutes(context: WebContext): void {
  const { app, deps } = context

  async function letterOf(params: unknown) {
    const parsed = Token.safeParse(params)
    const letter = parsed.success ? await deps.letters.links.ofToken(parsed.data.token) : null
    if (parsed.success && letter) return { ...letter, token: parsed.data.token }
    throw new BridgeError('NOT_FOUND', {
      message: 'Такой ссылки программа не давала.',
      hint: 'Откройте ссылку прямо из письма. Чтобы письма не приходили, можно попросить и администратора программы.',
    })
  }

  app.get('/letters/:token', { config: { gate: 'open' } }, async (request, reply) => {
    const { token, muted } = await letterOf(request.params)
    return sendPage(context, reply, { school: null, title: 'Письма' }, MutePage({ token, muted }))
  })

  app.post('/letters/:token', { config: { gate: 'open' } }, async (request, reply) => {
    const { token } = await letterOf(request.params)
    const muted = Wish.parse(request.body ?? {}).again === undefined
    await deps.letters.links.mute(token, muted ? deps.now() : null)
    return sendPage(context, reply, { school: null, title: 'Письма' }, MutePage({ token, muted }))
  })
}
