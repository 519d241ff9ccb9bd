export type {
  Archive,
  ArchivedFile,
  ArchivedObject,
  ArchivedVersion,
  ArchiveFile,
  ArchiveFinding,
  ArchiveOptions,
  Checkpoint,
  PutRequest,
  PutResult,
  ScrubRecord,
  ScrubReport,
  VerifyOptions,
  VerifyReport,
} from './archive.js'
export { openArchive, openExistingArchive } from './open.js'
