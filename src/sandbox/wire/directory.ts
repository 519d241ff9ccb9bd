import type { Group, Period, SchoolClass, Subject, Timetable } from '../school/model.js'
import type { School } from '../school.js'
import { int64, unsorted, type Wire } from './json.js'
import { dayStamp } from './stamps.js'

export function schoolWire(school: School): Wire {
  return {
    id: int64(school.id),
    id_str: school.id,
    name: school.name,
    fullName: `Муниципальное бюджетное общеобразовательное учреждение ${school.name.replace('МБОУ ', '')}`,
    avatarSmall: null,
    city: 'Заречинск',
    municipality: 'Заречинский городской округ',
    regionid: 12,
    markType: 'Mark5',
    timeZone: 3,
    uses_avg: true,
    uses_weighted_avg: false,
    educationType: 'Regular',
    tsoCityId: 0,
    tsoRegionTreePath: '12.',
  }
}

export function groupWire(school: School, group: Group, schoolClass: SchoolClass): Wire {
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
    status: 'Active',
    studyyear: school.year.start,
    educationType: 'Regular',
    subjects: [],
    journaltype: 'Regular',
  }
}

export function groupsWire(school: School): Wire {
  const groups = school.classes.flatMap(schoolClass =>
    [schoolClass, ...schoolClass.subgroups].map(group => ({ id: group.id, group, schoolClass })),
  )
  return unsorted(groups).map(({ group, schoolClass }) => groupWire(school, group, schoolClass))
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

export function workTypesWire(school: School): Wire {
  return unsorted([...school.workTypes.values()]).map((type, index) => ({
    id: int64(type.id),
    id_str: type.id,
    schoolId: int64(school.id),
    kindId: index,
    kind: type.kind,
    title: type.title,
    abbr: type.title.slice(0, 3).toUpperCase(),
    weight: 1,
  }))
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

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** Bells; breaks have lesson number 0, and only the time of day of `Start` and `Finish` means anything. */
export function timetableWire(school: School, timetable: Timetable): Wire {
  const day = `${school.year.start}-09-01`
  const items = timetable.sets.flatMap((set, setIndex) =>
    set.bells.flatMap((bell, index) => {
      const before = set.bells[index - 1]
      const lesson = { number: index + 1, name: `${index + 1} урок`, type: 'Lesson', ...bell }
      const pause = before && {
        number: 0,
        name: 'Перемена',
        type: 'Break',
        start: before.finish,
        finish: bell.start,
      }
      return (pause ? [pause, lesson] : [lesson]).map(item => ({
        Id: 100 * (setIndex + 1) + 2 * index + (item.number === 0 ? 0 : 1),
        Start: timeStamp(day, item.start),
        Finish: timeStamp(day, item.finish),
        Name: item.name,
        Type: item.type,
        DaysOfWeek: set.weekdays.map(weekday => weekdays[weekday - 1] ?? ''),
        LessonNumber: item.number,
      }))
    }),
  )
  return { Name: timetable.name, Start: dayStamp(day), FirstLessonNumber: 1, Items: items }
}

function timeStamp(day: string, minutes: number): string {
  const clock = [Math.floor(minutes / 60), minutes % 60].map(part => String(part).padStart(2, '0')).join(':')
  return `${day}T${clock}:00`
}

const marks5 = ['1', '2', '3', '4', '5'].flatMap(value => [`${value}-`, value, `${value}+`])

export const markValues: Wire = {
  mark5: marks5,
  mark6: ['1', '2', '3', '4', '5', '6'],
  mark7: ['1', '2', '3', '4', '5', '6', '7'],
  mark10: Array.from({ length: 10 }, (_, index) => String(index + 1)),
  mark12: Array.from({ length: 12 }, (_, index) => String(index + 1)),
  mark100: Array.from({ length: 101 }, (_, index) => String(index)),
  markabcdf: ['A', 'B', 'C', 'D', 'F'],
  test: ['зач', 'незач'],
  markna: ['н/а'],
  markdismiss: ['осв'],
}

export const attendanceStatuses: Wire = ['Attend', 'Absent', 'Ill', 'Late', 'Pass']
