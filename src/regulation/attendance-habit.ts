import type { Journal, Lesson } from '../journal/index.js'
import { attendedLessons } from './marked-lessons.js'
import { newestMemberships } from './membership.js'
import { isEntry } from './neighbours.js'

/** So many of the lessons with entries must name everybody before an empty lesson is one that was forgotten. */
const nearlyAll = 0.9

/**
 * Lessons with entries, and those of them in which most pupils have one and somebody is present: one «присутствовал» here and
 * there is a corrected absence and says nothing.
 */
export interface PresenceCounts {
  readonly whole: number
  readonly all: number
}

/**
 * Whether this school writes down who was present, too: only then does an empty lesson mean that nobody took
 * attendance.
 */
export function saysPresence({ whole, all }: PresenceCounts): boolean {
  return all > 0 && whole >= all * nearlyAll
}

export function countPresence(journal: Journal): PresenceCounts {
  let whole = 0
  let all = 0
  for (const { lesson, entries } of attendedLessons(journal)) {
    let count = 0
    let isSomebodyPresent = false
    for (const entry of entries) {
      if (!isEntry(entry)) continue
      count += 1
      if (entry.status === 'present') isSomebodyPresent = true
    }
    if (count === 0) continue
    all += 1
    if (isSomebodyPresent && count * 2 > pupilsOf(journal, lesson)) whole += 1
  }
  return { whole, all }
}

/** Zero where the members are unknown. */
function pupilsOf(journal: Journal, { groupId }: Lesson): number {
  return [...newestMemberships(journal, groupId).values()].filter(({ left }) => left === null).length
}
