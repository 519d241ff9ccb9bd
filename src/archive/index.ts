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
  ScrubReport,
  VerifyOptions,
  VerifyReport,
} from './archive.js'
export { openArchive } from './open.js'
