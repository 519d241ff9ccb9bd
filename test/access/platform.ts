import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { z } from 'zod'

/**
 * A platform with a login: authorise page, exchange, refresh with rotation, and tokens that live and die. What a
 * living token asks of the journal is handed on to the sandbox.
 */
export interface Platform {
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
  /** Makes a token that lives. */
  issue(): string
  kill(token: string): void
  revive(token: string): void
  /** The token answers so many more requests, then dies. */
  killAfter(token: string, requests: number): void
  /** What the human does on the login page. */
  answer: 'agree' | 'deny'
  /** Lifetime that the platform tells of, in seconds. */
  expiresIn: number | null
  /** Makes the exchange fail. */
  refuseGrants: boolean
  /** Exchanges and refreshes that were refused. */
  refusals: number
  /** What happens while a grant is under way. */
  beforeGrant: () => Promise<void>
  /** Requests to the API by their path below the version, logins left out. */
  readonly asked: string[]
  /** Refresh tokens that were used, in order. */
  readonly refreshed: string[]
  /** The refresh token that goes with the token. */
  refreshTokenOf(token: string): string
  close(): Promise<void>
}

const Exchange = z.strictObject({
  grant_type: z.literal('AuthorizationCode'),
  code: z.string(),
  client_id: z.string(),
  client_secret: z.string(),
})
const Refresh = z.strictObject({
  grant_type: z.literal('RefreshToken'),
  refreshToken: z.string(),
  client_id: z.string(),
  client_secret: z.string(),
})
const Grant = z.union([Exchange, Refresh])

export async function startPlatform(sandbox: { url: string; token: string }): Promise<Platform> {
  const live = new Set<string>()
  const dying = new Map<string, number>()
  const codes = new Set<string>()
  const refreshTokens = new Map<string, string>()
  const secret = (name: string) => `${name}${randomUUID().replaceAll('-', '')}`.slice(0, 32)

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.writeHead(500).end())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`

  const platform: Platform = {
    url,
    clientId: 'client-of-the-test',
    clientSecret: 'secret-of-the-test',
    answer: 'agree',
    expiresIn: null,
    refuseGrants: false,
    refusals: 0,
    beforeGrant: async () => undefined,
    asked: [],
    refreshed: [],
    issue() {
      const token = secret('Token')
      live.add(token)
      return token
    },
    kill: token => void live.delete(token),
    revive: token => void live.add(token),
    killAfter: (token, requests) => void dying.set(token, requests),
    refreshTokenOf(token) {
      const refreshToken = secret('Refresh')
      refreshTokens.set(refreshToken, token)
      return refreshToken
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return platform

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = new URL(request.url ?? '/', url)
    if (asked.pathname === '/oauth2') return authorise(asked.searchParams, response)
    if (asked.pathname === '/v2/authorizations') {
      const body = await bodyOf(request)
      await platform.beforeGrant()
      return grant(body, response)
    }
    platform.asked.push(asked.pathname.replace(/^\/v2\//, ''))
    const token = request.headers['access-token']
    if (typeof token === 'string') age(token)
    if (typeof token !== 'string' || !live.has(token)) return refuse(response, 401, 'invalidToken')
    const answer = await fetch(`${sandbox.url}${request.url}`, { headers: { 'access-token': sandbox.token } })
    const type = answer.headers.get('content-type') ?? 'application/json'
    response.writeHead(answer.status, { 'content-type': type }).end(await answer.text())
  }

  function age(token: string): void {
    const left = dying.get(token)
    if (left === undefined) return
    if (left === 0) live.delete(token)
    else dying.set(token, left - 1)
  }

  /** The human's page, and where it sends the browser. */
  function authorise(query: URLSearchParams, response: ServerResponse): void {
    const back = new URL(query.get('redirect_uri') ?? '')
    const state = query.get('state') ?? ''
    if (query.get('client_id') !== platform.clientId) {
      refuse(response, 400, 'invalidRequest')
      return
    }
    if (platform.answer === 'deny') {
      back.hash = new URLSearchParams({ error: 'access_denied', state }).toString()
    } else if (query.get('response_type') === 'code') {
      const code = secret('Code')
      codes.add(code)
      back.search = new URLSearchParams({ code, state }).toString()
    } else {
      back.searchParams.set('result', 'success')
      back.hash = new URLSearchParams({ access_token: platform.issue(), state }).toString()
    }
    response.writeHead(302, { location: back.href }).end()
  }

  function grant(body: string, response: ServerResponse): void {
    const asked = Grant.safeParse(JSON.parse(body))
    const known =
      asked.success &&
      !platform.refuseGrants &&
      asked.data.client_id === platform.clientId &&
      asked.data.client_secret === platform.clientSecret
    if (!known) {
      platform.refusals += 1
      refuse(response, 400, 'invalidRequest')
      return
    }
    if (asked.data.grant_type === 'AuthorizationCode') {
      // A code is good once.
      if (!codes.delete(asked.data.code)) {
        refuse(response, 400, 'invalidRequest')
        return
      }
    } else {
      platform.refreshed.push(asked.data.refreshToken)
      const old = refreshTokens.get(asked.data.refreshToken)
      // Rotation: a refresh token is good once, and the token that it came with dies.
      if (!refreshTokens.delete(asked.data.refreshToken)) {
        refuse(response, 400, 'invalidRequest')
        return
      }
      if (old !== undefined) live.delete(old)
    }
    const token = platform.issue()
    const answer = {
      accessToken: token,
      refreshToken: platform.refreshTokenOf(token),
      ...(platform.expiresIn === null
        ? {}
        : { expiresIn: platform.expiresIn, expiresIn_str: String(platform.expiresIn) }),
      scope: 'CommonInfo,EducationalInfo',
      user_str: '1000000000000000001',
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  }
}

function refuse(response: ServerResponse, status: number, type: string): void {
  const body = JSON.stringify({ type, description: 'refused by the test platform' })
  response.writeHead(status, { 'content-type': 'application/json' }).end(body)
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}
