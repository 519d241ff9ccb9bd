import { BridgeError } from '../errors.js'
import { append, type Writing } from './append.js'
import type { Hold, HoldRequest, HoldResult, ReleaseRequest } from './keeping.js'
import type { Log } from './log.js'
import { checkTexts } from './paths.js'

/** Bans on disposal. They are entries of the log: lifted by another entry, never edited away. */

/** Standing ones, oldest first. */
export function standingHolds(log: Log): Hold[] {
  const lifted = new Set(log.entries.flatMap(entry => (entry.op === 'release' ? [entry.hold] : [])))
  return log.entries.flatMap(entry =>
    entry.op === 'hold' && !lifted.has(entry.seq)
      ? [{ entry: entry.seq, id: entry.id, since: entry.time, reason: entry.reason, actor: entry.actor }]
      : [],
  )
}

/** Under the lock. @returns null if there is no such object @throws BridgeError ARCHIVE_REFUSED (a wrong text) */
export async function enterHold(writing: Writing, request: HoldRequest): Promise<HoldResult | null> {
  const { id, actor, reason } = request
  checkTexts(request)
  if (!isKept(writing.log, id)) return null
  const same = standingHolds(writing.log).find(hold => hold.id === id && hold.reason === reason)
  if (same !== undefined) return { entry: same.entry, hold: same.entry, changed: false }
  const { seq } = await append(writing, { fields: { op: 'hold', id }, actor, reason })
  return { entry: seq, hold: seq, changed: true }
}

/** Under the lock. @returns null if there is no such object @throws BridgeError ARCHIVE_REFUSED, NOT_FOUND (no such ban) */
export async function enterRelease(writing: Writing, request: ReleaseRequest): Promise<HoldResult | null> {
  const { id, actor, reason } = request
  checkTexts(request)
  if (!isKept(writing.log, id)) return null
  const { entry: hold } = holdToLift(standingHolds(writing.log), request)
  const { seq } = await append(writing, { fields: { op: 'release', id, hold }, actor, reason })
  return { entry: seq, hold, changed: true }
}

function holdToLift(standing: readonly Hold[], { id, hold }: ReleaseRequest): Hold {
  const own = standing.filter(one => one.id === id)
  const wanted = hold === undefined ? own : own.filter(({ entry }) => entry === hold)
  const [only, second] = wanted
  if (only !== undefined && second === undefined) return only
  if (only === undefined) {
    throw new BridgeError('NOT_FOUND', {
      message: `На объекте ${id} нет ${hold === undefined ? 'запрета на уничтожение' : `запрета ${hold}`}.`,
      hint: 'Запреты показывает archive show ОБЪЕКТ. Ничего не записано.',
    })
  }
  throw new BridgeError('USAGE', {
    message: `На объекте ${id} несколько запретов: ${own.map(({ entry }) => entry).join(', ')}.`,
    hint: 'Назовите тот, который снимается: --entry НОМЕР. Ничего не записано.',
  })
}

function isKept(log: Log, id: string): boolean {
  return log.stores.some(entry => entry.id === id)
}
