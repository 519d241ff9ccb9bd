import type { Group, Period, SchoolClass, Subject } from '../school/model.js'
import type { School } from '../school.js'
import { int64, unsorted, type Wire } from './json.js'
import { dayStamp } from './stamps.js'

export function groupWire(
  school: School,
  { group, schoolClass }: Grouping,
  form: { readonly archived?: boolean; readonly subjects?: readonly Subject[] } = {},
): Wire {
  const archived = form.archived ?? false
  const parents = group.kind === 'subgroup' ? [schoolClass.id] : null
  return {
    id: int64(group.id),
    id_str: group.id,
    parentIds: parents === null ? null : parents.map(int64),
    parentIds_str: parents,
    type: group.kind === 'subgroup' ? 'Subgroup' : 'Group',
    name: group.name,
    fullName: group.fullName,
    parallel: schoolClass.parallel,
    timetable: int64(schoolClass.timetable.id),
    timetable_str: schoolClass.timetable.id,
    status: archived ? 'Archive' : 'Active',
    studyyear: school.year.start - (archived ? 1 : 0),
    educationType: 'Regular',
    subjects: subjectsWire(form.subjects ?? []),
    journaltype: 'Regular',
  }
}

/** A class, or a subgroup of it. */
export interface Grouping {
  readonly group: Group
  readonly schoolClass: SchoolClass
}

export function groupsWire(school: School): Wire {
  const groups = school.classes.flatMap(schoolClass =>
    [schoolClass, ...schoolClass.subgroups].map(group => ({ id: group.id, group, schoolClass })),
  )
  return unsorted(groups).map(grouping => groupWire(school, grouping))
}

export function subjectWire(subject: Subject): Wire {
  return {
    id: int64(subject.id),
    id_str: subject.id,
    name: subject.name,
    knowledgeArea: subject.knowledgeArea,
    fgosSubjectId: null,
    espSubjectName: null,
    halfYear: subject.halfYear ?? false,
  }
}

export function subjectsWire(subjects: readonly Subject[]): Wire {
  return unsorted(subjects).map(subjectWire)
}

/** The second period ends with a fraction, as has been seen. */
export function periodWire(school: School, period: Period): Wire {
  return {
    id: int64(period.id),
    id_str: period.id,
    start: dayStamp(period.start),
    finish: period.number === 2 ? `${period.finish}T23:59:59.997` : dayStamp(period.finish),
    number: period.number,
    type: 'Quarter',
    name: period.name,
    year: school.year.start,
  }
}

export function periodsWire(school: School): Wire {
  return unsorted(school.year.periods).map(period => periodWire(school, period))
}

export function periodGroupWire(school: School): Wire {
  return {
    id: int64(school.year.groupId),
    reportingPeriods: periodsWire(school),
    holidays: unsorted(school.year.holidays).map(holiday => ({
      id: int64(holiday.id),
      reportingPeriodGroupId: int64(school.year.groupId),
      dateStart: dayStamp(holiday.start),
      dateFinish: dayStamp(holiday.finish),
      name: holiday.name,
      description: null,
    })),
  }
}
