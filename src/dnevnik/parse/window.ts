import { BridgeError } from '../../errors.js'
import type { Id, IsoDate, Window } from '../../journal/index.js'
import { failure } from '../failures.js'
import { fieldsOf } from '../schema/fields.js'

const dayMs = 86_400_000

/** Arithmetic on days without zone. */
export function daysAfter(date: IsoDate, days: number): IsoDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)
}

/** Monday and Sunday of the window's week. */
export function weekOf(window: Window): { readonly from: IsoDate; readonly to: IsoDate } {
  const from = window.week
  if (from === null || !/^\d{4}-\d{2}-\d{2}$/.test(from) || Number.isNaN(Date.parse(from)))
    throw misuse(window)
  return { from, to: daysAfter(from, 6) }
}

/** The seven days of the window's week. */
export function daysOf(window: Window): readonly IsoDate[] {
  const { from } = weekOf(window)
  return Array.from({ length: 7 }, (_, index) => daysAfter(from, index))
}

/** Class or subgroup of a window that has one. */
export function groupOf(window: Window): Id {
  if (window.group === null || !/^-?\d+$/.test(window.group)) throw misuse(window)
  return window.group
}

export function schoolOf(window: Window): Id {
  if (!/^-?\d+$/.test(window.school)) throw misuse(window)
  return window.school
}

function misuse(window: Window): BridgeError {
  return new BridgeError('INTERNAL', {
    message: 'Окно чтения заполнено не полностью.',
    details: { resource: window.resource },
  })
}

export interface WeekBody {
  /** Lists of what was asked for, each with its place in the body. */
  readonly parts: readonly { readonly path: string; readonly elements: readonly unknown[] }[]
  /** Works asked for by their ids. */
  readonly works: readonly { readonly path: string; readonly elements: readonly unknown[] }[]
}

/** A week's answer as it came, or the envelope that `weekBody` makes of several. */
export function weekPartsOf(body: unknown): WeekBody {
  const envelope = Array.isArray(body) ? null : fieldsOf(body)
  if (!envelope) return { parts: [{ path: '', elements: listOf(body) }], works: [] }
  return {
    parts: listOf(envelope.parts).map((part, index) => ({
      path: `.parts[${index}]`,
      elements: listOf(part),
    })),
    works: listOf(envelope.works).map((answer, index) => ({
      path: `.works[${index}]`,
      // Homework by id comes in an object, works in a plain list.
      elements: listOf(Array.isArray(answer) ? answer : fieldsOf(answer)?.works),
    })),
  }
}

/** @throws BridgeError DNEVNIK_UNEXPECTED when the body is no list */
export function listOf(body: unknown): readonly unknown[] {
  if (Array.isArray(body)) return body
  throw failure('DNEVNIK_UNEXPECTED')
}
