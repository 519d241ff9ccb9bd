import type { ArchiveHead } from '../../src/report/index.js'
import type { JobDeps } from '../deps.js'
import { knownArchive } from './known-archive.js'

/**
 * What of the archive is told to the outside, on paper and in mails. Null while the archive holds nothing yet; a damaged
 * one vouches for nothing.
 */
export async function newestHead(deps: JobDeps): Promise<ArchiveHead | null> {
  const known = await knownArchive(deps)
  if (known === null || known.damaged || Number(known.seq) === 0) return null
  return { archive: known.name, seq: known.seq, head: known.head }
}
