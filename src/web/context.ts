import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ComponentChildren } from 'preact'
import type { IsoDate } from '../journal/index.js'
import type { Assets } from './assets.js'
import { schoolDay } from './days.js'
import type { WebDeps } from './deps.js'
import { type Frame, page } from './pages/layout.js'
import { logOutToken } from './problem.js'

export type School = WebDeps['schools'][number]

/** What the routes share. */
export interface WebContext {
  readonly app: FastifyInstance
  readonly deps: WebDeps
  readonly assets: Assets
}

export type PageFrame = Omit<
  Frame,
  'assets' | 'schools' | 'accessTrouble' | 'viewer' | 'logOutToken' | 'checking'
> & {
  readonly status?: number
}

/** Pages show what stands now, so no copy of one is kept anywhere. */
export function sendPage(
  { assets, deps }: WebContext,
  reply: FastifyReply,
  { status = 200, ...frame }: PageFrame,
  content: ComponentChildren,
): FastifyReply {
  const { accessTrouble, checking, visitor } = reply.request
  const viewer = visitor?.viewer ?? null
  const { schools } = deps
  const about = { assets, schools, accessTrouble, checking, viewer, logOutToken: logOutToken(reply.request) }
  const html = page({ ...frame, ...about }, content)
  return reply.code(status).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html)
}

export function todayOf({ deps }: WebContext, school: School): IsoDate {
  return schoolDay(deps.now(), school.timeZone)
}
