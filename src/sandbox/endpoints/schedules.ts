import type { IsoDate } from '../../journal/index.js'
import type { Known } from '../register.js'
import { unavailable } from '../refusal.js'
import type { Wire } from '../wire/json.js'
import { shortLessonWire, worksOn, workWire } from '../wire/lessons.js'
import { placingOf } from '../wire/looking.js'
import { entriesWire, marksWire } from '../wire/marks.js'
import { personWire } from '../wire/people.js'
import { shortSubjectsWire, shortWorkTypesWire } from '../wire/short.js'
import { dayStamp } from '../wire/stamps.js'
import { type Asked, idOf, queryDays } from './asked.js'
import { type Desk, get, type Route } from './route.js'
import { groupOf, mustBeSelf, mustReadJournal, sightOf } from './sight.js'

/** A pupil's days, each with everything of it joined. */
export function scheduleRoutes(desk: Desk): Route[] {
  const { register, school } = desk
  return [
    get('persons/:person/groups/:group/schedules', asked => {
      const pupil = register.person(idOf(asked, 'person'))
      const { schoolClass } = groupOf(desk, asked)
      mustBeSelf(asked, pupil.person.id)
      mustReadJournal(asked, schoolClass)
      if (!pupil.classes.includes(schoolClass)) throw unavailable()
      const range = queryDays(asked, 'schedules', 'startDate', 'endDate')
      const days = school.days.calendar.days(range.from, range.to)
      // No order is promised, so the last day comes first.
      return { days: days.reverse().map(date => dayWire(asked, pupil, date)) }
    }),
  ]

  function dayWire(asked: Asked, pupil: Known, date: IsoDate): Wire {
    const { looking } = asked
    const lessons = register.lessonsOfPupil(pupil, { from: date, to: date }, looking)
    const works = lessons.flatMap(lesson => worksOn(looking, lesson))
    const homeworks = lessons.flatMap(lesson => register.homeworkFor(lesson, looking))
    const own = lessons.flatMap(lesson => lesson.marks).filter(({ person }) => person === pupil.person.id)
    const teachers = new Set(lessons.map(lesson => placingOf(lesson, looking.now).teacher))
    return {
      date: dayStamp(date),
      lessons: lessons.map(lesson => shortLessonWire(looking, lesson)),
      marks: marksWire(looking, own),
      works: works.filter(({ kind }) => kind !== 'Homework').map(work => workWire(looking, work)),
      homeworks: homeworks.map(work => workWire(looking, work)),
      subjects: shortSubjectsWire(lessons.map(({ subject }) => subject)),
      workTypes: shortWorkTypesWire(looking, [...works, ...homeworks]),
      lessonLogEntries: entriesWire(looking, lessons, pupil.person.id),
      teachers: [...teachers].map(teacher => ({
        person: personWire(sightOf(asked), teacher),
        role: 'Teacher',
      })),
      nextDate: dayStamp(school.days.calendar.addDays(date, 1)),
    }
  }
}
