import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { type EmbeddedServer, openDatabase, startEmbedded } from '../../src/database/index.js'
import { silentLogger } from '../../src/log.js'

let top: string
let folder: string
let children: ChildProcess[] = []
let servers: EmbeddedServer[] = []

beforeAll(async () => {
  // Mode 0700: run by root, PostgreSQL's own user can't enter this without help.
  top = await mkdtemp(join(tmpdir(), 'dnevnik-bridge-embedded-'))
  folder = join(top, 'папка данных')
})

afterEach(async () => {
  for (const child of children) await killed(child)
  // A killed child leaves its server running: join it, to leave it as the last one.
  await start()
  for (const server of servers) await server.stop()
  children = []
  servers = []
})

afterAll(() => rm(top, { recursive: true, force: true }))

async function start(of = folder): Promise<EmbeddedServer> {
  const server = await startEmbedded({ folder: of, log: silentLogger, settings: { fsync: 'off' } })
  servers.push(server)
  return server
}

/** A second process that has joined the server, and the address that it was given. */
async function startChild(): Promise<{ child: ChildProcess; connectionString: string }> {
  const script = fileURLToPath(new URL('../support/embedded-child.mjs', import.meta.url))
  const child = spawn(process.execPath, [script, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  })
  children.push(child)
  for await (const line of createInterface({ input: child.stdout })) return { child, connectionString: line }
  throw new Error('the child ended without a word')
}

async function killed(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const exit = once(child, 'exit')
  process.kill(-child.pid, signal)
  await exit
}

async function query(connectionString: string, text: string): Promise<unknown[]> {
  const handle = openDatabase({ connectionString })
  try {
    return (await handle.pool.query(text)).rows
  } finally {
    await handle.close()
  }
}

const isDown = { code: 'DATABASE_FAILED', permanent: false }

// The first test: the folder doesn't exist yet.
test('two processes that start at once on an empty folder share one server', async () => {
  const [here, there] = await Promise.all([start(), startChild()])
  expect(there.connectionString).toBe(here.connectionString)
})

test('keeps what was written from one start to the next, in a Russian folder, and sorts Russian names', async () => {
  const first = await start()
  await query(
    first.connectionString,
    "create table pupil as select unnest('{Жуков,Ёлкин,ежов,Егоров}'::text[]) as name",
  )
  await first.stop()
  const second = await start()
  expect(await query(second.connectionString, 'select name from pupil order by name')).toEqual(
    ['Егоров', 'ежов', 'Ёлкин', 'Жуков'].map(name => ({ name })),
  )
})

test('nobody but us can read the password or the data', async () => {
  await start()
  expect((await stat(join(folder, 'password'))).mode & 0o777).toBe(0o600)
  expect((await stat(join(folder, 'data'))).mode & 0o777).toBe(0o700)
  expect((await stat(join(folder, 'log'))).mode & 0o777).toBe(0o700)
})

test('the last one out stops the server, and stopping twice does no harm', async () => {
  const here = await start()
  const { child, connectionString } = await startChild()
  expect(connectionString).toBe(here.connectionString)

  await Promise.all([here.stop(), here.stop()])
  await here.stop()
  expect(await query(connectionString, 'select 1 as answer')).toEqual([{ answer: 1 }])

  const exit = once(child, 'exit')
  child.stdin?.end('leave\n')
  await exit
  await expect(query(connectionString, 'select 1')).rejects.toMatchObject(isDown)
})

test('starting while the last one leaves gives a server that answers', async () => {
  const leaving = await start()
  const [, next] = await Promise.all([leaving.stop(), start()])
  expect(await query(next.connectionString, 'select 1 as answer')).toEqual([{ answer: 1 }])
})

test.each(['SIGKILL', 'SIGINT'] as const)(
  'the server survives %s to our process group, and is joined again',
  async signal => {
    const { child, connectionString } = await startChild()
    await query(connectionString, 'drop table if exists witness; create table witness ()')
    await killed(child, signal)
    expect(await query(connectionString, 'select count(*)::int as n from witness')).toEqual([{ n: 0 }])

    const next = await start()
    expect(next.connectionString).toBe(connectionString)
    await next.stop()
    await expect(query(connectionString, 'select 1')).rejects.toMatchObject(isDown)
  },
)

test('a process number that a stranger has now does not keep the server from starting', async () => {
  const before = await start()
  const registration = await readFile(join(folder, 'data', 'postmaster.pid'), 'utf8')
  await before.stop()
  const [, ...rest] = registration.split('\n')
  await writeFile(join(folder, 'data', 'postmaster.pid'), [process.pid, ...rest].join('\n'))
  const after = await start()
  expect(await query(after.connectionString, 'select 1 as answer')).toEqual([{ answer: 1 }])
})

test('a copied folder gets a server of its own while the original is running', async () => {
  const original = await start()
  await query(original.connectionString, 'create table of_original ()')
  await query(original.connectionString, 'checkpoint')
  const copy = join(top, 'copy')
  await cp(folder, copy, { recursive: true })
  const copied = await start(copy)
  expect(copied.connectionString).not.toBe(original.connectionString)
  await query(copied.connectionString, 'drop table of_original')
  expect(await query(original.connectionString, 'select count(*)::int as n from of_original')).toEqual([
    { n: 0 },
  ])
})

test('data of another PostgreSQL version are refused and left as they are', async () => {
  await (await start()).stop()
  const version = join(folder, 'data', 'PG_VERSION')
  await writeFile(version, '17\n')
  await expect(start()).rejects.toMatchObject({ code: 'DATABASE_START', permanent: true })
  expect(await readFile(version, 'utf8')).toBe('17\n')
  await writeFile(version, '18\n')
})

test('what PostgreSQL itself refuses is told with its own words and the place of the log', async () => {
  await (await start()).stop()
  const configuration = join(folder, 'data', 'postgresql.conf')
  const sound = await readFile(configuration, 'utf8')
  await writeFile(configuration, `${sound}\nno_such_setting = 1\n`)
  await expect(start()).rejects.toMatchObject({
    code: 'DATABASE_START',
    hint: expect.stringContaining('postgresql.log'),
    details: { log: expect.stringContaining('no_such_setting') },
  })
  await writeFile(configuration, sound)
})

test('a folder that cannot be one is refused in Russian', async () => {
  await writeFile(join(top, 'file'), '')
  await expect(start(join(top, 'file'))).rejects.toMatchObject({
    code: 'DATABASE_START',
    message: expect.stringMatching(/^Папка данных .* непригодна/),
  })
})
