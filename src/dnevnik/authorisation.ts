import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import axios from 'axios'
import type { Clock, Instant } from '../clock.js'
import { BridgeError, isBridgeError } from '../errors.js'
import { acceptAnswer } from './answer.js'
import { failure } from './failures.js'
import { versionedUrl } from './http.js'
import { completeJson } from './lossless.js'
import { retryAfterMs } from './retry-after.js'
import { fieldsOf } from './schema/fields.js'
import { WireGrant } from './schema/grant.js'

/** What the platform gives for a code or a refresh token. */
export interface Grant {
  readonly token: string
  readonly refreshToken: string | null
  readonly obtainedAt: Instant
  /** Null when the platform doesn't say. */
  readonly expiresAt: Instant | null
}

export interface GrantOptions {
  readonly baseUrl: string
  readonly clientId: string
  readonly clientSecret: string
  readonly clock: Clock
  readonly timeoutMs: number
}

const path = 'authorizations'
const largestAnswer = 64 * 1024

/**
 * Turns the code of a browser login into a token. A code is good for one exchange, so it is never sent twice.
 * @throws BridgeError LOGIN_REFUSED, DNEVNIK_NETWORK, DNEVNIK_TIMEOUT, DNEVNIK_DOWN, DNEVNIK_RATE_LIMITED, INTERRUPTED
 */
export function exchangeCode(code: string, options: GrantOptions, signal?: AbortSignal): Promise<Grant> {
  return grant({ grant_type: 'AuthorizationCode', code }, options, signal)
}

/**
 * Turns a refresh token into a new token; the platform may replace the refresh token too.
 * @throws BridgeError as `exchangeCode`
 */
export async function refreshGrant(
  refreshToken: string,
  options: GrantOptions,
  signal?: AbortSignal,
): Promise<Grant> {
  const next = await grant({ grant_type: 'RefreshToken', refreshToken }, options, signal)
  return { ...next, refreshToken: next.refreshToken ?? refreshToken }
}

async function grant(
  asked: Readonly<Record<string, string>>,
  options: GrantOptions,
  signal?: AbortSignal,
): Promise<Grant> {
  const { clientId, clientSecret, clock } = options
  const body = { ...asked, client_id: clientId, client_secret: clientSecret }
  const text = await post(body, options, signal)
  const answer = WireGrant.safeParse(fieldsOf(completeJson(text)) ?? {})
  if (!answer.success) {
    throw failure('DNEVNIK_UNEXPECTED', { path, message: 'В ответе платформы на вход нет токена.' })
  }
  const { accessToken, refreshToken, expiresIn } = answer.data
  const obtainedAt = clock.now()
  const expiresAt = expiresIn === null ? null : obtainedAt + expiresIn * 1000
  return { token: accessToken, refreshToken, obtainedAt, expiresAt }
}

async function post(body: object, options: GrantOptions, signal?: AbortSignal): Promise<string> {
  const httpAgent = new HttpAgent()
  const httpsAgent = new HttpsAgent()
  const deadline = AbortSignal.timeout(options.timeoutMs)
  try {
    const response = await axios.post<string>(`${versionedUrl(options.baseUrl)}/${path}`, body, {
      adapter: 'http',
      responseType: 'text',
      transformResponse: (text: string) => text,
      maxContentLength: largestAnswer,
      // A redirect would carry the secret to another host.
      maxRedirects: 0,
      validateStatus: () => true,
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
      httpAgent,
      httpsAgent,
    })
    const header = (name: string) => {
      const value: unknown = response.headers[name]
      return typeof value === 'string' ? value : null
    }
    const answer = {
      status: response.status,
      contentType: header('content-type') ?? '',
      retryAfterMs: retryAfterMs(header('retry-after'), header('date'), options.clock.now()),
      text: response.data,
    }
    return acceptAnswer(answer, 'object', path)
  } catch (error) {
    throw told(error, signal, deadline)
  } finally {
    httpAgent.destroy()
    httpsAgent.destroy()
  }
}

/** Nothing of axios' error comes along: it carries the request, and the request carries the secrets. */
function told(error: unknown, signal: AbortSignal | undefined, deadline: AbortSignal): BridgeError {
  if (signal?.aborted) return new BridgeError('INTERRUPTED', { message: 'Вход прерван.' })
  if (deadline.aborted) return failure('DNEVNIK_TIMEOUT', { path })
  const refused = ['DNEVNIK_TOKEN_DEAD', 'DNEVNIK_FORBIDDEN', 'DNEVNIK_PARAMETER'] as const
  if (isBridgeError(error, ...refused)) {
    return new BridgeError('LOGIN_REFUSED', {
      message:
        'Платформа не обменяла код входа на токен: код устарел, использован, или неверны client_id и секрет.',
      hint: 'Проверьте platform.login.clientId и DNEVNIK_CLIENT_SECRET и войдите заново: dnevnik-bridge auth login --flow code',
      details: error.details,
    })
  }
  if (error instanceof BridgeError) return error
  const network = axios.isAxiosError(error) && error.code ? error.code : 'UNKNOWN'
  return failure('DNEVNIK_NETWORK', { path, network })
}
