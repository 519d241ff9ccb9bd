import type { Id, Journal } from '../journal/index.js'
import type { Decisions } from './decisions.js'
import type { Verdict, VerdictSubject } from './verdict.js'
import { enteredWithin, type VoidFrom, voidInterval } from './void-interval.js'

/**
 * Turns what rests on a void work into `void`: whatever a rule said of it, somebody has to confirm it or enter it anew.
 * Where it isn't known whether the work is void, nobody is accused of it.
 */
export interface Voider {
  /** Whether there is any void work. */
  readonly concernsAny: boolean
  /** Whether `annul` would change a verdict about it. */
  concerns(subject: VerdictSubject): boolean
  annul(verdict: Verdict): Verdict
}

export interface VoidWork {
  /** Of the incident. */
  readonly number: number
  /** `perhaps`: it may have been entered before the report or after the password was changed. */
  readonly within: 'yes' | 'perhaps'
}

/** Works that an account entered, surely or perhaps, while all it did was void. */
export function voidWorks(
  { slice }: Journal,
  { incidents }: Decisions,
  voidFrom: VoidFrom,
): ReadonlyMap<Id, VoidWork> {
  const found = new Map<Id, VoidWork>()
  for (const { number, content: incident } of [...incidents].sort((a, b) => a.number - b.number)) {
    const interval = voidInterval(incident, voidFrom)
    if (interval === null) continue
    for (const { id, createdBy, appeared } of slice.works) {
      if (createdBy !== incident.personId || incident.confirmedWorkIds.includes(id)) continue
      const within = enteredWithin(appeared, interval)
      if (within === 'no' || found.get(id)?.within === 'yes') continue
      if (within === 'yes' || !found.has(id)) found.set(id, { number, within })
    }
  }
  return found
}

export function createVoider(works: ReadonlyMap<Id, VoidWork>): Voider {
  const voidWorkOf = ({ work, incident }: VerdictSubject) =>
    work === undefined || incident !== undefined ? undefined : works.get(work)
  return {
    concernsAny: works.size > 0,
    concerns: subject => works.size > 0 && voidWorkOf(subject) !== undefined,
    annul(verdict) {
      const found = voidWorkOf(verdict.subject)
      if (!found) return verdict
      return found.within === 'yes' ? annulled(verdict, found) : doubted(verdict, found)
    },
  }
}

function annulled(verdict: Verdict, { number }: VoidWork): Verdict {
  return {
    ...verdict,
    verdict: 'void',
    evidence: { ...verdict.evidence, level: null },
    decision: { by: 'incident', number, insteadOf: verdict.verdict },
    message: `${verdict.message} Запись недействительна: внесена под логином, о нарушении которого сообщено (инцидент № ${number}).`,
  }
}

function doubted(verdict: Verdict, { number }: VoidWork): Verdict {
  if (verdict.verdict !== 'broken' && verdict.verdict !== 'mended') return verdict
  return {
    ...verdict,
    verdict: 'unproven',
    reason: 'unproven-void',
    evidence: { ...verdict.evidence, level: null },
    message: `${verdict.message} Не доказано: возможно, запись внесена под логином, о нарушении которого сообщено (инцидент № ${number}).`,
  }
}
