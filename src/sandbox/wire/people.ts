import type { Instant } from '../../clock.js'
import type { Group, Person, SchoolClass, Teacher } from '../school/model.js'
import type { School } from '../school.js'
import { groupWire } from './directory.js'
import { int64, int64OrNull, unsorted, type Wire } from './json.js'
import { userTimeZone } from './stamps.js'

export function shortName(person: Person): string {
  return `${person.firstName} ${person.lastName.slice(0, 1)}.`
}

export function personWire(person: Person): Wire {
  return {
    id: int64(person.id),
    id_str: person.id,
    userId: int64OrNull(person.userId),
    userId_str: person.userId,
    firstName: person.firstName,
    lastName: person.lastName,
    middleName: person.middleName,
    shortName: shortName(person),
    sex: person.sex,
  }
}

export function membersWire(group: Group | SchoolClass, includeArchive: boolean): Wire {
  const archived = 'archived' in group && includeArchive ? group.archived : []
  return unsorted([...group.pupils, ...archived]).map(personWire)
}

export function teacherWire(teacher: Teacher, heads: ReadonlySet<Teacher>): Wire {
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

export function teachersWire(school: School): Wire {
  const heads = new Set(school.classes.map(schoolClass => schoolClass.classTeacher))
  return unsorted(school.teachers).map(teacher => teacherWire(teacher, heads))
}

const ownerRoles = ['EduStaff', 'EduSchoolAdministrator']

export function userWire(school: School, now: Instant): Wire {
  const { owner } = school
  return {
    id: int64OrNull(owner.userId),
    id_str: owner.userId,
    personId: int64(owner.id),
    personId_str: owner.id,
    login: `school${school.seed}`,
    firstName: owner.firstName,
    middleName: owner.middleName,
    lastName: owner.lastName,
    shortName: shortName(owner),
    locale: 'ru-RU',
    timezone: userTimeZone(school.days, now),
    sex: owner.sex,
    birthday: '1971-02-04T00:00:00',
    roles: ownerRoles,
    phone: '',
  }
}

/** `groupIds` leaves subgroups out; nothing here has a string twin except inside the groups themselves. */
export function contextWire(school: School): Wire {
  const { owner } = school
  const groupIds = unsorted(school.classes).map(schoolClass => int64(schoolClass.id))
  return {
    userId: int64OrNull(owner.userId),
    avatarUrl: null,
    roles: ownerRoles,
    children: [],
    schools: [{ id: int64(school.id), name: school.name, type: 'Regular', groupIds }],
    eduGroups: unsorted(school.classes).map(schoolClass => groupWire(school, schoolClass, schoolClass)),
    splitId: '',
    personId: int64(owner.id),
    firstName: owner.firstName,
    lastName: owner.lastName,
    middleName: owner.middleName,
    shortName: shortName(owner),
    schoolIds: [int64(school.id)],
    groupIds,
  }
}
