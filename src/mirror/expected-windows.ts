import { type Directory, type Window, weeklyResources } from '../journal/index.js'
import type { SliceRequest } from './mirror.js'
import { addDays, weeksBetween } from './weeks.js'

/** Final marks are looked at while a period closes, and this long after its end. */
const daysAfterPeriod = 14

const schoolResources = ['groups', 'teachers', 'subjects', 'work-types', 'mark-values'] as const
const classResources = ['members', 'class-subjects', 'class-teacher', 'periods', 'bells'] as const

/**
 * What has to be read for some days of a school, as far as the directory is known: the directory itself, and three
 * windows a class-week. Final marks only where a period ends in these days or has just ended. Pure.
 */
export function expectedWindows(
  request: SliceRequest,
  directory: Pick<Directory, 'classes' | 'periods'>,
): Window[] {
  const { school, from, to } = request
  const classIds = request.classIds ?? directory.classes.map(({ id }) => id)
  const closing = new Set(
    directory.periods
      .filter(({ finish }) => addDays(from, -daysAfterPeriod) <= finish && finish <= to)
      .map(({ classId }) => classId),
  )
  const weeks = weeksBetween(from, to)
  return [
    ...schoolResources.map((resource): Window => ({ school, resource, group: null, week: null })),
    ...classIds.flatMap(group => [
      ...classResources.map((resource): Window => ({ school, resource, group, week: null })),
      ...(closing.has(group) ? [{ school, resource: 'final-marks', group, week: null } as const] : []),
      ...weeks.flatMap(week =>
        weeklyResources.map((resource): Window => ({ school, resource, group, week })),
      ),
    ]),
  ]
}
