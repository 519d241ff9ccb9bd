import type { Session } from '../database/index.js'
import {
  type ParsedChange,
  type PlatformRecord,
  type RecordKind,
  type Window,
  windowKey,
} from '../journal/index.js'
import type { Difference } from './compare.js'

/** Of fewer records than this a field may become empty in ordinary life. */
const smallestLoss = 3

/**
 * Whether a field that several records had a value in is empty in all that the look saw: no topic in a week that was full
 * of them, no homework's text. A platform that stops giving a field looks the same, so it has to say that twice.
 */
export async function losesValues(
  session: Session,
  window: Window,
  records: readonly PlatformRecord[],
  { opened }: Difference,
): Promise<boolean> {
  const changed = new Map<RecordKind, number>()
  for (const { kind, seq } of opened) if (seq > 1) changed.set(kind, (changed.get(kind) ?? 0) + 1)
  for (const [kind, count] of changed) {
    const empty = count < smallestLoss ? [] : emptyFields(records.filter(record => record.kind === kind))
    if (empty.length > 0 && (await hadValues(session, window, { kind, fields: empty }))) return true
  }
  return false
}

/**
 * `losesValues` for a part of an answer: a field may be lost only if several of the records had a value in it and all are
 * empty now. Whether it is, the rest of the answer tells.
 */
export function mayLoseValues({ records, former }: ParsedChange): boolean {
  return [...new Set(records.map(({ kind }) => kind))].some(kind => {
    const isOfKind = (record: PlatformRecord) => record.kind === kind
    const had = (name: string) =>
      former.filter(record => isOfKind(record) && !isEmpty(Reflect.get(record, name)))
    return emptyFields(records.filter(isOfKind)).some(name => had(name).length >= smallestLoss)
  })
}

function emptyFields(records: readonly PlatformRecord[]): string[] {
  return Object.keys(records[0] ?? {}).filter(name =>
    records.every(record => isEmpty(Reflect.get(record, name))),
  )
}

function isEmpty(value: unknown): boolean {
  const isEmptyList = Array.isArray(value) && value.length === 0
  return value === null || value === '' || value === false || value === 0 || isEmptyList
}

async function hadValues(
  session: Session,
  window: Window,
  { kind, fields }: { kind: RecordKind; fields: readonly string[] },
): Promise<boolean> {
  const { rows } = await session.query(
    `select f.name from mirror.version v cross join unnest($2::text[]) f (name)
     where v.window_key = $1 and v.ended_at is null and v.kind = $3
       and v.content -> f.name not in ('null', '""', '[]', 'false', '0')
     group by f.name having count(*) >= $4 limit 1`,
    [windowKey(window), fields, kind, smallestLoss],
  )
  return rows.length > 0
}
