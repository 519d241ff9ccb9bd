import type { Id, Journal } from '../journal/index.js'
import type { Decisions } from './decisions.js'
import type { Verdict, VerdictSubject } from './verdict.js'
import { enteredWithin, type VoidFrom, voidInterval } from './void-interval.js'

/** Turns what rests on a void work into `void`: whatever a rule said of it, somebody has to confirm it or enter it anew. */
export interface Voider {
  /** Whether `annul` would change a verdict about it. */
  concerns(subject: VerdictSubject): boolean
  annul(verdict: Verdict): Verdict
}

/** Works that an account surely entered while all it did was void, with the number of the incident. */
export function voidWorks(
  { slice }: Journal,
  { incidents }: Decisions,
  voidFrom: VoidFrom,
): ReadonlyMap<Id, number> {
  const found = new Map<Id, number>()
  for (const { number, content: incident } of [...incidents].sort((a, b) => a.number - b.number)) {
    const interval = voidInterval(incident, voidFrom)
    if (interval === null) continue
    for (const { id, createdBy, appeared } of slice.works) {
      if (createdBy !== incident.personId || incident.confirmedWorkIds.includes(id) || found.has(id)) continue
      if (enteredWithin(appeared, interval) === 'yes') found.set(id, number)
    }
  }
  return found
}

export function createVoider(works: ReadonlyMap<Id, number>): Voider {
  const numberOf = ({ work, incident }: VerdictSubject) =>
    work === undefined || incident !== undefined ? undefined : works.get(work)
  return {
    concerns: subject => works.size > 0 && numberOf(subject) !== undefined,
    annul(verdict) {
      const number = numberOf(verdict.subject)
      if (number === undefined) return verdict
      return {
        ...verdict,
        verdict: 'void',
        evidence: { ...verdict.evidence, level: null },
        decision: { by: 'incident', number, insteadOf: verdict.verdict },
        message: `${verdict.message} Запись недействительна: внесена под логином, о нарушении которого сообщено (инцидент № ${number}).`,
      }
    },
  }
}
