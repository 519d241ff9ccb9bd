import type { Directory, Neighbours, Resource, Window } from '../../src/journal/index.js'
import { weeklyResources } from '../../src/journal/index.js'
import type { JobDeps } from '../deps.js'

const aboutPeople: ReadonlySet<Resource> = new Set([
  ...weeklyResources,
  'final-marks',
  'exam-marks',
  'members',
])

/** Who may be met in a window's answer. A subgroup's people are those of its class: pupils are moved between subgroups. */
export async function neighboursOf(
  deps: Pick<JobDeps, 'mirror'>,
  { school, resource, group }: Window,
  { subgroups }: Directory,
): Promise<Neighbours | undefined> {
  if (group === null || !aboutPeople.has(resource)) return undefined
  const classId = subgroups.find(({ id }) => id === group)?.classIds[0]
  return deps.mirror.neighbours(school, classId ?? group)
}
