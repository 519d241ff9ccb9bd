import type { Id } from '../../src/journal/index.js'
import type { School } from '../../src/sandbox/index.js'

type Lesson = ReturnType<School['yearOf']>['lessons'][number]

/**
 * Lessons at the edge of a day for all who were away on it: none of them is noted as away both before and after. Such a
 * pupil may have come later or gone earlier, so that an empty lesson there proves nothing, unless a school's settings say
 * that absence on all other lessons does. Told from what the sandbox's teachers entered.
 */
export function atTheEdge(school: School): ReadonlySet<Id> {
  const found = new Set<Id>()
  for (const schoolClass of school.classes) {
    const { lessons } = school.yearOf(schoolClass)
    for (const date of new Set(lessons.map(lesson => lesson.final.date))) {
      const ofDay = lessons.filter(lesson => lesson.final.date === date)
      for (const lesson of ofDay) if (!isBetween(lesson, ofDay)) found.add(lesson.id)
    }
  }
  return found
}

function isBetween(lesson: Lesson, ofDay: readonly Lesson[]): boolean {
  const { number } = lesson.final
  const before = awayFrom(ofDay.filter(other => other.final.number < number))
  const after = awayFrom(ofDay.filter(other => other.final.number > number))
  return [...before].some(pupil => after.has(pupil))
}

function awayFrom(lessons: readonly Lesson[]): ReadonlySet<Id> {
  const entries = lessons.flatMap(lesson => lesson.entries)
  return new Set(entries.filter(({ statuses }) => isAway(statuses.at(-1)?.value)).map(({ person }) => person))
}

function isAway(status: string | undefined): boolean {
  return status !== undefined && status !== 'Attend' && status !== 'Late'
}
