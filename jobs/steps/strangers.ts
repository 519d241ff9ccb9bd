import type { Bell } from '../../src/calendar/index.js'
import type { Directory, Id, Resource, Window } from '../../src/journal/index.js'
import type { Mention } from '../../src/mirror/index.js'
import type { JobDeps, School } from '../deps.js'

interface Known {
  /** Pupils in the list of any class: those of another may sit in a subgroup with these. */
  readonly persons: ReadonlySet<Id>
  /** What the class is taught. */
  readonly subjects: ReadonlySet<Id>
  readonly teachers: ReadonlySet<Id>
  readonly bells: ReadonlySet<string>
}

function knownTo(classId: Id, directory: Directory, bells: readonly Bell[]): Known {
  const classes = new Set(directory.classes.map(group => group.id))
  const pupils = directory.members.filter(({ groupId, left }) => classes.has(groupId) && !left)
  const taught = directory.classSubjects.filter(item => item.classId === classId)
  return {
    persons: new Set(pupils.map(({ person }) => person.id)),
    subjects: new Set(taught.map(({ subjectId }) => subjectId)),
    teachers: new Set(directory.teachers.map(({ id }) => id)),
    bells: new Set(bells.map(bell => String(bell.lessonNumber))),
  }
}

const lists = {
  person: { knower: 'persons', resource: 'members' },
  subject: { knower: 'subjects', resource: 'class-subjects' },
  teacher: { knower: 'teachers', resource: 'teachers' },
  'lesson-number': { knower: 'bells', resource: 'bells' },
} as const satisfies Record<Mention['what'], { knower: keyof Known; resource: Resource }>

/**
 * Lists that the journal has outgrown: it names a person, subject, teacher or lesson number that they don't know, and
 * has named it only since they were read. Never twice on one day, and never for what a newer list doesn't know either.
 * A new pupil may be in the subgroups too.
 */
export async function outgrownLists(
  deps: JobDeps,
  school: School,
  { classId, windows }: { classId: Id; windows: readonly Window[] },
): Promise<Window[]> {
  const { calendar, facts } = await deps.calendar(school)
  const directory = await deps.mirror.directory(school.id)
  const known = knownTo(classId, directory, facts.bells[classId] ?? [])
  const today = calendar.dateOf(deps.clock.now())
  const outgrown = new Map<Resource, Window>()
  for (const { what, id, seenAt } of await deps.mirror.mentions(windows)) {
    const { knower, resource } = lists[what]
    if (known[knower].has(id) || outgrown.has(resource)) continue
    const group = resource === 'teachers' ? null : classId
    const list: Window = { school: school.id, resource, group, week: null }
    const read = await deps.mirror.lastComplete(list)
    if (read !== null && read < seenAt && calendar.dateOf(read) !== today) outgrown.set(resource, list)
  }
  const subgroups = outgrown.has('members')
    ? directory.subgroups.filter(group => group.classIds.includes(classId))
    : []
  const ofSubgroups = subgroups.map(
    (group): Window => ({ school: school.id, resource: 'members', group: group.id, week: null }),
  )
  return [...outgrown.values(), ...ofSubgroups]
}
