import type { Id, Neighbours } from '../../journal/index.js'
import { failure } from '../failures.js'

/**
 * Marks, entries and lists of members name no class, only persons. New pupils are strangers, and a subgroup may bring
 * pupils of other classes, so an answer is another class's only if it knows nobody of this one and somebody of another.
 * @throws BridgeError DNEVNIK_UNEXPECTED
 */
export function checkPeople(personIds: Iterable<Id>, neighbours: Neighbours | undefined): void {
  if (!neighbours) return
  const persons = new Set(personIds)
  const some = (known: ReadonlySet<Id>) => [...persons].some(id => known.has(id))
  if (some(neighbours.people) || !some(neighbours.peopleElsewhere)) return
  throw failure('DNEVNIK_UNEXPECTED', { message: 'Платформа прислала записи об учениках другого класса.' })
}
