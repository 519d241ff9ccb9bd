import type { Instant } from '../clock.js'
import type { ErrorCode } from '../errors.js'
import type { Id, IsoDate, Resource } from './records.js'

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
  readonly windows: number
  readonly complete: number
  readonly gaps: readonly CoverageGap[]
  readonly quarantined: number
  readonly unknownWords: readonly string[]
  readonly oldestLook: Instant | null
  readonly newestLook: Instant | null
}
