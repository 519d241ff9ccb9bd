import { BridgeError } from '../../errors.js'
import type { Id, IsoDate, Window } from '../../journal/index.js'
import { failure } from '../failures.js'

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

/** @throws BridgeError DNEVNIK_UNEXPECTED when the body is no list */
export function listOf(body: unknown): readonly unknown[] {
  if (Array.isArray(body)) return body
  throw failure('DNEVNIK_UNEXPECTED')
}
