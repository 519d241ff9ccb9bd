export type {
  Archive,
  ArchivedObject,
  ArchiveFile,
  ArchiveFinding,
  ArchiveOptions,
  PutRequest,
  PutResult,
  VerifyReport,
} from './archive.js'
export { openArchive } from './open.js'
