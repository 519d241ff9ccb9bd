import { forbidden, unavailable } from '../refusal.js'
import type { SchoolClass, Subject } from '../school/model.js'
import type { School } from '../school.js'
import { timetableWire } from '../wire/bells.js'
import { periodGroupWire, periodsWire, subjectsWire, yearOfClass } from '../wire/directory.js'
import type { Wire } from '../wire/json.js'
import { attendanceStatuses, markValues } from '../wire/values.js'
import type { Asked } from './asked.js'
import { type Desk, get, type Route } from './route.js'
import { ownSchool } from './schools.js'
import { groupOf } from './sight.js'

/** What a class's year is made of: subjects, periods, bells; and the words that all schools share. */
export function yearRoutes(desk: Desk): Route[] {
  const { school } = desk
  const yearAsked = (asked: Asked) => yearOfClass(school, groupOf(desk, asked).schoolClass)
  const periodGroup = (asked: Asked) => periodGroupWire(yearAsked(asked))
  return [
    get('edu-groups/:group/subjects', asked => {
      const { group, schoolClass } = groupOf(desk, asked)
      const isListed = schoolClass.setUp.subjectsListedAt <= asked.looking.now
      return subjectsWire(isListed ? subjectsOf(schoolClass, group.id) : [])
    }),
    get('edu-groups/:group/reporting-periods', asked => periodsWire(yearAsked(asked))),
    get('edu-groups/:group/reporting-period-group', periodGroup),
    get('edu-groups/:group/reporting-periods-group', periodGroup),
    get('edu-groups/:group/timetables', asked => {
      const { schoolClass } = groupOf(desk, asked)
      return bells(school, asked, schoolClass)
    }),
    get('schools/:school/timetables', asked => schoolBells(ownSchool(school, asked), asked)),
    get('marks/values', () => markValues),
    get('marks/values/type/:type', ({ params }) => {
      const values = markValues[(params.type ?? '').toLowerCase()]
      if (values === undefined) throw unavailable()
      return values
    }),
    get('lesson-log-entries/statuses', () => attendanceStatuses),
  ]
}

/** A subgroup has the subjects that are taught in it. */
function subjectsOf(schoolClass: SchoolClass, group: string): readonly Subject[] {
  if (group === schoolClass.id) return schoolClass.subjects
  const planned = schoolClass.plan.filter(({ lines }) => lines.some(line => line.group.id === group))
  return [...new Set(planned.map(({ subject }) => subject))]
}

/** An object or an array, nobody knows; a pupil sees those of his own class only. */
function bells(school: School, { looking, viewer }: Asked, schoolClass: SchoolClass): Wire {
  if (looking.switches.timetables === 'refused') throw forbidden()
  if (viewer.role === 'pupil' && !viewer.classes.includes(schoolClass)) throw forbidden()
  const object = timetableWire(school, schoolClass.timetable)
  return looking.switches.timetables === 'array' ? [object] : object
}

function schoolBells(school: School, { looking, viewer }: Asked): Wire {
  if (looking.switches.timetables === 'refused' || viewer.role === 'pupil') throw forbidden()
  const used = new Set(school.classes.map(({ timetable }) => timetable))
  const all = Object.values(school.timetables).filter(timetable => used.has(timetable))
  return all.map(timetable => timetableWire(school, timetable))
}
