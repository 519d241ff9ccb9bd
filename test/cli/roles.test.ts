import { existsSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import pg from 'pg'
import { systemClock } from '../../src/clock.js'
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js'
import { testDatabase } from '../support/database.js'
import { ended, program, startProgram, temporaryFolder } from './program.js'

/** Two machines on one database: one has the archive's disk. */
describe('start by role', () => {
  let sandbox: Sandbox
  let database: Awaited<ReturnType<typeof testDatabase>>
  let archives: Awaited<ReturnType<typeof temporaryFolder>>
  let reads: Awaited<ReturnType<typeof temporaryFolder>>
  let environment: Record<string, string>
  const today = new Date(systemClock.now()).toISOString().slice(0, 10)

  beforeAll(async () => {
    sandbox = await startSandbox({ seed: 7, classes: 2, from: today, to: today, clock: systemClock })
    database = await testDatabase()
    archives = await temporaryFolder()
    reads = await temporaryFolder()
    environment = { DNEVNIK_TOKEN: sandbox.token, DATABASE_URL: database.connectionString }
    const init = ['init', '--data', archives.path, '--api-url', sandbox.url, '--school', sandbox.school.id]
    expect((await program([...init, '--time-zone', 'Europe/Moscow', '--yes'], environment)).code).toBe(0)
    await cp(join(archives.path, 'bridge.yaml'), join(reads.path, 'bridge.yaml'))
  })
  afterAll(async () => {
    await sandbox.close()
    await database.drop()
    await archives.remove()
    await reads.remove()
  })

  async function started(role: string, data: string) {
    const child = startProgram(['start', '--role', role, '--data', data], environment)
    const said = ended(child)
    const word = new Promise<string>(resolve => {
      let text = ''
      child.stdout?.on('data', chunk => {
        text += chunk
        if (/Ctrl-C\n.+\n/.test(text)) resolve(text)
      })
    })
    const text = await Promise.race([word, said.then(({ stderr }) => Promise.reject(new Error(stderr)))])
    return {
      text,
      async stop() {
        child.kill('SIGTERM')
        return said
      },
    }
  }
  const archiveCheck = async (data: string, ...more: string[]) => {
    const { lines } = await program(['doctor', '--data', data, '--json', ...more], environment)
    return lines.find(({ check }) => check === 'архив')
  }

  test('each says what it does and what it leaves to others; only the archivist makes an archive', async () => {
    expect(await archiveCheck(reads.path)).toMatchObject({ message: expect.stringContaining('ещё не начат') })
    const worker = await started('worker', reads.path)
    expect(worker.text).toContain('Архив не веду')
    const archivist = await started('archivist', archives.path)
    expect(archivist.text).toContain('Веду архив')
    expect(await archiveCheck(reads.path)).toMatchObject({
      ok: true,
      message: expect.stringMatching(/в другой папке.*архивариус работает/),
    })
    const second = ['start', '--role', 'archivist', '--data', reads.path, '--json']
    expect(await program(second, environment)).toMatchObject({
      code: 2,
      failure: { error: 'DATA_IN_USE', message: expect.stringContaining('Архив') },
    })
    expect((await archivist.stop()).code).toBe(0)

    // Nor where nobody holds it just now: the database knows that there is one.
    expect(await program(second, environment)).toMatchObject({
      code: 2,
      failure: { error: 'ARCHIVE_ELSEWHERE', message: expect.stringContaining(archives.path) },
    })
    expect(existsSync(join(reads.path, 'archive'))).toBe(false)
    expect((await worker.stop()).code).toBe(0)
  })

  test('that nobody looks after the archive is said by doctor and by whoever starts', async () => {
    const later = new Date(systemClock.now() + 3_600_000).toISOString()
    expect(await archiveCheck(reads.path, '--now', later)).toMatchObject({
      ok: true,
      attention: true,
      message: expect.stringContaining('архивариус не работает с'),
    })
    const client = new pg.Client({ connectionString: database.connectionString })
    await client.connect()
    await client.query('update runs.archive_notice set tended_at = tended_at - 3600000')
    await client.end()
    const scheduler = await started('scheduler', reads.path)
    expect((await scheduler.stop()).stderr).toContain('архивариус не работает с')
  })

  test('a lost archive is begun anew only if somebody says so, and by the archivist', async () => {
    const start = ['start', '--data', reads.path, '--json', '--begin-archive', '--role']
    expect(await program([...start, 'worker'], environment)).toMatchObject({
      code: 2,
      failure: { error: 'USAGE' },
    })
    const child = startProgram([...start, 'archivist'], environment)
    await new Promise(resolve => child.stdout?.once('data', resolve))
    const said = ended(child)
    child.kill('SIGTERM')
    expect((await said).code).toBe(0)
    expect(existsSync(join(reads.path, 'archive', 'README.txt'))).toBe(true)
  })
})
