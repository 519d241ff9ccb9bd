import type { Group, Period, SchoolClass, StudyYear, Subject } from '../school/model.js'
import type { School } from '../school.js'
import { int64, unsorted, type Wire } from './json.js'
import type { Looking } from './looking.js'
import { dayStamp } from './stamps.js'

export function groupWire(
  { school, now }: Looking,
  { group, schoolClass }: Grouping,
  form: { readonly isLastYears?: boolean; readonly subjects?: readonly Subject[] } = {},
): Wire {
  const { isLastYears = false } = form
  const year = yearOfClass(school, schoolClass)
  const isPast = year !== school.next.year && now >= school.next.since
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
    status: isLastYears || isPast ? 'Archive' : 'Active',
    studyyear: year.start - (isLastYears ? 1 : 0),
    educationType: 'Regular',
    subjects: subjectsWire(form.subjects ?? []),
    journaltype: 'Regular',
  }
}

export function yearOfClass({ year, next }: School, schoolClass: SchoolClass): StudyYear {
  return next.classes.includes(schoolClass) ? next.year : year
}

/** A class, or a subgroup of it. */
export interface Grouping {
  readonly group: Group
  readonly schoolClass: SchoolClass
}

/** In August the classes of the next year come on the list; those of this one stay there, archived. */
export function groupsWire(looking: Looking): Wire {
  const { classes, next } = looking.school
  const listed = looking.now < next.since ? classes : [...classes, ...next.classes]
  const groups = listed.flatMap(schoolClass =>
    [schoolClass, ...schoolClass.subgroups].map(group => ({ id: group.id, group, schoolClass })),
  )
  return unsorted(groups).map(grouping => groupWire(looking, grouping))
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
function periodWire({ start }: StudyYear, period: Period): Wire {
  return {
    id: int64(period.id),
    id_str: period.id,
    start: dayStamp(period.start),
    finish: period.number === 2 ? `${period.finish}T23:59:59.997` : dayStamp(period.finish),
    number: period.number,
    type: 'Quarter',
    name: period.name,
    year: start,
  }
}

export function periodsWire(year: StudyYear): Wire {
  return unsorted(year.periods).map(period => periodWire(year, period))
}

export function periodGroupWire(year: StudyYear): Wire {
  return {
    id: int64(year.groupId),
    reportingPeriods: periodsWire(year),
    holidays: unsorted(year.holidays).map(holiday => ({
      id: int64(holiday.id),
      reportingPeriodGroupId: int64(year.groupId),
      dateStart: dayStamp(holiday.start),
      dateFinish: dayStamp(holiday.finish),
      name: holiday.name,
      description: null,
    })),
  }
}
