import { createHash, timingSafeEqual } from 'node:crypto'
import type { LoginFlow, Redirect } from '../../dnevnik/index.js'
import { BridgeError } from '../../errors.js'

/** A login that came back well: a token, or the code to be exchanged for one. */
export type LoggedIn = Exclude<Redirect, { kind: 'refused' }>

/** Compared in the same time whatever was sent. */
export function isState(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

/**
 * What a redirect of this very attempt means.
 * @throws BridgeError LOGIN_REFUSED
 */
export function loggedIn(redirect: Redirect, flow: LoginFlow): LoggedIn {
  if (redirect.kind === 'refused') throw refusal(redirect.reason)
  const wanted = flow === 'code' ? 'code' : 'token'
  if (redirect.kind === wanted) return redirect
  throw new BridgeError('LOGIN_REFUSED', {
    message:
      wanted === 'code' ? 'Платформа вернула токен вместо кода.' : 'Платформа вернула код вместо токена.',
    hint: `Повторите вход с ключом --flow ${redirect.kind === 'code' ? 'code' : 'implicit'}`,
  })
}

function refusal(reason: string): BridgeError {
  const details = { reason }
  if (reason.toLowerCase() === 'access_denied') {
    return new BridgeError('LOGIN_REFUSED', {
      message: 'На странице платформы в доступе отказано; прежний токен не изменён.',
      hint: 'Повторите вход и согласитесь дать программе доступ: dnevnik-bridge auth login',
      details,
    })
  }
  return new BridgeError('LOGIN_REFUSED', {
    message: `Платформа не пустила программу (${reason}); прежний токен не изменён.`,
    hint: 'Проверьте platform.login.clientId, права в platform.login.scopes и адрес возврата, записанный у платформы за этим client_id',
    details,
  })
}
