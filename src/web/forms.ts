import type { FastifyRequest } from 'fastify'
import { isOwnForm, tokenField } from './csrf.js'

/** Whether what was sent came from a form of ours: see `csrf.ts`. */
export function cameFromOurForm(request: FastifyRequest): boolean {
  const { body } = request
  const token = typeof body === 'object' && body !== null && tokenField in body ? body[tokenField] : null
  return isOwnForm(request, token)
}
