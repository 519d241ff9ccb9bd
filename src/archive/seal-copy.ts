import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Instant } from '../clock.js'
import { type Sealing, sealingFor } from './age.js'
import type { CopyProgress } from './archive.js'
import { checkDecisions } from './check-decisions.js'
import { headOf } from './checkpoint.js'
import { sha512, sha512OfFile } from './digest.js'
import { type Disk, ensureFolder, kindOf, namesIn, removeTree, writeTree } from './disk.js'
import type { LogEntry } from './entry.js'
import { stamp } from './inventory.js'
import type { Signer } from './keys.js'
import { takeLock } from './lock.js'
import type { Log } from './log.js'
import { type Pack, type SealedList, listFiles, listName, listNumbers, newestList } from './sealed-list.js'
import { baseSeq, baseTar, packOf, sealPack, wantedKind } from './sealed-pack.js'
import { checkSealedKin } from './sealed-kin.js'
import { sealedGuide } from './sealed-guide.js'

export interface SealedFilling {
  readonly disk: Disk
  /** Folders. */
  readonly source: string
  readonly copy: string
  /** Of the source, up to where the copy shall reach. */
  readonly log: Log
  readonly keyFile: string
  readonly signer: Signer
  readonly recipients: readonly string[]
  readonly lockWaitSeconds: number
  readonly now: Instant
  readonly progress: CopyProgress
}

export interface SealedFilled {
  readonly list: SealedList
  /** Encrypted files that the copy had lost or had otherwise, and that came anew. */
  readonly healed: readonly string[]
}

/** Packs after which the copy has a new list: what a run that is cut off has done, the next one finds. */
const packsPerList = 64

/**
 * Brings a sealed copy up to a log: reads every encrypted file that is there, and seals what is missing, spoilt, or has to go
 * without the files of what was disposed of. Under the copy's lock, not the source's.
 * @throws BridgeError COPY_DIVERGED, COPY_REFUSED (recipients), ARCHIVE_BUSY, ARCHIVE_DAMAGED (the source's log)
 */
export async function fillSealed(filling: SealedFilling): Promise<SealedFilled> {
  const { copy, lockWaitSeconds } = filling
  const sealing = await sealingFor(filling.recipients)
  await checkSealedKin(filling)
  await checkDecisions({ ...filling, isCopy: false })
  await mkdir(copy, { recursive: true, mode: 0o700 })
  const lock = await takeLock(copy, lockWaitSeconds)
  try {
    const begun = await checkSealedKin(filling)
    return await new Sealer(filling, sealing).run(begun)
  } finally {
    await lock.release()
  }
}

class Sealer {
  readonly #filling: SealedFilling
  readonly #sealing: Sealing
  readonly #healed: string[] = []
  readonly #packs = new Map<string, Pack>()
  #list: SealedList | null = null
  #base = ''

  constructor(filling: SealedFilling, sealing: Sealing) {
    this.#filling = filling
    this.#sealing = sealing
  }

  async run(begun: SealedList | null): Promise<SealedFilled> {
    const { disk, copy, source, log } = this.#filling
    for (const name of ['entries', 'lists', 'staging']) await ensureFolder(disk, join(copy, name))
    this.#list = begun
    await this.#readWhatIsThere(begun)
    const base = await baseTar(source)
    if (sha512(base) !== begun?.base) this.#packs.delete(baseSeq)
    this.#base = sha512(base)
    if (!this.#packs.has(baseSeq)) await this.#seal(baseSeq, { tar: base, kind: 'whole' })
    await this.#sealEntries()
    const { seq } = headOf(log)
    if (this.#isChanged(seq)) await this.#commit(seq)
    await this.#clean()
    const list = this.#list
    if (list === null) throw new Error('a sealed copy without a list')
    return { list, healed: this.#healed }
  }

  /** What isn't as it was sealed comes anew: nobody here can look inside. */
  async #readWhatIsThere(begun: SealedList | null): Promise<void> {
    const { copy, progress } = this.#filling
    const packs = begun?.packs ?? []
    for (const [index, pack] of packs.entries()) {
      const place = join(copy, pack.path)
      const isThere = (await kindOf(place)) === 'file' && (await sha512OfFile(place)) === pack.sha512
      if (isThere) this.#packs.set(pack.seq, pack)
      else this.#healed.push(pack.path)
      progress('checking', index + 1, packs.length)
    }
  }

  async #sealEntries(): Promise<void> {
    const { log, source, progress } = this.#filling
    const kindOfEntry = wantedKind(log)
    const missing = log.entries.filter(entry => this.#packs.get(entry.seq)?.kind !== kindOfEntry(entry))
    for (const [index, entry] of missing.entries()) {
      const packed = await packOf(source, entry, kindOfEntry(entry))
      // A part of a version is better than none, and never takes the place of an equal part.
      if (packed.kind !== this.#packs.get(entry.seq)?.kind) await this.#seal(entry.seq, packed)
      progress('copying', index + 1, missing.length)
      if (index % packsPerList === packsPerList - 1 && this.#isWholeUpTo(missing, index))
        await this.#commit(entry.seq)
    }
  }

  /** A list tells of one moment of the log: so far nothing that was to be mended may lie further on. */
  #isWholeUpTo(missing: readonly LogEntry[], index: number): boolean {
    const seq = missing[index]?.seq ?? baseSeq
    return seq > (this.#list?.upto ?? baseSeq)
  }

  async #seal(seq: string, packed: Parameters<typeof sealPack>[2]): Promise<void> {
    this.#packs.set(seq, await sealPack({ ...this.#filling, sealing: this.#sealing }, seq, packed))
  }

  #isChanged(upto: string): boolean {
    const before = this.#list
    if (before === null || before.isSpoilt || before.upto !== upto || before.base !== this.#base) return true
    const now = new Set([...this.#packs.values()].map(({ path }) => path))
    return before.packs.length !== now.size || before.packs.some(({ path }) => !now.has(path))
  }

  /** What the copy holds, up to an entry. */
  async #commit(upto: string): Promise<void> {
    const { disk, copy, log, signer, recipients, now } = this.#filling
    // Above the newest that can be read, not above whatever bears a number: eight digits end at 99999999.
    const taken = new Set(await listNumbers(copy))
    let number = ((await newestList(copy))?.number ?? 0) + 1
    while (taken.has(number)) number++
    const head = log.entries[Number(upto) - 1]?.hash ?? headOf(log).head
    const list = {
      number,
      archive: log.entries[0]?.archive ?? '',
      time: stamp(now),
      upto,
      head,
      recipients,
      base: this.#base,
      packs: [...this.#packs.values()].filter(({ seq }) => seq <= upto),
    }
    const files = listFiles(list, signer)
    const staged = join(copy, 'staging', 'list')
    if ((await kindOf(staged)) !== null) await removeTree(disk, staged)
    await writeTree(disk, staged, files)
    await disk.syncFolder(join(copy, 'staging'))
    await disk.rename(staged, join(copy, 'lists', listName(list.number)))
    await disk.syncFolder(join(copy, 'lists'))
    this.#list = { ...list, key: signer.keyId, sha512: sha512(files.get('copy.txt') ?? ''), isSpoilt: false }
  }

  /** What the newest list doesn't name: former lists, what was replaced or disposed of, what a cut-off run has left. */
  async #clean(): Promise<void> {
    const { disk, copy } = this.#filling
    const list = this.#list
    if (list === null) return
    const own = new Set(list.packs.map(({ path }) => path))
    const former = (await namesIn(join(copy, 'lists'))).filter(name => name !== listName(list.number))
    const extra = (await namesIn(join(copy, 'entries'))).filter(name => !own.has(`entries/${name}`))
    const left = await namesIn(join(copy, 'staging'))
    for (const name of former) await removeTree(disk, join(copy, 'lists', name))
    for (const name of extra) await removeTree(disk, join(copy, 'entries', name))
    for (const name of left) await removeTree(disk, join(copy, 'staging', name))
    for (const name of ['lists', 'entries', 'staging']) await disk.syncFolder(join(copy, name))
    await sealedGuide(disk, copy)
  }
}
