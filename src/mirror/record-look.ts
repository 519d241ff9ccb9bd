import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { canonicalize } from 'json-canonicalize'
import { type Kysely, sql } from 'kysely'
import type { Instant } from '../clock.js'
import type { DatabaseHandle, Schema } from '../database/index.js'
import { BridgeError, type ErrorCode } from '../errors.js'
import type { Answer, ParsedAnswer, PlatformRecord, Window } from '../journal/index.js'
import { addObservation, advanceChain, askForReread, type DataLook, lockChain, readChain } from './chain.js'
import { compareLook, recordKey, type SeenRecord } from './compare.js'
import type { LookResult } from './mirror.js'
import { confirmMissing, elsewhereVersions, standingVersions, writeDifference } from './versions.js'

const compress = promisify(gzip)

/** Takes one look in, in one transaction: `Mirror.recordLook`. */
export async function recordLook(
  handle: DatabaseHandle,
  window: Window,
  answer: Answer,
): Promise<LookResult> {
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
    await advanceChain(db, window, await addObservation(db, window, look), look)
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
  const gone = newest.suspect ? await confirmMissing(db, window, proofAt) : 0
  const look = {
    ...emptyLook,
    askedAt: answer.askedAt,
    answeredAt: answer.answeredAt,
    complete: true,
    unchangedSince: newest.bodyOf,
    sha256: answer.sha256,
    records: newest.records,
    gone,
    requests: answer.requests,
  }
  await advanceChain(db, window, await addObservation(db, window, look), look)
  const { records } = newest
  return { complete: true, unchanged: true, records, changed: 0, gone, quarantined: 0, suspect: false }
}

async function recordChanged(
  db: Kysely<Schema>,
  window: Window,
  answer: Answer,
  proofAt: Instant | null,
): Promise<LookResult> {
  const { askedAt, answeredAt, sha256, requests } = answer
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
  const facts = { askedAt, answeredAt, sha256, requests, drift: parsed.drift, reread: difference.outdated }
  const look = { ...emptyLook, ...result, ...facts }
  const observation = await addObservation(db, window, look)
  await writeDifference(db, window, difference, { observation, askedAt, answeredAt })
  await keepBody(db, window, answer)
  await keepQuarantine(db, window, observation, parsed.quarantined)
  await advanceChain(db, window, observation, look)
  await askForReread(db, window.school, difference.movedFrom)
  return result
}

/** Each record once; of two with one id the last counts, as in any list that is read from top to bottom. */
function seenRecords(records: readonly PlatformRecord[]): SeenRecord[] {
  const seen = new Map<string, SeenRecord>()
  for (const record of records) {
    const content = storable(record)
    const hash = createHash('sha256').update(canonicalize(content)).digest('base64url')
    seen.set(recordKey(content.kind, content.id), { kind: content.kind, record: content.id, content, hash })
  }
  return [...seen.values()]
}

/** PostgreSQL's jsonb takes neither NUL nor half a surrogate pair; the body keeps them. */
function storable(record: PlatformRecord): PlatformRecord {
  if (!/\\u(0000|d[89a-f])/.test(JSON.stringify(record))) return record
  return JSON.parse(
    JSON.stringify(record, (_, value) => (typeof value === 'string' ? storableText(value) : value)),
  )
}

function storableText(text: string): string {
  return text.replace(/\0|\p{Surrogate}/gu, '\ufffd')
}

async function keepBody(db: Kysely<Schema>, window: Window, answer: Answer): Promise<void> {
  const bytes = await compress(answer.body)
  await sql`
    insert into mirror.body (school, sha256, gzip) values (${window.school}, ${answer.sha256}, ${bytes})
    on conflict do nothing`.execute(db)
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
