import { actPath, checkLine, checkTwo } from './acts.js'
import type { PutRequest } from './archive.js'
import { checkTexts } from './paths.js'

/** Acts by which two people vouch for a key that takes the place of a lost one: objects of the archive, kept for ever. */

export interface LostKeyRequest {
  /** Of the act. */
  readonly number: string
  /** Two people, by name: the act names them, the log doesn't. */
  readonly attestedBy: readonly [string, string]
  readonly reason: string
  /** A role: what the log says. */
  readonly actor: string
  /** Forms of the act to be stored with it, for signing. It is in the log by then, so they must not fail for its texts. */
  forms(act: KeyAct): Promise<readonly { readonly path: string; readonly bytes: Uint8Array }[]>
}

export interface KeyAct {
  readonly schema: 'dnevnik-bridge/key-act/1'
  readonly number: string
  readonly archive: string
  /** RFC 3339, UTC. */
  readonly at: string
  readonly attestedBy: readonly [string, string]
  readonly reason: string
  readonly lostKey: string
  readonly newKey: string
  /** The newest entry that the archive had then, and its hash: what the new key found. */
  readonly upto: string
  readonly head: string
  /** The head that was known from outside and stands in the log; null if nobody knew one. */
  readonly known: string | null
}

export function keyActId(archive: string, number: string): string {
  const name = encodeURIComponent(number.normalize('NFC').toLowerCase())
  return `urn:${encodeURIComponent(archive)}:key-act:${name}`
}

/** @throws BridgeError ARCHIVE_REFUSED: a text that is missing or too long, or one person twice */
export function checkKeyAct({ number, attestedBy, reason, actor }: LostKeyRequest): void {
  checkTexts({ actor, reason })
  checkLine(number, 40, 'Номер акта')
  for (const name of attestedBy) checkLine(name, 200, 'Кто удостоверяет')
  checkTwo(attestedBy, 'Новое начало удостоверяют двое разных людей.')
}

export function keyActBytes(act: KeyAct): Buffer {
  return json(act)
}

export async function keyActObject(
  id: string,
  act: KeyAct,
  { actor, forms }: Pick<LostKeyRequest, 'actor' | 'forms'>,
): Promise<PutRequest> {
  const record = {
    schema: 'dnevnik-bridge/record/1',
    kind: 'key-act',
    asOf: act.at,
    retentionYears: null,
  }
  return {
    id,
    message: `Акт № ${act.number} о новом ключе архива`,
    actor,
    files: [
      { path: actPath, bytes: keyActBytes(act) },
      { path: 'meta/record.json', bytes: json(record) },
      ...(await forms(act)),
    ],
  }
}

function json(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`, 'utf8')
}
