import { isBridgeError } from '../../errors.js'
import type { Viewer } from '../../people/index.js'
import { unknownDay } from '../days.js'
import { type Field, one, type Typed, type Wrong } from './field.js'

/** Who signs what is entered, why, and how a refusal comes back to the form. */

export const whyField: Field = {
  kind: 'text',
  name: 'why',
  label: 'Почему',
  hint: 'Останется в истории записи',
}
const by: Field = { kind: 'text', name: 'by', label: 'Кто вносит', hint: 'Фамилия и должность' }

/** Who has an account signs with it; whoever sits at a computer without accounts says who it is. */
export const signed = (viewer: Viewer, fields: readonly Field[]) =>
  viewer.account === null ? [...fields, by] : [...fields]
export const authorOf = (viewer: Viewer, typed: Typed) =>
  viewer.account === null ? (one(typed, 'by') ?? '') : viewer.name

/**
 * What can't stand is said at the form, at the field where that is known, and nothing that was typed is lost; everything else is
 * a failure.
 */
export async function refusal(typed: Typed, work: () => Promise<void>): Promise<Wrong | null> {
  try {
    await work()
    return null
  } catch (error) {
    const unknown = unknownDay(
      error,
      [...typed].map(([name]) => [name, one(typed, name) ?? '']),
    )
    if (unknown !== null) return new Map([[unknown.field, unknown.text]])
    if (!isBridgeError(error, 'USAGE', 'NOT_FOUND')) throw error
    return new Map([['', error.message]])
  }
}
