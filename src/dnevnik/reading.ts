import type { ReadOptions } from '../journal/index.js'
import type { Shape } from './answer.js'
import type { WireRequest } from './http.js'

/**
 * Ways to ask for attendance, cheapest first: the class's week at once, fifty lessons at once, lesson by lesson.
 * Which of them a deployment of the platform offers isn't documented.
 */
export const attendanceWays = ['group', 'lessons', 'lesson'] as const
export type AttendanceWay = (typeof attendanceWays)[number]

/** What a source learns while it reads; forgotten with it. */
export interface Learnt {
  /** The first way that is still worth trying. */
  attendanceWay: AttendanceWay
}

/** One look at one window, as the endpoints see it. */
export interface Reading {
  /** Lists are expected where no shape is given. */
  get(request: WireRequest, shape?: Shape): Promise<string>
  readonly lessonIds: ReadOptions['lessonIds']
  readonly learnt: Learnt
}

/** Bodies of one look that took several requests, joined without touching their bytes. */
export function joined(bodies: readonly string[]): string {
  return `[${bodies.join(',')}]`
}
