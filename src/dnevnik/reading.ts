import type { ReadOptions } from '../journal/index.js'
import type { Shape } from './answer.js'
import type { WireRequest } from './http.js'
import type { AdaptiveSizes } from './sizes.js'
import type { Detours } from './ways.js'

/**
 * Ways to ask for attendance: the class's week at once, subject by subject (some deployments demand the parameter),
 * many lessons at once, lesson by lesson. Which of them a deployment of the platform offers isn't documented.
 */
export const attendanceWays = ['group', 'subjects', 'lessons', 'lesson'] as const
export type AttendanceWay = (typeof attendanceWays)[number]

/** Ways to ask for works by their ids. The second gives homework only, of the token's owner. */
export const workWays = ['works', 'homework'] as const
export type WorkWay = (typeof workWays)[number]

/** What a source learns while it reads; forgotten with it. */
export interface Learnt {
  /** The first way that is still worth trying. */
  attendanceWay: AttendanceWay
  /** Null when the platform offers neither. */
  workWay: WorkWay | null
  readonly detours: Detours
  readonly sizes: AdaptiveSizes
}

/** One look at one window, as the endpoints see it. */
export interface Reading {
  /** Lists are expected where no shape is given. */
  get(request: WireRequest, shape?: Shape): Promise<string>
  /** What the caller knows of the window already. */
  readonly known: Omit<ReadOptions, 'signal'>
  readonly learnt: Learnt
}

/** Bodies of one look that took several requests, joined without touching their bytes. */
export function joined(bodies: readonly string[]): string {
  return `[${bodies.join(',')}]`
}

/**
 * The body of a look at a week: as it came when one request was enough, else `{"parts":[…],"works":[…]}`, which no
 * answer to these requests can be, because they are lists.
 */
export function weekBody(parts: readonly string[], works: readonly string[]): string {
  const [only] = parts
  if (only !== undefined && parts.length === 1 && works.length === 0) return only
  return `{"parts":${joined(parts)},"works":${joined(works)}}`
}
