import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { readRedirect, type Redirect } from '../../dnevnik/index.js'
import { BridgeError } from '../../errors.js'
import { isState } from './outcome.js'
import { callbackPage } from './page.js'

export interface Catcher {
  /** Where the platform shall send the browser back. */
  readonly redirectUrl: string
  /** The first redirect of this attempt. @throws BridgeError INTERRUPTED, LOGIN_TIMEOUT */
  caught(signals: { stop: AbortSignal; expired: AbortSignal }): Promise<Redirect>
  close(): Promise<void>
}

const largestForm = 16 * 1024

const caughtWords = {
  title: 'Вход выполнен',
  text: 'Вернитесь в программу: она проверяет, видна ли школа. Эту страницу можно закрыть.',
}
const refusedWords = {
  title: 'Доступ не дан',
  text: 'Платформа ответила отказом. Вернитесь в программу: там сказано, что делать. Эту страницу можно закрыть.',
}
const foreignWords = {
  title: 'Это другой вход',
  text: 'Страница открыта не той попыткой входа, которую ждёт программа. Вернитесь в программу и откройте адрес из неё ещё раз.',
}
const emptyWords = {
  title: 'В адресе нет токена',
  text: 'Платформа вернула браузер без токена. Вернитесь в программу и откройте адрес из неё ещё раз.',
}

/**
 * Waits on this machine for the browser that comes back from the platform. Answers only to its own address, so that
 * no other page can feed it, and takes one redirect with the right state; anything else is told so and passed over.
 * @throws BridgeError PORT_IN_USE
 */
export async function startCatcher(options: { port: number; state: string }): Promise<Catcher> {
  let take: (redirect: Redirect) => void = () => undefined
  const redirect = new Promise<Redirect>(resolve => {
    take = resolve
  })
  const server = createServer((request, response) => {
    const own = `127.0.0.1:${portOf(server)}`
    if (request.headers.host !== own) return end(response, 421, 'Чужое имя узла')
    if (request.url?.split('?')[0] !== '/') return end(response, 404, 'Такой страницы нет')
    if (request.method === 'GET') return showPage(response)
    if (request.method !== 'POST' || request.headers.origin !== `http://${own}`) {
      return end(response, 403, 'Запрос с чужой страницы')
    }
    receive(request).then(
      form => {
        const { found, words } = judged(form, options.state)
        answerJson(response, words)
        if (found) take(found)
      },
      () => end(response, 400, 'Запрос не понят'),
    )
  })
  await listen(server, options.port)
  return {
    redirectUrl: `http://127.0.0.1:${portOf(server)}/`,
    caught: signals => Promise.race([redirect, givenUp(signals)]),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        // The answer to the page is on its way; connections that say nothing aren't waited for.
        server.closeIdleConnections()
      }),
  }
}

/** A refusal may come without the state; it can't do more harm than no answer. */
function judged(form: URLSearchParams, state: string) {
  const found = readRedirect(form.get('query') ?? '', form.get('fragment') ?? '')
  if (found === null) return { found: null, words: emptyWords }
  const foreign = found.state === null ? found.kind !== 'refused' : !isState(found.state, state)
  if (foreign) return { found: null, words: foreignWords }
  return { found, words: found.kind === 'refused' ? refusedWords : caughtWords }
}

function givenUp({ stop, expired }: { stop: AbortSignal; expired: AbortSignal }): Promise<never> {
  return new Promise((_, reject) => {
    const interrupt = () => reject(new BridgeError('INTERRUPTED', { message: 'Вход прерван' }))
    const expire = () =>
      reject(
        new BridgeError('LOGIN_TIMEOUT', {
          message: 'Браузер не вернулся с платформы в отведённое время; прежний токен не изменён.',
        }),
      )
    if (stop.aborted) return interrupt()
    if (expired.aborted) return expire()
    stop.addEventListener('abort', interrupt, { once: true })
    expired.addEventListener('abort', expire, { once: true })
  })
}

async function receive(request: IncomingMessage): Promise<URLSearchParams> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > largestForm) throw new BridgeError('USAGE', { message: 'Слишком длинный запрос' })
    parts.push(part)
  }
  return new URLSearchParams(Buffer.concat(parts).toString('utf8'))
}

const closedHeaders = {
  'cache-control': 'no-store',
  // With «no-referrer» some browsers send the page's own request with `Origin: null`.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  // One page, one request: nothing to keep a connection for.
  connection: 'close',
}

function showPage(response: ServerResponse): void {
  const nonce = randomBytes(16).toString('base64')
  response.writeHead(200, {
    ...closedHeaders,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
  })
  response.end(callbackPage(nonce))
}

function answerJson(response: ServerResponse, words: { title: string; text: string }): void {
  response.writeHead(200, { ...closedHeaders, 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify(words))
}

function end(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { ...closedHeaders, 'content-type': 'text/plain; charset=utf-8' })
  response.end(text)
}

function portOf(server: ReturnType<typeof createServer>): number {
  const address = server.address()
  return address !== null && typeof address === 'object' ? address.port : 0
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', cause =>
      reject(
        new BridgeError('PORT_IN_USE', {
          message: `Порт ${port} на 127.0.0.1 открыть нельзя: он занят или запрещён.`,
          hint: 'Назовите другой: --redirect-port 8422 (он должен быть записан у платформы за вашим client_id), либо войдите с ключом --paste',
          cause,
        }),
      ),
    )
    server.listen(port, '127.0.0.1', () => resolve())
  })
}
