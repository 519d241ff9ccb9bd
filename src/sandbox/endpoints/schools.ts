import { badParameter, unavailable } from '../refusal.js'
import type { School } from '../school.js'
import { groupsWire, subjectsWire } from '../wire/directory.js'
import { personsWire, teachersWire } from '../wire/people.js'
import { parametersWire, personSchoolWire, schoolWire, workTypesWire } from '../wire/schools.js'
import { type Asked, idOf, one, queryIds } from './asked.js'
import { type Desk, get, type Route } from './route.js'
import { sightOf, staffOnly } from './sight.js'

/** The school as a whole. */
export function schoolRoutes({ school }: Desk): Route[] {
  return [
    get('schools', asked =>
      asked.query.schools === undefined
        ? [personSchoolWire(school)]
        : queryIds(asked, 'schools').flatMap(id => (id === school.id ? [schoolWire(asked.looking)] : [])),
    ),
    get('schools/person-schools', () => [personSchoolWire(school)]),
    get('schools/:school', asked => ownSchool(school, asked) && schoolWire(asked.looking)),
    get('schools/:school/parameters', asked => parametersWire(ownSchool(school, asked))),
    get('schools/:school/edu-groups', asked => {
      staffOnly(asked)
      return ownSchool(school, asked) && groupsWire(asked.looking)
    }),
    get('schools/:school/teachers', asked => teachersWire(ownSchool(school, asked))),
    get('schools/:school/membership', asked => {
      staffOnly(asked)
      return membership(ownSchool(school, asked), asked)
    }),
    get('schools/:school/subjects', asked => subjectsWire(ownSchool(school, asked).subjects)),
    get('work-types/:school', asked => workTypesWire(ownSchool(school, asked))),
  ]
}

export function ownSchool(school: School, asked: Asked): School {
  if (idOf(asked, 'school') !== school.id) throw unavailable()
  return school
}

function membership(school: School, asked: Asked) {
  const type = (one(asked, 'schoolMembershipType') ?? 'Staff').toLowerCase()
  if (type === 'admins') return personsWire(sightOf(asked), [school.owner])
  if (type === 'staff') return personsWire(sightOf(asked), [school.owner, ...school.teachers])
  throw badParameter('schoolMembershipType')
}
