import { randomBytes } from 'node:crypto'
import type { BridgeConfig } from '../../app.js'
import { systemClock } from '../../clock.js'
import { readSecret, type StoredAccess } from '../../config/index.js'
import { authoriseUrl, exchangeCode, type LoginFlow, loginUrlOf, type Redirect } from '../../dnevnik/index.js'
import { BridgeError } from '../../errors.js'
import type { CommandContext } from '../context.js'
import type { Output } from '../output.js'
import { openBrowser } from './browser.js'
import { startCatcher } from './catcher.js'
import { loggedIn } from './outcome.js'
import { pastedRedirect } from './pasted.js'

export interface LoginRequest {
  readonly flow: LoginFlow
  readonly clientId: string | null
  readonly clientSecret: string | null
  readonly port: number
  readonly paste: boolean
  readonly openBrowser: boolean
}

/** How long a human may take to log in, the state login included. */
const patienceMs = 10 * 60_000

/**
 * Everything that can be wrong before a human is bothered.
 * @throws BridgeError CONFIG_INVALID
 */
export async function loginRequest(
  config: BridgeConfig,
  context: CommandContext,
  options: Omit<LoginRequest, 'clientId' | 'clientSecret'> & { readonly clientId: string | undefined },
): Promise<LoginRequest> {
  if (options.paste && options.port === 0) {
    throw new BridgeError('USAGE', {
      message: 'С ключом --paste порт возврата не может быть любым',
      hint: 'Уберите --redirect-port 0 или назовите порт, записанный у платформы за вашим client_id',
    })
  }
  const clientId = options.clientId ?? config.platform.login.clientId ?? null
  if (clientId === null && (!options.paste || options.flow === 'code')) {
    throw new BridgeError('CONFIG_INVALID', {
      message: 'Не задан client_id программы, без него платформа не покажет страницу входа',
      hint: 'Запишите выданный платформой client_id в bridge.yaml (platform.login.clientId) или назовите ключом --client-id. Если его нет, скопируйте готовый токен и вставьте: auth login --paste',
    })
  }
  const clientSecret =
    options.flow === 'code' ? await readSecret('DNEVNIK_CLIENT_SECRET', context.environment) : null
  if (options.flow === 'code' && clientSecret === null) {
    throw new BridgeError('CONFIG_INVALID', {
      message: 'Не задан секрет программы, без него код входа не обменять на токен',
      hint: 'Задайте DNEVNIK_CLIENT_SECRET или DNEVNIK_CLIENT_SECRET_FILE либо войдите без секрета: --flow implicit',
    })
  }
  return { ...options, clientId, clientSecret }
}

/**
 * Lets a human log in and brings back what there is to keep.
 * @throws BridgeError LOGIN_REFUSED, LOGIN_TIMEOUT, PORT_IN_USE, USAGE, INTERRUPTED, DNEVNIK_NETWORK and the like
 */
export async function logIn(
  config: BridgeConfig,
  request: LoginRequest,
  terminal: { context: CommandContext; out: Output },
): Promise<StoredAccess> {
  const redirect = await redirected(config, request, terminal)
  // A bare token or a whole address may be pasted whatever the flow.
  const outcome = loggedIn(redirect, request.paste && redirect.kind === 'token' ? 'implicit' : request.flow)
  const obtainedAt = systemClock.now()
  if (outcome.kind === 'token') {
    const expiresAt = outcome.expiresIn === null ? null : obtainedAt + outcome.expiresIn * 1000
    return { token: outcome.token, refreshToken: null, clientId: null, obtainedAt, expiresAt }
  }
  const clientId = request.clientId ?? ''
  const grant = await exchangeCode(
    outcome.code,
    {
      baseUrl: config.platform.url,
      clientId,
      clientSecret: request.clientSecret ?? '',
      clock: systemClock,
      timeoutMs: config.platform.timeoutSeconds * 1000,
    },
    terminal.context.signal,
  )
  return { ...grant, clientId }
}

async function redirected(
  config: BridgeConfig,
  request: LoginRequest,
  { context, out }: { context: CommandContext; out: Output },
): Promise<Redirect> {
  const state = randomBytes(24).toString('base64url')
  const invite = (redirectUrl: string) => {
    if (request.clientId === null) return
    const url = authoriseUrl({
      loginUrl: loginUrlOf(config.platform),
      flow: request.flow,
      clientId: request.clientId,
      scopes: config.platform.login.scopes,
      redirectUrl,
      state,
    })
    out.warning({ open: url, redirect: redirectUrl }, `Откройте в браузере и войдите:\n${url}`)
    if (request.openBrowser) openBrowser(url)
  }
  if (request.paste) {
    invite(`http://127.0.0.1:${request.port}/`)
    if (request.clientId !== null)
      out.note('После входа скопируйте адрес из строки браузера, даже если страница не открылась.')
    return pastedRedirect(context, state)
  }
  const catcher = await startCatcher({ port: request.port, state })
  try {
    invite(catcher.redirectUrl)
    out.note('Жду возвращения браузера, до 10 минут. Прервать: Ctrl-C')
    return await catcher.caught({ stop: context.signal, expired: AbortSignal.timeout(patienceMs) })
  } finally {
    await catcher.close()
  }
}
