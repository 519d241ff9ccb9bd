import type { Id, IsoDate } from '../../src/journal/index.js'
import { byChange, changesBetween, type VerdictChange } from '../../src/regulation/index.js'
import type { JobDeps } from '../deps.js'
import { firstFew } from './first-few.js'
import { daysThatCame } from './judge-again.js'
import { judgeByClass, type Variant } from './judge-by-class.js'

/** What some event would do to the days that have come, had it been known. */

export interface PreviewOptions {
  /** So many changes are told one by one. */
  readonly most?: number
  readonly signal?: AbortSignal
}

export interface WouldChange {
  /** How many verdicts change. */
  readonly count: number
  /** The first of them. */
  readonly changes: readonly VerdictChange[]
}

interface Asked extends PreviewOptions {
  readonly days: { readonly from: IsoDate; readonly to: IsoDate }
  readonly variant: Variant
  /** Rules whose verdicts may change, by id; all where this isn't given. */
  readonly only?: readonly string[]
}

/** @throws BridgeError as `judgeByClass` */
export async function wouldChange(
  deps: JobDeps,
  school: Id,
  { days, variant, only, most = Number.POSITIVE_INFINITY, signal }: Asked,
): Promise<WouldChange> {
  const found = firstFew(most, byChange)
  const came = await daysThatCame(deps, school, days)
  if (came !== null) {
    await judgeByClass(
      deps,
      { school, ...came, ...(only && { only }) },
      [{}, variant],
      async ([before, then]) => {
        if (before && then) found.add(changesBetween(before.judged, then.judged))
      },
      signal,
    )
  }
  return { count: found.count, changes: found.items }
}
