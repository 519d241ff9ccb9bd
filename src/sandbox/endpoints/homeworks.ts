import type { Work } from '../school/model.js'
import type { Wire } from '../wire/json.js'
import { shortLessonWire, workWire } from '../wire/lessons.js'
import { fileWire } from '../wire/files.js'
import { personsWire } from '../wire/people.js'
import { shortSubjectsWire } from '../wire/short.js'
import { type Asked, idOf, queryDays, queryIds } from './asked.js'
import { type Desk, get, type Route } from './route.js'
import { ownSchool } from './schools.js'
import { mustBeSelf, sightOf } from './sight.js'
import { mayReadJournal } from '../viewer.js'

/** Homework by pupil and by id, with what belongs to it. */
export function homeworkRoutes(desk: Desk): Route[] {
  const { register, school } = desk
  return [
    get(
      'users/me/school/:school/homeworks',
      asked => ownSchool(school, asked) && homeworkWire(asked, ofPupil(asked, asked.viewer.person.id)),
    ),
    get('users/me/school/homeworks', asked => {
      const works = register.works(queryIds(asked, 'homeworkId'), asked.looking)
      return homeworkWire(
        asked,
        works.filter(work => work.kind === 'Homework' && mayReadJournal(asked.viewer, work.class)),
      )
    }),
    get('persons/:person/school/:school/homeworks', asked => {
      const id = idOf(asked, 'person')
      mustBeSelf(asked, id)
      return ownSchool(school, asked) && homeworkWire(asked, ofPupil(asked, id))
    }),
  ]

  /** Of the lessons on these days; somebody who learns in no class has none. */
  function ofPupil(asked: Asked, person: string): Work[] {
    const days = queryDays(asked, 'homeworks', 'startDate', 'endDate')
    const lessons = register.lessonsOfPupil(register.person(person), days, asked.looking)
    return lessons.flatMap(lesson => register.homeworkFor(lesson, asked.looking))
  }
}

function homeworkWire(asked: Asked, works: readonly Work[]): Wire {
  const { looking } = asked
  const lessons = [...new Set(works.flatMap(({ lesson }) => lesson ?? []))]
  return {
    works: works.map(work => workWire(looking, work)),
    subjects: shortSubjectsWire(works.map(({ subject }) => subject)),
    lessons: lessons.map(lesson => shortLessonWire(looking, lesson)),
    files: works.flatMap(work => (work.files ?? []).map(file => fileWire(sightOf(asked), work, file))),
    teachers: personsWire(sightOf(asked), [...new Set(works.map(({ createdBy }) => createdBy))]),
  }
}
