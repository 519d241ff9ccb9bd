export {
  type Calibrated,
  type Calibration,
  type Calibrations,
  type CalibrationSubject,
  calibrationSubjects,
  createCalibrations,
} from './calibrations.js'
export type {
  DigestKey,
  JudgedDuties,
  KeptCount,
  Ledger,
  LedgerChange,
  LedgerEntry,
  LedgerEvent,
  LedgerFilter,
  RecordedScope,
} from './ledger.js'
export { createLedger } from './postgres-ledger.js'
export {
  type Content,
  createStatements,
  RecordedOutage,
  Reply,
  type Revision,
  type Signature,
  type Standing,
  type Statement,
  type StatementKind,
  type Statements,
} from './statements.js'
export {
  createThematicPlans,
  type EnteredPlan,
  type KeptPlan,
  type KeptVersion,
  type PlanDraft,
  sameRows,
  standingVersions,
  type ThematicPlans,
} from './thematic-plans.js'
