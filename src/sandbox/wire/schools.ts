import type { School } from '../school.js'
import type { Switches } from '../switches.js'
import { int64, unsorted, type Wire } from './json.js'
import type { Looking } from './looking.js'
import { offsetMinutes } from './stamps.js'

export function schoolWire({ school, now, switches }: Looking): Wire {
  return {
    id: int64(school.id),
    id_str: school.id,
    name: school.name,
    fullName: `Муниципальное бюджетное общеобразовательное учреждение ${school.name.replace('МБОУ ', '')}`,
    avatarSmall: null,
    city: 'Заречинск',
    municipality: 'Заречинский городской округ',
    regionid: 12,
    markType: 'Mark5',
    timeZone: timeZoneNumber(offsetMinutes(school.days, now), switches.schoolTimeZone),
    uses_avg: true,
    uses_weighted_avg: true,
    educationType: 'Regular',
    tsoCityId: 0,
    tsoRegionTreePath: '12.',
  }
}

/** The unit of it is unknown; an index is just a number of a list. */
function timeZoneNumber(minutes: number, unit: Switches['schoolTimeZone']): number {
  if (unit === 'minutes') return minutes
  return unit === 'hours' ? Math.trunc(minutes / 60) : 145
}

export function workTypesWire(school: School): Wire {
  return unsorted([...school.workTypes.values()]).map((type, index) => ({
    id: int64(type.id),
    id_str: type.id,
    schoolId: int64(school.id),
    kindId: index,
    kind: type.kind,
    title: type.title,
    abbr: type.title.slice(0, 3).toUpperCase(),
    weight: weightOf(type.kind),
  }))
}

/** A test counts more than an answer. */
export function weightOf(kind: string): number {
  return weights.get(kind) ?? 1
}

const weights = new Map([
  ['LessonTestWork', 3],
  ['LessonComposition', 2],
  ['LaboratoryWork', 2],
])

/** What comes when no school is named: the short form. */
export function personSchoolWire(school: School): Wire {
  return {
    id: int64(school.id),
    id_str: school.id,
    name: school.name,
    educationType: 'Regular',
    tsoCityId: 0,
    tsoRegionTreePath: '12.',
  }
}

/** An organisation is in PascalCase; a school is one. */
export function organizationWire(school: School): Wire {
  return {
    OrganizationId: int64(school.id),
    OrganizationType: 'School',
    RegionId: 12,
    DistrictId: 0,
    CityId: 0,
  }
}

/** Some of the ninety descriptive fields. */
export function parametersWire(school: School): Wire {
  return {
    ...schoolDescription(school),
    shifts: new Set(school.classes.map(({ shift }) => shift)).size,
    classes: school.classes.length,
    pupils: school.classes.reduce((sum, { pupils }) => sum + pupils.length, 0),
    teachers: school.teachers.length,
    director: null,
    phone: null,
    email: null,
    site: null,
    address: null,
  }
}

function schoolDescription({ id, name }: School) {
  return { schoolId: int64(id), schoolId_str: id, name, city: 'Заречинск' }
}
