export type {
  Archive,
  ArchivedFile,
  ArchivedObject,
  ArchivedVersion,
  ArchiveFile,
  ArchiveFinding,
  ArchiveOptions,
  BackupPlan,
  BackupRecord,
  BackupReport,
  BackupRequest,
  Checkpoint,
  CopyProgress,
  PutRequest,
  PutResult,
  ScrubRecord,
  ScrubReport,
  TrialRecord,
  TrialReport,
  TrialRequest,
  VerifyOptions,
  VerifyReport,
} from './archive.js'
export { findingLine } from './finding.js'
export type {
  Hold,
  HoldRequest,
  HoldResult,
  KeptTerm,
  Obstacle,
  ReleaseRequest,
  RetentionRules,
  Term,
} from './keeping.js'
export { openArchive, openExistingArchive } from './open.js'
export { type RestoreReport, type RestoreRequest, restoreArchive } from './restore.js'
