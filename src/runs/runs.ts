import type { Instant } from '../clock.js'
import type { Id, IsoDate, RecordChanges } from '../journal/index.js'

/**
 * What was asked of us and how far it is. The queue is not the source of this: flushing it loses no fact, and
 * its events are not relied upon.
 */

export type RunState = 'queued' | 'running' | 'done' | 'done-with-gaps' | 'failed' | 'cancelled'
/** A `replay` asks the platform nothing: it reads kept answers once more. A `check` judges days again, and reads nothing. */
export type RunKind = 'sync' | 'planned-look' | 'report' | 'digest' | 'replay' | 'check' | 'print-kit'

/** What can be read by itself; `lists` are classes, pupils, teachers, bells and the like. */
export const readKinds = ['lessons', 'marks', 'attendance', 'final-marks', 'lists'] as const
export type ReadKind = (typeof readKinds)[number]

export interface RunRequest {
  /** Deterministic for planned work, so that two schedulers don't double it. */
  readonly id: string
  readonly kind: RunKind
  readonly school: Id
  readonly from: IsoDate
  readonly to: IsoDate
  readonly classIds: readonly Id[] | null
  /** Null or absent for all of it. */
  readonly kinds?: readonly ReadKind[] | null
  /** `cron`, `web`, `cli`, `demo`; `queue`: somebody in the queue's dashboard. */
  readonly askedBy: string
}

export interface RunTotals {
  readonly requests: number
  readonly complete: number
  readonly incomplete: number
  readonly changed: number
  readonly gone: number
  readonly quarantined: number
}

export interface Run extends RunRequest, RunTotals {
  readonly kinds: readonly ReadKind[] | null
  readonly state: RunState
  /** Windows to read, of a print kit classes to print; null until the directory is known. */
  readonly windows: number | null
  readonly createdAt: Instant
  readonly finishedAt: Instant | null
  /** Stable code and Russian text of what ended it, when it failed. */
  readonly errorCode: string | null
  readonly errorMessage: string | null
  /** Which step it is at: `directory`, `windows`, `check`, `checked`, `report`, `sheets`, `journals`, `digest`, `print-kit`, `finish`. */
  readonly step: string | null
  /** What it brought, once it has ended; null before that, and where nobody counted. */
  readonly difference: RecordChanges | null
}

export interface WindowOutcome extends RunTotals {
  readonly window: string
  readonly errorCode: string | null
  /** When the look was asked that brought it, where it changed anything. */
  readonly askedAt?: Instant | null
}

export interface RunEnd {
  readonly state: Exclude<RunState, 'queued' | 'running'>
  readonly error?: { readonly code: string; readonly message: string }
  readonly difference?: RecordChanges
}

export interface Runs {
  /** False when a run with this id exists already: nothing is changed then. */
  create(request: RunRequest, at: Instant): Promise<boolean>
  get(id: string): Promise<Run | null>
  recent(school: Id, limit: number): Promise<Run[]>
  /** Runs that are queued or running. */
  unfinished(): Promise<Run[]>
  setStep(id: string, step: string): Promise<void>
  setWindows(id: string, windows: number): Promise<void>
  /** Windows of the run that are finished, so that a resumed run doesn't ask them again. */
  finishedWindows(id: string): Promise<Set<string>>
  /** Enters a finished window once; a second entry of the same window changes nothing. */
  windowDone(id: string, outcome: WindowOutcome): Promise<void>
  /** Whether it is queued or running: somebody may have cancelled it. */
  isOpen(id: string): Promise<boolean>
  /** Looks of the run that changed anything. */
  changingLooks(id: string): Promise<{ readonly windowKey: string; readonly askedAt: Instant }[]>
  /**
   * What a run that has ended brought, where looks of it have come in since. False when still more of them have: the
   * difference of `looks` looks would leave some out, and nothing is changed.
   */
  brought(id: string, of: { readonly looks: number; readonly difference: RecordChanges }): Promise<boolean>
  /** False when it had ended already: nothing is changed then. */
  finish(id: string, at: Instant, end: RunEnd): Promise<boolean>
}
