import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cp, mkdtemp, readdir, readFile, readlink, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect } from '@jest/globals'
import { type Archive, type ArchiveOptions, openArchive } from '../../src/archive/index.js'
import { packageRoot } from '../../src/package-root.js'
import { findProgram } from '../support/programs.js'
import { correctedSummary, firstSummary, optionsIn, weekReport } from './requests.js'

/** Folders of one test file, removed at its end. */
const rooms: string[] = []
afterAll(async () => {
  for (const room of rooms) await rm(room, { recursive: true, force: true })
})

export async function emptyRoom(): Promise<string> {
  const room = await mkdtemp(join(tmpdir(), 'archive-'))
  rooms.push(room)
  return room
}

/** Two objects, three versions, three log entries: summary v1, report v1, summary v2. */
export async function smallArchive(room: string): Promise<ArchiveOptions> {
  const options = optionsIn(room)
  const archive = await openArchive(options)
  for (const put of [firstSummary, weekReport, correctedSummary]) await archive.put(put)
  await archive.close()
  return options
}

/** A copy that may be spoilt; the key is shared. */
export async function copyOf(options: ArchiveOptions): Promise<ArchiveOptions> {
  const room = await emptyRoom()
  const folder = join(room, 'archive')
  await cp(options.folder, folder, { recursive: true })
  return { ...options, folder }
}

export async function withArchive<T>(
  options: ArchiveOptions,
  work: (archive: Archive) => Promise<T>,
): Promise<T> {
  const archive = await openArchive(options)
  try {
    return await work(archive)
  } finally {
    await archive.close()
  }
}

export function reading<T>(options: ArchiveOptions, work: (archive: Archive) => Promise<T>): Promise<T> {
  return withArchive({ ...options, readOnly: true }, work)
}

/** Path -> SHA-256 or link target of everything below a folder; folders end with `/`. */
export async function fingerprint(folder: string): Promise<Map<string, string>> {
  const all = new Map<string, string>()
  for (const item of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(item.parentPath, item.name)
    const name = path.slice(folder.length + 1)
    if (item.isDirectory()) all.set(`${name}/`, '')
    else if (item.isSymbolicLink()) all.set(name, await readlink(path))
    else all.set(name, item.isFile() ? await contentMark(path) : 'neither file nor folder')
  }
  return new Map([...all].sort(([a], [b]) => (a < b ? -1 : 1)))
}

async function contentMark(path: string): Promise<string> {
  const { size } = await stat(path)
  return size > 2 ** 28
    ? `${size} bytes`
    : createHash('sha256')
        .update(await readFile(path))
        .digest('hex')
}

/**
 * What the auditor's script must say of a folder: run as the program's own copy of it. Without openssl nothing can be
 * compared; `auditor.test.ts` then is the suite that is named as left out.
 */
export async function expectAuditor(folder: string, code: number, ...more: string[]): Promise<void> {
  if (findProgram('openssl') === null) return
  expect({ folder, ...(await auditorVerdict(folder, ...more)) }).toMatchObject({ code })
}

/** Between two steps of a write or a disposal the script may say that it isn't finished, and never that something is wrong. */
export async function expectNoDamageSeen(folder: string, at: string): Promise<void> {
  if (findProgram('openssl') === null) return
  const { code, text } = await auditorVerdict(folder)
  expect({ at, text }).toEqual({ at, text: expect.not.stringContaining('НАРУШЕНИЕ') })
  expect([0, 75]).toContain(code)
}

export function auditorVerdict(
  folder: string,
  ...more: string[]
): Promise<{ code: number | string; text: string }> {
  const script = join(packageRoot, 'src', 'archive', 'guide', 'verify.sh')
  return new Promise(resolve => {
    execFile('sh', [script, '--archive', folder, ...more], (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, text: stdout + stderr })
    })
  })
}
