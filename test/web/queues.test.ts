import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { packageRoot } from '../../src/package-root.js'
import { type TestDatabase, testDatabase } from '../support/database.js'
import { describeWith } from '../support/programs.js'
import { startVisitors } from './roles/stage.js'
import { serve } from './served.js'

describe('queue dashboard', () => {
  let database: TestDatabase
  let server: ChildProcess
  let url: string
  beforeAll(async () => {
    database = await testDatabase()
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', join(packageRoot, 'test/web/board-process.ts')],
      {
        cwd: packageRoot,
        env: { ...process.env, STORE: database.connectionString },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    server = child
    const [line] = await once(createInterface({ input: child.stdout }), 'line')
    url = String(line)
  })
  afterAll(async () => {
    const ended = once(server, 'exit')
    server.kill('SIGKILL')
    await ended
    await database.drop()
  })

  test('shows the queues and what waits in them', async () => {
    const page = await fetch(new URL('/queues', url))
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('Очереди')
    const list = await fetch(new URL('/queues/api/queues?activeQueue=dnevnik&page=1&jobsPerPage=10', url))
    const { queues } = (await list.json()) as { queues: { name: string }[] }
    expect(queues.map(({ name }) => name)).toEqual(['dnevnik', 'local', 'archive'])
    expect(JSON.stringify(queues)).toContain('2026-11-16')
  })

  test('its buttons work from its own page only', async () => {
    const pause = (origin: string) =>
      fetch(new URL('/queues/api/queues/dnevnik/pause', url), { method: 'PUT', headers: { origin } })
    expect((await pause('https://evil.example')).status).toBe(403)
    expect((await pause(new URL(url).origin)).status).toBe(200)
  })

  describeWith('chromium', 'in a browser', executablePath => {
    test('names and data of jobs are text, however hostile, and act nowhere', async () => {
      const { browser, ...visitors } = await startVisitors(executablePath, () => url)
      const acted: string[] = []
      const page = await visitors.open('/queues/queue/local')
      page.on('dialog', async dialog => {
        acted.push(dialog.message())
        await dialog.dismiss()
      })
      await page.getByText('<img src="x" onerror="alert(1)">').first().waitFor()
      for (const text of ['<script>alert(2)</script>', '"><svg onload=alert(4)>', 'javascript:alert(3)'])
        await page.getByText(text).first().waitFor()
      const id = /\/queue\/local\/([^?"]+)/.exec(await page.content())?.[1] ?? '1'
      await page.goto(`/queues/queue/local/${id}`)
      await page.getByText('alert(').first().waitFor()
      expect(
        await page.evaluate(
          'document.querySelectorAll(\'img[src="x"], svg[onload], a[href^="javascript:"]\').length',
        ),
      ).toBe(0)
      expect(acted).toEqual([])
      await browser.close()
    })
  })

  test('says so where there is no queue to show', async () => {
    const other = await serve()
    const { status, text } = await other.get('/queues')
    await other.close()
    expect(status).toBe(200)
    expect(text).toContain('без отдельной очереди')
  })
})
