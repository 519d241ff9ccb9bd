import type { Journal, Lesson } from '../journal/index.js'
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
  for (const lesson of journal.slice.lessons) {
    let entries = 0
    let isSomebodyPresent = false
    for (const entry of journal.attendanceOf(lesson.id)) {
      if (!isEntry(entry)) continue
      entries += 1
      if (entry.status === 'present') isSomebodyPresent = true
    }
    if (entries === 0) continue
    all += 1
    if (isSomebodyPresent && entries * 2 > pupilsOf(journal, lesson)) whole += 1
  }
  return { whole, all }
}

/** Zero where the members are unknown. */
function pupilsOf(journal: Journal, { groupId }: Lesson): number {
  return [...newestMemberships(journal, groupId).values()].filter(({ left }) => left === null).length
}
