import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Instant } from '../clock.js'
import type { DatabaseHandle, Session } from '../database/index.js'
import { BridgeError, type ErrorCode } from '../errors.js'
import type { Answer, Window } from '../journal/index.js'
import { askForReread, type DataLook, enterLook, inChain, readChain } from './chain.js'
import { confirmChange, readChange } from './change.js'
import { type ByRecord, compareLook, type StandingVersion } from './compare.js'
import { losesValues } from './lost-values.js'
import type { LookResult } from './mirror.js'
import { keepQuarantine } from './quarantine.js'
import { isComplete, type Reading, type ReadingAhead, readAnswer } from './reading.js'
import type { FieldMemory } from './steady-fields.js'
import type { UnchangedLooks } from './unchanged.js'
import { confirmMissing, elsewhereVersions, noteMissing } from './versions.js'

/** What the looks of one process share. */
export interface Recorder {
  readonly handle: DatabaseHandle
  readonly unchanged: UnchangedLooks
  readonly ahead: ReadingAhead
  readonly fields: FieldMemory
}

/** Takes one look in: `Mirror.recordLook`. */
export async function recordLook(recorder: Recorder, window: Window, answer: Answer): Promise<LookResult> {
  const { handle, unchanged, ahead } = recorder
  const { records, body, earlier } = await unchanged.take(window, answer)
  if (records !== null) return unchangedResult(records)
  const changed = earlier && ahead.upcoming(() => readChange(answer, earlier))
  const whole = earlier || body === 'same' ? null : ahead.upcoming(() => readAnswer(answer))
  const recording = inChain(handle, window, async session => {
    const change = changed?.read()
    const short = change && (await confirmChange(session, window, change))
    const { chain, standing } = short ?? (await readChain(session, window)) ?? noLooks
    const { data: newest, proofAt } = chain
    refuseOlder(newest, answer.askedAt)
    // Compared with the newest data, not with the newest complete look: an incomplete one between may have changed
    // what stands.
    if (newest?.complete && newest.sha256 === answer.sha256 && !chain.reread) {
      return recordUnchanged(session, window, { answer, newest, proofAt })
    }
    // What was doubted and comes again is said twice; one look that is entered again says it once.
    const saidBefore =
      newest?.suspect === true && newest.sha256 === answer.sha256 && newest.askedAt < answer.askedAt
    const reading = short ? change : (whole?.read() ?? readAnswer(answer))
    return recordChanged(session, window, { recorder, answer, reading, standing, proofAt, saidBefore })
  })
  return recording.finally(() => {
    changed?.drop()
    whole?.drop()
  })
}

const noLooks = {
  chain: { proofAt: null, reread: false, data: null },
  standing: new Map<string, StandingVersion>(),
} as const

/** `Mirror.recordFailedLook` */
export async function recordFailedLook(
  handle: DatabaseHandle,
  window: Window,
  at: Instant,
  errorCode: ErrorCode,
  requests = 0,
): Promise<void> {
  const look = { ...emptyLook, askedAt: at, answeredAt: at, errorCode, requests }
  await inChain(handle, window, session => enterLook(session, window, look))
}

const emptyLook = {
  complete: false,
  suspect: false,
  unchangedSince: null,
  sha256: null,
  records: 0,
  changed: 0,
  gone: 0,
  quarantined: 0,
  requests: 0,
  reread: false,
  drift: [],
  skew: null,
  errorCode: null,
} as const

/** Failed looks brought nothing that could be newer than the answer. */
function refuseOlder(newest: DataLook | null, askedAt: Instant): void {
  if (newest === null || askedAt >= newest.askedAt) return
  const text = (instant: Instant) => new Date(instant).toISOString()
  throw new BridgeError('CLOCK_BEHIND', {
    message: `Ответ запрошен в ${text(askedAt)}, а в зеркале уже есть наблюдение того же окна от ${text(newest.askedAt)}`,
    hint: 'Проверьте часы компьютера и заданное время (--now): оно не должно идти назад',
    details: { askedAt, newestAskedAt: newest.askedAt },
  })
}

interface Unchanged {
  readonly answer: Answer
  readonly newest: DataLook
  readonly proofAt: Instant | null
}

async function recordUnchanged(
  session: Session,
  window: Window,
  { answer, newest, proofAt }: Unchanged,
): Promise<LookResult> {
  // An empty list of classes stays in doubt however often it comes, and so does one look that is entered again.
  const isEmptySchool = window.resource === 'groups' && newest.records === 0
  const suspect = newest.suspect && (isEmptySchool || newest.askedAt === answer.askedAt)
  const gone = newest.suspect && !suspect ? await confirmMissing(session, window, proofAt) : 0
  const look = {
    ...emptyLook,
    askedAt: answer.askedAt,
    answeredAt: answer.answeredAt,
    complete: true,
    suspect,
    unchangedSince: newest.bodyOf,
    sha256: answer.sha256,
    records: newest.records,
    gone,
    requests: answer.requests,
    skew: answer.skew ?? null,
  }
  await enterLook(session, window, look)
  return { ...unchangedResult(newest.records), gone, suspect }
}

function unchangedResult(records: number): LookResult {
  return { complete: true, unchanged: true, records, changed: 0, gone: 0, quarantined: 0, suspect: false }
}

interface Changed {
  readonly recorder: Recorder
  readonly answer: Answer
  readonly reading: Reading
  readonly standing: ByRecord<StandingVersion>
  readonly proofAt: Instant | null
  /** The look before brought the same and was doubted. */
  readonly saidBefore: boolean
}

async function recordChanged(
  session: Session,
  window: Window,
  { recorder, answer, reading, standing, proofAt, saidBefore }: Changed,
): Promise<LookResult> {
  const { askedAt, answeredAt, sha256, requests } = answer
  const { parsed, seen, untouched } = reading
  await recorder.fields.learn(session, window.school, parsed.fields ?? [])
  const elsewhere = await elsewhereVersions(session, window, seen, key => standing.has(key))
  const complete = isComplete(parsed)
  const difference = compareLook(seen, standing, elsewhere, { askedAt, answeredAt, complete, proofAt })
  // By the short way nothing gets lost.
  const mayLose = untouched === 0 && !saidBefore
  if (mayLose && (await losesValues(session, window, parsed.records, difference)))
    return recordDoubted(session, window, answer, reading.packed)
  const result = {
    complete,
    unchanged: false,
    records: untouched + seen.size,
    changed: difference.opened.length,
    gone: difference.ended.filter(version => version.gone).length,
    quarantined: parsed.quarantined.length,
    suspect: difference.suspect,
  }
  const skew = answer.skew ?? null
  const facts = {
    askedAt,
    answeredAt,
    sha256,
    requests,
    skew,
    drift: parsed.drift,
    reread: difference.outdated,
  }
  const look = { ...emptyLook, ...result, ...facts }
  const brought = { body: reading.packed, difference }
  const [observation] = await Promise.all([
    enterLook(session, window, look, brought),
    // When the statement has left.
    nextTurn().then(() => recorder.ahead.readNext()),
  ])
  await noteMissing(session, difference, answeredAt)
  await keepQuarantine(session, window, observation, parsed.quarantined)
  await askForReread(session, window.school, difference.movedFrom)
  return result
}

/** Nothing of the look is believed, until the next one brings the same. */
async function recordDoubted(
  session: Session,
  window: Window,
  { askedAt, answeredAt, sha256, requests, skew = null }: Answer,
  body: Buffer,
): Promise<LookResult> {
  const look = { ...emptyLook, askedAt, answeredAt, sha256, requests, skew, suspect: true }
  await enterLook(session, window, look, { body })
  const { complete, suspect, records, changed, gone, quarantined } = look
  return { complete, suspect, unchanged: false, records, changed, gone, quarantined }
}
