import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { DatabaseHandle, Session } from '../database/index.js'
import { type Answer, type Window, windowKey } from '../journal/index.js'
import { seenRecords } from './canonical.js'
import { type ChainNow, readChain } from './chain.js'
import type { ByRecord, SeenRecord } from './compare.js'
import { mayLoseValues } from './lost-values.js'
import { packed, type Reading } from './reading.js'

const unpack = promisify(gunzip)

/**
 * The short way for a long window in which little has changed: only that is read, and compared as any look is. What the
 * body repeats of the last one stands as it is, so it needs to be neither parsed nor asked for.
 *
 * May it be taken? Only where the whole way would surely leave the same: the last body was understood whole, and
 * nothing of it was doubted, went to another window or has to be read again; this one takes no record away; and what
 * stands of the changed ones is just what the last body said of them. A newer look may come between, so part of that is
 * asked when the chain is locked (`confirmChange`).
 */
export interface Change extends Reading {
  /** The look to whose data the body was compared. */
  readonly since: string
  readonly former: ByRecord<SeenRecord>
}

/** What the body changes; null where it has to be read whole. */
export async function readChange(
  { pool }: DatabaseHandle,
  window: Window,
  answer: Answer,
): Promise<Change | null> {
  if (!answer.parseChange) return null
  const earlier = await readEarlier(pool, window)
  if (!earlier) return null
  const body = (await unpack(earlier.gzip)).toString()
  const change = answer.parseChange({ body, records: earlier.records })
  if (!change || mayLoseValues(change)) return null
  const { records, fields } = change
  const [seen, former] = [seenRecords(records), seenRecords(change.former)]
  for (const key of former.keys()) if (!seen.has(key)) return null
  return {
    parsed: { records, fields, quarantined: [], drift: [] },
    seen,
    former,
    untouched: earlier.records - former.size,
    packed: await packed(answer.body),
    since: earlier.look,
  }
}

/**
 * The locked chain and what stands of the changed records; null where the change can't be relied upon any more, or where
 * something else stands than the last body said of them: an older edition of this program read it otherwise.
 */
export async function confirmChange(
  session: Session,
  window: Window,
  change: Change,
): Promise<ChainNow | null> {
  const now = await readChain(session, window, change.seen)
  if (now === null || now.chain.data?.id !== change.since || now.chain.reread) return null
  const { standing } = now
  const stands = [...change.former].every(([key, { hash }]) => standing.get(key)?.hash === hash)
  return stands && standing.size === change.former.size ? now : null
}

interface EarlierLook {
  readonly look: string
  readonly records: number
  readonly gzip: Buffer
}

/** Each row by its key; joins would be left to the planner, which knows nothing of a fresh table. */
async function readEarlier(pool: DatabaseHandle['pool'], window: Window): Promise<EarlierLook | undefined> {
  const { rows } = await pool.query<EarlierLook>({
    name: 'mirror-earlier',
    text: `
      select d.id as look, d.records, b.gzip
      from mirror.chain c cross join lateral (
        select * from mirror.observation where school = c.school and id = c.data_look limit 1
      ) d cross join lateral (
        select * from mirror.observation where school = c.school and id = coalesce(d.unchanged_since, d.id) limit 1
      ) o cross join lateral (
        select * from mirror.body where school = c.school and sha256 = d.sha256 limit 1
      ) b
      where c.school = $1 and c.window_key = $2 and not c.reread and d.complete and not d.suspect and o.drift = '{}'`,
    values: [window.school, windowKey(window)],
  })
  return rows[0]
}
