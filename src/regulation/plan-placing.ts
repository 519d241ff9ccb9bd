import type { Instant } from '../clock.js'
import type { Lesson } from '../journal/index.js'
import { type CourseLesson, isByTheSame, isSubstituted } from './plan-course.js'
import { type Displacement, displacement } from './plan-order.js'
import type { Found, PlanSearch } from './plan-search.js'

/** A topic as it stands in the plan, and among the lessons before. */
export interface Placed {
  readonly found: Found
  /** Null where it isn't in the plan. */
  readonly order: Displacement | null
  readonly standing: Standing
}

/** By the plan; not in the plan; in it, and too early or too late; in it, and too little is known to tell where it belongs. */
export type Standing = 'by-plan' | PlanFault | 'unsettled'
export type PlanFault = 'text' | 'early' | 'late'

interface Question {
  readonly course: CourseLesson
  readonly search: PlanSearch
  /** Lessons by which a topic may stand aside. */
  readonly allowed: number
  /** Whether the lesson follows this plan, and no other one. */
  hasThisPlan(lesson: Lesson): boolean
}

/** Null where nobody has to follow the plan: who stands in may write a text of their own. */
export function placeTopic(topic: string, { course, search, allowed, hasThisPlan }: Question): Placed | null {
  const found = search.find(topic)
  const isOwnText = isSubstituted(course, hasThisPlan)
  if (found.rows.length === 0) return isOwnText ? null : { found, order: null, standing: 'text' }
  const order = displacement(found.rows, {
    before: course.before,
    search,
    allowed,
    tellsPlace: other => hasThisPlan(other) && isByTheSame(course.lesson, other),
  })
  return { found, order, standing: isOwnText ? 'by-plan' : standingOf(order, course, allowed) }
}

function standingOf(
  { since, lessons, isSettled }: Displacement,
  course: CourseLesson,
  allowed: number,
): Standing {
  if (since.length === 0) return course.isReadBefore() ? 'by-plan' : 'unsettled'
  if (Math.abs(lessons) <= allowed) return 'by-plan'
  if (!isSettled || !course.isClear()) return 'unsettled'
  return lessons > 0 ? 'early' : 'late'
}

/**
 * When a wrong topic was last seen to stand after the deadline; `unknown` where it was gone by a look after it and none
 * in between tells when, null where none can have stood.
 */
export function wrongAfter(
  { topic }: Lesson,
  deadline: Instant,
  isWrong: (topic: string | null) => boolean,
): Instant | 'unknown' | null {
  for (let index = topic.length - 2; index >= 0; index -= 1) {
    const next = topic[index + 1]?.seen
    if (next === undefined || next.presentAt <= deadline) return null
    if (!isWrong(topic[index]?.value ?? null)) continue
    return next.absentAt !== null && next.absentAt > deadline ? next.absentAt : 'unknown'
  }
  return null
}
