import { BridgeError } from '../../src/errors.js'
import type { Id } from '../../src/journal/index.js'
import type { LedgerChange, RecordedOutage, Signature } from '../../src/ledger/index.js'
import type { JobDeps } from '../deps.js'
import { evaluate, record } from './evaluate.js'

/** Final marks have a term of a week: an outage on its first day puts off what is due on its last. */
const longestTermDays = 7

/**
 * Enters an outage of the platform, and judges again what it puts off.
 * @throws BridgeError USAGE for an outage that isn't over
 */
export async function enterOutage(
  deps: JobDeps,
  school: Id,
  outage: RecordedOutage,
  signature: Signature,
): Promise<{ readonly number: number; readonly change: LedgerChange }> {
  if (outage.to > deps.clock.now()) {
    throw new BridgeError('USAGE', {
      message: 'Конец сбоя ещё впереди: на сколько продлить сроки, станет известно, когда он кончится',
      hint: 'Запишите сбой после его окончания',
    })
  }
  const number = await deps.statements.enter(school, 'outage', outage, signature)
  return { number, change: await judgeAgain(deps, school, outage) }
}

/** Takes it back: the terms are again what they were. @throws BridgeError NOT_FOUND */
export async function withdrawOutage(
  deps: JobDeps,
  school: Id,
  number: number,
  revision: Signature & { readonly why: string },
): Promise<LedgerChange> {
  const outage = await deps.statements.revise(school, 'outage', number, { ...revision, content: null })
  return judgeAgain(deps, school, outage)
}

async function judgeAgain(deps: JobDeps, school: Id, outage: RecordedOutage): Promise<LedgerChange> {
  const { calendar } = await deps.calendar(deps.school(school))
  const today = calendar.dateOf(deps.clock.now())
  const last = calendar.addDays(calendar.dateOf(outage.to), longestTermDays)
  const days = { from: calendar.dateOf(outage.from), to: last < today ? last : today }
  return record(deps, await evaluate(deps, { school, classIds: null, ...days }), null)
}
