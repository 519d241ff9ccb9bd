import { mkdir, open, rename, rmdir, unlink } from 'node:fs/promises'
import type { Disk } from '../src/archive/disk.js'
import { openFolderArchive } from '../src/archive/folder-archive.js'
import { type ArchiveOptions, openArchive } from '../src/archive/index.js'

/**
 * What the bench of the archive measures, in a process of its own, so that its memory and processor time are those of the work.
 *   archive-worker.mjs fill <folder> <key> <first> <count> <bytes each>
 *   archive-worker.mjs scrub <folder> <key> all|new
 *   archive-worker.mjs verify <folder> <key>
 * Answers with one line of JSON.
 */
export interface WorkReport {
  /** User and system, all threads, of the work alone. */
  readonly cpuMs: number
  /** The same of opening the archive before it. */
  readonly openingMs: number
  readonly ms: number
  readonly bytes: number
  readonly findings: number
  /** The most that the process ever had, bytes. */
  readonly peak: number
}

/** Filling is no measurement: nothing waits for the disk. */
const hasty: Disk = {
  async makeFolder(path) {
    await mkdir(path, { mode: 0o700 })
  },
  async writeFile(path, bytes, mode = 0o600) {
    const handle = await open(path, 'wx', mode)
    try {
      await handle.writeFile(bytes)
    } finally {
      await handle.close()
    }
  },
  async syncFolder() {},
  rename,
  removeFile: unlink,
  removeFolder: rmdir,
}

/** Different bytes for each file, which no compression shortens and no cache knows. */
function* noise(seed: number): Generator<Buffer, never, number> {
  let state = seed >>> 0
  let size = yield Buffer.alloc(0)
  for (;;) {
    const words = new Uint32Array(Math.ceil(size / 4))
    for (let at = 0; at < words.length; at += 1) {
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      words[at] = state >>> 0
    }
    size = yield Buffer.from(words.buffer, 0, size)
  }
}

/** A sheet's files share its size as those of a real one do: most of it is the printed form. */
async function fill(options: ArchiveOptions, first: number, count: number, bytes: number): Promise<void> {
  const archive = await openFolderArchive(options, { disk: hasty, lockWaitSeconds: 60 })
  const from = noise(first + 1)
  from.next(0)
  for (let index = first; index < first + count; index += 1) {
    const part = (share: number) => from.next(Math.round(bytes * share)).value
    const year = 2026 + Math.floor(index / 600)
    await archive.put({
      id: `urn:dnevnik-bridge:1000004956244:${year}-${year + 1}:class-${index % 600}:summary:year`,
      message: 'Сводная ведомость: снимок данных платформы',
      actor: 'archivist',
      files: [
        { path: 'sheet.pdf', bytes: part(0.8) },
        { path: 'sheet.xlsx', bytes: part(0.1) },
        { path: 'sheet.json', bytes: part(0.1) },
        { path: 'meta/record.json', bytes: Buffer.from('{"kind":"summary","retentionYears":25}\n') },
      ],
    })
  }
  await archive.close()
}

function processorMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const [mode = '', folder = '', keyFile = '', ...more] = process.argv.slice(2)
const options = { folder, keyFile, name: 'bench', now: () => Date.UTC(2036, 5, 1) }
if (mode === 'fill') {
  const [first = 0, count = 0, bytes = 0] = more.map(Number)
  await fill(options, first, count, bytes)
} else {
  const started = processorMs()
  const archive = await openArchive({ ...options, ...(mode === 'verify' ? { readOnly: true } : {}) })
  const [opened, start] = [processorMs(), performance.now()]
  const scope = more[0] === 'new' ? 'new' : 'all'
  const { bytes, findings } = await (mode === 'verify'
    ? archive.verify()
    : archive.scrub({ scope, actor: 'archivist' }))
  const report: WorkReport = {
    cpuMs: processorMs() - opened,
    openingMs: opened - started,
    ms: performance.now() - start,
    bytes,
    findings: findings.length,
    peak: process.resourceUsage().maxRSS * 1024,
  }
  process.stdout.write(`${JSON.stringify(report)}\n`)
}
