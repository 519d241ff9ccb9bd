import { createHash, timingSafeEqual } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { BridgeError } from '../errors.js'
import type { WebOptions } from './deps.js'
import { sendProblem } from './problem.js'

/** Who may speak to the pages, checked before anything is read or done. */

/** Answered without a password, because watchdogs have none. */
const openPaths = new Set(['/healthz', '/readyz'])
/** Pressed by mail programs, which are nobody's page: the secret in the address is what lets them (RFC 8058). */
const mutePath = /^\/letters\/[0-9a-f]{32}$/
const readingMethods = new Set(['GET', 'HEAD'])

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** @throws BridgeError CONFIG_INVALID when the pages would be open to others without a password */
export function checkExposure({ host, password }: WebOptions): void {
  if (isLoopback(host) || password) return
  throw new BridgeError('CONFIG_INVALID', {
    message: `Страница на адресе ${host} была бы видна другим компьютерам без пароля.`,
    hint: 'Задайте пароль в BRIDGE_WEB_PASSWORD (или файле BRIDGE_WEB_PASSWORD_FILE) либо верните web.host: 127.0.0.1.',
  })
}

export function guard(app: FastifyInstance, options: WebOptions): void {
  const gate = !options.password ? null : passwordGate(options.password)
  app.addHook('onRequest', async (request, reply) => {
    if (isLoopback(options.host) && !isLoopback(hostName(request))) {
      // A foreign name that resolves to this computer: somebody's page tries to read ours.
      return sendProblem(reply, {
        status: 421,
        title: 'Чужое имя узла',
        text: 'Эта страница открывается только по адресу этого компьютера, например http://127.0.0.1.',
      })
    }
    if (!readingMethods.has(request.method) && !isSameOrigin(request) && !mutePath.test(pathOf(request))) {
      return sendProblem(reply, {
        status: 403,
        title: 'Запрос с чужой страницы',
        text: 'Изменения принимаются только со страниц самой программы. Откройте её заново и повторите.',
      })
    }
    const path = pathOf(request)
    if (gate && !openPaths.has(path) && !mutePath.test(path)) return gate(request, reply)
  })
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?')[0] ?? ''
}

function hostName(request: FastifyRequest): string {
  const host = `http://${request.headers.host ?? ''}`
  return URL.canParse(host) ? new URL(host).hostname : ''
}

/** Browsers tell where a write comes from; what doesn't say so isn't a browser with our page. */
function isSameOrigin(request: FastifyRequest): boolean {
  const { origin, host } = request.headers
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  return typeof origin === 'string' && URL.canParse(origin) && new URL(origin).host === host
}

const failuresAllowed = 10
const forgottenAfter = 60_000
const failureDelay = 300

type Gate = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>

/** HTTP Basic; wrong passwords cost time, and many of them from one address shut it out for a minute. */
function passwordGate(password: string): Gate {
  const failures = new Map<string, number>()
  const count = (address: string, change: number) => {
    const now = (failures.get(address) ?? 0) + change
    if (now > 0) failures.set(address, now)
    else failures.delete(address)
  }
  return async (request, reply) => {
    const { authorization } = request.headers
    if ((failures.get(request.ip) ?? 0) >= failuresAllowed) {
      reply.header('retry-after', String(forgottenAfter / 1000))
      return sendProblem(reply, {
        status: 429,
        title: 'Слишком много неверных паролей',
        text: 'Подождите минуту и попробуйте ещё раз.',
      })
    }
    if (isAdmin(authorization, password)) return undefined
    if (authorization !== undefined) {
      count(request.ip, 1)
      setTimeout(() => count(request.ip, -1), forgottenAfter).unref()
      await delay(failureDelay)
    }
    reply.header('www-authenticate', 'Basic realm="dnevnik-bridge", charset="UTF-8"')
    return sendProblem(reply, {
      status: 401,
      title: 'Нужен пароль',
      text: 'Имя — admin, пароль — тот, что задан в BRIDGE_WEB_PASSWORD.',
    })
  }
}

export function isAdmin(authorization: string | undefined, password: string): boolean {
  const [scheme, credentials = ''] = (authorization ?? '').split(' ')
  if (scheme?.toLowerCase() !== 'basic') return false
  // Digests have one length, so the comparison takes the same time whatever was sent.
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(Buffer.from(credentials, 'base64').toString()), digest(`admin:${password}`))
}
