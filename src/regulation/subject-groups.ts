import type { Instant } from '../clock.js'
import { compareIds, type Id, type Journal, type Lesson } from '../journal/index.js'
import { isAway, newestMemberships, type Presence, presenceAt } from './membership.js'

/** Which pupils of a class are taught a subject, and by whom, where it is taught in subgroups. */
export interface SubjectGroups {
  /**
   * At the period's end: `perhaps` around a change of subgroup; `unknown` where the pupil is in none of the known
   * subgroups and nobody knows who belongs to another. Everybody attends what the whole class is taught.
   */
  attends(personId: Id): 'yes' | 'no' | 'perhaps' | 'unknown'
  /** Whoever gave most of the lessons that the pupil goes to; of all lessons where those are unknown. */
  teachersOf(personId: Id): readonly Id[]
  /** The same over all lessons of the subject, whoever goes there. */
  allTeachers(): readonly Id[]
  /** The lessons that the pupil goes to, as far as is known. */
  lessonsOf(personId: Id): readonly Lesson[]
}

interface Question {
  readonly journal: Journal
  readonly classId: Id
  /** Of the subject, in the period. */
  readonly lessons: readonly Lesson[]
  readonly end: Instant
}

export function subjectGroups({ journal, classId, lessons, end }: Question): SubjectGroups {
  const groupIds = [...new Set(lessons.map(lesson => lesson.groupId))]
  const isForAll = groupIds.length === 0 || groupIds.includes(classId)
  const unknown = new Set<Id>()
  const known = new Map<Id, ReadonlyMap<Id, Presence>>()
  for (const groupId of groupIds) {
    if (groupId === classId) continue
    const memberships = [...newestMemberships(journal, groupId)]
    if (memberships.length === 0) unknown.add(groupId)
    else known.set(groupId, new Map(memberships.map(([person, member]) => [person, presenceAt(member, end)])))
  }
  const teachers = new Map<string, readonly Id[]>()
  let everyTeacher: readonly Id[] | undefined

  /** Who changes subgroup owes nothing in the new one for the time before. */
  function presencesOf(personId: Id): readonly Presence[] {
    return [...known.values()].flatMap(members => members.get(personId) ?? []).filter(found => !isAway(found))
  }

  function isOwn(groupId: Id, personId: Id, isPlaced: boolean): boolean {
    if (groupId === classId) return true
    if (unknown.has(groupId)) return !isPlaced
    const presence = known.get(groupId)?.get(personId)
    return presence !== undefined && !isAway(presence)
  }

  function allTeachers(): readonly Id[] {
    everyTeacher ??= teachersOfGroups(lessons, new Set(groupIds))
    return everyTeacher
  }

  const attendedLessons = new Map<string, readonly Lesson[]>()

  function attendedGroups(personId: Id): readonly Id[] {
    if (groupIds.length <= 1) return groupIds
    const isPlaced = presencesOf(personId).length > 0
    const own = groupIds.filter(groupId => isOwn(groupId, personId, isPlaced))
    return own.length === 0 ? groupIds : own
  }

  return {
    attends(personId) {
      if (isForAll) return 'yes'
      const presences = presencesOf(personId)
      if (presences.includes('member')) return 'yes'
      if (presences.length > 0) return 'perhaps'
      return unknown.size > 0 ? 'unknown' : 'no'
    },
    teachersOf(personId) {
      const attended = attendedGroups(personId)
      if (attended === groupIds) return allTeachers()
      const key = attended.join()
      const found = teachers.get(key) ?? teachersOfGroups(lessons, new Set(attended))
      teachers.set(key, found)
      return found
    },
    allTeachers,
    lessonsOf(personId) {
      const attended = attendedGroups(personId)
      if (attended.length === groupIds.length) return lessons
      const key = attended.join()
      const found = attendedLessons.get(key) ?? lessons.filter(({ groupId }) => attended.includes(groupId))
      attendedLessons.set(key, found)
      return found
    },
  }
}

/** The main teacher answers, not who stood in for a lesson; who gave equally many answer together. */
function teachersOfGroups(lessons: readonly Lesson[], groupIds: ReadonlySet<Id>): readonly Id[] {
  const given = new Map<Id, number>()
  for (const { groupId, teacherIds } of lessons) {
    if (!groupIds.has(groupId)) continue
    for (const teacherId of teacherIds) given.set(teacherId, (given.get(teacherId) ?? 0) + 1)
  }
  const most = Math.max(...given.values())
  return [...given.keys()].filter(teacherId => given.get(teacherId) === most).sort(compareIds)
}
