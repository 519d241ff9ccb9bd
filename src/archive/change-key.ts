import { append, type Writing } from './append.js'
import type { KeyChange, KeyChangeRequest } from './archive.js'
import { readLog } from './log.js'
import { checkTexts } from './paths.js'
import { finishKeyChange, prepareNextKey } from './signer.js'
import { damaged } from './trouble.js'
import { checkLog } from './verify-log.js'

/**
 * A planned change of the signing key, in an order that can be cut off anywhere: the new key is on the disk, then the log
 * names it (signed by both), then it takes the former one's place, which whoever opens the archive next does as well.
 */

/** Under the lock. @throws BridgeError ARCHIVE_DAMAGED, ARCHIVE_REFUSED */
export async function changeKey(
  writing: Writing,
  { actor, reason }: KeyChangeRequest,
  keyFile: string,
): Promise<KeyChange> {
  checkTexts({ actor, reason })
  const { disk, folder, log, signer } = writing
  const [fault] = await checkLog(folder, log, { trusted: signer.keyId })
  if (fault !== undefined) throw damaged(`${fault.message} За такой журнал новый ключ не может поручиться.`)
  const next = await prepareNextKey(disk, { folder, keyFile })
  const { seq } = await append(writing, {
    fields: { op: 'key', 'new-key': next.keyId, 'new-key-spki': next.spki },
    actor,
    reason,
    newSigner: next,
  })
  await finishKeyChange(disk, { folder, keyFile, log: await readLog(folder, log) })
  return { formerKey: signer.keyId, newKey: next.keyId, entry: seq }
}
