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
export type { Run, RunKind, RunRequest, RunState, Runs, RunTotals, WindowOutcome } from './runs.js'
