import type { Id } from '../../journal/index.js'
import { unavailable } from '../refusal.js'
import { grouped } from '../school/grouped.js'
import type { Lesson, Mark } from '../school/model.js'
import { shown } from '../school/model.js'
import { int64, type Wire } from '../wire/json.js'
import type { Looking } from '../wire/looking.js'
import { isShown } from '../wire/marks.js'
import { weightOf } from '../wire/schools.js'
import { type Asked, dayOf, type Days, idOf, pathDays } from './asked.js'
import { type Desk, get, type Route } from './route.js'
import { journalOf, mustBeSelf } from './sight.js'

/** Averages: texts with a decimal comma. */
export function averageRoutes(desk: Desk): Route[] {
  const { register, school } = desk
  return [
    get('edu-groups/:group/avg-marks/:from/:to', asked =>
      averagesWire(asked.looking, lessonsOf(asked, pathDays(asked, 'averages'))),
    ),
    get('edu-groups/:group/reporting-periods/:period/avg-marks/:date', asked => {
      const period = periodOf(asked)
      const to = dayOf(asked.params.date ?? null, 'date')
      const { group } = journalOf(desk, asked)
      const end = to < period.finish ? to : period.finish
      const lessons = period.start <= end ? lessonsOf(asked, { from: period.start, to: end }) : []
      return averagesWire(asked.looking, lessons, {
        group: int64(group.id),
        group_str: group.id,
        reportingPeriod: int64(period.id),
        reportingPeriod_str: period.id,
      })
    }),
    get('edu-groups/:group/wa-marks/:from/:to', asked => ({
      subjectMarks: weightedWire(asked.looking, lessonsOf(asked, pathDays(asked, 'averages'))),
    })),
    get('persons/:person/reporting-periods/:period/avg-mark', asked => ofPerson(asked, null)),
    get('persons/:person/reporting-periods/:period/subjects/:subject/avg-mark', asked =>
      ofPerson(asked, idOf(asked, 'subject')),
    ),
  ]

  function periodOf(asked: Asked) {
    const id = idOf(asked, 'period')
    const period = school.year.periods.find(candidate => candidate.id === id)
    if (period === undefined) throw unavailable()
    return period
  }

  function lessonsOf(asked: Asked, days: Days): Lesson[] {
    return register.lessonsOf(journalOf(desk, asked), days, asked.looking)
  }

  /** A bare text; empty when there is nothing to average. */
  function ofPerson(asked: Asked, subject: Id | null): Wire {
    const known = register.person(idOf(asked, 'person'))
    mustBeSelf(asked, known.person.id)
    const { start, finish } = periodOf(asked)
    const marks = known.classes
      .flatMap(schoolClass =>
        register.lessonsOf({ group: schoolClass, schoolClass }, { from: start, to: finish }, asked.looking),
      )
      .filter(lesson => subject === null || lesson.subject.id === subject)
      .flatMap(lesson => lesson.marks)
      .filter(mark => mark.person === known.person.id)
    return average(asked.looking, marks) ?? ''
  }
}

/** With two places and a comma; null without any mark that counts. */
function average(
  looking: Looking,
  marks: readonly Mark[],
  weigh: (mark: Mark) => number = () => 1,
): string | null {
  const numbers = marks
    .filter(mark => isShown(mark, looking.now))
    .map(mark => ({
      value: Number.parseInt(shown(mark.values, looking.now) ?? '', 10),
      weight: weigh(mark),
    }))
    .filter(({ value }) => !Number.isNaN(value))
  if (numbers.length === 0) return null
  const weights = numbers.reduce((sum, { weight }) => sum + weight, 0)
  const mean = numbers.reduce((sum, { value, weight }) => sum + value * weight, 0) / weights
  return mean.toFixed(2).replace('.', ',')
}

function averagesWire(
  looking: Looking,
  lessons: readonly Lesson[],
  more: Readonly<Record<string, Wire>> = {},
): Wire {
  return [...grouped(cellsOf(lessons), cell => cell.mark.person)].map(([person, cells]) => ({
    person: int64(person),
    person_str: person,
    ...more,
    'per-subject-averages': [...grouped(cells, cell => cell.subject)].flatMap(([subject, ofSubject]) => {
      const value = average(
        looking,
        ofSubject.map(({ mark }) => mark),
      )
      return value === null
        ? []
        : [{ subject: int64(subject), subject_str: subject, 'avg-mark-value': value }]
    }),
  }))
}

function weightedWire(looking: Looking, lessons: readonly Lesson[]): Wire {
  return [...grouped(cellsOf(lessons), cell => cell.subject)].map(([subject, cells]) => ({
    subject: int64(subject),
    subject_str: subject,
    marks: [...grouped(cells, cell => cell.mark.person)].map(([person, own]) => ({
      person: int64(person),
      value: average(
        looking,
        own.map(({ mark }) => mark),
        mark => weightOf(mark.work.kind),
      ),
    })),
  }))
}

function cellsOf(lessons: readonly Lesson[]): { readonly subject: Id; readonly mark: Mark }[] {
  return lessons.flatMap(lesson => lesson.marks.map(mark => ({ subject: lesson.subject.id, mark })))
}
