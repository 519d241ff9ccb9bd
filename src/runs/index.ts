export { createLookPlan } from './postgres-plan.js'
export type { LookDraft, LookKind, LookPlan, MissedReason, PlannedLook } from './plan.js'
export { createRuns } from './postgres-runs.js'
export type { Run, RunKind, RunRequest, RunState, RunTotals, Runs, WindowOutcome } from './runs.js'
