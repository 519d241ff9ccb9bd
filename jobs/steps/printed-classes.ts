import type { Id } from '../../src/journal/index.js'
import { compareRussian } from '../../src/report/index.js'
import type { JobDeps } from '../deps.js'
import type { StoredKitFiles } from './stored-kit.js'

interface PrintedYear {
  readonly school: Id
  /** The study year that today belongs to. */
  readonly isCurrent: boolean
  readonly register: ReadonlyMap<Id, unknown>
  readonly kits: readonly StoredKitFiles[]
}

/**
 * Whose sheets a year has, in Russian order: all classes of the school, and of a year that is over those of its kits and of the
 * register, called as the newest kit calls them: next year's lists have other classes, or others by their names. A class that
 * nobody knows any more has its id for a name.
 */
export async function printedClasses(
  deps: Pick<JobDeps, 'mirror'>,
  { school, isCurrent, register, kits }: PrintedYear,
): Promise<{ readonly id: Id; readonly name: string }[]> {
  const { classes, archivedClasses } = await deps.mirror.directory(school)
  const names = new Map([
    ...[...archivedClasses, ...classes].map(({ id, name }) => [id, name] as const),
    ...kits.toReversed().flatMap(kit => [...kit.names]),
  ])
  const known = new Set([...register.keys(), ...kits.flatMap(({ sheets }) => [...sheets.keys()])])
  const all = isCurrent ? classes : [...known].map(id => ({ id, name: names.get(id) ?? id }))
  return all.map(({ id, name }) => ({ id, name })).sort((a, b) => compareRussian(a.name, b.name))
}
