import { compareIds, type Id } from '../journal/index.js'
import { historiesOf } from './histories.js'
import { saysPresence } from './journal-histories.js'
import { createKeptLessons } from './kept-lessons.js'
import type { Slices } from './mirror.js'
import { readGround, readSliceOf, type SliceGround, scopeOf } from './slice.js'

/** `Mirror.slices` */
export async function openSlices(...asked: Parameters<typeof readGround>): Promise<Slices> {
  const ground = await readGround(...asked)
  const { snapshot, ofWeeks, vocabulary, request, signal } = ground
  const lessons = createKeptLessons(snapshot.db, request.school, signal)
  return {
    parts: partsOf(ground),
    read: of => readSliceOf(ground, of, lessons),
    saysPresence: () => saysPresence(snapshot.db, ofWeeks, vocabulary),
  }
}

/**
 * What pupils of a shared subgroup do stands in the lists of all its classes, and marks of a pupil who goes over may be taken
 * along: of such classes one is judged by what stands in the other.
 */
function partsOf({ request, ofWeeks, directory, isOfYear }: SliceGround): readonly (readonly Id[])[] {
  const { classIds, subgroups } = scopeOf(request.classIds ?? null, ofWeeks, directory, isOfYear)
  const shared = new Map<string, Id[]>()
  const share = (what: string, classId: Id) => {
    if (classIds.has(classId)) shared.set(what, [...(shared.get(what) ?? []), classId])
  }
  for (const { id, classIds: of } of subgroups) for (const classId of of) share(`group/${id}`, classId)
  for (const { newest } of historiesOf(directory, 'member'))
    share(`person/${newest.content.personId}`, newest.content.groupId)
  return together([...classIds], [...shared.values()])
}

/** Classes that some others go along with, directly or not, stand in one part; each part and all of them by id. */
export function together(
  classIds: readonly Id[],
  groups: readonly (readonly Id[])[],
): readonly (readonly Id[])[] {
  const partOf = new Map(classIds.map(id => [id, [id]]))
  for (const [first, ...others] of groups) {
    const part = first === undefined ? undefined : partOf.get(first)
    for (const other of others) {
      const joining = partOf.get(other)
      if (!part || !joining || joining === part) continue
      part.push(...joining)
      for (const id of joining) partOf.set(id, part)
    }
  }
  return [...new Set(partOf.values())]
    .map(part => part.sort(compareIds))
    .sort((a, b) => compareIds(a[0] ?? '', b[0] ?? ''))
}
