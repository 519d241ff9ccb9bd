import type { IsoDate } from '../../journal/index.js'
import {
  type Group,
  isMember,
  membersOn,
  type Person,
  type SchoolClass,
  type Teacher,
} from '../school/model.js'
import type { School } from '../school.js'
import { rolesOf, type Viewer } from '../viewer.js'
import { groupWire, subjectsWire } from './directory.js'
import { int64, int64OrNull, unsorted, type Wire } from './json.js'
import type { Looking } from './looking.js'
import { schoolWire } from './schools.js'
import { userTimeZone } from './stamps.js'

/** How people are shown to whoever asks. */
export interface Sight extends Looking {
  readonly viewer: Viewer
}

export function shortName(person: Person): string {
  return `${person.firstName} ${person.lastName.slice(0, 1)}.`
}

function hasSurnames({ switches: { names }, viewer }: Sight): boolean {
  return names === 'by-role' ? viewer.role !== 'pupil' : names === 'full'
}

function namesWire(sight: Sight, { firstName, lastName, middleName }: Person): Record<string, Wire> {
  return hasSurnames(sight) ? { firstName, lastName, middleName } : {}
}

export function personWire(sight: Sight, person: Person): Wire {
  return {
    id: int64(person.id),
    id_str: person.id,
    userId: int64OrNull(person.userId),
    userId_str: person.userId,
    ...namesWire(sight, person),
    shortName: shortName(person),
    sex: person.sex,
  }
}

export function personsWire(sight: Sight, persons: readonly Person[]): Wire {
  return unsorted(persons).map(person => personWire(sight, person))
}

/** Who belongs to a group today; those who left it stand in the archive. */
export function rosterOf(group: Group | SchoolClass, date: IsoDate, withArchive = false): readonly Person[] {
  if (!withArchive) return membersOn(group, date)
  const left = group.pupils.filter(pupil => !isMember(pupil, date) && (pupil.joined ?? '') <= date)
  return [...membersOn(group, date), ...left, ...('archived' in group ? group.archived : [])]
}

export function teachersWire(school: School): Wire {
  const heads = new Set(school.classes.map(schoolClass => schoolClass.classTeacher))
  return unsorted(school.teachers).map(teacher => teacherWire(teacher, heads))
}

function teacherWire(teacher: Teacher, heads: ReadonlySet<Teacher>): Wire {
  return {
    Id: int64(teacher.id),
    IdStr: teacher.id,
    UserId: int64OrNull(teacher.userId),
    UserIdStr: teacher.userId,
    FirstName: teacher.firstName,
    LastName: teacher.lastName,
    MiddleName: teacher.middleName,
    ShortName: shortName(teacher),
    Sex: teacher.sex,
    DateBirth: null,
    Email: null,
    Subjects: [...teacher.subjects].join(', '),
    HouseMaster: heads.has(teacher),
    Education: null,
    ScientificDegree: null,
    StartDate: null,
    PedagogicalActivityDate: null,
    ManagingEmployee: false,
    NameManagingPosition: null,
    TeachingStaff: true,
    NameTeacherPosition: 'Учитель',
    TrainingAndSupportStaff: false,
    ServicePersonnel: false,
    MedicalWorker: false,
    NameMedicalPosition: null,
    ExternalPartTime: false,
  }
}

/** What the platform calls somebody: the token's owner by the role of the token, others by what they do. */
export function rolesWire({ school, viewer }: Sight, person: Person): readonly string[] {
  if (person.id === viewer.person.id) return rolesOf(viewer.role)
  if (person.id === school.owner.id) return rolesOf('administrator')
  return rolesOf(school.teachers.some(({ id }) => id === person.id) ? 'staff' : 'pupil')
}

export function userWire(sight: Sight, person: Person): Wire {
  const { school, now } = sight
  return {
    id: int64OrNull(person.userId),
    id_str: person.userId,
    personId: int64(person.id),
    personId_str: person.id,
    login: `school${school.seed}`,
    ...namesWire(sight, person),
    shortName: shortName(person),
    locale: 'ru-RU',
    timezone: userTimeZone(school.days, now),
    sex: person.sex,
    birthday: '1971-02-04T00:00:00',
    roles: rolesWire(sight, person),
    phone: '',
  }
}

/** `groupIds` leaves subgroups out; nothing here has a string twin except inside the groups themselves. */
export function contextWire(sight: Sight, person: Person, classes: readonly SchoolClass[]): Wire {
  const { school } = sight
  const groupIds = unsorted(classes).map(schoolClass => int64(schoolClass.id))
  return {
    userId: int64OrNull(person.userId),
    avatarUrl: null,
    roles: rolesWire(sight, person),
    children: [],
    schools: [{ id: int64(school.id), name: school.name, type: 'Regular', groupIds }],
    eduGroups: unsorted(classes).map(schoolClass => groupWire(sight, { group: schoolClass, schoolClass })),
    splitId: '',
    personId: int64(person.id),
    ...namesWire(sight, person),
    shortName: shortName(person),
    schoolIds: [int64(school.id)],
    groupIds,
  }
}

export function membershipsWire(sight: Sight, person: Person, classes: readonly SchoolClass[]): Wire {
  const { school } = sight
  const teacher = school.teachers.find(({ id }) => id === person.id)
  const taught = school.subjects.filter(({ name }) => teacher?.subjects.has(name) ?? false)
  return {
    person: int64(person.id),
    person_str: person.id,
    schools: [
      {
        school: schoolWire(sight),
        roles: rolesWire(sight, person),
        editorRoles: [],
        eduGroupMemberships: unsorted(classes).map(schoolClass => ({
          eduGroup: groupWire(sight, { group: schoolClass, schoolClass }),
        })),
        subjects: subjectsWire(taught),
      },
    ],
  }
}
