export { mostPlanBytes, type PlanFile, type PlanFileRequest, readPlanFile } from './plan-file.js'
export type { Problem } from './table.js'
