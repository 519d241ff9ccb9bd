import { trustIn, vouchedFor } from './key-chain.js'
import type { Log } from './log.js'
import { isSigned } from './recover.js'
import { damaged } from './trouble.js'

interface Deciding {
  /** Folders. */
  readonly source: string
  readonly copy: string
  readonly log: Log
  readonly keyFile: string
  /** The source may be of an earlier day, with a key that has been changed since. */
  readonly isCopy?: boolean
}

/**
 * A copy must lose nothing because somebody wrote to the archive's disk: what goes from it has to be signed by the
 * archive's own key. Where that isn't at hand, an archive is restored, and what is there already stays as it is.
 * @throws BridgeError ARCHIVE_DAMAGED
 */
export async function checkDecisions({
  source,
  copy,
  log,
  keyFile,
  isCopy = false,
}: Deciding): Promise<void> {
  const { key } = await trustIn(source, log, { keyFile, isCopy })
  const vouched = key === null ? null : await vouchedFor(source, log, key)
  for (const { entry } of log.disposals) {
    if ((vouched === null || vouched.has(entry)) && (await isSigned(source, entry))) continue
    throw damaged(
      `Запись log/${entry.seq} об уничтожении подписана не ключом этого архива. Копия ${copy} не тронута.`,
    )
  }
}
