import { BridgeError } from '../errors.js'
import type { Instant } from '../clock.js'
import { stamp } from './inventory.js'
import type { ActLine, DisposalPlan, DisposalQuestion, KeptTerm } from './keeping.js'
import { byObject, type Log } from './log.js'
import { keptTerms } from './retention.js'
import { checkLog } from './verify-log.js'
import { checkObject, surveyObject } from './verify-object.js'

/** What may be disposed of now, and what stands in the way. */

interface Place {
  readonly folder: string
  readonly log: Log
  /** Id of the archive's own key; null where it isn't at hand. */
  readonly trusted: string | null
}

const hour = 3_600_000
/**
 * After a longer silence of the log a person has to say what day it is: a clock set ahead would end every term. Not only after the
 * newest entry: the night's check by that clock is an entry too, and comes before anybody disposes of anything.
 */
const longestSilence = 48 * hour

/**
 * Reads what would go, byte by byte; changes nothing.
 * @throws BridgeError NOT_FOUND (an id), ARCHIVE_DAMAGED (an inventory that can't be read)
 */
export async function planDisposal(
  place: Place,
  { rules, ids }: DisposalQuestion,
  now: Instant,
): Promise<DisposalPlan> {
  const { folder, log, trusted } = place
  const terms = wantedOf(await keptTerms(place, rules, now), ids)
  const objects = byObject(log.stores)
  const lines: ActLine[] = []
  const damage = [...(await checkLog(folder, log, { trusted }))]
  for (const term of terms.filter(({ obstacle }) => obstacle === null)) {
    const entries = objects.get(term.id) ?? []
    lines.push(lineOf(term, { head: entries.at(-1)?.inventorySha512 ?? '', versions: entries.length }))
    const check = await checkObject(folder, await surveyObject(folder, entries), () => undefined)
    damage.push(...check.findings, ...check.notes)
  }
  const newest = log.entries.at(-1)?.time ?? null
  const kept = ids === null ? [] : terms.filter(({ obstacle }) => obstacle !== null)
  return {
    lines,
    kept,
    clock: clockAgainst(log, now),
    newest,
    damage: damage.map(({ code, file, message }) => ({ code, file, message })),
  }
}

function wantedOf(terms: readonly KeptTerm[], ids: readonly string[] | null): readonly KeptTerm[] {
  if (ids === null) return terms
  for (const id of ids) {
    if (terms.some(term => term.id === id)) continue
    throw new BridgeError('NOT_FOUND', {
      message: `В архиве нет объекта ${id}`,
      hint: 'Что можно отобрать к уничтожению, показывает archive retention --due',
    })
  }
  return terms.filter(({ id }) => ids.includes(id))
}

function lineOf(
  { id, kind, studyYear, version, byRule, byRecord, until }: KeptTerm,
  { head, versions }: { readonly head: string; readonly versions: number },
): ActLine {
  // Without an obstacle the term is known.
  return {
    id,
    kind,
    studyYear,
    version,
    versions,
    inventorySha512: head,
    byRule,
    byRecord,
    until: until ?? '',
  }
}

function clockAgainst({ entries, disposals }: Log, now: Instant): DisposalPlan['clock'] {
  // At the newest decision the clock was believed, or a person said what day it was.
  const believed = disposals.at(-1)?.entry.seq ?? ''
  const times = entries.filter(({ seq }) => seq >= believed).map(({ time }) => Date.parse(time))
  const steps = [...times, Date.parse(stamp(now))].map((time, index, all) => time - (all[index - 1] ?? time))
  if ((steps.at(-1) ?? 0) < 0) return 'behind'
  // A clock that was wrong from the first entry on shows no silence: only a person can tell.
  return disposals.length === 0 || steps.some(step => step > longestSilence) ? 'jump' : 'ok'
}

/** @throws BridgeError DISPOSAL_REFUSED, ARCHIVE_DAMAGED */
export function refuseObstacles(plan: DisposalPlan, now: Instant, today: string | null): void {
  const { clock, newest, kept, damage } = plan
  const [fault] = damage
  if (fault !== undefined) {
    throw new BridgeError('ARCHIVE_DAMAGED', {
      message: `${fault.code} ${fault.file ?? ''}: ${fault.message} Повреждённое не уничтожают.`,
      hint: 'Проверьте архив (archive verify) и восстановите повреждённое из копии. Ничего не записано.',
    })
  }
  if (clock === 'behind') {
    throw refusal(
      'clock',
      `Часы показывают ${stamp(now)}, а последняя запись архива сделана ${newest}.`,
      clockHint,
    )
  }
  if (clock === 'jump' && !isToday(today, now)) {
    const said = today === null ? '' : `, а вы назвали ${today}`
    throw refusal(
      'clock',
      `В журнале архива есть перерыв больше двух суток, или здесь ещё ничего не уничтожали (последняя запись ${newest}); часы показывают ${stamp(now)}${said}.`,
      `Посмотрите на календарь и назовите сегодняшнюю дату: --today ГГГГ-ММ-ДД. ${clockHint}`,
    )
  }
  const [first] = kept
  if (first === undefined) return
  throw refusal(
    first.obstacle ?? 'held',
    `Уничтожать нельзя: ${kept.map(({ id, obstacle }) => `${id} (${obstacle})`).join(', ')}.`,
    'Почему, показывает archive retention ОБЪЕКТ. Ничего не записано.',
  )
}

const clockHint =
  'Если часы неверны, поправьте их: по неверным часам кончился бы любой срок. Ничего не записано.'

export function refusal(reason: string, message: string, hint: string): BridgeError {
  return new BridgeError('DISPOSAL_REFUSED', { message, hint, details: { reason } })
}

/** In some zone of the world it is that day. */
function isToday(today: string | null, now: Instant): boolean {
  const day = (hours: number) => stamp(now + hours * hour).slice(0, 10)
  return today !== null && today >= day(-12) && today <= day(14)
}
