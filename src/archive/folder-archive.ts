import { resolve } from 'node:path'
import type {
  Archive,
  ArchivedFile,
  ArchivedObject,
  ArchivedVersion,
  ArchiveOptions,
  ArchiveOutline,
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
import { disposalsOf, dispose } from './dispose.js'
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
import { seqName } from './log.js'
import { checkRequest } from './paths.js'
import { planDisposal } from './plan-disposal.js'
import { listObjects, readFileOf, versionsOfObject } from './read.js'
import { keptTerms } from './retention.js'
import { enterScrub, isWorthEntering, readUpTo, scrubsOf } from './scrub.js'
import { ArchiveSession, type Workings } from './session.js'
import { tryRestore } from './trial.js'
import { verifyArchive } from './verify.js'
import { dueCheckpoint, keepCheckpoint, keepStamp, stampOf } from './witness.js'
import type { Attached, AttachRequest, KeptCheckpoint, Stamped, TimeStampService } from './witnesses.js'
import { storeVersion } from './write.js'

export async function openFolderArchive(options: ArchiveOptions, workings: Workings): Promise<Archive> {
  const archive = new FolderArchive({ ...options, folder: resolve(options.folder) }, workings)
  await archive.open()
  return archive
}

class FolderArchive implements Archive {
  readonly #session: ArchiveSession
  readonly #options: ArchiveOptions
  readonly #workings: Workings

  constructor(options: ArchiveOptions, workings: Workings) {
    this.#options = options
    this.#workings = workings
    this.#session = new ArchiveSession(options, workings)
  }

  open(): Promise<void> {
    return this.#session.open()
  }

  get folder(): string {
    return this.#options.folder
  }

  put(request: PutRequest): Promise<PutResult> {
    return this.#session.inTurn(() => {
      this.#session.checkWritable()
      checkRequest(request)
      return this.#session.writing(writing => storeVersion(request, writing))
    })
  }

  scrub(request: ScrubRequest): Promise<ScrubReport> {
    return this.#session.inTurn(async () => {
      this.#session.checkWritable()
      const { folder, keyFile } = this.#options
      const log = await this.#session.refresh()
      const after = request.scope === 'all' ? seqName(0) : readUpTo(log, this.#options.now())
      const { progress } = request
      const options = { stampCaFile: this.#options.stampCaFile, ...(progress ? { progress } : {}) }
      // Reading takes as long as it takes, and needs no lock.
      const report = await verifyArchive(folder, keyFile, options, { log, after })
      const whole = after === seqName(0)
      const isBroken = (await this.#session.refresh()).findings.length > 0
      if (isBroken || !isWorthEntering(report)) return { ...report, whole, entry: null }
      const entry = await this.#session.writing(writing => enterScrub(writing, request, { report, after }))
      return { ...report, whole, entry }
    })
  }

  hold(request: HoldRequest): Promise<HoldResult | null> {
    return this.#session.write(writing => enterHold(writing, request))
  }

  release(request: ReleaseRequest): Promise<HoldResult | null> {
    return this.#session.write(writing => enterRelease(writing, request))
  }

  planDisposal(question: DisposalQuestion): Promise<DisposalPlan> {
    const { folder, keyFile, now } = this.#options
    return this.#session.guarded(async () => {
      const log = await this.#session.refresh()
      return planDisposal({ folder, log, trusted: await trustedKey(keyFile, folder, log) }, question, now())
    })
  }

  dispose(request: DisposalRequest): Promise<DisposalReport> {
    return this.#session.write(writing => dispose(writing, request))
  }

  disposals(): Promise<DisposalRecord[]> {
    return this.#session.guarded(async () => disposalsOf(await this.#session.refresh()))
  }

  planBackup(request: BackupRequest): Promise<BackupPlan> {
    return this.#session.guarded(async () => {
      await this.#session.refresh()
      return planBackup(this.folder, { ...request, folder: resolve(request.folder) })
    })
  }

  backup(request: BackupRequest): Promise<BackupReport> {
    return this.#session.inTurn(async () => {
      this.#session.checkWritable()
      await this.#session.refresh()
      const how = { ...this.#copying(), now: this.#options.now() }
      const made = await makeBackup(how, { ...request, folder: resolve(request.folder) })
      if (made.report.findings.length > 0) return { ...made.report, entry: null }
      const entry = await this.#session.writing(writing => enterBackup(writing, request, made))
      return { ...made.report, entry }
    })
  }

  tryRestore(request: TrialRequest): Promise<TrialReport> {
    return this.#session.inTurn(async () => {
      this.#session.checkWritable()
      await this.#session.refresh()
      const report = await tryRestore(this.#copying(), { ...request, from: resolve(request.from) })
      return {
        ...report,
        entry: await this.#session.writing(writing => enterTrial(writing, request, report)),
      }
    })
  }

  changeKey(request: KeyChangeRequest): Promise<KeyChange> {
    return this.#session.write(writing => changeKey(writing, request, this.#options.keyFile))
  }

  attachSignature(request: AttachRequest): Promise<Attached | null> {
    return this.#session.write(writing => attachSignature(writing, request))
  }

  keepCheckpoint(actor: string): Promise<KeptCheckpoint> {
    return this.#session.write(writing =>
      keepCheckpoint(writing, checkpointOf(writing.log, writing.name), actor),
    )
  }

  stampCheckpoint({
    service,
    actor,
  }: {
    readonly service: TimeStampService
    readonly actor: string
  }): Promise<Stamped | null> {
    return this.#session.inTurn(async () => {
      this.#session.checkWritable()
      const checkpoint = dueCheckpoint(await this.#session.refresh(), this.#options.name)
      if (checkpoint === null) return null
      // The service may take its time: nobody else has to wait for it.
      const stamp = await stampOf(checkpoint, service)
      const refresh = () => this.#session.refresh()
      return this.#session.writing(writing =>
        keepStamp(writing, { checkpoint, stamp, service, actor, refresh }),
      )
    })
  }

  #copying() {
    const { disk, lockWaitSeconds } = this.#workings
    return { disk, lockWaitSeconds, source: this.folder, keyFile: this.#options.keyFile }
  }

  list(): Promise<ArchivedObject[]> {
    return this.#session.guarded(async () => listObjects(this.folder, await this.#session.refresh()))
  }

  get(id: string, path: string, version?: string): Promise<Buffer | null> {
    return this.#session.guarded(async () =>
      readFileOf(this.folder, await this.#session.refresh(), { id, path, version }),
    )
  }

  show(id: string): Promise<ArchivedVersion[] | null> {
    return this.#session.guarded(async () => versionsOfObject(this.folder, await this.#session.refresh(), id))
  }

  retention(rules: RetentionRules): Promise<KeptTerm[]> {
    const { folder } = this
    return this.#session.guarded(async () =>
      keptTerms({ folder, log: await this.#session.refresh() }, rules, this.#options.now()),
    )
  }

  holds(): Promise<Hold[]> {
    return this.#session.guarded(async () => standingHolds(await this.#session.refresh()))
  }

  checks(): Promise<ScrubRecord[]> {
    return this.#session.guarded(async () => scrubsOf(await this.#session.refresh()))
  }

  backups(): Promise<BackupRecord[]> {
    return this.#session.guarded(async () => backupsOf(await this.#session.refresh()))
  }

  trials(): Promise<TrialRecord[]> {
    return this.#session.guarded(async () => trialsOf(await this.#session.refresh()))
  }

  checkpoint(): Promise<Checkpoint> {
    return this.#session.guarded(async () => checkpointOf(await this.#session.refresh(), this.#options.name))
  }

  outline(): Promise<ArchiveOutline> {
    return this.#session.guarded(async () => {
      const { entries, stores, findings } = await this.#session.refresh()
      const versions = stores.map(({ id, version }) => ({ id, version }))
      const hashes = new Map(entries.map(({ seq, hash }) => [seq, hash]))
      return { isSound: findings.length === 0, hashes, versions }
    })
  }

  exportBag(id: string, folder: string, version?: string): Promise<readonly ArchivedFile[] | null> {
    return this.#session.guarded(async () => {
      const archive = { folder: this.folder, log: await this.#session.refresh() }
      return exportBag(archive, { id, version }, folder)
    })
  }

  verify(options: VerifyOptions = {}): Promise<VerifyReport> {
    const { folder, keyFile } = this.#options
    return this.#session.guarded(() => verifyArchive(folder, keyFile, options))
  }

  close(): Promise<void> {
    return this.#session.close()
  }
}
