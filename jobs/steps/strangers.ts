import type { Directory, Id, Window } from '../../src/journal/index.js'
import type { Mention } from '../../src/mirror/index.js'
import type { JobDeps, School } from '../deps.js'

/** Knows what each list of a class holds; what isn't in it, its window has to be read for. */
function listOf(
  mention: Mention,
  facts: { school: Id; classId: Id; directory: Directory; bells: readonly number[] },
): Window | null {
  const { school, classId, directory, bells } = facts
  const ofClass = { school, group: classId, week: null }
  const { id, what } = mention
  if (what === 'person') {
    // Pupils of another class may sit in a subgroup with these: known is who is in any list.
    const known = directory.members.some(({ person, left }) => person.id === id && !left)
    return known ? null : { ...ofClass, resource: 'members' }
  }
  if (what === 'subject') {
    const known = directory.classSubjects.some(item => item.classId === classId && item.subjectId === id)
    return known ? null : { ...ofClass, resource: 'class-subjects' }
  }
  if (what === 'teacher') {
    const known = directory.teachers.some(teacher => teacher.id === id)
    return known ? null : { ...ofClass, group: null, resource: 'teachers' }
  }
  return bells.includes(Number(id)) ? null : { ...ofClass, resource: 'bells' }
}

/**
 * Lists that the journal has outgrown: it names a person, subject, teacher or lesson number that they don't know, and
 * has named it only since they were read. Never twice on one day, and never for what a newer list doesn't know either.
 */
export async function outgrownLists(
  deps: JobDeps,
  school: School,
  { classId, windows }: { classId: Id; windows: readonly Window[] },
): Promise<Window[]> {
  const { calendar, facts } = await deps.calendar(school)
  const directory = await deps.mirror.directory(school.id)
  const bells = (facts.bells[classId] ?? []).map(bell => bell.lessonNumber)
  const today = calendar.dateOf(deps.clock.now())
  const outgrown = new Map<string, Window>()
  for (const mention of await deps.mirror.mentions(windows)) {
    const list = listOf(mention, { school: school.id, classId, directory, bells })
    if (list === null || outgrown.has(list.resource)) continue
    const read = await deps.mirror.lastComplete(list)
    if (read !== null && read < mention.seenAt && calendar.dateOf(read) !== today)
      outgrown.set(list.resource, list)
  }
  return [...outgrown.values()]
}
