import { spawn } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { stringify } from 'yaml'
import { ManualClock } from '../../src/clock.js'
import { packageRoot } from '../../src/package-root.js'
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js'
import { testDatabase } from '../support/database.js'
import { ended, program, temporaryFolder } from './program.js'

describe('users', () => {
  const now = '2026-10-19T08:00:00+03:00'
  let sandbox: Sandbox
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let database: Awaited<ReturnType<typeof testDatabase>>
  let environment: Record<string, string>
  const run = (...args: string[]) => program([...args, '--data', folder.path, '--json'], environment)
  const users = (...args: string[]) => run('users', ...args)

  beforeAll(async () => {
    const clock = new ManualClock(Date.parse(now))
    sandbox = await startSandbox({ seed: 5, classes: 1, from: '2026-10-12', to: '2026-10-25', clock })
    folder = await temporaryFolder()
    database = await testDatabase()
    environment = { DNEVNIK_TOKEN: sandbox.token, DATABASE_URL: database.connectionString }
    const platform = { url: sandbox.url, requestsPerSecond: 1000 }
    const schools = [{ id: sandbox.school.id, timeZone: 'Europe/Moscow' }]
    await mkdir(folder.path, { recursive: true })
    await writeFile(join(folder.path, 'bridge.yaml'), stringify({ version: 1, platform, schools }))
  })
  afterAll(async () => {
    await sandbox.close()
    await database.drop()
    await folder.remove()
  })

  test('the first is an administrator; passwords are shown once and never read from arguments', async () => {
    expect((await users('list')).lines).toEqual([])
    const early = await users('add', 'm.petrova', '--name', 'Петрова М. И.', '--role', 'deputy')
    expect(early).toMatchObject({ code: 2, failure: { error: 'USAGE' } })
    const added = await users('add', 'A.Ivanova', '--name', 'Иванова А. П.', '--role', 'administrator')
    expect(added.code).toBe(0)
    expect(added.lines[0]).toEqual({
      login: 'a.ivanova',
      name: 'Иванова А. П.',
      grants: [{ role: 'administrator', school: null, person: null }],
      subject: null,
      password: expect.stringMatching(/^([a-z2-9]{4}-){4}[a-z2-9]{4}$/),
    })
    const listed = await users('list')
    expect(listed.lines).toMatchObject([{ login: 'a.ivanova', temporary: true, lockedAt: null }])
    expect(listed.stdout).not.toContain(String(added.lines[0]?.password))
    expect(await users('lock', 'a.ivanova')).toMatchObject({ code: 2, failure: { error: 'USAGE' } })
  })

  test('a teacher is named as on the platform, and is given the own class', async () => {
    const unread = await users(
      'add',
      'teacher',
      '--name',
      'Т.',
      '--role',
      'class-teacher',
      '--person',
      'Никто',
    )
    expect(unread.failure).toMatchObject({ error: 'NOT_FOUND' })
    await run('sync', '--from', '2026-10-19', '--to', '2026-10-19', '--now', now)
    const all = await users('add', 'teacher', '--name', 'Т.', '--role', 'class-teacher', '--person', '')
    // An empty name is everybody's beginning: it names them all.
    const [, person, name] = /(\d{5,}) — ([^;]+)/.exec(String(all.failure.hint)) ?? []
    expect(all.failure).toMatchObject({ error: 'USAGE' })
    const added = await users(
      ...['add', 'teacher', '--name', 'Т.', '--role', 'class-teacher'],
      ...['--person', String(name).toUpperCase()],
    )
    const grant = { role: 'class-teacher', school: sandbox.school.id, person }
    expect(added.lines[0]).toMatchObject({ grants: [grant] })
    const role = ['teacher', 'subject-teacher', '--person', String(person)]
    expect((await users('role', 'grant', ...role)).lines).toMatchObject([{ changed: true }])
    expect((await users('role', 'revoke', ...role)).lines).toMatchObject([{ changed: true }])
    expect(await users('role', 'grant', 'teacher', 'director')).toMatchObject({ code: 2 })
  })

  test('a password comes by stdin, is refused when simple, and every change stands in the log', async () => {
    const withStdin = (text: string) => {
      const args = ['users', 'password', 'teacher', '--password-stdin', '--data', folder.path, '--json']
      const child = spawn(
        process.execPath,
        ['--no-warnings', '--import', 'tsx', join(packageRoot, 'src/cli/main.ts'), ...args],
        {
          cwd: packageRoot,
          env: { PATH: process.env.PATH, ...environment },
          stdio: ['pipe', 'pipe', 'pipe'],
        },
      )
      child.stdin.end(text)
      return ended(child)
    }
    expect(await withStdin('коротко\n')).toMatchObject({ code: 2, failure: { error: 'USAGE' } })
    const changed = await withStdin('длинный новый пароль\n')
    expect(changed.lines).toEqual([{ login: 'teacher', password: null }])
    expect(changed.stdout + changed.stderr).not.toContain('длинный')
    await users('lock', 'teacher')
    expect((await users('sessions', 'end', 'teacher')).lines).toEqual([{ login: 'teacher', ended: 0 }])
    const log = await users('log')
    expect(log.lines.map(({ about, document }) => `${document} ${about}`).reverse()).toEqual([
      'a.ivanova account-added',
      'a.ivanova granted administrator',
      'teacher account-added',
      'teacher granted class-teacher',
      'teacher granted subject-teacher',
      'teacher revoked subject-teacher',
      'teacher password-reset',
      'teacher locked',
      'teacher sessions-ended',
    ])
  })
})
