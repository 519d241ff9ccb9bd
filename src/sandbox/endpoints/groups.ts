import { derivedId } from '../school/ids.js'
import { isMember } from '../school/model.js'
import { teaches } from '../viewer.js'
import { type Grouping, groupWire } from '../wire/directory.js'
import { unsorted, type Wire } from '../wire/json.js'
import { type Asked, idOf, queryIds } from './asked.js'
import { type Desk, get, type Route } from './route.js'
import { ownSchool } from './schools.js'
import { groupOf, mustBeSelf, todayOf } from './sight.js'

/** Classes and subgroups. */
export function groupRoutes(desk: Desk): Route[] {
  const { school, register } = desk
  const list = (asked: Asked, groupings: readonly Grouping[]): Wire[] =>
    unsorted(groupings.map(grouping => ({ id: grouping.group.id, grouping }))).map(({ grouping }) =>
      groupWire(asked.looking, grouping),
    )
  const ofPerson = (asked: Asked) => {
    const id = idOf(asked, 'person')
    mustBeSelfUnlessTeacher(desk, asked, id)
    return groupsOfPerson(desk, id, todayOf(asked))
  }

  return [
    get('edu-groups', asked => list(asked, register.groups(queryIds(asked, 'eduGroups')))),
    get('edu-groups/:group', asked => groupWire(asked.looking, groupOf(desk, asked))),
    get('edu-groups/:group/parallel', asked => {
      const { parallel } = groupOf(desk, asked).schoolClass
      return list(
        asked,
        school.classes
          .filter(schoolClass => schoolClass.parallel === parallel)
          .map(schoolClass => ({ group: schoolClass, schoolClass })),
      )
    }),
    get('persons/:person/edu-groups', asked => list(asked, ofPerson(asked))),
    get('persons/:person/edu-groups/all', asked => {
      const current = ofPerson(asked)
      const past = lastYear(asked, register.person(idOf(asked, 'person')).classes[0])
      return [...current.map(grouping => withSubjects(asked, grouping)), ...past]
    }),
    get(
      'persons/:person/schools/:school/edu-groups',
      asked => ownSchool(school, asked) && list(asked, ofPerson(asked)),
    ),
    get(
      'persons/:person/schools/:school/edu-groups/teacher',
      asked => ownSchool(school, asked) && list(asked, taughtBy(desk, idOf(asked, 'person'))),
    ),
  ]

  function withSubjects({ looking }: Asked, grouping: Grouping): Wire {
    return groupWire(looking, grouping, { subjects: grouping.schoolClass.subjects })
  }

  /** The class of the year before: archived, with other ids, and it can't be read any more. */
  function lastYear({ looking }: Asked, schoolClass: Grouping['schoolClass'] | undefined): Wire[] {
    if (schoolClass === undefined || schoolClass.parallel === 1) return []
    const parallel = schoolClass.parallel - 1
    const name = schoolClass.name.replace(/^\d+/, String(parallel))
    const group = { ...schoolClass, id: derivedId(`${schoolClass.id}/before`), name }
    const subjects = school.subjects.filter(({ hours }) => (hours[parallel] ?? 0) > 0)
    return [
      groupWire(
        looking,
        { group, schoolClass: { ...schoolClass, parallel } },
        { isLastYears: true, subjects },
      ),
    ]
  }
}

/** A pupil's class with his subgroups; a teacher's groups. */
function groupsOfPerson(desk: Desk, id: string, today: string): Grouping[] {
  const { classes } = desk.register.person(id)
  const own = classes.flatMap(schoolClass =>
    [schoolClass, ...schoolClass.subgroups]
      .filter(({ pupils }) => pupils.some(pupil => pupil.id === id && isMember(pupil, today)))
      .map(group => ({ group, schoolClass })),
  )
  return own.length > 0 ? own : taughtBy(desk, id)
}

function taughtBy({ school }: Desk, teacher: string): Grouping[] {
  return school.classes
    .filter(schoolClass => teaches(schoolClass, teacher))
    .flatMap(schoolClass => {
      const groups = schoolClass.plan
        .flatMap(({ lines }) => lines)
        .filter(line => line.teacher.id === teacher)
        .map(line => line.group)
      return [...new Set(groups)].map(group => ({
        group: group.kind === 'class' ? schoolClass : group,
        schoolClass,
      }))
    })
}

/** Pupils find the classes of the school through the groups of its teachers. */
function mustBeSelfUnlessTeacher({ school }: Desk, asked: Asked, id: string): void {
  if (!school.teachers.some(teacher => teacher.id === id)) mustBeSelf(asked, id)
}
