import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import { type Kysely, sql } from 'kysely'
import type { Instant } from '../clock.js'
import type { DatabaseHandle, Schema } from '../database/index.js'
import { BridgeError, type ErrorCode } from '../errors.js'
import type { Answer, ParsedAnswer, PlatformRecord, Window } from '../journal/index.js'
import { seenRecord, storableText } from './canonical.js'
import { askForReread, type DataLook, enterLook, lockChain, readChain } from './chain.js'
import { compareLook, recordKey, type SeenRecord } from './compare.js'
import type { LookResult } from './mirror.js'
import { takeUnchanged } from './unchanged.js'
import { confirmMissing, elsewhereVersions, standingVersions, writeDifference } from './versions.js'

const compress = promisify(gzip)

/** The quickest level: packing shares the processors with parsing and with PostgreSQL. */
function packed(body: string): Promise<Buffer> {
  return compress(body, { level: constants.Z_BEST_SPEED })
}

/** Takes one look in, in one transaction: `Mirror.recordLook`. */
export async function recordLook(
  handle: DatabaseHandle,
  window: Window,
  answer: Answer,
): Promise<LookResult> {
  const stood = await takeUnchanged(handle, window, answer)
  if (stood !== null) return unchangedResult(stood)
  return handle.kysely.transaction().execute(async db => {
    await lockChain(db, window)
    const chain = await readChain(db, window)
    const newest = chain?.data ?? null
    refuseOlder(newest, answer.askedAt)
    // Compared with the newest data, not with the newest complete look: an incomplete one between may have changed
    // what stands.
    if (newest?.complete && newest.sha256 === answer.sha256 && !chain?.reread) {
      return recordUnchanged(db, window, { answer, newest, proofAt: chain?.proofAt ?? null })
    }
    return recordChanged(db, window, answer, chain?.proofAt ?? null)
  })
}

/** `Mirror.recordFailedLook` */
export async function recordFailedLook(
  handle: DatabaseHandle,
  window: Window,
  at: Instant,
  errorCode: ErrorCode,
): Promise<void> {
  const look = { ...emptyLook, askedAt: at, answeredAt: at, errorCode }
  await handle.kysely.transaction().execute(async db => {
    await lockChain(db, window)
    await enterLook(db, window, look, null)
  })
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
  db: Kysely<Schema>,
  window: Window,
  { answer, newest, proofAt }: Unchanged,
): Promise<LookResult> {
  // An empty list of classes stays in doubt however often it comes.
  const suspect = newest.suspect && window.resource === 'groups' && newest.records === 0
  const gone = newest.suspect && !suspect ? await confirmMissing(db, window, proofAt) : 0
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
  await enterLook(db, window, look, null)
  return { ...unchangedResult(newest.records), gone, suspect }
}

function unchangedResult(records: number): LookResult {
  return { complete: true, unchanged: true, records, changed: 0, gone: 0, quarantined: 0, suspect: false }
}

async function recordChanged(
  db: Kysely<Schema>,
  window: Window,
  answer: Answer,
  proofAt: Instant | null,
): Promise<LookResult> {
  const { askedAt, answeredAt, sha256, requests } = answer
  // Packed by another thread while we parse and ask.
  const packing = packed(answer.body)
  const parsed = answer.parse()
  const seen = seenRecords(parsed.records)
  const standing = await standingVersions(db, window)
  const here = new Set(standing.map(version => recordKey(version.kind, version.record)))
  const unknown = seen.filter(record => !here.has(recordKey(record.kind, record.record)))
  const elsewhere = await elsewhereVersions(db, window, unknown)
  const complete = parsed.quarantined.length === 0
  const difference = compareLook(seen, standing, elsewhere, { askedAt, answeredAt, complete, proofAt })
  const result = {
    complete,
    unchanged: false,
    records: seen.length,
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
  const observation = await enterLook(db, window, look, await packing)
  await writeDifference(db, window, difference, { observation, askedAt, answeredAt })
  await keepQuarantine(db, window, observation, parsed.quarantined)
  await askForReread(db, window.school, difference.movedFrom)
  return result
}

/** Each record once; of two with one id the last counts, as in any list that is read from top to bottom. */
function seenRecords(records: readonly PlatformRecord[]): SeenRecord[] {
  const seen = new Map<string, SeenRecord>()
  for (const record of records) seen.set(recordKey(record.kind, record.id), seenRecord(record))
  return [...seen.values()]
}

async function keepQuarantine(
  db: Kysely<Schema>,
  window: Window,
  observation: string,
  quarantined: ParsedAnswer['quarantined'],
): Promise<void> {
  if (quarantined.length === 0) return
  await sql`
    insert into mirror.quarantine (school, observation, path, problem, raw)
    select ${window.school}, ${observation}, q.path, q.problem, q.raw
    from unnest(${quarantined.map(item => storableText(item.path))}::text[],
      ${quarantined.map(item => storableText(item.problem))}::text[], ${quarantined.map(item => storableText(item.raw))}::text[]) q (path, problem, raw)`.execute(
    db,
  )
}
