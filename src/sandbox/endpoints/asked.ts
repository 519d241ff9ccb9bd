import type { Id, IsoDate } from '../../journal/index.js'
import { badParameter, Refusal } from '../refusal.js'
import type { Ranged, Switches } from '../switches.js'
import type { Looking } from '../wire/looking.js'
import type { Viewer } from '../viewer.js'
import { readRequestDay } from '../wire/stamps.js'

/** A request as the endpoints see it, without the server. */
export interface Asked {
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string | readonly string[]>>
  readonly body: unknown
  readonly looking: Looking
  readonly viewer: Viewer
}

export interface Days {
  readonly from: IsoDate
  readonly to: IsoDate
}

function isId(text: string): boolean {
  return /^-?\d{1,19}$/.test(text)
}

/** @throws Refusal parameterInvalid */
export function idOf({ params }: Asked, name: string): Id {
  const id = params[name] ?? ''
  if (!isId(id)) throw badParameter(name)
  return id
}

/** The first value of a query parameter; names of parameters are read without regard to case. */
export function one({ query }: Asked, name: string): string | null {
  const key = Object.keys(query).find(candidate => candidate.toLowerCase() === name.toLowerCase())
  return key === undefined ? null : ([query[key] ?? []].flat()[0] ?? null)
}

export function idOrNull(asked: Asked, name: string): Id | null {
  const id = one(asked, name)
  if (id !== null && !isId(id)) throw badParameter(name)
  return id
}

/** Values of a repeated parameter: `lessons=1&lessons=2`. */
export function queryIds(asked: Asked, name: string): Id[] {
  const ids = [asked.query[name] ?? []].flat()
  if (ids.length === 0 || !ids.every(isId)) throw badParameter(name)
  return capped(asked, ids)
}

/** A bare array of bare integers; the text is read by hand, because a number would round them. */
export function bodyIds(asked: Asked): Id[] {
  const text = typeof asked.body === 'string' ? asked.body.trim() : ''
  const { switches } = asked.looking
  if (switches.formBodies && /^\w+=-?\d/.test(text)) return capped(asked, formIds(text))
  if (!/^\[\s*(?:-?\d{1,19}(?:\s*,\s*-?\d{1,19})*)?\s*\]$/.test(text)) throw badParameter('body')
  return capped(asked, text.match(/-?\d+/g) ?? [])
}

/** One name, many values, however they are separated: `lessons=1&lessons=2`. */
function formIds(text: string): Id[] {
  const ids = [...new URLSearchParams(text).values()]
  if (!ids.every(isId)) throw badParameter('body')
  return ids
}

function capped({ looking: { switches } }: Asked, ids: Id[]): Id[] {
  if (switches.maxIds === null || ids.length <= switches.maxIds) return ids
  return tooMuch(switches, 'ids', () => ids.slice(0, switches.maxIds ?? undefined))
}

export function dayOf(text: string | null, name: string): IsoDate {
  const day = readRequestDay(text ?? '')
  if (day === null) throw badParameter(name)
  return day
}

/** `{from}/{to}` of the path. */
export function pathDays(asked: Asked, what: Ranged): Days {
  return range(asked, what, [asked.params.from ?? '', 'from'], [asked.params.to ?? '', 'to'])
}

/** Two parameters of the query, both needed. */
export function queryDays(asked: Asked, what: Ranged, from: string, to: string): Days {
  return range(asked, what, [one(asked, from), from], [one(asked, to), to])
}

type Named = readonly [text: string | null, name: string]

function range(asked: Asked, what: Ranged, first: Named, last: Named): Days {
  const from = dayOf(...first)
  const to = dayOf(...last)
  if (to < from) throw badParameter(last[1])
  const { switches, school } = asked.looking
  const most = switches.maxDays[what]
  if (most === null) return { from, to }
  const end = school.days.calendar.addDays(from, most - 1)
  return to <= end ? { from, to } : tooMuch(switches, last[1], () => ({ from, to: end }))
}

function tooMuch<T>(switches: Switches, name: string, cut: () => T): T {
  if (switches.rangeRefusal === 'cut') return cut()
  if (switches.rangeRefusal === 'parameterInvalid') throw badParameter(name)
  throw new Refusal(500, 'apiServerError', 'Internal server error')
}

/** A whole number of the query, from 1. */
export function wholeOf(asked: Asked, name: string, usual: number, most = 1000): number {
  const text = one(asked, name) ?? String(usual)
  const value = Number(text)
  if (!/^\d{1,9}$/.test(text) || value < 1 || value > most) throw badParameter(name)
  return value
}
