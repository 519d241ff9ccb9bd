import { z } from 'zod'
import type { PutRequest } from './archive.js'
import type { DisposalAct, DisposalRequest } from './keeping.js'
import { checkTexts, refused } from './paths.js'

/** Acts on disposal: objects of the archive like others, kept for ever. */

export const actPath = 'act.json'

const TermText = z.strictObject({ years: z.int().nullable(), until: z.iso.date().nullable() })

const Act = z.strictObject({
  schema: z.literal('dnevnik-bridge/disposal-act/1'),
  number: z.string(),
  at: z.iso.datetime(),
  approvedBy: z.string(),
  executedBy: z.string(),
  reason: z.string(),
  objects: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.string().nullable(),
      studyYear: z.string().nullable(),
      version: z.string(),
      versions: z.int(),
      inventorySha512: z.string(),
      byRule: TermText.nullable(),
      byRecord: TermText.nullable(),
      until: z.iso.date(),
    }),
  ),
})

/** Bytes that the log vouches for. */
export function parseAct(bytes: Uint8Array): DisposalAct {
  return Act.parse(JSON.parse(Buffer.from(bytes).toString('utf8')))
}

/** ASCII, without persons; two spellings of a number give one id. */
export function actId(archive: string, number: string): string {
  const name = encodeURIComponent(number.normalize('NFC').toLowerCase())
  return `urn:${encodeURIComponent(archive)}:disposal-act:${name}`
}

export async function actObject(
  id: string,
  act: DisposalAct,
  { actor, forms }: Pick<DisposalRequest, 'actor' | 'forms'>,
): Promise<PutRequest> {
  const record = {
    schema: 'dnevnik-bridge/record/1',
    kind: 'disposal-act',
    asOf: act.at,
    retentionYears: null,
  }
  return {
    id,
    message: `Акт № ${act.number} о выделении к уничтожению`,
    actor,
    files: [
      { path: actPath, bytes: json(Act.parse(act)) },
      { path: 'meta/record.json', bytes: json(record) },
      ...(await forms(act)),
    ],
  }
}

function json(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`, 'utf8')
}

/** @throws BridgeError ARCHIVE_REFUSED: a text that is missing or too long, or one person in both parts */
export function checkAct({
  number,
  approvedBy,
  executedBy,
  reason,
  actor,
}: Pick<DisposalRequest, 'number' | 'approvedBy' | 'executedBy' | 'reason' | 'actor'>): void {
  checkTexts({ actor, reason })
  checkLine(number, 40, 'Номер акта')
  checkLine(approvedBy, 200, 'Кто утвердил акт')
  checkLine(executedBy, 200, 'Кто уничтожает')
  checkTwo(
    [approvedBy, executedBy],
    'Утверждает акт и уничтожает по нему не один и тот же человек: нужны двое.',
  )
}

/** @throws BridgeError ARCHIVE_REFUSED where both names are those of one person */
export function checkTwo([one, other]: readonly [string, string], message: string): void {
  if (sameName(one) === sameName(other)) throw refused(message)
}

/** @throws BridgeError ARCHIVE_REFUSED */
export function checkLine(text: string, longest: number, what: string): void {
  if (text !== '' && text === text.trim() && text.length <= longest && !/[\p{C}\u2028\u2029]/u.test(text))
    return
  throw refused(`${what} — одна непустая строка не длиннее ${longest} знаков, без пробелов по краям.`)
}

/** «Петрова А. И.» and «ПЕТРОВА А.И» are one person. */
function sameName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}]/gu, '')
}
