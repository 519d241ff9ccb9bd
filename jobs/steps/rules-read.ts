import { createCalendar } from '../../src/calendar/index.js'
import type { Id, Resource } from '../../src/journal/index.js'
import type { SliceOf } from '../../src/mirror/index.js'
import { figureBasesOf, figureGroups, rules } from '../../src/regulation/index.js'
import type { EvaluationRequest, Ground } from './evaluate.js'

interface Asked extends Pick<EvaluationRequest, 'from' | 'to' | 'only'> {
  readonly classIds: readonly Id[] | null
}

/** What of these classes' journal rules have to be given, and what they decide is counted of; of all rules everything. */
export function readForRules(
  { only, ...days }: Asked,
  grounds: readonly Pick<Ground, 'facts' | 'decisions'>[],
): SliceOf {
  const { classIds } = days
  if (!only) return { classIds }
  const asked = rules.filter(({ id }) => only.includes(id))
  const counted = figureBasesOf(only).flatMap(basis => figureGroups[basis].needs)
  // Which statements nothing answers to is told of the days too.
  const stated: Resource[] = grounds.some(({ decisions }) => decisions.orders.length > 0)
    ? ['lessons', 'final-marks']
    : ['lessons']
  const needed = new Set([...stated, ...asked.flatMap(({ needs }) => needs), ...counted])
  const read = { classIds, only: [...needed], allWorks: true }
  if (!asked.some(({ dueByLesson }) => dueByLesson)) return read
  return { ...read, besides: { only: showHeld, weeks: holidayWeeks(days, grounds) } }
}

/** Of a lesson in holidays: what is due by it is owed if it was held after all. */
const showHeld = ['marks', 'attendance'] as const satisfies readonly Resource[]

/** By their Mondays, the weeks in which some class has a day off that isn't everybody's. */
function holidayWeeks(
  { from, to, classIds }: Omit<Asked, 'only'>,
  grounds: readonly Pick<Ground, 'facts'>[],
): readonly string[] {
  const weeks = new Set<string>()
  for (const { facts } of grounds) {
    const calendar = createCalendar(facts)
    const of = classIds ?? Object.keys(facts.holidays)
    for (const day of calendar.days(from, to))
      if (!calendar.isRestDay(day) && of.some(id => calendar.isDayOff(id, day)))
        weeks.add(calendar.weekStart(day))
  }
  return [...weeks]
}
