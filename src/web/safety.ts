import type { FastifyInstance, FastifyRequest } from 'fastify'
import { BridgeError } from '../errors.js'
import type { WebDeps, WebOptions } from './deps.js'
import { sendProblem } from './problem.js'

/** From where the pages may be spoken to, checked before anything is read or done. Who may is the gate's business. */

/** Pressed by mail programs, which are nobody's page: the secret in the address is what lets them (RFC 8058). */
const mutePath = /^\/letters\/[0-9a-f]{32}$/
const readingMethods = new Set(['GET', 'HEAD'])

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** @throws BridgeError CONFIG_INVALID when the pages would be open to others while nobody has to log in */
export async function checkExposure({ people }: WebDeps, { host, publicUrl }: WebOptions): Promise<void> {
  if (isLoopback(host) && publicUrl === null) return
  if (await people.anybody()) return
  throw new BridgeError('CONFIG_INVALID', {
    message: `Страница на адресе ${publicUrl ?? host} была бы видна другим компьютерам без входа.`,
    hint: 'Сначала создайте учётную запись: dnevnik-bridge users add ИМЯ --name "Фамилия И. О." --role administrator; либо верните web.host: 127.0.0.1',
  })
}

export function guard(app: FastifyInstance, { host, publicUrl }: WebOptions): void {
  const publicHost = publicUrl === null ? null : new URL(publicUrl).host
  app.addHook('onRequest', async (request, reply) => {
    const known = request.headers.host === publicHost
    if (isLoopback(host) && !known && !isLoopback(hostName(request))) {
      // A foreign name that resolves to this computer: somebody's page tries to read ours.
      return sendProblem(reply, {
        status: 421,
        title: 'Чужое имя узла',
        text: 'Эта страница открывается только по адресу этого компьютера, например http://127.0.0.1.',
      })
    }
    const isWrite = !readingMethods.has(request.method) && !mutePath.test(request.url)
    if (isWrite && !isSameOrigin(request, publicHost)) {
      return sendProblem(reply, {
        status: 403,
        title: 'Запрос с чужой страницы',
        text: 'Изменения принимаются только со страниц самой программы. Откройте её заново и повторите.',
      })
    }
  })
}

function hostName(request: FastifyRequest): string {
  const host = `http://${request.headers.host ?? ''}`
  return URL.canParse(host) ? new URL(host).hostname : ''
}

/** Browsers tell where a write comes from; what doesn't say so isn't a browser with our page. */
function isSameOrigin(request: FastifyRequest, publicHost: string | null): boolean {
  const { origin, host } = request.headers
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  if (typeof origin !== 'string' || !URL.canParse(origin)) return false
  const from = new URL(origin).host
  return from === host || from === publicHost
}
