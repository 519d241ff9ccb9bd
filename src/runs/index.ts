export {
  type ArchiveCheck,
  type ArchiveChecks,
  type CheckOutcome,
  createArchiveChecks,
} from './archive-checks.js'
export {
  type ArchiveNotice,
  type ArchiveNotices,
  type ArchivePost,
  type ArchiveShows,
  createArchiveNotices,
  type Posted,
  type PostedSheet,
} from './archive-notice.js'
export { type CopyBook, type CopyState, createCopyBook } from './copies.js'
export type { LookDraft, LookKind, LookPlan, MissedReason, PlannedLook } from './plan.js'
export { createLookPlan } from './postgres-plan.js'
export { createRuns } from './postgres-runs.js'
export {
  type ReadKind,
  type Run,
  type RunEnd,
  type RunKind,
  type RunRequest,
  type RunState,
  type Runs,
  type RunTotals,
  readKinds,
  type WindowOutcome,
} from './runs.js'
export { lookKindWords, missedWords } from './words.js'
