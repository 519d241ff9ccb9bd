export { checkAct } from './acts.js'
export { newIdentity, openerOf, type Sealing, sealingFor, type Turning } from './age.js'
export type {
  Archive,
  ArchivedFile,
  ArchivedObject,
  ArchivedVersion,
  ArchiveFile,
  ArchiveFinding,
  ArchiveOptions,
  ArchiveOutline,
  BackupPlan,
  BackupRecord,
  BackupReport,
  BackupRequest,
  Checkpoint,
  CopyProgress,
  KeyChange,
  KeyChangeRequest,
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
export { calledBy } from './inventory.js'
export type {
  ActLine,
  DisposalAct,
  DisposalPlan,
  DisposalRecord,
  DisposalReport,
  DisposalRequest,
  Hold,
  HoldRequest,
  HoldResult,
  KeptTerm,
  Obstacle,
  ReleaseRequest,
  RetentionRules,
  Term,
} from './keeping.js'
export type { KeyAct, LostKeyRequest } from './key-acts.js'
export { type LostKeyReport, replaceLostKey } from './lost-key.js'
export { archiveIsIn, openArchive, openExistingArchive } from './open.js'
export { type RestoreReport, type RestoreRequest, restoreArchive } from './restore.js'
export { holdsCertificates } from './time-stamp.js'
export { isSealedCopy, verifyOpened, verifySealed } from './verify-sealed.js'
export type {
  Attached,
  AttachRequest,
  KeptCheckpoint,
  Stamped,
  TimeStampService,
  Witnesses,
} from './witnesses.js'
