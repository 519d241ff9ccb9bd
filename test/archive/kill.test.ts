import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from '@jest/globals'
import { takeLock } from '../../src/archive/lock.js'
import { packageRoot } from '../../src/package-root.js'
import { backUp } from './copies.js'
import { brokenOcflRules } from './ocfl-rules.js'
import { correctedSummary, firstSummary, optionsIn, summaryId } from './requests.js'
import { emptyRoom, expectAuditor, reading, smallArchive, withArchive } from './workshop.js'

function writer(env: NodeJS.ProcessEnv, ...args: string[]): ChildProcess {
  const script = join(packageRoot, 'test', 'archive', 'writer-process.ts')
  const stdio = ['ignore', 'ignore', 'pipe'] as const
  return spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    cwd: packageRoot,
    stdio: [...stdio],
    env: { ...process.env, ...env },
  })
}

async function endOf(child: ChildProcess): Promise<{ code: number | null; signal: string | null }> {
  await once(child, 'close')
  return { code: child.exitCode, signal: child.signalCode }
}

describe('a writer killed with SIGKILL', () => {
  const log = '/log/\\d{8}$'
  test.each([
    ['v1', 'after part of the content', 'writeFile .*/v1/content/', 'old'],
    ['v1', 'with the object staged', 'syncFolder .*/staging/[^/]+/obj$', 'old'],
    ['v1', 'with the log entry staged', 'syncFolder .*/staging$', 'old'],
    ['v1', 'after the commit', `rename .*${log}`, 'new'],
    ['v1', 'with only the parent folders made', 'makeFolder .*/ocfl/...$', 'new'],
    ['v1', 'with the object in place', 'rename .*/ocfl/.*summary$', 'new'],
    ['v2', 'with the version staged', 'syncFolder .*/staging/[^/]+/obj$', 'old'],
    ['v2', 'after the commit', `rename .*${log}`, 'new'],
    ['v2', 'with the version in place', 'rename .*/v2$', 'new'],
    ['v2', 'between root inventory and sidecar', 'rename .*/inventory.json$', 'new'],
    ['v2', 'with both root copies replaced', 'rename .*/inventory.json.sha512$', 'new'],
    ['v2', 'while staging is cleared', 'removeFolder .*/staging/[^/]+/obj$', 'new'],
  ])('%s, %s', async (version, _at, step, state) => {
    const options = optionsIn(await emptyRoom())
    await withArchive(options, async archive => {
      if (version === 'v2') await archive.put(firstSummary)
    })
    const end = await endOf(writer({}, 'die', options.folder, options.keyFile, version, step))
    expect(end.signal).toBe('SIGKILL')
    expect((await reading(options, archive => archive.verify())).findings).toEqual([])

    await withArchive(options, async archive => {
      const put = version === 'v1' ? firstSummary : correctedSummary
      const stored = await archive.get(summaryId, 'sheet.json')
      const old = version === 'v1' ? null : Buffer.from(firstSummary.files[0]?.bytes ?? [])
      expect(stored).toEqual(state === 'old' ? old : Buffer.from(put.files[0]?.bytes ?? []))
      expect(await archive.verify()).toMatchObject({ findings: [], notes: [] })
    })
    expect(brokenOcflRules(join(options.folder, 'ocfl'))).toEqual([])
    await expectAuditor(options.folder, 0)
  })
})

describe('a copying process killed with SIGKILL', () => {
  test.each([
    ['while the copy is founded', 'writeFile .*/copy/README.txt$', 0],
    ['after part of the first version', 'writeFile .*/copy/staging/.*/content/', 0],
    ['after the first entry came over', 'rename .*/copy/log/00000001$', 1],
    ['with the object half installed', 'rename .*/copy/ocfl/.*summary$', 1],
    ['between root inventory and sidecar', 'rename .*/copy/ocfl/.*summary/inventory.json$', 3],
    ['with everything but the entry of the archive', 'writeFile .*/archive/staging/.*/log/entry.txt$', 3],
  ])('%s', async (_at, step, entries) => {
    const room = await emptyRoom()
    const options = await smallArchive(room)
    const copy = join(room, 'copy')
    const end = await endOf(writer({}, 'copy', options.folder, options.keyFile, copy, step))
    expect(end.signal).toBe('SIGKILL')
    if (entries > 0) {
      const left = await reading({ ...options, folder: copy }, archive => archive.verify())
      expect(left).toMatchObject({ findings: [], logEntries: entries })
    }
    expect(await reading(options, archive => archive.verify())).toMatchObject({ findings: [] })
    expect(await backUp(options, copy)).toMatchObject({ findings: [], notes: [], seq: '00000003' })
    await expectAuditor(copy, 0)
  })
})

describe('several processes', () => {
  test('three writers at once: every write is in the log once, the chain is whole', async () => {
    const options = optionsIn(await emptyRoom())
    const ends = await Promise.all(
      ['a', 'b', 'c'].map(name => endOf(writer({}, 'race', options.folder, options.keyFile, name, '4'))),
    )
    expect(ends).toEqual(ends.map(() => ({ code: 0, signal: null })))
    const report = await reading(options, archive => archive.verify())
    expect(report).toMatchObject({ objects: 13, findings: [], notes: [] })
    expect(report.logEntries).toBe(report.versions)
    expect(brokenOcflRules(join(options.folder, 'ocfl'))).toEqual([])
    await expectAuditor(options.folder, 0)
  })

  test('a writer that gets no turn is told so, and readers need none', async () => {
    const options = optionsIn(await emptyRoom())
    await withArchive(options, archive => archive.put(firstSummary))
    const lock = await takeLock(options.folder, 0)
    await expect(takeLock(options.folder, 0)).rejects.toMatchObject({
      code: 'ARCHIVE_BUSY',
      permanent: false,
    })
    expect(await reading(options, archive => archive.get(summaryId, 'sheet.json'))).not.toBeNull()
    await lock.release()
    expect(lock.held()).toBe(false)
    await (await takeLock(options.folder, 0)).release()
  })

  test('without flock the error names the package to install', async () => {
    const options = optionsIn(await emptyRoom())
    const child = writer({ PATH: await emptyRoom() }, 'race', options.folder, options.keyFile, 'a', '1')
    const said = child.stderr === null ? '' : await text(child.stderr)
    expect(said).toContain('ARCHIVE_UNUSABLE')
    expect(said).toContain('util-linux')
  })
})
