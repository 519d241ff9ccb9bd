import { join } from 'node:path'
import type { ArchiveFinding, VerifyOptions, VerifyReport } from './archive.js'
import { checkExpected } from './checkpoint.js'
import { namesIn } from './disk.js'
import { finding } from './finding.js'
import { type Trust, trustIn } from './key-chain.js'
import { byObject, emptyLog, type Log, logOf, readLog, seqName } from './log.js'
import { systemCode } from './trouble.js'
import { checkDisposals } from './verify-disposals.js'
import { checkLog } from './verify-log.js'
import { checkObject, nothingLeft, type ObjectCheck, type Survey, surveyObject } from './verify-object.js'
import { checkRoot } from './verify-root.js'
import { checkWitnesses } from './verify-witnesses.js'

type Progress = (done: number, total: number) => void

/** That what came up to the entry `after` was read before, and found sound; `log` is sound and has that entry. */
export interface ReadBefore {
  readonly log: Log
  /** All zeros: nothing was. */
  readonly after: string
}

const nothing: ReadBefore = { log: emptyLog, after: seqName(0) }

/** Reads everything, or what came after it was `readBefore`; changes nothing. Other processes may write meanwhile. */
export async function verifyArchive(
  folder: string,
  keyFile: string,
  { progress = () => undefined, expected, isCopy = false, stampCaFile }: VerifyOptions = {},
  { log: known, after }: ReadBefore = nothing,
): Promise<VerifyReport> {
  // The entry up to which all was read is read again itself: the new ones have to go on from it.
  const log = await readLog(folder, logOf(known.entries.filter(({ seq }) => seq < after)))
  const { key: trusted, isFormer } = await trustAsFarAsReadable(folder, log, { keyFile, isCopy })
  const inLog = await checkLog(folder, log, { trusted, from: after })
  const outside = expected === undefined ? [] : checkExpected(log, expected)
  const root = await settled(folder, log, now => checkRoot(folder, now, after))
  const disposals = await settled(folder, log, now => checkDisposals(folder, now, after))
  const objects = await checkObjects(folder, log, { progress, after })
  const witness = await checkWitnesses(folder, log, { after, caFile: stampCaFile })
  const counts = objects.map(object => object.counts)
  return {
    objects: counts.length,
    versions: sum(counts.map(count => count.versions)),
    files: sum(counts.map(count => count.files)),
    bytes: sum(counts.map(count => count.bytes)),
    logEntries: log.entries.length,
    seq: log.entries.at(-1)?.seq ?? null,
    head: log.entries.at(-1)?.hash ?? null,
    findings: [
      ...outside,
      ...inLog,
      ...root.findings,
      ...disposals.findings,
      ...objects.flatMap(object => object.findings),
      ...witness.findings,
    ],
    witnesses: witness.witnesses,
    notes: [
      ...root.notes,
      ...disposals.notes,
      ...objects.flatMap(object => object.notes),
      ...witness.notes,
      ...(await leftovers(folder, log)),
      ...(trusted === null ? [unpinned] : []),
      ...(isFormer ? [formerKey] : []),
      ...keyLosses(log),
    ],
  }
}

/**
 * Looks again at what seems damaged, with the log read anew: between two steps of a write an object is for a moment
 * neither old nor new. Only what is wrong twice while the log stands still is wrong; where it never stands still, what
 * is wrong twenty times is.
 */
async function settled<T extends { readonly findings: readonly ArchiveFinding[] }>(
  folder: string,
  log: Log,
  look: (log: Log) => Promise<T>,
): Promise<T> {
  let now = log
  let before: Log | null = null
  for (let looks = 1; ; looks++) {
    const seen = await look(now)
    if (seen.findings.length === 0) return seen
    const next = await readLog(folder, now)
    // A first look by a log that has just grown may have begun before what the log tells was in its place.
    if ((before !== null && endsAlike(before, now) && endsAlike(now, next)) || looks === 20) return seen
    before = now
    now = next
  }
}

function endsAlike(one: Log, other: Log): boolean {
  return one.entries.at(-1)?.hash === other.entries.at(-1)?.hash
}

async function checkObjects(
  folder: string,
  log: Log,
  { progress, after }: { readonly progress: Progress; readonly after: string },
): Promise<ObjectCheck[]> {
  const surveys: Survey[] = []
  for (const entries of byObject(log.stores).values()) {
    if (entries.some(({ seq }) => seq > after)) surveys.push(await surveyObject(folder, entries))
  }
  const total = sum(surveys.map(survey => survey.bytes))
  const checks: ObjectCheck[] = []
  let before = 0
  for (const survey of surveys) {
    let read = 0
    const count = (bytes: number) => {
      read = Math.min(read + bytes, survey.bytes)
      progress(before + read, total)
    }
    checks.push(
      await settled(folder, log, async now => {
        if (now === log) return checkObject(folder, survey, count)
        const entries = now.stores.filter(entry => entry.id === survey.id)
        // Disposed of meanwhile.
        if (entries.length === 0) return nothingLeft
        return checkObject(folder, await surveyObject(folder, entries), count)
      }),
    )
    before += survey.bytes
  }
  return checks
}

async function leftovers(folder: string, log: Log): Promise<ArchiveFinding[]> {
  const committed = new Set((await readLog(folder, log)).entries.map(entry => entry.tx))
  const text =
    'Остаток прерванной или начало новой записи, в журнале её ещё нет. Если она прервана, её уберут.'
  return (await namesIn(join(folder, 'staging')))
    .filter(name => !committed.has(name))
    .map(name => finding('STAGING_LEFTOVER', { file: `staging/${name}` }, text))
}

const unpinned = finding(
  'KEY_NOT_PINNED',
  {},
  'Закрытого ключа здесь нет: подписи сверены только с ключами, лежащими в самом архиве (папка keys).',
)

const formerKey = finding(
  'KEY_FORMER',
  {},
  'Журнал кончается прежним ключом этой установки: копия сделана до смены ключа, или её конец отрезан.',
)

/** For ever: nobody can tell what was done with a lost key before the new beginning. */
function keyLosses(log: Log): ArchiveFinding[] {
  return log.entries.flatMap(entry =>
    entry.op === 'key-lost'
      ? [
          finding(
            'KEY_LOST',
            { file: `log/${entry.seq}` },
            `Ключ ${entry.lostKey} был утрачен; записи до этой подписаны им, и новый ключ ручается только за то, что ` +
              `застал. Новое начало удостоверили двое: ${entry.act}. Сверьте прежнее с контрольными точками на бумаге.`,
          ),
        ]
      : [],
  )
}

/** An auditor's account may not read the private key, and needn't: then keys/ is all there is to compare with. */
async function trustAsFarAsReadable(...of: Parameters<typeof trustIn>): Promise<Trust> {
  try {
    return await trustIn(...of)
  } catch (error) {
    if (systemCode(error) === 'EACCES') return { key: null, isFormer: false }
    throw error
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
