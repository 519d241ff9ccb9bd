import { join } from 'node:path'
import type { BridgeError } from '../errors.js'
import type { Writing } from './append.js'
import type { ArchiveFinding, ArchiveOptions } from './archive.js'
import {
  checkKeyPlace,
  create,
  foreignFolder,
  holdsObjects,
  makeArchiveFolder,
  recognise,
  renewGuide,
  restoreWorkFolders,
} from './create.js'
import { type Disk, namesIn } from './disk.js'
import { finishDisposals, isUndone } from './dispose.js'
import type { Signer } from './keys.js'
import { type Lock, takeLock } from './lock.js'
import { emptyLog, type Log, readLog } from './log.js'
import { recover } from './recover.js'
import { signerOf } from './signer.js'
import { damaged, unusable, withClearTrouble } from './trouble.js'

/** How the archive touches the world; tests put a failing disk here. */
export interface Workings {
  readonly disk: Disk
  /** How long a writer waits for its turn before ARCHIVE_BUSY; a write takes tens of milliseconds. */
  readonly lockWaitSeconds: number
}

/** One archive as one process has it open: whose turn it is, what its log says now, and how it is written to. */
export class ArchiveSession {
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

  /** @throws BridgeError ARCHIVE_UNUSABLE, ARCHIVE_BUSY */
  open(): Promise<void> {
    const { folder, keyFile, name, readOnly, mustExist } = this.#options
    return this.guarded(async () => {
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
    await this.refresh()
    const signer = await signerOf(disk, { folder, keyFile, log: this.#log })
    await recover(disk, folder, this.#log)
    if (this.#log.findings.length === 0) await this.#finished(lock, signer)
    if (this.#log.findings.length === 0) await renewGuide(disk, folder)
  }

  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(() => this.guarded(work))
    // The next in line starts whatever became of this one; its caller is told by `turn`.
    this.#last = turn.then(
      () => undefined,
      () => undefined,
    )
    return turn
  }

  write<T>(work: (writing: Writing) => Promise<T>): Promise<T> {
    return this.inTurn(() => {
      this.checkWritable()
      return this.writing(work)
    })
  }

  checkWritable(): void {
    if (!this.#closed && this.#options.readOnly !== true) return
    throw unusable(
      'Архив открыт только для чтения или закрыт.',
      'Откройте архив для записи.',
      this.#options.folder,
    )
  }

  /** Under the lock, with the log as it is now and nothing left over from a killed process. */
  writing<T>(work: (writing: Writing) => Promise<T>): Promise<T> {
    const { disk } = this.#workings
    const { folder, keyFile } = this.#options
    return this.#locked(async lock => {
      await this.refresh()
      const fault = this.#log.findings[0]
      if (fault !== undefined) throw brokenLog(fault)
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
    return { ...writing, log: await this.refresh() }
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#last
  }

  async refresh(): Promise<Log> {
    this.#log = await readLog(this.#options.folder, this.#log)
    const [first] = this.#log.entries
    // An entry comes before the object that it vouches for: without any there is none.
    if (first === undefined && this.#log.findings.length === 0 && (await holdsObjects(this.#options.folder)))
      throw lostLog(this.#options.folder)
    if (first === undefined || first.archive === this.#options.name) return this.#log
    throw unusable(
      `Архив в папке ${this.#options.folder} называется ${first.archive}, а не ${this.#options.name}.`,
      'Проверьте путь к папке и имя архива в настройках.',
      this.#options.folder,
    )
  }

  async #locked<T>(work: (lock: Lock) => Promise<T>): Promise<T> {
    const lock = await takeLock(this.#options.folder, this.#workings.lockWaitSeconds)
    try {
      return await work(lock)
    } finally {
      await lock.release()
    }
  }

  guarded<T>(work: () => Promise<T>): Promise<T> {
    return withClearTrouble(this.#options.folder, work)
  }
}

function brokenLog({ message, file }: ArchiveFinding): BridgeError {
  return damaged(`${message} Файл: ${file}. Запись в архив остановлена.`, { file: file ?? '' })
}

function lostLog(folder: string): BridgeError {
  return damaged(
    `Журнал архива ${join(folder, 'log')} пропал: документы есть, а записей о них нет. Новый журнал поверх них не начинается.`,
    { folder },
  )
}
