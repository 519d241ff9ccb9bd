import type { Id, IsoDate } from '../../src/journal/index.js'
import type { LedgerChange } from '../../src/ledger/index.js'
import type { JobDeps } from '../deps.js'
import { type Judgement, judge, record } from './evaluate.js'

export const nothing: LedgerChange = { opened: 0, changed: 0, mended: 0, closed: 0 }

interface Days {
  readonly from: IsoDate
  readonly to: IsoDate
  readonly classIds?: readonly Id[] | null
}

/** As many of these days as have come and have a calendar, of classes that are still listed; null where none. */
export async function daysThatCame(
  deps: JobDeps,
  school: Id,
  { from, to, classIds = null }: Days,
): Promise<Required<Days> | null> {
  const { calendar } = await deps.calendar(deps.school(school))
  const today = calendar.dateOf(deps.clock.now())
  const { knownDays } = deps
  const first = from < knownDays.from ? knownDays.from : from
  const last = [to, today, knownDays.to].sort()[0] ?? to
  const { classes } = await deps.mirror.directory(school)
  const listed = classIds?.filter(id => classes.some(group => group.id === id)) ?? null
  return first > last || listed?.length === 0 ? null : { from: first, to: last, classIds: listed }
}

/**
 * What somebody states counts at once for days that were judged: as many of these days as have come are judged and
 * recorded again.
 */
export async function judgeAgain(
  deps: JobDeps,
  school: Id,
  days: Days,
): Promise<{ readonly judgement: Judgement | null; readonly change: LedgerChange }> {
  const came = await daysThatCame(deps, school, days)
  if (came === null) return { judgement: null, change: nothing }
  const judgement = await judge(deps, { school, ...came })
  return { judgement, change: await record(deps, judgement, null) }
}
