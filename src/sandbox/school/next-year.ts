import type { Instant } from '../../clock.js'
import type { Ids } from './ids.js'
import { always, type Group, type Pupil, type SchoolClass, type StudyYear, type Subject } from './model.js'
import type { SchoolDays } from './school-days.js'
import { makeStudyYear } from './study-year.js'

/** What the school's lists become in August: the classes of the next year, of which nobody has taught anything yet. */
export interface NextYear {
  /** From then on they are listed, and those of this year as archived. */
  readonly since: Instant
  readonly year: StudyYear
  readonly classes: readonly SchoolClass[]
}

const lastGrade = 11

/** Pupils go up a grade, into groups with other ids. Nobody new comes. */
export function makeNextYear({
  year,
  classes,
  subjects,
  days,
  ids,
}: {
  readonly year: StudyYear
  readonly classes: readonly SchoolClass[]
  readonly subjects: readonly Subject[]
  readonly days: SchoolDays
  readonly ids: Ids
}): NextYear {
  const start = year.start + 1
  const since = days.at(`${start}-08-25`, 11 * 60)
  return {
    since,
    year: makeStudyYear(`${start}-09-01`, days, ids),
    classes: classes.filter(({ parallel }) => parallel < lastGrade).map(goUp),
  }

  function goUp(schoolClass: SchoolClass): SchoolClass {
    const parallel = schoolClass.parallel + 1
    const name = schoolClass.name.replace(/^\d+/, String(parallel))
    const renamed = <G extends Group>(group: G): G => ({
      ...group,
      id: ids.long(`next-year/${group.name}`),
      name: group.name.replace(schoolClass.name, name),
      pupils: group.pupils.flatMap(staying),
    })
    return {
      ...renamed(schoolClass),
      parallel,
      archived: [],
      subgroups: schoolClass.subgroups.map(renamed),
      subjects: subjects.filter(({ hours }) => (hours[parallel] ?? 0) > 0),
      plan: [],
      setUp: { heads: [{ since: always, value: schoolClass.classTeacher }], subjectsListedAt: always },
    }
  }
}

function staying(pupil: Pupil): Pupil[] {
  return pupil.left === null ? [{ ...pupil, joined: null }] : []
}
