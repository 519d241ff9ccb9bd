import type { Instant } from '../clock.js'
import type { DatabaseHandle, Session } from '../database/index.js'
import { BridgeError } from '../errors.js'
import { type ParsedAnswer, type Window, windowKey } from '../journal/index.js'
import { seenRecords } from './canonical.js'
import { askForReread, inChain } from './chain.js'
import { type ByRecord, compareLook, type Difference, recordKey, type SeenRecord } from './compare.js'
import { type KeptLook, readKeptLook, type VersionsAtLook, versionsAtLook } from './kept-look.js'
import { losesValues } from './lost-values.js'
import { keepQuarantine } from './quarantine.js'
import { isComplete } from './reading.js'
import { checkFields, learnFields } from './steady-fields.js'
import { confirmMissing, elsewhereVersions, writeDifference } from './versions.js'

export interface ReplayRequest {
  readonly window: Window
  /** Of the program as it is now. @throws BridgeError when the body isn't what the window asked for */
  parse(body: string): ParsedAnswer
  readonly at: Instant
  /** Only tells what would be entered. */
  readonly dryRun: boolean
}

/** What reading a kept body once more has brought. */
export interface Replay {
  /** `unreadable`: nothing more than before; `refused`: read, but not believed until the platform says it again. */
  readonly outcome: 'entered' | 'unreadable' | 'refused'
  /** Elements that couldn't be read before, and that can't be read now. */
  readonly before: number
  readonly after: number
  /** Versions opened. */
  readonly changed: number
  readonly gone: number
  readonly complete: boolean
  readonly suspect: boolean
}

/**
 * `Mirror.replay`: the kept body of what the window said last, compared as it would have been when it came, had it been
 * read as it is now, less what was entered then.
 */
export function replay(handle: DatabaseHandle, request: ReplayRequest): Promise<Replay | null> {
  const { window, dryRun } = request
  return inChain(handle, window, async session => {
    const look = await readKeptLook(session, window)
    if (look === null) return null
    try {
      const parsed = request.parse(look.body)
      const after = parsed.quarantined.length
      if (after >= look.quarantined) return nothing('unreadable', look)
      await checkFields(session, window.school, parsed.fields ?? [])
      const reading = await readAgain(session, window, look, parsed)
      if (reading === null) return nothing('refused', look)
      if (!dryRun) await enterReading(session, window, { look, parsed, reading, at: request.at })
      const { difference, gone, complete, suspect } = reading
      const changed = difference.opened.length
      return { outcome: 'entered', before: look.quarantined, after, changed, gone, complete, suspect }
    } catch (error) {
      if (error instanceof BridgeError && error.code === 'DNEVNIK_UNEXPECTED') return nothing('refused', look)
      throw error
    }
  })
}

function nothing(outcome: 'unreadable' | 'refused', { quarantined }: KeptLook): Replay {
  const same = { before: quarantined, after: quarantined, changed: 0, gone: 0 }
  return { outcome, ...same, complete: false, suspect: false }
}

interface Reading {
  readonly seen: ByRecord<SeenRecord>
  /** What is still to be entered. */
  readonly difference: Difference
  readonly gone: number
  readonly complete: boolean
  readonly suspect: boolean
  /** What the body misses is gone: it was said twice. */
  readonly confirmed: boolean
}

/** @returns null when values vanish that the platform has said once only */
async function readAgain(
  session: Session,
  window: Window,
  look: KeptLook,
  parsed: ParsedAnswer,
): Promise<Reading | null> {
  const seen = seenRecords(parsed.records)
  const versions = await versionsAtLook(session, window, look)
  const { before, brought } = versions
  const isKnown = (key: string) => before.has(key) || brought.has(key)
  const elsewhere = await elsewhereVersions(session, window, seen, isKnown)
  const complete = isComplete(parsed)
  const { askedAt, answeredAt, proofAt } = look
  const whole = compareLook(seen, before, elsewhere, { askedAt, answeredAt, complete, proofAt })
  const difference = lessEntered(whole, seen, versions)
  const saidTwice = look.repeatedAt > askedAt
  if (!saidTwice && (await losesValues(session, window, parsed.records, difference))) return null
  const confirmed = difference.suspect && saidTwice && seen.size > 0
  const lost = confirmed
    ? [...before].filter(([key, version]) => version.open && !seen.has(key))
    : difference.ended.filter(version => version.gone)
  const suspect = difference.suspect && !confirmed
  return { seen, difference, gone: lost.length, complete, suspect, confirmed }
}

/**
 * The difference without what the look has brought already, and without what another window's look has changed since.
 * A record that stands from this very body and reads otherwise now isn't news of the platform's: no look proves when it
 * became so. It is left to the next answer, as is what has moved on.
 */
function lessEntered(
  difference: Difference,
  seen: ByRecord<SeenRecord>,
  { before, brought }: VersionsAtLook,
): Difference {
  const closed = new Set([...before.values()].flatMap(({ id, open }) => (open ? [] : [id])))
  const isLeft = ({ kind, record }: SeenRecord) => before.get(recordKey(kind, record))?.open === false
  const isNew = ({ kind, record }: SeenRecord) => !brought.has(recordKey(kind, record))
  const opened = difference.opened.filter(isNew)
  const readsOtherwise = [...brought].some(([key, { hash }]) => seen.get(key)?.hash !== hash)
  return {
    ...difference,
    opened: opened.filter(record => !isLeft(record)),
    ended: difference.ended.filter(({ id }) => !closed.has(id)),
    missing: difference.missing.filter(id => !closed.has(id)),
    found: difference.found.filter(id => !closed.has(id)),
    outdated: difference.outdated || readsOtherwise || opened.some(isLeft),
  }
}

interface Entered {
  readonly look: KeptLook
  readonly parsed: ParsedAnswer
  readonly reading: Reading
  readonly at: Instant
}

async function enterReading(
  session: Session,
  window: Window,
  { look, parsed, reading, at }: Entered,
): Promise<void> {
  const { difference, gone, complete, suspect, confirmed } = reading
  const { observations, askedAt, answeredAt, repeatedAt, proofAt } = look
  await learnFields(session, window.school, parsed.fields ?? [])
  await writeDifference(session, window, difference, { observation: observations[0], askedAt, answeredAt })
  if (confirmed) await confirmMissing(session, window, proofAt)
  await session.query(
    `update mirror.observation set complete = $3, suspect = $4, records = $5, quarantined = $6, drift = $7,
       changed = changed + case when id = $8 then $9 else 0 end, gone = case when id = $8 then $10 else gone end,
       replayed_at = $11
     where school = $1 and id = any($2::bigint[])`,
    [
      window.school,
      observations,
      complete,
      suspect,
      reading.seen.size,
      parsed.quarantined.length,
      parsed.drift,
      observations[0],
      difference.opened.length,
      gone,
      at,
    ],
  )
  await session.query(
    `update mirror.chain set reread = reread or $3,
       proof_look = case when $4 then data_look else proof_look end,
       proof_asked_at = case when $4 then $5 else proof_asked_at end
     where school = $1 and window_key = $2`,
    [window.school, windowKey(window), difference.outdated, complete && !suspect, repeatedAt],
  )
  await session.query('delete from mirror.quarantine where school = $1 and observation = any($2::bigint[])', [
    window.school,
    observations,
  ])
  for (const observation of observations)
    await keepQuarantine(session, window, observation, parsed.quarantined)
  await askForReread(session, window.school, difference.movedFrom)
}
