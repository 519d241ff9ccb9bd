import * as openid from 'openid-client'
import { z } from 'zod'
import type { Clock } from '../clock.js'
import { peopleKey, seal, unseal } from '../config/index.js'
import { BridgeError, describeError } from '../errors.js'

/** The organisation's own log-in: OpenID Connect, code flow with PKCE. It tells who somebody is, not what he may see. */

export interface OpenId {
  /** For people: «Войти через …». */
  readonly name: string
  /**
   * @returns where the browser is to go, and what it keeps meanwhile, sealed
   * @throws BridgeError OPENID_FAILED
   */
  begin(way: {
    readonly redirect: string
    readonly next: string
  }): Promise<{ readonly address: string; readonly kept: string }>
  /**
   * With what the browser came back with.
   * @throws BridgeError OPENID_FAILED
   */
  end(back: {
    readonly address: string
    readonly kept: string | null
  }): Promise<{ readonly subject: string; readonly next: string }>
  /** Where the browser was going that keeps this; null for what isn't from here. */
  wanted(kept: string | null): Promise<string | null>
  /** Whether it answers at all. @throws BridgeError OPENID_FAILED */
  probe(): Promise<void>
}

export interface OpenIdOptions {
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  /** Null for a client without one: PKCE is used in any case. */
  secret(): Promise<string | null>
  /** Which of its claims names people as `subject` in their accounts. */
  readonly claim: string
  readonly scopes: readonly string[]
  /** Folder of the installation's keys. */
  readonly secrets: string
  readonly clock: Clock
}

const patienceMs = 10 * 60_000
const Kept = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  redirect: z.string(),
  next: z.string(),
  at: z.number(),
})
const belongsTo = 'open-id'
const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/

export function createOpenId(options: OpenIdOptions): OpenId {
  const { name, issuer, clientId, claim, scopes, secrets, clock } = options
  let discovered: Promise<openid.Configuration> | null = null
  function configuration(): Promise<openid.Configuration> {
    discovered ??= discover().catch((error: unknown) => {
      discovered = null
      throw failed(error)
    })
    return discovered
  }
  async function discover(): Promise<openid.Configuration> {
    const server = new URL(issuer)
    const secret = await options.secret()
    // Without TLS only on this computer: whoever listens would be whoever he likes.
    const execute = loopback.test(server.hostname) ? [openid.allowInsecureRequests] : []
    const authentication = secret === null ? openid.None() : openid.ClientSecretBasic(secret)
    return openid.discovery(server, clientId, undefined, authentication, { execute, timeout: 15 })
  }
  function failed(error: unknown): BridgeError {
    if (error instanceof BridgeError) return error
    if (error instanceof openid.AuthorizationResponseError && error.error === 'access_denied') {
      return new BridgeError('OPENID_FAILED', {
        message: `Вы не вошли через ${name}: вход там отменён или вам не разрешён.`,
        details: { reason: error.error },
      })
    }
    return new BridgeError('OPENID_FAILED', {
      message: `Вход через ${name} не ответил или ответил не так, как должен.`,
      details: { reason: error instanceof Error ? error.name : 'unknown' },
      cause: error,
    })
  }
  async function unsealed(sealed: string | null): Promise<z.infer<typeof Kept>> {
    const text = unseal(await peopleKey(secrets), Buffer.from(sealed ?? '', 'base64url'), belongsTo)
    return Kept.parse(JSON.parse(text))
  }
  async function kept(sealed: string | null): Promise<z.infer<typeof Kept>> {
    try {
      const way = await unsealed(sealed)
      if (clock.now() - way.at <= patienceMs) return way
    } catch (error) {
      throw lost(error)
    }
    throw lost(null)
  }

  return {
    name,
    async probe() {
      await configuration()
    },
    async wanted(sealed) {
      try {
        return (await unsealed(sealed)).next
      } catch {
        // Nobody's, or another version's: `end` says so.
        return null
      }
    },
    async begin({ redirect, next }) {
      const configured = await configuration()
      const verifier = openid.randomPKCECodeVerifier()
      const way = { state: openid.randomState(), nonce: openid.randomNonce(), verifier, redirect, next }
      const address = openid.buildAuthorizationUrl(configured, {
        redirect_uri: redirect,
        scope: scopes.join(' '),
        state: way.state,
        nonce: way.nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      })
      const text = JSON.stringify({ ...way, at: clock.now() })
      const sealed = seal(await peopleKey(secrets), text, belongsTo)
      return { address: address.href, kept: sealed.toString('base64url') }
    },
    async end({ address, kept: sealed }) {
      const { state, nonce, verifier, redirect, next } = await kept(sealed)
      // As the organisation's server was told it, whatever name the proxy calls this computer by.
      const current = new URL(redirect)
      current.search = new URL(address, redirect).search
      try {
        const configured = await configuration()
        const checks = {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        }
        const tokens = await openid.authorizationCodeGrant(configured, current, checks)
        const claims = tokens.claims()
        const own = namedBy(claims, claim)
        if (own !== null || claims === undefined) return { subject: required(own), next }
        const more = await openid.fetchUserInfo(configured, tokens.access_token, claims.sub)
        return { subject: required(namedBy(more, claim)), next }
      } catch (error) {
        throw failed(error)
      }
    },
  }

  function required(subject: string | null): string {
    if (subject !== null) return subject
    throw new BridgeError('OPENID_FAILED', {
      message: `Вход через ${name} не сообщил, кто вошёл: нет значения ${claim}.`,
      hint: 'Проверьте web.openId.claim и web.openId.scopes в настройках',
    })
  }
}

/** An address of mail that its owner hasn't confirmed may be anybody's. */
function namedBy(claims: Readonly<Record<string, unknown>> | undefined, claim: string): string | null {
  const value = claims?.[claim]
  if (typeof value !== 'string' || value === '') return null
  return claim === 'email' && claims?.email_verified === false ? null : value
}

function lost(cause: unknown): BridgeError {
  return new BridgeError('OPENID_FAILED', {
    message: 'Вход начат не в этом браузере или слишком давно.',
    hint: 'Начните вход заново',
    details: { reason: cause === null ? 'too late' : (describeError(cause).split(':')[0] ?? null) },
  })
}
