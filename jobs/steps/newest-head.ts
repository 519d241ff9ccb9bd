import { isBridgeError } from '../../src/errors.js'
import type { ArchiveHead } from '../../src/report/index.js'
import type { JobDeps } from '../deps.js'

/**
 * What of the archive is told to the outside, on paper and in mails. Null while the archive holds nothing yet; a damaged
 * one vouches for nothing.
 */
export async function newestHead(deps: Pick<JobDeps, 'readArchive'>): Promise<ArchiveHead | null> {
  try {
    const checkpoint = await (await deps.readArchive())?.checkpoint()
    return checkpoint === undefined || Number(checkpoint.seq) === 0 ? null : checkpoint
  } catch (error) {
    if (isBridgeError(error) && error.code === 'ARCHIVE_DAMAGED') return null
    throw error
  }
}
