import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { ArchiveFinding } from './archive.js'
import { kindOf, namesIn } from './disk.js'
import { finding } from './finding.js'
import { bytesOf, type Log, seqName, unfinishedDisposal } from './log.js'
import { objectPath } from './paths.js'
import { guideBytes, guideNames, knownNames, rootDeclaration, rootFiles } from './root-files.js'

export interface RootCheck {
  readonly findings: ArchiveFinding[]
  readonly notes: ArchiveFinding[]
}

/**
 * Everything outside the objects: the archive's own files, the OCFL root and the folders between it and them. Folders that lead
 * only to what came or went by the entry `after` aren't opened.
 */
export async function checkRoot(folder: string, log: Log, after: string): Promise<RootCheck> {
  const check: RootCheck = { findings: [], notes: [] }
  await checkTop(folder, check)
  await checkRootFiles(folder, check)
  const hierarchy = new Hierarchy(folder, { log, after }, check.findings)
  for (const name of await namesIn(join(folder, 'ocfl'))) {
    const path = `ocfl/${name}`
    if (name === 'extensions') await hierarchy.extensions(path)
    else if (!rootFiles.has(name)) await hierarchy.descend(path, 1)
  }
  return check
}

async function checkTop(folder: string, { findings, notes }: RootCheck): Promise<void> {
  for (const name of await namesIn(folder)) {
    if (knownNames.has(name)) continue
    findings.push(finding('ROOT_EXTRA', { file: name }, 'В папке архива лежит постороннее.'))
  }
  for (const name of guideNames) {
    const bytes = await bytesOf(join(folder, name))
    if (bytes === null) findings.push(finding('ROOT_MISSING', { file: name }, `Нет файла ${name}.`))
    else if (!bytes.equals(guideBytes(name))) {
      const text = `Файл ${name} не тот, что кладёт эта версия программы: не полагайтесь на него, возьмите свой.`
      notes.push(finding('GUIDE_DIFFERS', { file: name }, text))
    }
  }
}

async function checkRootFiles(folder: string, { findings }: RootCheck): Promise<void> {
  for (const [name, text] of rootFiles) {
    const file = `ocfl/${name}`
    const bytes = await bytesOf(join(folder, file))
    const declaration = name === rootDeclaration.name
    if (bytes === null) {
      findings.push(finding(declaration ? 'E069' : 'ROOT_MISSING', { file }, 'Нет файла корня хранилища.'))
    } else if (bytes.toString('utf8') !== text) {
      findings.push(finding(declaration ? 'E080' : 'ROOT_CHANGED', { file }, 'Файл корня хранилища изменён.'))
    }
    if (bytes !== null && (await lstat(join(folder, file))).nlink > 1) {
      findings.push(finding('E090', { file }, 'Жёсткая ссылка в хранилище.'))
    }
  }
}

/** The folders above the places of entries. */
function waysTo(placed: readonly { readonly path: string }[]): Set<string> {
  const ways = new Set<string>()
  for (const { path } of placed) {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1))
      ways.add(path.slice(0, at))
  }
  return ways
}

class Hierarchy {
  readonly #folder: string
  readonly #findings: ArchiveFinding[]
  readonly #logged: ReadonlySet<string>
  /** Ways to an object whose first version is still in staging, or that is on its way out: empty for that moment. */
  readonly #opening: readonly string[]
  readonly #passedBy: ReadonlySet<string>

  constructor(
    folder: string,
    { log, after }: { readonly log: Log; readonly after: string },
    findings: ArchiveFinding[],
  ) {
    this.#folder = folder
    this.#findings = findings
    const gone = log.disposals.map(({ entry: { path, seq }, done }) => ({ path, seq: done?.seq ?? seq }))
    const placed = [...log.stores, ...gone]
    this.#logged = new Set(placed.map(({ path }) => path))
    const opened = waysTo(placed.filter(({ seq }) => seq > after))
    const passedBy = after === seqName(0) ? [] : waysTo(placed)
    this.#passedBy = new Set([...passedBy].filter(way => !opened.has(way)))
    const arriving = log.stores.slice(-1).flatMap(entry => (entry.version === 'v1' ? [entry.path] : []))
    const leaving = unfinishedDisposal(log)
    this.#opening = leaving === null ? arriving : [leaving.path]
  }

  /** `depth` 1–3: folders named by the hash; 4: objects. */
  async descend(path: string, depth: number): Promise<void> {
    if (this.#passedBy.has(path)) return
    const kind = await kindOf(join(this.#folder, path))
    if (kind === null || this.#logged.has(path)) return
    if (kind === 'other') return this.#report('E090', path, 'Ссылка в хранилище.')
    if (kind === 'file') {
      return this.#report(depth === 1 ? 'ROOT_EXTRA' : 'E072', path, 'Посторонний файл в хранилище.')
    }
    const names = await namesIn(join(this.#folder, path))
    if (names.length === 0) return this.#emptyFolder(path)
    if (depth > 3 || names.some(name => name.startsWith('0=ocfl_object_'))) return this.#stranger(path)
    for (const name of names) await this.descend(`${path}/${name}`, depth + 1)
  }

  async extensions(path: string): Promise<void> {
    const kind = await kindOf(join(this.#folder, path))
    if (rootFiles.has(path.slice('ocfl/'.length))) return
    if (kind === 'other') return this.#report('E090', path, 'Ссылка в хранилище.')
    if (kind === 'file') return this.#report('E067', path, 'Посторонний файл в хранилище.')
    const names = await namesIn(join(this.#folder, path))
    if (names.length === 0) return this.#report('E073', path, 'Пустая папка в хранилище.')
    for (const name of names) await this.extensions(`${path}/${name}`)
  }

  async #emptyFolder(path: string): Promise<void> {
    if (this.#opening.some(object => object.startsWith(`${path}/`))) return
    this.#report('E073', path, 'Пустая папка в хранилище.')
  }

  /** An object where the log knows none. */
  async #stranger(path: string): Promise<void> {
    const id = await this.#idOf(path)
    const known = id !== null && this.#logged.has(objectPath(id))
    if (known) this.#report('OBJECT_PATH', path, 'Объект лежит не на своём месте.', id)
    else this.#report('OBJECT_UNLOGGED', path, 'Объекта нет в журнале.', id)
  }

  async #idOf(path: string): Promise<string | null> {
    const bytes = await bytesOf(join(this.#folder, path, 'inventory.json'))
    try {
      const parsed = z.object({ id: z.string() }).safeParse(JSON.parse(bytes?.toString('utf8') ?? 'null'))
      return parsed.success ? parsed.data.id : null
    } catch (error) {
      if (error instanceof SyntaxError) return null
      throw error
    }
  }

  #report(code: string, file: string, text: string, object: string | null = null): void {
    this.#findings.push(finding(code, { object, file }, text))
  }
}
