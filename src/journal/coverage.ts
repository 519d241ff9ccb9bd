import type { Instant } from '../clock.js'
import type { ErrorCode } from '../errors.js'
import type { Id, IsoDate, Resource } from './records.js'

/** Directory data that a deployment may not offer at all. */
const optional: ReadonlySet<Resource> = new Set([
  'teachers',
  'subjects',
  'work-types',
  'mark-values',
  'class-subjects',
  'class-teacher',
])

/**
 * Whether a failed look says that the platform doesn't offer this at all: noted, but nothing is missing then.
 * @param errorCode of the newest look; null when it didn't fail
 */
export function isNotOffered(resource: Resource, errorCode: ErrorCode | null): boolean {
  return errorCode === 'DNEVNIK_NOT_FOUND' && optional.has(resource)
}

export interface CoverageGap {
  readonly resource: Resource
  readonly groupId: Id | null
  readonly week: IsoDate | null
  /** `never` read; `failed`: the newest look wasn't complete; `stale`: older than a duty that it should prove. */
  readonly state: 'never' | 'failed' | 'stale'
  readonly errorCode: ErrorCode | null
  readonly lastComplete: Instant | null
}

/** What of a school's days was seen, and what wasn't. Every report opens with it. */
export interface Coverage {
  readonly from: IsoDate
  readonly to: IsoDate
  /** Windows that these days need, without those that the platform doesn't offer. */
  readonly windows: number
  readonly complete: number
  readonly gaps: readonly CoverageGap[]
  readonly quarantined: number
  readonly unknownWords: readonly string[]
  readonly oldestLook: Instant | null
  readonly newestLook: Instant | null
}
