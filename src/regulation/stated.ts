import { z } from 'zod'
import { isStudyYear } from '../calendar/index.js'

/** A line that somebody has to fill in, of at most so many characters. */
export function requiredLine(what: string, most = 500): z.ZodString {
  return z
    .string()
    .trim()
    .min(1, { error: `${what}: не может быть пустым` })
    .max(most, { error: `${what}: не длиннее ${most} знаков` })
}

export const StatedId = z.string().regex(/^\d{1,19}$/)
export const StatedIds = z.array(StatedId).min(1)
/** `2026-2027` */
export const StatedStudyYear = z.string().refine(isStudyYear, { error: 'Учебный год пишут так: 2026-2027' })

/** What somebody stated, and the number that people call it by. */
export interface Stated<Content> {
  readonly number: number
  readonly content: Content
}
