import type { FastifyRequest } from 'fastify'
import { z } from 'zod'

/** What is entered stands at once; of days that take longer to judge again whoever entered it is told on the next page. */

const Query = z.object({ checking: z.string().max(200) })

/** @param run that judges them; null where that is done */
export function whileChecked(address: string, run: string | null): string {
  if (run === null) return address
  return `${address}${address.includes('?') ? '&' : '?'}${new URLSearchParams({ checking: run })}`
}

/** Whether the page is the one after such an entry. */
export function isBeingChecked({ query }: FastifyRequest): boolean {
  return Query.safeParse(query).success
}
