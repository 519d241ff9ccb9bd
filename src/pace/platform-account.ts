import { createHash } from 'node:crypto'

/** Whom the platform counts requests for: a token at a server. The token itself is not in it. */
export interface PlatformAccount {
  /** E.g. `https://api.dnevnik.ru`. */
  readonly origin: string
  /** Of the token: 32 hex digits of a SHA-256, from which nobody finds the token. */
  readonly fingerprint: string
}

export function accountOf(baseUrl: string, token: string): PlatformAccount {
  const fingerprint = createHash('sha256').update(`dnevnik-bridge/pace\n${token.trim()}`).digest('hex')
  return { origin: new URL(baseUrl).origin, fingerprint: fingerprint.slice(0, 32) }
}
