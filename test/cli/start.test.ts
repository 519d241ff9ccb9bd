import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { systemClock } from '../../src/clock.js'
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js'
import { ended, program, startProgram, temporaryFolder } from './program.js'

/** `start` on the embedded database, as one school runs it. Real clock: only then does `start` work. */
describe('start', () => {
  let sandbox: Sandbox
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let environment: Record<string, string>
  const today = new Date(systemClock.now()).toISOString().slice(0, 10)

  beforeAll(async () => {
    sandbox = await startSandbox({ seed: 7, classes: 2, from: today, to: today, clock: systemClock })
    folder = await temporaryFolder()
    environment = { DNEVNIK_TOKEN: sandbox.token }
    const made = await program(
      [
        ...['init', '--data', folder.path, '--api-url', sandbox.url, '--school', sandbox.school.id],
        ...['--time-zone', 'Europe/Moscow', '--yes'],
      ],
      environment,
    )
    expect(made.code).toBe(0)
  })
  afterAll(async () => {
    await sandbox.close()
    await folder.remove()
  })

  const start = () => startProgram(['start', '--data', folder.path, '--port', '0', '--json'], environment)

  async function announced(child: ReturnType<typeof startProgram>): Promise<{ url: string }> {
    let text = ''
    let errors = ''
    child.stderr?.on('data', chunk => {
      errors += chunk
    })
    return new Promise((resolve, reject) => {
      child.stdout?.on('data', chunk => {
        text += chunk
        if (text.includes('\n')) resolve(JSON.parse(text.split('\n')[0] ?? ''))
      })
      child.on('close', code => reject(new Error(`start ended with ${code}: ${errors}`)))
    })
  }

  /** Read from /proc, because `ps` isn't on every system. */
  async function postgresProcesses(): Promise<number> {
    const processes = (await readdir('/proc')).filter(name => /^\d+$/.test(name))
    const commands = await Promise.all(
      // A process that has just ended has no command line any more.
      processes.map(pid => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
    )
    const database = join(folder.path, 'database')
    return commands.filter(text => text.includes('postgres') && text.includes(database)).length
  }

  async function syncFromPage(url: string): Promise<void> {
    const page = await fetch(url)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('Охват')
  }

  test('serves its page, refuses a second start, stops cleanly on a signal and leaves no PostgreSQL behind', async () => {
    const child = start()
    const { url } = await announced(child)
    await syncFromPage(url)
    const second = await program(['start', '--data', folder.path, '--port', '0', '--json'], environment)
    expect(second).toMatchObject({ code: 2, failure: { error: 'DATA_IN_USE' } })
    expect((await fetch(url)).status).toBe(200)
    const beside = await program(['doctor', '--data', folder.path, '--json'], environment)
    expect(beside.code).toBe(0)
    const gone = new Promise(resolve => child.on('close', resolve))
    child.kill('SIGINT')
    expect(await gone).toBe(0)
    expect(await postgresProcesses()).toBe(0)
  })

  test('with a dead token it says at once what to do, and serves its pages', async () => {
    const args = ['start', '--data', folder.path, '--port', '0', '--json']
    const child = startProgram(args, { DNEVNIK_TOKEN: 'x'.repeat(32) })
    const warned = new Promise<string>(resolve => {
      let text = ''
      child.stderr?.on('data', chunk => {
        text += chunk
        const line = text.split('\n').find(part => part.startsWith('{"warning"'))
        if (line !== undefined) resolve(line)
      })
    })
    const { url } = await announced(child)
    expect(JSON.parse(await warned)).toMatchObject({
      warning: 'DNEVNIK_TOKEN_DEAD',
      hint: expect.stringContaining('auth login'),
    })
    expect(await (await fetch(url)).text()).toContain('auth login')
    const gone = new Promise(resolve => child.on('close', resolve))
    child.kill('SIGTERM')
    expect(await gone).toBe(0)
  })

  test('killed and started again, it goes on where it was', async () => {
    const child = start()
    const { url } = await announced(child)
    await syncFromPage(url)
    child.removeAllListeners('close')
    const gone = new Promise(resolve => child.on('close', resolve))
    child.kill('SIGKILL')
    await gone
    expect(await postgresProcesses()).toBeGreaterThan(0)
    const again = start()
    const revived = await announced(again)
    await syncFromPage(revived.url)
    again.removeAllListeners('close')
    const stopped = ended(again)
    again.kill('SIGTERM')
    expect((await stopped).code).toBe(0)
    expect(await postgresProcesses()).toBe(0)
    await rm(join(folder.path, 'reports'), { recursive: true, force: true })
  })
})
