import type { Session } from '../database/index.js'
import type { Answer, Window } from '../journal/index.js'
import { seenRecords } from './canonical.js'
import { type ChainNow, readChain } from './chain.js'
import type { ByRecord, SeenRecord } from './compare.js'
import { mayLoseValues } from './lost-values.js'
import { packed, type Reading, unpacked } from './reading.js'

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

/** The newest data of a window, where all of it was understood and nothing was new to us or doubted. */
export interface EarlierLook {
  readonly look: string
  readonly records: number
  readonly gzip: Buffer
}

/** What the body changes; null where it has to be read whole. */
export function readChange(answer: Answer, earlier: EarlierLook): Change | null {
  if (!answer.parseChange) return null
  const body = unpacked(earlier.gzip)
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
    packed: packed(answer.body),
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
