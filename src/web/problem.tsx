import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ComponentChildren } from 'preact'
import { BridgeError, errorKinds, isBridgeError } from '../errors.js'
import type { Logger } from '../log.js'
import { formTokenOf } from '../people/index.js'
import type { Assets } from './assets.js'
import type { WebDeps } from './deps.js'
import { page } from './pages/layout.js'

export interface Problem {
  readonly status: number
  readonly title: string
  readonly text: string
  readonly hint?: string | null
}

declare module 'fastify' {
  interface FastifyInstance {
    problemFrame: { readonly assets: Assets; readonly schools: WebDeps['schools'] }
  }
}

/** Every refusal and failure is a page of ours, in Russian, without a stack. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const { status, title, text, hint } = problem
  return sendBare(
    reply,
    { status, title },
    <>
      <h1>{title}</h1>
      <p>{text}</p>
      {hint && <p>{hint}</p>}
      {!reply.request.visitor && (
        <p>
          <a href="/">К первой странице</a>
        </p>
      )}
    </>,
  )
}

/** A page that belongs to no school; to whom nobody has opened, the names of the schools aren't told either. */
export function sendBare(
  reply: FastifyReply,
  { status, title }: Pick<Problem, 'status' | 'title'>,
  content: ComponentChildren,
): FastifyReply {
  const { accessTrouble, visitor } = reply.request
  const frame = {
    ...reply.server.problemFrame,
    ...{ accessTrouble, title, school: null, viewer: visitor?.viewer ?? null },
    logOutToken: logOutToken(reply.request),
  }
  const html = page(frame, content)
  return reply.code(status).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html)
}

/** Null where there is nobody to log out; a request that isn't even one has neither. */
export function logOutToken({ session, visitor }: FastifyRequest): string | null {
  return session && visitor ? formTokenOf(session) : null
}

const notFound: Problem = {
  status: 404,
  title: 'Такой страницы нет',
  text: 'Проверьте адрес или начните с первой страницы.',
}

const statuses: Readonly<Partial<Record<BridgeError['code'], number>>> = {
  NOT_FOUND: 404,
  USAGE: 400,
  DATABASE_FAILED: 503,
  REDIS_FAILED: 503,
  INTERRUPTED: 503,
}

export function answerProblems(app: FastifyInstance, log: Logger): void {
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, notFound))
  app.setErrorHandler((error: unknown, request, reply) => {
    const problem = problemOf(error)
    // Interrupted: nobody waited any more, or the server stops.
    if (problem.status >= 500 && !isBridgeError(error, 'INTERRUPTED')) {
      const code = error instanceof BridgeError ? error.code : 'INTERNAL'
      const name = error instanceof Error ? error.name : typeof error
      log.error('страница не показана', { route: request.routeOptions.url ?? null, code, error: name })
    }
    return sendProblem(reply, problem)
  })
}

export function problemOf(error: unknown): Problem {
  if (error instanceof BridgeError) {
    const status = statuses[error.code] ?? (error.permanent ? 500 : 503)
    // The usual advice is for the command line.
    const isUsual = error.code === 'NOT_FOUND' && error.hint === errorKinds.NOT_FOUND.hint
    const hint = isUsual ? 'Открытые вам разделы — в меню.' : error.hint
    return { status, title: error.title, text: error.message, hint }
  }
  const status = statusOf(error)
  if (status !== null && status >= 400 && status < 500) {
    return status === 404
      ? notFound
      : {
          status,
          title: 'Запрос не принят',
          text: 'Программа не поняла этот запрос. Вернитесь на страницу и повторите.',
        }
  }
  return {
    status: 500,
    title: 'Внутренняя ошибка',
    text: 'Страницу показать не удалось; подробности — в журнале программы.',
    hint: 'Обновите страницу; если не поможет, запустите dnevnik-bridge doctor.',
  }
}

/** Fastify's own refusals (body too large, unknown content type) carry their status. */
function statusOf(error: unknown): number | null {
  const status =
    typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : null
  return typeof status === 'number' ? status : null
}
