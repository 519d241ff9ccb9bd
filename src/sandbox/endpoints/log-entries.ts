import { badParameter, unavailable } from '../refusal.js'
import { lessonWire } from '../wire/lessons.js'
import { entriesWire } from '../wire/marks.js'
import { type Asked, idOf, idOrNull, queryDays, queryIds } from './asked.js'
import { lessonOf, readable } from './lessons.js'
import { type Desk, get, type Route } from './route.js'
import { journalOf, mustBeSelf } from './sight.js'

/** Attendance. */
export function logEntryRoutes(desk: Desk): Route[] {
  const { register } = desk
  return [
    get('lessons/:lesson/log-entries', asked => entriesWire(asked.looking, [lessonOf(desk, asked)])),
    get('lesson-log-entries', asked =>
      entriesWire(
        asked.looking,
        readable(asked, register.lessons(queryIds(asked, 'lessons'), asked.looking)),
      ),
    ),
    get('lesson-log-entries/group/:group', asked => {
      const subject = idOrNull(asked, 'subject')
      if (subject === null && asked.looking.switches.subjectRequired) throw badParameter('subject')
      const days = queryDays(asked, 'entries', 'from', 'to')
      const lessons = register.lessonsOf(journalOf(desk, asked), days, asked.looking)
      return entriesWire(
        asked.looking,
        lessons.filter(lesson => subject === null || lesson.subject.id === subject),
      )
    }),
    get('persons/:person/lesson-log-entries', asked => {
      const lessons = ofPerson(asked, 'startDate', 'endDate')
      return {
        logEntries: entriesWire(asked.looking, lessons, idOf(asked, 'person')),
        lessons: lessons.map(lesson => lessonWire(asked.looking, lesson)),
      }
    }),
    get('lesson-log-entries/person/:person/subject/:subject', bySubject),
    get('lesson-log-entries/lesson/:lesson/person/:person', asked => {
      mustBeSelf(asked, idOf(asked, 'person'))
      const [entry] = entriesWire(asked.looking, [lessonOf(desk, asked)], idOf(asked, 'person'))
      if (entry === undefined) throw unavailable()
      return entry
    }),
    // A real path of the platform, with its parameters in it: person=1&subject=2&from=…&to=…
    get('lesson-log-entries/:terms', asked => {
      const terms = Object.fromEntries(new URLSearchParams(asked.params.terms))
      return bySubject({ ...asked, params: terms, query: terms })
    }),
  ]

  function ofPerson(asked: Asked, from: string, to: string) {
    const id = idOf(asked, 'person')
    mustBeSelf(asked, id)
    const days = queryDays(asked, 'entries', from, to)
    return readable(asked, register.lessonsOfPupil(register.person(id), days, asked.looking))
  }

  function bySubject(asked: Asked) {
    const subject = idOf(asked, 'subject')
    const lessons = ofPerson(asked, 'from', 'to').filter(lesson => lesson.subject.id === subject)
    return entriesWire(asked.looking, lessons, idOf(asked, 'person'))
  }
}
