import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { ArchiveFinding } from './archive.js'
import { kindOf, namesIn } from './disk.js'
import { finding } from './finding.js'
import { byObject, bytesOf, type Log, unfinishedDisposal } from './log.js'
import { objectPath } from './paths.js'
import { guideBytes, guideNames, knownNames, rootDeclaration, rootFiles } from './root-files.js'

export interface RootCheck {
  readonly findings: ArchiveFinding[]
  readonly notes: ArchiveFinding[]
}

/** Everything outside the objects: the archive's own files, the OCFL root and the folders between it and them. */
export async function checkRoot(folder: string, log: Log): Promise<RootCheck> {
  const check: RootCheck = { findings: [], notes: [] }
  await checkTop(folder, check)
  await checkRootFiles(folder, check)
  const hierarchy = new Hierarchy(folder, log, check.findings)
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

class Hierarchy {
  readonly #folder: string
  readonly #findings: ArchiveFinding[]
  readonly #logged: ReadonlySet<string>
  /** Ways to an object whose first version is still in staging, or that is on its way out: empty for that moment. */
  readonly #opening: readonly string[]

  constructor(folder: string, log: Log, findings: ArchiveFinding[]) {
    this.#folder = folder
    this.#findings = findings
    const disposed = log.disposals.map(({ entry }) => entry.id)
    this.#logged = new Set([...byObject(log.stores).keys(), ...disposed].map(objectPath))
    const arriving = log.stores.slice(-1).flatMap(entry => (entry.version === 'v1' ? [entry.path] : []))
    const leaving = unfinishedDisposal(log)
    this.#opening = leaving === null ? arriving : [leaving.path]
  }

  /** `depth` 1–3: folders named by the hash; 4: objects. */
  async descend(path: string, depth: number): Promise<void> {
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
