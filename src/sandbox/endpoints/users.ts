import { forbidden, unavailable } from '../refusal.js'
import type { Person, SchoolClass } from '../school/model.js'
import { teaches } from '../viewer.js'
import { int64, unsorted } from '../wire/json.js'
import { contextWire, membershipsWire, rolesWire, userWire } from '../wire/people.js'
import { organizationWire } from '../wire/schools.js'
import { type Asked, bodyIds, idOf } from './asked.js'
import { type Desk, get, post, type Route } from './route.js'
import { sightOf } from './sight.js'

interface Somebody {
  readonly person: Person
  readonly classes: readonly SchoolClass[]
}

/** Who the token's owner is, who another user is, and what they belong to. */
export function userRoutes({ school, register }: Desk): Route[] {
  const me = ({ viewer }: Asked): Somebody => viewer
  const named = (asked: Asked): Somebody => {
    const { person } = register.user(idOf(asked, 'user'))
    return person.id === asked.viewer.person.id ? asked.viewer : known(person)
  }
  function known(person: Person): Somebody {
    const { classes } = register.person(person.id)
    const taught = school.classes.filter(schoolClass => teaches(schoolClass, person.id))
    return { person, classes: person.id === school.owner.id ? school.classes : [...classes, ...taught] }
  }
  const context = (asked: Asked, { person, classes }: Somebody) =>
    contextWire(sightOf(asked), person, classes)
  const memberships = (asked: Asked, { person, classes }: Somebody) =>
    membershipsWire(sightOf(asked), person, classes)

  return [
    get('users/me', asked => userWire(sightOf(asked), me(asked).person)),
    get('users/me/roles', asked => rolesWire(sightOf(asked), me(asked).person)),
    get('users/me/context', asked => context(asked, me(asked))),
    get('users/me/schools', () => [int64(school.id)]),
    get('users/me/edu-groups', asked => unsorted(me(asked).classes).map(({ id }) => int64(id))),
    get('users/me/organizations', () => [int64(school.id)]),
    get('users/me/organizations/:school', asked => {
      if (idOf(asked, 'school') !== school.id) throw unavailable()
      return organizationWire(school)
    }),
    get('users/me/school-memberships', asked => memberships(asked, me(asked))),
    get('users/:user/schools', asked => named(asked) && [int64(school.id)]),
    get('users/:user/edu-groups', asked =>
      unsorted(own(asked, named(asked)).classes).map(({ id }) => int64(id)),
    ),
    get('users/:user', asked => userWire(sightOf(asked), named(asked).person)),
    get('users/:user/roles', asked => rolesWire(sightOf(asked), named(asked).person)),
    get('users/:user/context', asked => context(asked, own(asked, named(asked)))),
    get('users/:user/school-memberships', asked => memberships(asked, named(asked))),
    get('users/:user/education', asked => memberships(asked, named(asked))),
    get('persons/:person/school-memberships', asked =>
      memberships(asked, known(register.person(idOf(asked, 'person')).person)),
    ),
    post('users/many', asked =>
      unsorted(register.users(bodyIds(asked))).map(person => userWire(sightOf(asked), person)),
    ),
  ]
}

/** Another user's context is his own affair, unless somebody of the staff asks. */
function own({ viewer }: Asked, somebody: Somebody): Somebody {
  if (viewer.role === 'pupil' && somebody.person.id !== viewer.person.id) throw forbidden()
  return somebody
}
