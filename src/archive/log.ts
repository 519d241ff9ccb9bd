import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ArchiveFinding } from './archive.js'
import { kindOf, namesIn } from './disk.js'
import { firstPrev, type LogEntry, parseEntry, type ReleaseEntry, type StoreEntry } from './entry.js'
import { finding } from './finding.js'
import { versionNumber } from './paths.js'
import { systemCode } from './trouble.js'

/** What the log says, in order, and where its chain is broken. Signatures are checked by verify and recovery. */
export interface Log {
  readonly entries: readonly LogEntry[]
  /** Those of them by which versions came in. */
  readonly stores: readonly StoreEntry[]
  readonly findings: readonly ArchiveFinding[]
}

export const emptyLog: Log = { entries: [], stores: [], findings: [] }

/**
 * Reads `log/`. Entries never change, so those of `known` aren't read again; a sound chain that has grown costs
 * only its new entries.
 */
export async function readLog(folder: string, known: Log = emptyLog): Promise<Log> {
  const names = await namesIn(join(folder, 'log'))
  const count = known.entries.length
  const grown = known.findings.length === 0 && count > 0 && names[count - 1] === seqName(count)
  const trusted = grown ? known.entries : []
  const reading = new LogReading(trusted)
  for (const name of names.slice(trusted.length)) {
    if (!/^[0-9]{8}$/.test(name) || (await kindOf(join(folder, 'log', name))) !== 'folder') {
      reading.report('LOG_EXTRA', `log/${name}`, 'в журнале лежит посторонний файл или папка')
      continue
    }
    reading.add(name, await bytesOf(join(folder, 'log', name, 'entry.txt')))
  }
  const { entries, findings } = reading
  return { entries, stores: entries.filter(isStore), findings }
}

class LogReading {
  readonly entries: LogEntry[]
  readonly findings: ArchiveFinding[] = []
  readonly #versions = new Map<string, number>()
  #next: number
  /** Null after a gap or an unreadable entry: what `prev` should be isn't known. */
  #prev: string | null

  constructor(trusted: readonly LogEntry[]) {
    this.entries = [...trusted]
    for (const entry of trusted.filter(isStore)) this.#versions.set(entry.id, versionNumber(entry.version))
    this.#next = trusted.length + 1
    this.#prev = trusted.at(-1)?.hash ?? firstPrev
  }

  report(code: string, file: string, message: string, entry?: LogEntry): void {
    this.findings.push(finding(code, { ...placeOf(entry), file }, `Журнал: ${message}.`))
  }

  add(name: string, bytes: Buffer | null): void {
    for (; this.#next < Number(name); this.#next++) {
      this.report('LOG_GAP', `log/${seqName(this.#next)}`, 'нет записи')
      this.#prev = null
    }
    this.#next++
    const file = `log/${name}/entry.txt`
    const entry = bytes === null ? null : parseEntry(bytes)
    if (entry === null || entry.seq !== name) {
      this.report('LOG_ENTRY', file, bytes === null ? 'нет текста записи' : 'запись не читается')
      this.#prev = null
      return
    }
    if (this.#prev !== null && entry.prev !== this.#prev) {
      this.report('LOG_CHAIN', file, 'запись не продолжает предыдущую', entry)
    }
    const first = this.entries[0]
    if (first !== undefined && first.archive !== entry.archive) {
      this.report('LOG_ARCHIVE', file, 'запись сделана для другого архива', entry)
    }
    if (entry.op === 'store') this.#count(entry, file)
    if (entry.op === 'release') this.#checkRelease(entry, file)
    this.#prev = entry.hash
    this.entries.push(entry)
  }

  /** What should have come before an entry isn't known then. */
  get #hasGap(): boolean {
    return this.findings.some(({ code }) => code === 'LOG_GAP' || code === 'LOG_ENTRY')
  }

  #checkRelease(entry: ReleaseEntry, file: string): void {
    const lifted = this.entries.find(({ seq }) => seq === entry.hold)
    if ((lifted?.op === 'hold' && lifted.id === entry.id) || this.#hasGap) return
    this.report('LOG_ORDER', file, 'снимается запрет, которого не было', entry)
  }

  #count(entry: StoreEntry, file: string): void {
    if (versionNumber(entry.version) !== (this.#versions.get(entry.id) ?? 0) + 1 && !this.#hasGap) {
      this.report('LOG_VERSION', file, 'версии объекта идут не по порядку', entry)
    }
    this.#versions.set(entry.id, versionNumber(entry.version))
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

/** The file's bytes; null if there is no such file. Links aren't followed. */
export async function bytesOf(path: string): Promise<Buffer | null> {
  if ((await kindOf(path)) !== 'file') return null
  try {
    return await readFile(path)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null
    throw error
  }
}
