export { createRuns } from './postgres-runs.js'
export type { Run, RunKind, RunRequest, RunState, RunTotals, Runs, WindowOutcome } from './runs.js'
