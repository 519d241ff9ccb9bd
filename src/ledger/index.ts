export {
  type Calibrated,
  type Calibration,
  type CalibrationSubject,
  type Calibrations,
  calibrationSubjects,
  createCalibrations,
} from './calibrations.js'
export { entryId } from './difference.js'
export type {
  Checked,
  Counted,
  Dimension,
  FigureSum,
  FinalsOfDay,
  FindingFilter,
  Findings,
  ListOptions,
  Taught,
  Within,
} from './findings.js'
export type {
  JudgedDuties,
  KeptCount,
  Ledger,
  LedgerChange,
  LedgerEntry,
  LedgerEvent,
  LedgerFilter,
  RecordedScope,
} from './ledger.js'
export type {
  IssueKey,
  LetterKey,
  Letters,
  Reminder,
  SentLetter,
  SentReminder,
  ToldEntry,
} from './letters.js'
export { keepFindings } from './kept-findings.js'
export { createFindings } from './postgres-findings.js'
export { createLedger } from './postgres-ledger.js'
export { createLetters } from './postgres-letters.js'
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
  standingOf,
} from './statements.js'
export { createPlanUploads, type PlanUpload, type PlanUploads, type Sender } from './plan-uploads.js'
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
