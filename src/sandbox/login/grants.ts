import type { Id } from '../../journal/index.js'
import { z } from 'zod'
import { badParameter, Refusal } from '../refusal.js'
import type { Switches } from '../switches.js'
import { int64OrNull, type Wire } from '../wire/json.js'
import type { Tokens } from './tokens.js'

const text = z.string().min(1)
const Asked = z.object({ grant_type: text, client_id: text, client_secret: text })
const Code = z.object({ code: text }).transform(({ code }) => code)
const Refresh = z.object({ refreshToken: text }).transform(({ refreshToken }) => refreshToken)

/**
 * `POST authorizations`: a code or a refresh token for a token. Any client and any secret will do; what was given to
 * one client is nothing to another.
 * @param body as it came
 * @throws Refusal
 */
export function grantWire(
  tokens: Tokens,
  body: unknown,
  { switches, userId }: { readonly switches: Switches; readonly userId: Id | null },
): Wire {
  const json = jsonOf(body)
  const asked = Asked.safeParse(json)
  if (!asked.success) throw badParameter(String(asked.error.issues[0]?.path[0] ?? 'body'))
  const { grant_type: word, client_id: clientId } = asked.data
  if (word !== switches.grantWord && word !== 'RefreshToken') throw badParameter('grant_type')
  const claim = (word === 'RefreshToken' ? Refresh : Code).safeParse(json)
  const issued = claim.success ? tokens.redeem(claim.data, clientId) : null
  if (issued === null) throw new Refusal(400, 'authorizationFailed', "Can't authorize")
  const { token, refreshToken, expiresIn } = issued
  return {
    accessToken: token,
    expiresIn,
    expiresIn_str: expiresIn === null ? null : String(expiresIn),
    refreshToken,
    scope: 'CommonInfo,EducationalInfo,FriendsAndRelatives',
    user: int64OrNull(userId),
    user_str: userId,
  }
}

function jsonOf(body: unknown): unknown {
  try {
    return JSON.parse(typeof body === 'string' ? body : '')
  } catch {
    // Not JSON is just another body that the schema refuses.
    return null
  }
}
