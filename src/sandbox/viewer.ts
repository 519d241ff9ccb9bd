import type { Id } from '../journal/index.js'
import type { Person, SchoolClass } from './school/model.js'
import type { School } from './school.js'
import type { Switches } from './switches.js'

/** Whose token it is, and what that means for what is shown. */
export interface Viewer {
  readonly role: Switches['role']
  readonly person: Person
  /** The class of a pupil, the classes in which a teacher teaches, all of them for others. */
  readonly classes: readonly SchoolClass[]
}

const roles = {
  administrator: ['EduStaff', 'EduSchoolAdministrator'],
  staff: ['EduStaff'],
  teacher: ['EduStaff'],
  pupil: ['EduStudent'],
} as const

export function rolesOf(role: Switches['role']): readonly string[] {
  return roles[role]
}

export function viewerOf(school: School, role: Switches['role']): Viewer {
  if (role === 'pupil') return pupilOf(school)
  if (role === 'teacher') return teacherOf(school)
  return { role, person: school.owner, classes: school.classes }
}

function pupilOf(school: School): Viewer {
  for (const schoolClass of school.classes) {
    const pupil = schoolClass.pupils.find(
      ({ userId, joined, left }) => userId !== null && joined === null && left === null,
    )
    if (pupil !== undefined) return { role: 'pupil', person: pupil, classes: [schoolClass] }
  }
  throw new Error('a school where no pupil has an account')
}

/** Somebody who teaches some of the classes, but not all of them where that is possible. */
function teacherOf(school: School): Viewer {
  const taught = school.teachers.map(teacher => ({
    person: teacher,
    classes: school.classes.filter(schoolClass => teaches(schoolClass, teacher.id)),
  }))
  const some = taught.find(({ classes }) => classes.length > 0 && classes.length < school.classes.length)
  const chosen = some ?? taught[0]
  if (chosen === undefined) throw new Error('a school without teachers')
  return { role: 'teacher', ...chosen }
}

export function teaches(schoolClass: SchoolClass, teacher: Id): boolean {
  return schoolClass.plan.some(({ lines }) => lines.some(line => line.teacher.id === teacher))
}

/** A teacher opens the journals of his own classes; a pupil may look into other classes' marks. */
export function mayReadJournal(viewer: Viewer, schoolClass: SchoolClass): boolean {
  return viewer.role !== 'teacher' || viewer.classes.includes(schoolClass)
}
