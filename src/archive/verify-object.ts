import { join } from 'node:path'
import type { ArchiveFinding } from './archive.js'
import { sha512, sha512OfFile } from './digest.js'
import { kindOf } from './disk.js'
import { type StoreEntry, parseFilesList } from './entry.js'
import { finding } from './finding.js'
import { isInstalled } from './install.js'
import { objectDeclaration, parseInventory, sidecarName } from './inventory.js'
import { bytesOf } from './log.js'
import { isWholeInStaging } from './recover.js'
import { isUnreadable, systemCode } from './trouble.js'
import { checkInventoryPair, unreadable } from './verify-inventory.js'
import { type Walked, walk } from './walk.js'

export interface ObjectCounts {
  readonly versions: number
  readonly files: number
  readonly bytes: number
}

export interface Survey {
  readonly id: string
  readonly path: string
  /** In order of version. */
  readonly entries: readonly StoreEntry[]
  readonly walked: Walked
  readonly bytes: number
}

export interface ObjectCheck {
  readonly counts: ObjectCounts
  readonly findings: readonly ArchiveFinding[]
  readonly notes: readonly ArchiveFinding[]
}

export const nothingLeft: ObjectCheck = {
  counts: { versions: 0, files: 0, bytes: 0 },
  findings: [],
  notes: [],
}

/** `entries` is never empty. */
export async function surveyObject(folder: string, entries: readonly StoreEntry[]): Promise<Survey> {
  const { id = '', path = '' } = entries[0] ?? {}
  const walked = await walk(join(folder, path))
  return { id, path, entries, walked, bytes: [...walked.files.values()].reduce((sum, size) => sum + size, 0) }
}

/** One object against the log, both ways: what was logged is there unchanged, and nothing else is. */
export async function checkObject(
  folder: string,
  survey: Survey,
  read: (bytes: number) => void,
): Promise<ObjectCheck> {
  const check = new ObjectChecking(folder, survey, read)
  await check.run()
  const { walked, bytes } = survey
  return {
    counts: { versions: check.installed.length, files: walked.files.size, bytes },
    findings: check.findings,
    notes: check.notes,
  }
}

class ObjectChecking {
  readonly findings: ArchiveFinding[] = []
  readonly notes: ArchiveFinding[] = []
  installed: readonly StoreEntry[] = []
  readonly #folder: string
  readonly #survey: Survey
  readonly #read: (bytes: number) => void
  /** Path relative to the object -> digest, of every file that never changes. */
  readonly #expected = new Map<string, string>()
  readonly #unprovable = new Set<string>()

  constructor(folder: string, survey: Survey, read: (bytes: number) => void) {
    this.#folder = folder
    this.#survey = survey
    this.#read = read
  }

  async run(): Promise<void> {
    const { entries, path } = this.#survey
    const newest = entries.at(-1)
    const unfinished =
      newest !== undefined && (await kindOf(join(this.#folder, 'staging', newest.tx))) === 'folder'
    if (unfinished) this.#note('WRITE_UNFINISHED', newest)
    if (await this.#waits(newest, unfinished)) this.installed = entries.slice(0, -1)
    else this.installed = entries
    if (this.installed.length === 0) return
    if ((await kindOf(join(this.#folder, path))) !== 'folder') {
      return this.#report('OBJECT_MISSING', null, '', 'Объект есть в журнале, но не в хранилище')
    }
    for (const entry of this.installed) await this.#checkVersion(entry)
    await this.#checkRootCopies(unfinished)
    await this.#checkContent()
    this.#checkStrangers()
  }

  /** Committed, whole in staging, not yet moved: no damage. */
  async #waits(newest: StoreEntry | undefined, unfinished: boolean): Promise<boolean> {
    if (newest === undefined || !unfinished || (await isInstalled(this.#folder, newest))) return false
    return isWholeInStaging(this.#folder, newest)
  }

  async #checkVersion(entry: StoreEntry): Promise<void> {
    if (!(await isInstalled(this.#folder, entry))) {
      this.#unprovable.add(entry.version)
      return this.#report('E046', entry.version, entry.version, 'Версия есть в журнале, но не в хранилище')
    }
    const files = await this.#filesOf(entry)
    for (const [path, digest] of files ?? []) this.#expected.set(path, digest)
    if (files === null) {
      this.#unprovable.add(entry.version)
      this.#report('VERSION_UNPROVABLE', entry.version, entry.version, 'Нечем доказать содержимое версии')
    }
    const found = await checkInventoryPair(join(this.#folder, entry.path, entry.version), {
      digests: [entry.inventorySha512],
    })
    for (const { code, name, text } of found) {
      this.#report(code, entry.version, `${entry.version}/${name}`, text)
    }
  }

  /** The version's files by the signed list, or by the signed inventory if the list is spoilt. */
  async #filesOf(entry: StoreEntry): Promise<Map<string, string> | null> {
    const list = await bytesOf(join(this.#folder, 'log', entry.seq, 'files.sha512'))
    const prefix = `${entry.path}/`
    if (list !== null && sha512(list) === entry.filesSha512) {
      const files = [...(parseFilesList(list) ?? [])].filter(([path]) => path.startsWith(prefix))
      return new Map(files.map(([path, digest]) => [path.slice(prefix.length), digest]))
    }
    const bytes = await bytesOf(join(this.#folder, entry.path, entry.version, 'inventory.json'))
    const inventory = bytes !== null && sha512(bytes) === entry.inventorySha512 ? parseInventory(bytes) : null
    if (inventory === null) return null
    const files = Object.entries(inventory.manifest)
      .flatMap(([digest, paths]) => paths.map(path => [path, digest] as const))
      .filter(([path]) => path.startsWith(`${entry.version}/`))
    return new Map([...files, [objectDeclaration.name, sha512(objectDeclaration.text)]])
  }

  /** While a write is unfinished the copies may still be those of the version before. */
  async #checkRootCopies(unfinished: boolean): Promise<void> {
    const head = this.installed.at(-1)
    if (head === undefined) return
    const before = unfinished ? this.installed.at(-2) : undefined
    const digests = [head, ...(before === undefined ? [] : [before])].map(entry => entry.inventorySha512)
    const found = await checkInventoryPair(join(this.#folder, head.path), {
      digests,
      root: join(this.#folder, head.path, head.version),
    })
    for (const { code, name, text } of found) this.#report(code, null, name, text)
  }

  async #checkContent(): Promise<void> {
    const { path: object, walked } = this.#survey
    for (const [path, size] of walked.files) {
      const digest = this.#expected.get(path)
      const isInventory = path.endsWith('/inventory.json') || path.endsWith(`/${sidecarName}`)
      if (digest === undefined || (isInventory && !path.includes('/content/'))) {
        this.#read(size)
        continue
      }
      const actual = await this.#digestOf(join(this.#folder, object, path))
      if (actual === 'unreadable') {
        this.#read(size)
        this.#report(unreadable.code, versionOf(path), path, unreadable.text)
        continue
      }
      if (actual === digest || actual === null) continue
      const code = path === objectDeclaration.name ? 'E007' : 'E092'
      this.#report(code, versionOf(path), path, 'Содержимое файла изменено')
    }
    for (const path of this.#expected.keys()) {
      if (walked.files.has(path) || /^v[0-9]+\/inventory\.json(\.sha512)?$/.test(path)) continue
      const code = path === objectDeclaration.name ? 'E003' : 'E092'
      this.#report(code, versionOf(path), path, 'Файл пропал')
    }
  }

  /** Null if the file has gone meanwhile: the second look will tell what that means. */
  async #digestOf(file: string): Promise<string | 'unreadable' | null> {
    try {
      return await sha512OfFile(file, this.#read)
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return null
      if (isUnreadable(error)) return 'unreadable'
      throw error
    }
  }

  #checkStrangers(): void {
    const { walked } = this.#survey
    const logged = new Set(this.#survey.entries.map(entry => entry.version))
    const unlogged = new Set<string>()
    for (const path of [...walked.files.keys(), ...walked.emptyFolders]) {
      const version = versionOf(path)
      if (version !== null && !logged.has(version)) unlogged.add(version)
    }
    for (const version of unlogged) this.#report('VERSION_UNLOGGED', version, version, 'Версии нет в журнале')
    const known = new Set([...this.#expected.keys(), 'inventory.json', sidecarName])
    for (const version of logged) {
      known.add(`${version}/inventory.json`).add(`${version}/${sidecarName}`)
    }
    for (const path of walked.files.keys()) {
      const version = versionOf(path)
      const judged = version === null || (logged.has(version) && !this.#unprovable.has(version))
      if (judged && !known.has(path)) this.#report(strangerCode(path), version, path, 'Посторонний файл')
    }
    for (const path of walked.emptyFolders) {
      const version = versionOf(path)
      if (version !== null && !logged.has(version)) continue
      const code = /^v[0-9]+\/content(\/|$)/.test(path) ? 'E024' : 'E073'
      this.#report(code, version, path, 'Пустая папка')
    }
    for (const path of walked.odd) this.#report('E090', versionOf(path), path, 'Ссылка вместо своего файла')
  }

  #report(code: string, version: string | null, path: string, text: string): void {
    const { id, path: object } = this.#survey
    const file = path === '' ? object : `${object}/${path}`
    this.findings.push(finding(code, { object: id, version, file }, `${text}.`))
  }

  #note(code: string, entry: StoreEntry): void {
    const place = { object: entry.id, version: entry.version, file: `staging/${entry.tx}` }
    this.notes.push(
      finding(code, place, 'Запись идёт или была прервана; следующая запись в архив её закончит.'),
    )
  }
}

function versionOf(path: string): string | null {
  return /^(v[0-9]+)(\/|$)/.exec(path)?.[1] ?? null
}

function strangerCode(path: string): string {
  if (/^v[0-9]+\/content\//.test(path)) return 'E023'
  if (/^v[0-9]+\//.test(path)) return 'E015'
  return path.startsWith('0=') ? 'E003' : 'E001'
}
