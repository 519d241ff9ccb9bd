import { actId, actObject, actPath, checkAct, parseAct } from './acts.js'
import { append, type Writing } from './append.js'
import { carryOut } from './carry-out.js'
import type { DisposeEntry, LogEntry } from './entry.js'
import { stamp } from './inventory.js'
import type { ActLine, DisposalAct, DisposalRecord, DisposalReport, DisposalRequest } from './keeping.js'
import { vouchedFor } from './key-chain.js'
import { type Disposal, type Log, readLog } from './log.js'
import { objectPath } from './paths.js'
import { planDisposal, refusal, refuseObstacles } from './plan-disposal.js'
import { readFileOf } from './read.js'
import { isSigned } from './recover.js'
import { storeVersion } from './write.js'

/**
 * Disposal, in an order that can be cut off anywhere: the act comes in; then, object by object, the log says `dispose`,
 * the object goes, the log says `disposed`. From `dispose` on it is only rolled forward; what an act names and the log
 * doesn't yet is still there, and the same act again goes on with it.
 */

/** Under the lock. @throws BridgeError ARCHIVE_REFUSED (the act), DISPOSAL_REFUSED, ARCHIVE_DAMAGED, NOT_FOUND */
export async function dispose(writing: Writing, request: DisposalRequest): Promise<DisposalReport> {
  checkAct(request)
  const { folder, log, now } = writing
  const id = actId(writing.name, request.number)
  const bytes = await readFileOf(folder, log, { id, path: actPath, version: undefined })
  const begun = bytes === null ? null : parseAct(bytes)
  const ids = begun === null ? request.ids : remaining(begun, request, log)
  const place = { folder, log, trusted: writing.signer.keyId }
  const plan = await planDisposal(place, { rules: request.rules, ids }, now)
  refuseObstacles(plan, now, request.today)
  const act = begun ?? newAct(request, plan.lines, now)
  for (const line of plan.lines) refuseOther(act, line)
  if (begun === null) await storeVersion(await actObject(id, act, request), writing)
  const actLog = await readLog(folder, log)
  const actEntry = actLog.stores.findLast(entry => entry.id === id)?.seq ?? ''
  const disposed: DisposalRecord[] = []
  for (const line of plan.lines) {
    const entry = await enterDispose(writing, line, {
      act: id,
      actEntry,
      actor: request.actor,
      number: act.number,
    })
    await finish(await refreshed(writing), entry)
    disposed.push({ id: line.id, act: id, at: entry.time, entry: entry.seq, done: true })
  }
  return { act: id, disposed }
}

/** Of an act that came in earlier and was cut off. */
function remaining(
  act: DisposalAct,
  { approvedBy, executedBy, reason, ids }: DisposalRequest,
  log: Log,
): string[] {
  const named = new Set(act.objects.map(({ id }) => id))
  const same = act.approvedBy === approvedBy && act.executedBy === executedBy && act.reason === reason
  if (!same || (ids ?? []).some(id => !named.has(id))) {
    throw refusal(
      'act',
      `Акт № ${act.number} уже есть, от ${act.at}, и он другой: утвердил другой, исполняет другой, причина или список не те.`,
      'Назовите новый номер акта; или повторите прежний точь-в-точь, если его исполнение прервалось. Ничего не записано.',
    )
  }
  return [...named].filter(id => log.stores.some(entry => entry.id === id))
}

function newAct(
  { number, approvedBy, executedBy, reason }: DisposalRequest,
  objects: readonly ActLine[],
  now: Writing['now'],
): DisposalAct {
  if (objects.length === 0) {
    throw refusal(
      'nothing',
      'Отбирать к уничтожению нечего.',
      'Сроки показывает archive retention. Ничего не записано.',
    )
  }
  const schema = 'dnevnik-bridge/disposal-act/1'
  return { schema, number, at: stamp(now), approvedBy, executedBy, reason, objects }
}

/** Of an act that was cut off: a version that came since isn't what people decided on. */
function refuseOther(act: DisposalAct, { id, inventorySha512 }: ActLine): void {
  const named = act.objects.find(line => line.id === id)
  if (named?.inventorySha512 === inventorySha512) return
  throw refusal(
    'act',
    `После акта № ${act.number} у объекта ${id} появилась новая версия.`,
    'Составьте для него новый акт.',
  )
}

async function refreshed(writing: Writing): Promise<Writing> {
  return { ...writing, log: await readLog(writing.folder, writing.log) }
}

async function enterDispose(
  writing: Writing,
  { id, version, inventorySha512 }: ActLine,
  { act, actEntry, actor, number }: Readonly<Record<'act' | 'actEntry' | 'actor' | 'number', string>>,
): Promise<DisposeEntry> {
  const entry = await append(await refreshed(writing), {
    fields: {
      op: 'dispose',
      id,
      path: objectPath(id),
      'object-version': version,
      'inventory-sha512': inventorySha512,
      act,
      'act-entry': actEntry,
    },
    actor,
    reason: `Уничтожение по акту № ${number}`,
  })
  return asDispose(entry)
}

function asDispose(entry: LogEntry): DisposeEntry {
  if (entry.op !== 'dispose') throw new Error('the log entry just written is of another kind')
  return entry
}

/** The log of `writing` ends with `entry`. */
async function finish(writing: Writing, entry: DisposeEntry): Promise<void> {
  await carryOut(writing.disk, writing.folder, entry)
  await append(writing, {
    fields: { op: 'disposed', id: entry.id, path: entry.path, dispose: entry.seq },
    actor: 'archive',
    reason: 'Уничтожение исполнено',
  })
}

/**
 * Carries out what a killed process has left, under the lock, before anything else is written. Only what the archive's
 * own key has signed: who can write the disk could else have anything deleted.
 */
export async function finishDisposals(writing: Writing): Promise<void> {
  const { folder, log, signer } = writing
  const vouched = await vouchedFor(folder, log, signer.keyId)
  for (const { entry } of log.disposals.filter(isUndone)) {
    if (!vouched.has(entry) || !(await isSigned(folder, entry))) continue
    await finish(await refreshed(writing), entry)
  }
}

export function isUndone({ done }: Disposal): boolean {
  return done === null
}

export function disposalsOf(log: Log): DisposalRecord[] {
  return log.disposals.map(({ entry: { id, act, time, seq }, done }) => ({
    ...{ id, act, at: time, entry: seq },
    done: done !== null,
  }))
}
