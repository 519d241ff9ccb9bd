import { join, resolve } from 'node:path'
import type { Writing } from './append.js'
import type {
  Archive,
  ArchivedFile,
  ArchivedObject,
  ArchivedVersion,
  ArchiveOptions,
  BackupPlan,
  BackupRecord,
  BackupReport,
  BackupRequest,
  Checkpoint,
  KeyChange,
  KeyChangeRequest,
  PutRequest,
  PutResult,
  ScrubRecord,
  ScrubReport,
  ScrubRequest,
  TrialRecord,
  TrialReport,
  TrialRequest,
  VerifyOptions,
  VerifyReport,
} from './archive.js'
import { makeBackup, planBackup } from './backup.js'
import { exportBag } from './bag.js'
import { changeKey } from './change-key.js'
import { attachSignature } from './attach.js'
import { checkpointOf } from './checkpoint.js'
import { backupsOf, enterBackup, enterTrial, trialsOf } from './copy-entries.js'
import {
  checkKeyPlace,
  create,
  foreignFolder,
  makeArchiveFolder,
  recognise,
  renewGuide,
  restoreWorkFolders,
} from './create.js'
import { type Disk, namesIn } from './disk.js'
import { disposalsOf, dispose, finishDisposals, isUndone } from './dispose.js'
import { enterHold, enterRelease, standingHolds } from './holds.js'
import type {
  DisposalPlan,
  DisposalQuestion,
  DisposalRecord,
  DisposalReport,
  DisposalRequest,
  Hold,
  HoldRequest,
  HoldResult,
  KeptTerm,
  ReleaseRequest,
  RetentionRules,
} from './keeping.js'
import { trustedKey } from './key-chain.js'
import type { Signer } from './keys.js'
import { type Lock, takeLock } from './lock.js'
import { emptyLog, type Log, readLog, seqName } from './log.js'
import { checkRequest } from './paths.js'
import { planDisposal } from './plan-disposal.js'
import { listObjects, readFileOf, versionsOfObject } from './read.js'
import { recover } from './recover.js'
import { keptTerms } from './retention.js'
import { enterScrub, scrubbedUpTo, scrubsOf } from './scrub.js'
import { signerOf } from './signer.js'
import { tryRestore } from './trial.js'
import { damaged, unusable, withClearTrouble } from './trouble.js'
import { verifyArchive } from './verify.js'
import { dueCheckpoint, keepCheckpoint, keepStamp, stampOf } from './witness.js'
import type { Attached, AttachRequest, KeptCheckpoint, Stamped, TimeStampService } from './witnesses.js'
import { storeVersion } from './write.js'

/** How the archive touches the world; tests put a failing disk here. */
export interface Workings {
  readonly disk: Disk
  /** How long a writer waits for its turn before ARCHIVE_BUSY; a write takes tens of milliseconds. */
  readonly lockWaitSeconds: number
}

export async function openFolderArchive(options: ArchiveOptions, workings: Workings): Promise<Archive> {
  const archive = new FolderArchive({ ...options, folder: resolve(options.folder) }, workings)
  await archive.open()
  return archive
}

class FolderArchive implements Archive {
  readonly #options: ArchiveOptions
  readonly #workings: Workings
  #log: Log = emptyLog
  #closed = false
  /** Writes of this process go one after another; the lock is for the other processes. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: ArchiveOptions, workings: Workings) {
    this.#options = options
    this.#workings = workings
  }

  get folder(): string {
    return this.#options.folder
  }

  /** @throws BridgeError ARCHIVE_UNUSABLE, ARCHIVE_BUSY */
  open(): Promise<void> {
    const { folder, keyFile, name, readOnly, mustExist } = this.#options
    return this.#guarded(async () => {
      if (!/^[\x21-\x7e]{1,64}$/.test(name)) {
        throw unusable('Имя архива — латиница без пробелов, до 64 знаков.', 'Исправьте имя архива.', folder)
      }
      const state = await recognise(folder)
      if ((readOnly === true || mustExist === true) && state !== 'archive') {
        throw unusable(`В папке ${folder} нет архива.`, 'Проверьте путь к папке архива.', folder)
      }
      if (readOnly === true) return
      if (state === 'foreign') throw foreignFolder(folder)
      await checkKeyPlace(folder, keyFile)
      await makeArchiveFolder(folder)
      await this.#locked(lock => this.#prepare(lock))
    })
  }

  async #prepare(lock: Lock): Promise<void> {
    const { disk } = this.#workings
    const { folder, keyFile } = this.#options
    // Once more under the lock: somebody may have put an archive, or something else, there meanwhile.
    const state = await recognise(folder)
    if (state === 'foreign') throw foreignFolder(folder)
    if (state === 'new') await create(disk, folder)
    await restoreWorkFolders(disk, folder)
    await this.#refresh()
    const signer = await signerOf(disk, { folder, keyFile, log: this.#log })
    await recover(disk, folder, this.#log)
    if (this.#log.findings.length === 0) await this.#finished(lock, signer)
    if (this.#log.findings.length === 0) await renewGuide(disk, folder)
  }

  put(request: PutRequest): Promise<PutResult> {
    return this.#inTurn(() => {
      this.#checkWritable()
      checkRequest(request)
      return this.#writing(writing => storeVersion(request, writing))
    })
  }

  scrub(request: ScrubRequest): Promise<ScrubReport> {
    return this.#inTurn(async () => {
      this.#checkWritable()
      const { folder, keyFile } = this.#options
      const after = request.scope === 'all' ? seqName(0) : scrubbedUpTo(await this.#refresh())
      const { progress } = request
      // Reading takes as long as it takes, and needs no lock.
      const report = await verifyArchive(folder, keyFile, {
        after,
        stampCaFile: this.#options.stampCaFile,
        ...(progress ? { progress } : {}),
      })
      if ((await this.#refresh()).findings.length > 0) return { ...report, entry: null }
      return this.#writing(writing => enterScrub(writing, request, { report, after }))
    })
  }

  hold(request: HoldRequest): Promise<HoldResult | null> {
    return this.#write(writing => enterHold(writing, request))
  }

  release(request: ReleaseRequest): Promise<HoldResult | null> {
    return this.#write(writing => enterRelease(writing, request))
  }

  planDisposal(question: DisposalQuestion): Promise<DisposalPlan> {
    const { folder, keyFile, now } = this.#options
    return this.#guarded(async () => {
      const log = await this.#refresh()
      return planDisposal({ folder, log, trusted: await trustedKey(keyFile, folder, log) }, question, now())
    })
  }

  dispose(request: DisposalRequest): Promise<DisposalReport> {
    return this.#write(writing => dispose(writing, request))
  }

  disposals(): Promise<DisposalRecord[]> {
    return this.#guarded(async () => disposalsOf(await this.#refresh()))
  }

  planBackup(request: BackupRequest): Promise<BackupPlan> {
    return this.#guarded(async () => {
      await this.#refresh()
      return planBackup(this.folder, { ...request, folder: resolve(request.folder) })
    })
  }

  backup(request: BackupRequest): Promise<BackupReport> {
    return this.#inTurn(async () => {
      this.#checkWritable()
      await this.#refresh()
      const how = { ...this.#copying(), now: this.#options.now() }
      const made = await makeBackup(how, { ...request, folder: resolve(request.folder) })
      if (made.report.findings.length > 0) return { ...made.report, entry: null }
      const entry = await this.#writing(writing => enterBackup(writing, request, made))
      return { ...made.report, entry }
    })
  }

  tryRestore(request: TrialRequest): Promise<TrialReport> {
    return this.#inTurn(async () => {
      this.#checkWritable()
      await this.#refresh()
      const report = await tryRestore(this.#copying(), { ...request, from: resolve(request.from) })
      return { ...report, entry: await this.#writing(writing => enterTrial(writing, request, report)) }
    })
  }

  changeKey(request: KeyChangeRequest): Promise<KeyChange> {
    return this.#write(writing => changeKey(writing, request, this.#options.keyFile))
  }

  attachSignature(request: AttachRequest): Promise<Attached | null> {
    return this.#write(writing => attachSignature(writing, request))
  }

  keepCheckpoint(actor: string): Promise<KeptCheckpoint> {
    return this.#write(writing => keepCheckpoint(writing, checkpointOf(writing.log, writing.name), actor))
  }

  stampCheckpoint({
    service,
    actor,
  }: {
    readonly service: TimeStampService
    readonly actor: string
  }): Promise<Stamped | null> {
    return this.#inTurn(async () => {
      this.#checkWritable()
      const checkpoint = dueCheckpoint(await this.#refresh(), this.#options.name)
      if (checkpoint === null) return null
      // The service may take its time: nobody else has to wait for it.
      const stamp = await stampOf(checkpoint, service)
      const refresh = () => this.#refresh()
      return this.#writing(writing => keepStamp(writing, { checkpoint, stamp, service, actor, refresh }))
    })
  }

  #copying() {
    const { disk, lockWaitSeconds } = this.#workings
    return { disk, lockWaitSeconds, source: this.folder, keyFile: this.#options.keyFile }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(() => this.#guarded(work))
    // The next in line starts whatever became of this one; its caller is told by `turn`.
    this.#last = turn.then(
      () => undefined,
      () => undefined,
    )
    return turn
  }

  #write<T>(work: (writing: Writing) => Promise<T>): Promise<T> {
    return this.#inTurn(() => {
      this.#checkWritable()
      return this.#writing(work)
    })
  }

  #checkWritable(): void {
    if (!this.#closed && this.#options.readOnly !== true) return
    throw unusable('Архив открыт только для чтения или закрыт.', 'Откройте архив для записи.', this.folder)
  }

  /** Under the lock, with the log as it is now and nothing left over from a killed process. */
  #writing<T>(work: (writing: Writing) => Promise<T>): Promise<T> {
    const { disk } = this.#workings
    const { folder, keyFile } = this.#options
    return this.#locked(async lock => {
      await this.#refresh()
      const fault = this.#log.findings[0]
      if (fault !== undefined) throw damaged(`${fault.message} Запись в архив остановлена.`)
      if ((await namesIn(join(folder, 'staging'))).length > 0) await recover(disk, folder, this.#log)
      const signer = await signerOf(disk, { folder, keyFile, log: this.#log })
      return work(await this.#finished(lock, signer))
    })
  }

  /** What a killed process was disposing of is gone first. */
  async #finished(lock: Lock, signer: Signer): Promise<Writing> {
    const { folder, name, now } = this.#options
    const writing = { disk: this.#workings.disk, folder, name, log: this.#log, signer, lock, now: now() }
    if (!this.#log.disposals.some(isUndone)) return writing
    await finishDisposals(writing)
    return { ...writing, log: await this.#refresh() }
  }

  list(): Promise<ArchivedObject[]> {
    return this.#guarded(async () => listObjects(this.folder, await this.#refresh()))
  }

  get(id: string, path: string, version?: string): Promise<Buffer | null> {
    return this.#guarded(async () => readFileOf(this.folder, await this.#refresh(), { id, path, version }))
  }

  show(id: string): Promise<ArchivedVersion[] | null> {
    return this.#guarded(async () => versionsOfObject(this.folder, await this.#refresh(), id))
  }

  retention(rules: RetentionRules): Promise<KeptTerm[]> {
    const { folder } = this
    return this.#guarded(async () =>
      keptTerms({ folder, log: await this.#refresh() }, rules, this.#options.now()),
    )
  }

  holds(): Promise<Hold[]> {
    return this.#guarded(async () => standingHolds(await this.#refresh()))
  }

  checks(): Promise<ScrubRecord[]> {
    return this.#guarded(async () => scrubsOf(await this.#refresh()))
  }

  backups(): Promise<BackupRecord[]> {
    return this.#guarded(async () => backupsOf(await this.#refresh()))
  }

  trials(): Promise<TrialRecord[]> {
    return this.#guarded(async () => trialsOf(await this.#refresh()))
  }

  checkpoint(): Promise<Checkpoint> {
    return this.#guarded(async () => checkpointOf(await this.#refresh(), this.#options.name))
  }

  exportBag(id: string, folder: string, version?: string): Promise<readonly ArchivedFile[] | null> {
    return this.#guarded(async () => {
      const archive = { folder: this.folder, log: await this.#refresh() }
      return exportBag(archive, { id, version }, folder)
    })
  }

  verify(options: VerifyOptions = {}): Promise<VerifyReport> {
    const { folder, keyFile } = this.#options
    return this.#guarded(() => verifyArchive(folder, keyFile, options))
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#last
  }

  async #refresh(): Promise<Log> {
    this.#log = await readLog(this.folder, this.#log)
    const first = this.#log.entries[0]
    if (first === undefined || first.archive === this.#options.name) return this.#log
    throw unusable(
      `Архив в папке ${this.folder} называется ${first.archive}, а не ${this.#options.name}.`,
      'Проверьте путь к папке и имя архива в настройках.',
      this.folder,
    )
  }

  async #locked<T>(work: (lock: Lock) => Promise<T>): Promise<T> {
    const lock = await takeLock(this.folder, this.#workings.lockWaitSeconds)
    try {
      return await work(lock)
    } finally {
      await lock.release()
    }
  }

  #guarded<T>(work: () => Promise<T>): Promise<T> {
    return withClearTrouble(this.folder, work)
  }
}
