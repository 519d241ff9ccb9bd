import { studyYearDays, studyYearStart } from '../calendar/index.js'
import type { ClassGroup, Directory, Id, Period, Window } from '../journal/index.js'
import { weeklyResources } from '../journal/index.js'
import type { Days, SliceRequest } from './mirror.js'
import { addDays, weeksBetween } from './weeks.js'

/** Final marks are looked at while a period closes, and this long after its end. */
const daysAfterPeriod = 14

const schoolResources = ['groups', 'teachers', 'subjects', 'work-types', 'mark-values'] as const
const classResources = ['members', 'class-subjects', 'class-teacher', 'periods', 'bells'] as const

/** Days on which a class may have marks of exams: from the end of its last period to that of the study year. */
export function examDays(periods: readonly Period[], classId: Id): Days | null {
  const last = periods
    .filter(period => period.classId === classId && period.type !== 'year')
    .map(({ finish }) => finish)
    .sort()
    .at(-1)
  if (last === undefined) return null
  return { from: addDays(last, 1), to: studyYearDays(studyYearStart(last)).to }
}

/**
 * What has to be read for some days of a school, as far as the directory is known: the directory itself, and three
 * windows a class-week. Final marks only where a period ends in these days or has just ended; those of exams of the classes that
 * have them, once their year is over. Pure.
 */
export function expectedWindows(
  request: SliceRequest,
  directory: Pick<Directory, 'classes' | 'periods'>,
  hasExams: (group: ClassGroup) => boolean,
): Window[] {
  const { school, from, to } = request
  const classIds = request.classIds ?? directory.classes.map(({ id }) => id)
  const closing = new Set(
    directory.periods
      .filter(({ finish }) => addDays(from, -daysAfterPeriod) <= finish && finish <= to)
      .map(({ classId }) => classId),
  )
  const examined = new Set(
    directory.classes
      .filter(hasExams)
      .map(({ id }) => id)
      .filter(id => {
        const days = examDays(directory.periods, id)
        return days !== null && days.from <= to && from <= days.to
      }),
  )
  const weeks = weeksBetween(from, to)
  return [
    ...schoolResources.map((resource): Window => ({ school, resource, group: null, week: null })),
    ...classIds.flatMap(group => [
      ...classResources.map((resource): Window => ({ school, resource, group, week: null })),
      ...(closing.has(group) ? [{ school, resource: 'final-marks', group, week: null } as const] : []),
      ...(examined.has(group) ? [{ school, resource: 'exam-marks', group, week: null } as const] : []),
      ...weeks.flatMap(week =>
        weeklyResources.map((resource): Window => ({ school, resource, group, week })),
      ),
    ]),
  ]
}
