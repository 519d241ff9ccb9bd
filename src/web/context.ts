import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ComponentChildren } from 'preact'
import { z } from 'zod'
import { BridgeError } from '../errors.js'
import type { IsoDate } from '../journal/index.js'
import type { Assets } from './assets.js'
import { schoolDay } from './days.js'
import type { WebDeps } from './deps.js'
import { type Frame, page } from './pages/layout.js'

export type School = WebDeps['schools'][number]

/** What the routes share. */
export interface WebContext {
  readonly app: FastifyInstance
  readonly deps: WebDeps
  readonly assets: Assets
}

export type PageFrame = Omit<Frame, 'assets' | 'schools' | 'accessTrouble'> & { readonly status?: number }

/** Pages show what stands now, so no copy of one is kept anywhere. */
export function sendPage(
  { assets, deps }: WebContext,
  reply: FastifyReply,
  { status = 200, ...frame }: PageFrame,
  content: ComponentChildren,
): FastifyReply {
  const { accessTrouble } = reply.request
  const html = page({ ...frame, assets, schools: deps.schools, accessTrouble }, content)
  return reply.code(status).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html)
}

const SchoolPath = z.object({ school: z.string() })

/** @throws BridgeError NOT_FOUND */
export function schoolOf({ deps }: WebContext, params: unknown): School {
  const { school: id } = SchoolPath.parse(params)
  const school = deps.schools.find(known => known.id === id)
  if (school) return school
  throw new BridgeError('NOT_FOUND', {
    message: 'Такой школы эта установка не обслуживает.',
    hint: 'Школы перечислены в настройках, в разделе schools.',
  })
}

export function todayOf({ deps }: WebContext, school: School): IsoDate {
  return schoolDay(deps.now(), school.timeZone)
}
