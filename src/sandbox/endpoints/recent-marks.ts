import type { IsoDate } from '../../journal/index.js'
import { grouped } from '../school/grouped.js'
import type { Mark, Subject } from '../school/model.js'
import type { Wire } from '../wire/json.js'
import { shortLessonWire, workWire } from '../wire/lessons.js'
import { entriesWire, isShown, markWire, putOn } from '../wire/marks.js'
import { shortSubjectsWire, shortWorkTypesWire } from '../wire/short.js'
import { type Asked, dayOf, idOf, idOrNull, one, wholeOf } from './asked.js'
import { type Desk, get, type Route } from './route.js'
import { journalOf, mustBeSelf, todayOf } from './sight.js'

/** What was put last: from a day back, newest first, so many of each subject; marks of periods, too. */
export function recentMarkRoutes(desk: Desk): Route[] {
  const { register, school } = desk
  return [
    get('persons/:person/group/:group/recentmarks', asked => {
      const { person } = register.person(idOf(asked, 'person'))
      mustBeSelf(asked, person.id)
      const { schoolClass } = journalOf(desk, asked)
      const text = one(asked, 'fromDate')
      const day = text === null ? todayOf(asked) : dayOf(text, 'fromDate')
      const { lessons, finals } = school.yearOf(schoolClass)
      const lessonMarks = lessons.flatMap(lesson =>
        lesson.marks.map(mark => ({ subject: lesson.subject, mark })),
      )
      const own = [...lessonMarks, ...finals.marks].filter(({ mark }) => mark.person === person.id)
      return recentWire(asked, latest(asked, own, day))
    }),
  ]
}

interface Put {
  readonly subject: Subject
  readonly mark: Mark
}

function latest(asked: Asked, all: readonly Put[], day: IsoDate): Put[] {
  const limit = wholeOf(asked, 'limit', 10, 100)
  const subject = idOrNull(asked, 'subject')
  const put = all
    .filter(one => subject === null || one.subject.id === subject)
    .filter(({ mark }) => isShown(mark, asked.looking.now) && putOn(asked.looking, mark) <= day)
    .sort((one, other) => other.mark.putAt - one.mark.putAt)
  return [...grouped(put, one => one.subject.id).values()]
    .flatMap(ofSubject => ofSubject.slice(0, limit))
    .sort((one, other) => other.mark.putAt - one.mark.putAt)
}

function recentWire({ looking }: Asked, put: readonly Put[]): Wire {
  const works = [...new Set(put.map(({ mark }) => mark.work))]
  const lessons = [...new Set(put.flatMap(({ mark }) => mark.lesson ?? []))]
  return {
    marks: put.map(({ mark }) => markWire(looking, mark)),
    criteriabasedmarks: [],
    works: works.map(work => workWire(looking, work)),
    subjects: shortSubjectsWire(put.map(({ subject }) => subject)),
    workTypes: shortWorkTypesWire(looking, works),
    lessons: lessons.map(lesson => shortLessonWire(looking, lesson)),
    lessonLogEntries: entriesWire(looking, lessons, put[0]?.mark.person ?? null),
  }
}
