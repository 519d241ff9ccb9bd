import { badParameter } from '../refusal.js'
import { type Person, type SchoolClass, shown } from '../school/model.js'
import { teaches } from '../viewer.js'
import { int64, unsorted, type Wire } from '../wire/json.js'
import { personsWire, personWire, rosterOf } from '../wire/people.js'
import { placingOf } from '../wire/looking.js'
import { type Asked, bodyIds, idOf, one } from './asked.js'
import { type Desk, get, post, type Route } from './route.js'
import { groupOf, mustBeSelf, sightOf, staffOnly, todayOf } from './sight.js'

/** Pupils and teachers of classes. */
export function peopleRoutes(desk: Desk): Route[] {
  const { school, register } = desk
  const students = (asked: Asked) => bodyIds(asked).map(id => studentsWire(asked, register.group(id)))

  return [
    get('edu-groups/:group/persons', asked => {
      const withArchive = one(asked, 'includeArchive')?.toLowerCase() === 'true'
      return personsWire(sightOf(asked), rosterOf(groupOf(desk, asked).group, todayOf(asked), withArchive))
    }),
    get('edu-groups/:group/students', asked =>
      personsWire(sightOf(asked), rosterOf(groupOf(desk, asked).group, todayOf(asked))),
    ),
    post('edu-groups/students', students),
    post('edu-groups', students),
    get('edu-groups/:group/teachers', asked =>
      personsWire(sightOf(asked), teachersNearby(desk, asked, groupOf(desk, asked).schoolClass)),
    ),
    get('edu-groups/:group/classteacher', asked => {
      const { heads } = groupOf(desk, asked).schoolClass.setUp
      const head = shown(heads, asked.looking.now)
      return head && personWire(sightOf(asked), head)
    }),
    get('teacher/:person/students', asked => {
      staffOnly(asked)
      const id = idOf(asked, 'person')
      return school.classes
        .filter(schoolClass => teaches(schoolClass, id))
        .map(schoolClass => ({
          id: int64(schoolClass.id),
          id_str: schoolClass.id,
          students: personsWire(sightOf(asked), rosterOf(schoolClass, todayOf(asked))),
        }))
    }),
    get('persons', asked => {
      const id = one(asked, 'eduGroup') ?? ''
      if (!/^\d{1,19}$/.test(id)) throw badParameter('eduGroup')
      return personsWire(sightOf(asked), rosterOf(register.group(id).group, todayOf(asked)))
    }),
    // Clients disagree on how it is spelled.
    ...['persons/search', 'person/search'].map(path =>
      get(path, asked => personsWire(sightOf(asked), search(asked, register.persons()))),
    ),
    get('persons/:person', asked => {
      const id = idOf(asked, 'person')
      mustBeSelf(asked, id)
      return personWire(sightOf(asked), register.person(id).person)
    }),
  ]

  function studentsWire(asked: Asked, { group }: ReturnType<typeof register.group>): Wire {
    const today = todayOf(asked)
    const active = new Set(rosterOf(group, today))
    return {
      group: int64(group.id),
      students: unsorted(rosterOf(group, today, true)).map(person => ({
        person: personWire(sightOf(asked), person),
        membershipstatus: active.has(person) ? 'Active' : 'Archive',
      })),
    }
  }
}

/** Who has lessons from 7 days back to 30 days ahead, and nobody else. */
function teachersNearby({ school, register }: Desk, asked: Asked, schoolClass: SchoolClass): Person[] {
  const { calendar } = school.days
  const today = todayOf(asked)
  const days = { from: calendar.addDays(today, -7), to: calendar.addDays(today, 30) }
  const lessons = register.lessonsOf({ group: schoolClass, schoolClass }, days, asked.looking)
  return [...new Set(lessons.map(lesson => placingOf(lesson, asked.looking.now).teacher))]
}

/** By parts of the name; nothing asked for is nothing found. */
function search(asked: Asked, persons: readonly Person[]): Person[] {
  staffOnly(asked)
  const names = (['lastName', 'firstName', 'middleName'] as const)
    .map(field => ({ field, text: one(asked, field) }))
    .filter(({ text }) => text !== null && text !== '')
  if (names.length === 0) throw badParameter('lastName')
  return persons.filter(person =>
    names.every(({ field, text }) => person[field]?.toLowerCase() === text?.toLowerCase()),
  )
}
