import { constants } from 'node:buffer'
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { ArchiveFinding } from './archive.js'
import { breathe } from './breathe.js'
import { kindNow, kindOf, namesIn } from './disk.js'
import {
  type DisposedEntry,
  type DisposeEntry,
  firstPrev,
  type LogEntry,
  parseEntry,
  type StoreEntry,
} from './entry.js'
import { finding } from './finding.js'
import { versionNumber } from './paths.js'
import { systemCode } from './trouble.js'

/** What the log says, in order, and where its chain is broken. Signatures are checked by verify and recovery. */
export interface Log {
  readonly entries: readonly LogEntry[]
  /** Those of them by which versions came in, without what was disposed of. */
  readonly stores: readonly StoreEntry[]
  readonly disposals: readonly Disposal[]
  readonly findings: readonly ArchiveFinding[]
}

export interface Disposal {
  readonly entry: DisposeEntry
  /** That it was carried out; null until then. */
  readonly done: DisposedEntry | null
}

/** The id of the key that signs the next entry; null for an empty log. */
export function currentKey({ entries }: Pick<Log, 'entries'>): string | null {
  const newest = entries.at(-1)
  return newest === undefined ? null : keyAfter(newest)
}

function keyAfter(entry: LogEntry): string {
  return entry.op === 'key' ? entry.newKey : entry.key
}

export const emptyLog: Log = { entries: [], stores: [], disposals: [], findings: [] }

/**
 * Reads `log/`. Entries never change, so those of `known` aren't read again; a sound chain that has grown costs
 * only its new entries.
 */
export async function readLog(folder: string, known: Log = emptyLog): Promise<Log> {
  const names = await namesIn(join(folder, 'log'))
  const grown = known.findings.length === 0 && known.entries.every(({ seq }, index) => names[index] === seq)
  const trusted = grown ? known.entries : []
  const reading = new LogReading(trusted)
  for (const name of names.slice(trusted.length)) {
    if (!/^[0-9]{8}$/.test(name) || (await kindOf(join(folder, 'log', name))) !== 'folder') {
      reading.report('LOG_EXTRA', `log/${name}`, 'в журнале лежит посторонний файл или папка')
      continue
    }
    reading.add(name, await bytesOf(join(folder, 'log', name, 'entry.txt')))
  }
  return logOf(reading.entries, reading.findings)
}

/** What entries tell together. */
export function logOf(entries: readonly LogEntry[], findings: readonly ArchiveFinding[] = []): Log {
  const done = new Map(
    entries.flatMap(entry => (entry.op === 'disposed' ? [[entry.dispose, entry] as const] : [])),
  )
  const disposals = entries.flatMap(entry =>
    entry.op === 'dispose' ? [{ entry, done: done.get(entry.seq) ?? null }] : [],
  )
  const gone = new Set(disposals.map(({ entry }) => entry.id))
  const stores = entries.filter(isStore).filter(({ id }) => !gone.has(id))
  return { entries, stores, disposals, findings }
}

/** One that a process is carrying out, or was killed over: it can only be the newest entry. */
export function unfinishedDisposal({ entries, disposals }: Log): DisposeEntry | null {
  const newest = disposals.at(-1)
  return newest?.done === null && newest.entry === entries.at(-1) ? newest.entry : null
}

class LogReading {
  readonly entries: LogEntry[]
  readonly findings: ArchiveFinding[] = []
  /** Newest versions by object, and objects that were disposed of. */
  readonly #heads = new Map<string, StoreEntry>()
  readonly #gone = new Set<string>()
  #next: number
  /** Null after a gap or an unreadable entry: what `prev` should be isn't known. */
  #prev: string | null
  /** Null where it isn't known which key has to sign: at the beginning, and after a gap. */
  #key: string | null

  constructor(trusted: readonly LogEntry[]) {
    this.entries = [...trusted]
    for (const entry of trusted) this.#remember(entry)
    this.#next = trusted.length + 1
    this.#prev = trusted.at(-1)?.hash ?? firstPrev
    this.#key = currentKey({ entries: trusted })
  }

  report(code: string, file: string, message: string, entry?: LogEntry): void {
    this.findings.push(finding(code, { ...placeOf(entry), file }, `Журнал: ${message}.`))
  }

  add(name: string, bytes: Buffer | null): void {
    this.#reportGapBefore(Number(name))
    this.#next++
    const file = `log/${name}/entry.txt`
    const entry = bytes === null ? null : parseEntry(bytes)
    if (entry === null || entry.seq !== name) {
      this.report('LOG_ENTRY', file, bytes === null ? 'нет текста записи' : 'запись не читается')
      this.#prev = null
      this.#key = null
      return
    }
    if (this.#prev !== null && entry.prev !== this.#prev) {
      this.report('LOG_CHAIN', file, 'запись не продолжает предыдущую', entry)
    }
    const first = this.entries[0]
    if (first !== undefined && first.archive !== entry.archive) {
      this.report('LOG_ARCHIVE', file, 'запись сделана для другого архива', entry)
    }
    const signedBy = entry.op === 'key-lost' ? entry.lostKey : entry.key
    if (this.#key !== null && signedBy !== this.#key) {
      this.report('LOG_KEY', file, 'подписана не тем ключом, который действовал по журналу', entry)
    }
    if (entry.op === 'store') this.#checkVersion(entry, file)
    const disorder = this.#disorder(entry)
    if (disorder !== null && !this.#hasGap) this.report('LOG_ORDER', file, disorder, entry)
    this.#remember(entry)
    this.#prev = entry.hash
    this.#key = keyAfter(entry)
    this.entries.push(entry)
  }

  /** One finding, however many are missing: an empty folder `99999999` costs whoever plants it nothing. */
  #reportGapBefore(number: number): void {
    if (this.#next >= number) return
    const upto = seqName(number - 1)
    const text = number - this.#next === 1 ? 'нет записи' : `нет записей до ${upto} включительно`
    this.report('LOG_GAP', `log/${seqName(this.#next)}`, text)
    this.#next = number
    this.#prev = null
    this.#key = null
  }

  /** What should have come before an entry isn't known then. */
  get #hasGap(): boolean {
    return this.findings.some(({ code }) => code === 'LOG_GAP' || code === 'LOG_ENTRY')
  }

  /** What is wrong with what this entry rests on. */
  #disorder(entry: LogEntry): string | null {
    const earlier = (seq: string) => this.entries[Number(seq) - 1]
    switch (entry.op) {
      case 'store':
        return this.#gone.has(entry.id) ? 'после уничтожения записана версия объекта' : null
      case 'release': {
        const hold = earlier(entry.hold)
        return hold?.op === 'hold' && hold.id === entry.id ? null : 'снимается запрет, которого не было'
      }
      case 'dispose': {
        const act = earlier(entry.actEntry)
        if (act?.op !== 'store' || act.id !== entry.act) return 'нет акта, по которому уничтожается объект'
        const head = this.#heads.get(entry.id)
        const isHead = head?.version === entry.version && head.inventorySha512 === entry.inventorySha512
        return isHead && !this.#gone.has(entry.id) ? null : 'уничтожается не то, что лежит в архиве'
      }
      case 'disposed': {
        const dispose = earlier(entry.dispose)
        return dispose?.op === 'dispose' && dispose.id === entry.id ? null : 'уничтожено без решения'
      }
      default:
        return null
    }
  }

  #checkVersion(entry: StoreEntry, file: string): void {
    const before = this.#heads.get(entry.id)?.version ?? 'v0'
    if (versionNumber(entry.version) !== versionNumber(before) + 1 && !this.#hasGap) {
      this.report('LOG_VERSION', file, 'версии объекта идут не по порядку', entry)
    }
  }

  #remember(entry: LogEntry): void {
    if (entry.op === 'store') this.#heads.set(entry.id, entry)
    if (entry.op === 'dispose') this.#gone.add(entry.id)
  }
}

function isStore(entry: LogEntry): entry is StoreEntry {
  return entry.op === 'store'
}

/** What an entry is about, for a finding. */
export function placeOf(entry: LogEntry | undefined): { object?: string; version?: string } {
  if (entry === undefined || !('id' in entry)) return {}
  return 'version' in entry ? { object: entry.id, version: entry.version } : { object: entry.id }
}

export function seqName(number: number): string {
  return String(number).padStart(8, '0')
}

/** Entries by object id, each list in order of version. */
export function byObject(entries: readonly StoreEntry[]): Map<string, StoreEntry[]> {
  const objects = new Map<string, StoreEntry[]>()
  for (const entry of entries) {
    const list = objects.get(entry.id)
    if (list === undefined) objects.set(entry.id, [entry])
    else list.push(entry)
  }
  return objects
}

/**
 * The file's bytes; null if there is no such file. Links aren't followed. Of one that is larger than a text can be (a planted or
 * blown up one) only the beginning, which has no digest that anybody vouches for.
 */
export async function bytesOf(path: string): Promise<Buffer | null> {
  await breathe()
  if (kindNow(path) !== 'file') return null
  try {
    return statSync(path).size > constants.MAX_STRING_LENGTH ? beginningOf(path) : readFileSync(path)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null
    throw error
  }
}

function beginningOf(path: string): Buffer {
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(1 << 20)
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, 0))
  } finally {
    closeSync(file)
  }
}
