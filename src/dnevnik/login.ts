import { z } from 'zod'
import { BridgeError } from '../errors.js'

/**
 * The browser's part of the login: where a human is sent, and what comes back in the address. The program never
 * sees a name or password of the platform.
 */

export type LoginFlow = 'implicit' | 'code'

/** What the redirected address says. Fields that the platform left out are null. */
export type Redirect =
  | {
      readonly kind: 'token'
      readonly token: string
      readonly expiresIn: number | null
      readonly state: string | null
    }
  | { readonly kind: 'code'; readonly code: string; readonly state: string | null }
  | { readonly kind: 'refused'; readonly reason: string; readonly state: string | null }

const knownLogins: Readonly<Record<string, string>> = { 'api.dnevnik.ru': 'https://login.dnevnik.ru' }

/** @throws BridgeError CONFIG_INVALID for a server whose login page nobody has told us */
export function loginUrlOf(platform: { url: string; login: { url?: string | undefined } }): string {
  const host = new URL(platform.url).hostname
  const url = platform.login.url ?? knownLogins[host]
  if (url !== undefined) return url
  throw new BridgeError('CONFIG_INVALID', {
    message: `Адрес страницы входа для ${host} неизвестен`,
    hint: 'Запишите его в bridge.yaml: platform.login.url; или сохраните готовый токен: auth login --paste',
  })
}

/** Where the human logs in and agrees. */
export function authoriseUrl(request: {
  readonly loginUrl: string
  readonly flow: LoginFlow
  readonly clientId: string
  readonly scopes: readonly string[]
  readonly redirectUrl: string
  readonly state: string
}): string {
  const url = new URL(`${request.loginUrl.replace(/\/+$/, '')}/oauth2`)
  url.searchParams.set('response_type', request.flow === 'code' ? 'code' : 'token')
  url.searchParams.set('client_id', request.clientId)
  url.searchParams.set('redirect_uri', request.redirectUrl)
  url.searchParams.set('state', request.state)
  // Scopes are separated by commas, which the platform wants as they are.
  return `${url.href}&scope=${request.scopes.map(encodeURIComponent).join(',')}`
}

const Parameters = z.object({
  access_token: z
    .string()
    .regex(/^[\x21-\x7e]{8,2000}$/)
    .optional(),
  code: z
    .string()
    .regex(/^[\x21-\x7e]{1,2000}$/)
    .optional(),
  error: z.string().max(200).optional(),
  state: z.string().max(500).optional(),
  // Seconds; some deployments say so in the fragment.
  expires_in: z.coerce.number().int().positive().optional(),
})

/**
 * Reads query and fragment of the address to which the platform sent the browser back: a code or a refusal stands
 * in the query, a token in the fragment, which only the browser sees.
 * @returns null for what is no such address
 */
export function readRedirect(query: string, fragment: string): Redirect | null {
  const fields = Object.fromEntries([...new URLSearchParams(query), ...new URLSearchParams(fragment)])
  const read = Parameters.safeParse(fields)
  if (!read.success) return null
  const { access_token: token, code, error, state = null, expires_in: expiresIn = null } = read.data
  if (error !== undefined) return { kind: 'refused', reason: wordOf(error), state }
  if (token !== undefined) return { kind: 'token', token, expiresIn, state }
  return code === undefined ? null : { kind: 'code', code, state }
}

/** What a human pasted: the whole address, or the bare token. */
export function readPasted(text: string): Redirect | null {
  const pasted = text.trim()
  const address = URL.canParse(pasted) ? new URL(pasted) : null
  if (address) return readRedirect(address.search.slice(1), address.hash.slice(1))
  if (/[=&#?]/.test(pasted)) return readRedirect('', pasted.replace(/^[#?]/, ''))
  return readRedirect('', new URLSearchParams({ access_token: pasted }).toString())
}

/** A word of the protocol may be shown; anything else could be anything. */
function wordOf(error: string): string {
  return /^[a-z_]{1,60}$/i.test(error) ? error : 'other'
}
