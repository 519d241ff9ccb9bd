import { join } from 'node:path'
import type { ArchiveFinding } from './archive.js'
import { listedFiles } from './bring-over.js'
import type { StoreEntry } from './entry.js'
import { finding } from './finding.js'
import { bytesOf, type Log } from './log.js'
import { checkStamp, holdsCertificates } from './time-stamp.js'
import { checkpointFile, checkpointId, parseCheckpoint } from './witness.js'
import { noWitnesses, type Witnesses } from './witnesses.js'

export interface WitnessCheck {
  readonly witnesses: Witnesses
  readonly findings: readonly ArchiveFinding[]
  readonly notes: readonly ArchiveFinding[]
}

/**
 * Checkpoints that lie in the archive against its log, and their time stamps against the authorities that somebody trusts.
 * That the files are the archived ones is checked with their objects.
 */
export async function checkWitnesses(
  folder: string,
  log: Log,
  { after, caFile }: { readonly after: string; readonly caFile: string | undefined },
): Promise<WitnessCheck> {
  const isReadable = caFile !== undefined && (await holdsCertificates(caFile))
  const check = new WitnessChecking(folder, log, { caFile, isReadable })
  for (const entry of log.stores) if (entry.seq > after) await check.look(entry)
  return check
}

class WitnessChecking implements WitnessCheck {
  readonly findings: ArchiveFinding[] = []
  readonly #folder: string
  readonly #log: Log
  readonly #caFile: string | undefined
  readonly #isReadable: boolean
  #witnesses = noWitnesses

  constructor(
    folder: string,
    log: Log,
    { caFile, isReadable }: { readonly caFile: string | undefined; readonly isReadable: boolean },
  ) {
    this.#folder = folder
    this.#log = log
    this.#caFile = caFile
    this.#isReadable = isReadable
  }

  get witnesses(): Witnesses {
    return this.#witnesses
  }

  get notes(): ArchiveFinding[] {
    const { stamps, checkedStamps } = this.#witnesses
    const unchecked =
      stamps - checkedStamps - this.findings.filter(({ code }) => code === 'STAMP_WRONG').length
    if (unchecked === 0) return []
    return [finding('STAMP_UNCHECKED', {}, `Меток времени не проверено: ${unchecked}. ${this.#whyUnchecked}`)]
  }

  get #whyUnchecked(): string {
    if (this.#caFile === undefined) return 'Назовите сертификаты, которым доверяете: --tsa-ca ФАЙЛ.'
    return this.#isReadable
      ? 'Нет программы openssl.'
      : `В файле ${this.#caFile} нет сертификатов (PEM), или он не читается.`
  }

  async look(entry: StoreEntry): Promise<void> {
    const content = `${entry.path}/${entry.version}/content/`
    const isCheckpoint = entry.id.startsWith(checkpointId(entry.archive, ''))
    if (isCheckpoint && entry.version === 'v1') await this.#checkpoint(entry, `${content}${checkpointFile}`)
    for (const path of (await listedFiles(this.#folder, entry)).keys()) {
      if (!path.startsWith(`${content}signatures/`)) continue
      if (path.endsWith('.p7s')) this.#count({ signatures: this.#witnesses.signatures + 1 })
      else if (path.endsWith('.tsr') && isCheckpoint) await this.#stamp(entry, path)
    }
  }

  /** Who rewrites the log, with the key and the disk, has to rewrite this too, and then no stamp fits. */
  async #checkpoint(entry: StoreEntry, file: string): Promise<void> {
    const bytes = await bytesOf(join(this.#folder, file))
    const said = bytes === null ? null : parseCheckpoint(bytes)
    const named = this.#log.entries.find(({ seq }) => seq === said?.seq)
    const fits =
      said !== null &&
      entry.id === checkpointId(said.archive, said.seq) &&
      named?.hash === said.head &&
      said.seq < entry.seq
    if (bytes === null || fits) return
    this.#report('CHECKPOINT_DIFFERS', entry, file, 'Сохранённая контрольная точка не от этого журнала.')
  }

  async #stamp(entry: StoreEntry, file: string): Promise<void> {
    this.#count({ stamps: this.#witnesses.stamps + 1 })
    const text = await bytesOf(join(this.#folder, entry.path, 'v1', 'content', checkpointFile))
    const token = await bytesOf(join(this.#folder, file))
    if (this.#caFile === undefined || !this.#isReadable || text === null || token === null) return
    const { verdict, time } = await checkStamp(text, token, this.#caFile)
    if (verdict === 'wrong') {
      const message = 'Метка времени не сходится с контрольной точкой или с названными сертификатами.'
      this.#report('STAMP_WRONG', entry, file, message)
    }
    if (verdict !== 'holds') return
    const { checkedStamps, newestStamp } = this.#witnesses
    const newest = newestStamp === null || (time !== null && time > newestStamp) ? time : newestStamp
    this.#count({ checkedStamps: checkedStamps + 1, newestStamp: newest })
  }

  #count(more: Partial<Witnesses>): void {
    this.#witnesses = { ...this.#witnesses, ...more }
  }

  #report(code: string, { id, version }: StoreEntry, file: string, text: string): void {
    this.findings.push(finding(code, { object: id, version, file }, text))
  }
}
