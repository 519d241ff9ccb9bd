import { BridgeError } from '../../src/errors.js'
import type { Id } from '../../src/journal/index.js'
import type { LedgerChange, RecordedOutage, Signature } from '../../src/ledger/index.js'
import type { JobDeps } from '../deps.js'
import { judgeAgain } from './judge-again.js'
import { type PreviewOptions, type WouldChange, wouldChange } from './would-change.js'

/** Final marks have a term of a week: an outage on its first day puts off what is due on its last. */
const longestTermDays = 7

/**
 * Enters an outage of the platform, and judges again what it puts off.
 * @throws BridgeError USAGE for an outage that isn't over; CALENDAR_UNKNOWN
 */
export async function enterOutage(
  deps: JobDeps,
  school: Id,
  outage: RecordedOutage,
  signature: Signature,
): Promise<{ readonly number: number; readonly change: LedgerChange }> {
  await checkOutage(deps, school, outage)
  const number = await deps.statements.enter(school, 'outage', outage, signature)
  return { number, change: await judgeDays(deps, school, outage) }
}

/** @throws BridgeError USAGE for one that isn't over; CALENDAR_UNKNOWN */
export async function checkOutage(deps: JobDeps, school: Id, { from, to }: RecordedOutage): Promise<void> {
  const { calendar } = await deps.calendar(deps.school(school))
  deps.requireKnownDays({ from: calendar.dateOf(from), to: calendar.dateOf(to) })
  if (to <= deps.clock.now()) return
  throw new BridgeError('USAGE', {
    message: 'Конец сбоя ещё впереди: на сколько продлить сроки, станет известно, когда он кончится',
    hint: 'Запишите сбой после его окончания',
  })
}

/**
 * What would change if it were entered; nothing is written.
 * @throws BridgeError as `checkOutage`; INTERRUPTED
 */
export async function previewOutage(
  deps: JobDeps,
  school: Id,
  outage: RecordedOutage,
  options: PreviewOptions = {},
): Promise<WouldChange> {
  await checkOutage(deps, school, outage)
  const variant = { outages: [{ from: outage.from, to: outage.to }] }
  return wouldChange(deps, school, { days: await daysOf(deps, school, outage), variant, ...options })
}

/** Takes it back: the terms are again what they were. @throws BridgeError NOT_FOUND */
export async function withdrawOutage(
  deps: JobDeps,
  school: Id,
  number: number,
  revision: Signature & { readonly why: string },
): Promise<LedgerChange> {
  const outage = await deps.statements.revise(school, 'outage', number, { ...revision, content: null })
  return judgeDays(deps, school, outage)
}

async function judgeDays(deps: JobDeps, school: Id, outage: RecordedOutage): Promise<LedgerChange> {
  return judgeAgain(deps, school, await daysOf(deps, school, outage))
}

async function daysOf(deps: JobDeps, school: Id, { from, to }: RecordedOutage) {
  const { calendar } = await deps.calendar(deps.school(school))
  return {
    from: calendar.dateOf(from),
    to: calendar.addDays(calendar.dateOf(to), longestTermDays),
  }
}
