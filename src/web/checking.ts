import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Run } from '../runs/index.js'
import type { WebDeps } from './deps.js'

/** What is entered stands at once; of days that take longer to judge again whoever entered it is told on the next page. */

declare module 'fastify' {
  interface FastifyRequest {
    /** The run that judges what was entered on the page before; null on other pages. */
    checking: Run | null
  }
}

const Query = z.object({
  checking: z
    .string()
    .max(200)
    .regex(/^\P{C}+$/u),
})

/** @param run that judges them; null where that is done */
export function whileChecked(address: string, run: string | null): string {
  if (run === null) return address
  return `${address}${address.includes('?') ? '&' : '?'}${new URLSearchParams({ checking: run })}`
}

/**
 * Looks how far that run is, for the page after such an entry. Before the page reads anything: of a run that ends meanwhile it
 * may show what stood before.
 */
export function watchChecking(app: FastifyInstance, deps: WebDeps): void {
  app.decorateRequest('checking', null)
  app.addHook('preHandler', async request => {
    const asked = Query.safeParse(request.query)
    const school = request.visitor?.school ?? null
    if (!asked.success || school === null) return
    const run = await deps.within([school.id], () => deps.run(asked.data.checking))
    if (run?.kind === 'check' && run.school === school.id) request.checking = run
  })
}
