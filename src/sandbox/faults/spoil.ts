import type { Instant } from '../../clock.js'
import type { School } from '../school.js'
import { int64, type Wire } from '../wire/json.js'
import type { DriftChange } from './fault.js'
import type { Struck } from './faults.js'

/** Faults in what an answer says, while it is still an object. */

/** The moment at which the answer is true. */
export function momentOf(struck: Struck | null, now: Instant): Instant {
  if (struck?.fault.kind !== 'stale') return now
  return now - (struck.fault.hoursBehind ?? 24) * 3_600_000
}

/** The group that is really read: another class where that is the fault. */
export function misdirected(
  struck: Struck | null,
  params: Readonly<Record<string, string>>,
  school: School,
): Readonly<Record<string, string>> {
  if (struck?.fault.kind !== 'wrong-class' || params.group === undefined) return params
  const others = school.classes.filter(
    ({ id, subgroups }) => id !== params.group && !subgroups.some(group => group.id === params.group),
  )
  const other = others[struck.luck % Math.max(others.length, 1)]
  return other === undefined ? params : { ...params, group: other.id }
}

export function spoil(struck: Struck | null, answer: Wire): Wire {
  if (struck?.fault.kind === 'half') return halved(answer)
  if (struck?.fault.kind === 'drift') return drifted(answer, struck)
  return answer
}

function isList(wire: Wire): wire is readonly Wire[] {
  return Array.isArray(wire)
}

function isObject(wire: Wire): wire is { readonly [key: string]: Wire } {
  return typeof wire === 'object' && wire !== null && !isList(wire)
}

function halved(answer: Wire): Wire {
  if (isList(answer)) return answer.slice(0, Math.floor(answer.length / 2))
  if (!isObject(answer)) return answer
  return Object.fromEntries(
    Object.entries(answer).map(([key, value]) => [key, isList(value) ? halved(value) : value]),
  )
}

/** One of these where none is ordered. */
const changes: readonly DriftChange[] = ['renamed', 'missing', 'type', 'new']

/**
 * A field as when the platform brings out a new version: everywhere where a name is given, only there where a path
 * is (`works.sentDate`; lists are passed through). Drawn by path, so any field of any object of an answer may be hit.
 */
function drifted(answer: Wire, { fault, luck }: Struck): Wire {
  const paths = [...pathsOf(answer)].sort()
  const field = fault.field ?? paths[luck % Math.max(paths.length, 1)]
  const change = fault.change ?? changes[Math.floor(luck / 7) % changes.length] ?? 'missing'
  if (field === undefined) return answer
  const isHit = field.includes('.') || fault.field === undefined ? samePath : sameName
  return changed(answer, path => isHit(path, field), change)
}

function samePath(path: string, field: string): boolean {
  return path === field
}

function sameName(path: string, field: string): boolean {
  return path.slice(path.lastIndexOf('.') + 1) === field
}

function pathsOf(wire: Wire, under = '', found = new Set<string>()): Set<string> {
  if (isList(wire)) for (const item of wire) pathsOf(item, under, found)
  if (!isObject(wire)) return found
  for (const [key, value] of Object.entries(wire)) {
    const path = under === '' ? key : `${under}.${key}`
    pathsOf(value, path, found.add(path))
  }
  return found
}

function changed(wire: Wire, isHit: (path: string) => boolean, change: DriftChange, under = ''): Wire {
  if (isList(wire)) return wire.map(item => changed(item, isHit, change, under))
  if (!isObject(wire)) return wire
  return Object.fromEntries(
    Object.entries(wire).flatMap(([key, value]): (readonly [string, Wire])[] => {
      const path = under === '' ? key : `${under}.${key}`
      const inside = changed(value, isHit, change, path)
      return isHit(path) ? changedField(key, inside, change) : [[key, inside]]
    }),
  )
}

function changedField(key: string, value: Wire, change: DriftChange): (readonly [string, Wire])[] {
  switch (change) {
    case 'renamed':
      return [[`${key}V2`, value]]
    case 'missing':
      return []
    case 'null':
      return [[key, null]]
    case 'type':
      return [[key, otherType(value)]]
    case 'new':
      return [
        [key, value],
        [`${key}Extra`, int64('1343883032131044633')],
      ]
  }
}

function otherType(value: Wire): Wire {
  if (isList(value)) return { items: value }
  if (value === null || typeof value === 'object') return [value]
  return { value }
}
