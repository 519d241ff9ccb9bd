import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { appendFile, copyFile, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newIdentity, openerOf, sealingFor } from '../../src/archive/index.js'
import { ownSchemas, ownTables } from '../../src/database/dump/tables.js'
import {
  checkRestore,
  type DatabaseHandle,
  dumpInto,
  migrate,
  openDatabase,
  restoreDump,
  verifyDump,
} from '../../src/database/index.js'
import { createLedger } from '../../src/ledger/index.js'
import { packageRoot } from '../../src/package-root.js'
import { emptyDatabase, type TestDatabase, testDatabase } from '../support/database.js'

const now = Date.parse('2026-11-28T20:21:05Z')
let room: string
const opened: { handle: DatabaseHandle; database: TestDatabase }[] = []
let source: DatabaseHandle

async function opening(making: Promise<TestDatabase>): Promise<DatabaseHandle> {
  const database = await making
  const handle = openDatabase(database)
  opened.push({ handle, database })
  return handle
}

const awkward = ['\\.', 'a\tb\nc\\d', '', '\\N', 'ёж «и» 🦔', '\n\\.\n', `${'x'.repeat(300_000)}\n`]

async function fill({ pool }: DatabaseHandle): Promise<void> {
  for (const [index, text] of awkward.entries()) {
    await pool.query('insert into mirror.body values ($1, $2, $3)', [
      '1',
      `h${index}`,
      Buffer.from(`${text}\0\xff`),
    ])
    await pool.query(
      `insert into mirror.quarantine (school, observation, path, problem, raw) values ('1', $1, 'p', 'q', $2)`,
      [index, text],
    )
  }
  await pool.query(
    `insert into ledger.entry values ('1', 'k', 'e1', 'r', 'c', '2026-09-01', 'broken', $1, 'h', 1, 2, null, 'major', null, '{31,32}', 5)`,
    [JSON.stringify({ text: awkward })],
  )
  await pool.query(
    `insert into ledger.event (school, entry_id, at, to_kind, content) values ('1', 'e1', 1, 'broken', '{}'), ('1', 'e1', 2, 'closed', '{}')`,
  )
  await pool.query(
    `insert into runs.run (id, school, kind, state, from_date, to_date, class_ids, asked_by, created_at)
     values ('r', '1', 'sync', 'done', 'a', 'b', $1, 'cli', 1)`,
    [['1', '2']],
  )
  await pool.query(`insert into runs.window_outcome values ('r', 'w', 1, 1, 0, 0, 0, 0, null)`)
  await pool.query(`insert into pace.budget values ('o', 'f', '{}', now())`)
}

/** Every row of ours as text, and where the sequences stand. */
async function contentOf({ pool }: DatabaseHandle): Promise<Record<string, unknown>> {
  const client = await pool.connect()
  const content: Record<string, unknown> = {}
  for (const { name, sequence } of await ownTables(client)) {
    content[name] = (await client.query(`select t::text from ${name} t order by 1`)).rows
    if (sequence !== null)
      content[sequence] = (await client.query(`select last_value, is_called from ${sequence}`)).rows
  }
  client.release()
  return content
}

async function freshRoom(): Promise<string> {
  return mkdtemp(join(room, 'room-'))
}

async function dumped(): Promise<string> {
  return (await dumpInto(source, { folder: await freshRoom(), keep: null, now })).file
}

beforeAll(async () => {
  room = await mkdtemp(join(tmpdir(), 'dnevnik-bridge-dump-'))
  source = await opening(testDatabase())
  await fill(source)
})
afterAll(async () => {
  for (const { handle, database } of opened) {
    await handle.close()
    await database.drop()
  }
  await rm(room, { recursive: true })
})

describe('a dump', () => {
  test('is loaded into an empty database, and every row and number is as it was', async () => {
    const report = await dumpInto(source, { folder: await freshRoom(), keep: null, now })
    expect(report.file).toMatch(/database-2026-11-28T20-21-05Z\.sql\.gz$/)
    expect(report.rows).toMatchObject({ 'mirror.body': awkward.length, 'ledger.event': 2 })
    const [before, target] = [await contentOf(source), await opening(emptyDatabase())]
    expect((await checkRestore(target, report.file)).sha512).toBe(report.sha512)
    expect((await target.pool.query(`select to_regclass('mirror.body') as there`)).rows).toEqual([
      { there: null },
    ])
    await restoreDump(target, report.file)
    expect(await contentOf(target)).toEqual(before)
    expect(await migrate(target)).toEqual([])
    const { rows } = await target.pool.query(
      `insert into ledger.event (school, entry_id, at, to_kind, content) values ('1', 'e1', 3, 'x', '{}') returning id`,
    )
    expect(rows).toEqual([{ id: '3' }])
  })

  test('is of one moment, whatever is written meanwhile', async () => {
    const folder = await freshRoom()
    const writing = (async () => {
      for (let index = 0; index < 200; index++) {
        await source.pool.query(
          `with one as (insert into runs.run (id, school, kind, state, from_date, to_date, asked_by, created_at)
             values ($1, '1', 'sync', 'done', 'a', 'b', 'cli', 1) returning id)
           select 1 from one`,
          [`meanwhile-${index}`],
        )
        await source.pool.query(`insert into runs.window_outcome values ($1, 'w', 1, 1, 0, 0, 0, 0, null)`, [
          `meanwhile-${index}`,
        ])
      }
    })()
    const { file, rows } = await dumpInto(source, { folder, keep: null, now })
    await writing
    const runs = (rows['runs.run'] ?? 0) - 1
    const outcomes = (rows['runs.window_outcome'] ?? 0) - 1
    expect(runs - outcomes).toBeLessThanOrEqual(1)
    await restoreDump(await opening(emptyDatabase()), file)
  })

  test('is text that sha512sum and gunzip know', async () => {
    const file = await dumped()
    const [digest] = (await readFile(`${file}.sha512`, 'utf8')).split('  ')
    expect((await verifyDump(file)).sha512).toBe(digest)
    const lines = gunzipSync(await readFile(file))
      .toString('utf8')
      .split('\n')
    expect(lines[0]).toContain('"takenAt":"2026-11-28T20:21:05.000Z"')
    expect(lines).toContain(`COPY mirror.body (school, sha256, gzip) FROM stdin;`)
  })

  test('tells of every schema that our migrations make', async () => {
    const { rows } = await source.pool.query<{ name: string }>(
      `select nspname as name from pg_namespace
       where nspname !~ '^pg_' and nspname not in ('information_schema', 'public', 'queue') order by 1`,
    )
    expect(rows.map(({ name }) => name)).toEqual(ownSchemas)
  })

  test('of an older program is loaded and brought up to date', async () => {
    const folder = await freshRoom()
    const migrations = join(packageRoot, 'src/database/migrations')
    await cp(migrations, folder, { recursive: true })
    // Before verdicts were kept as text, and days named looks.
    for (const name of await readdir(folder)) if (name >= '0038') await rm(join(folder, name))
    const older = await opening(emptyDatabase())
    await migrate(older, folder)
    await older.pool.query(`insert into mirror.body values ('1', 'h', 'x')`)
    const content = { text: awkward, number: 1.5, none: null }
    await older.pool.query(
      `insert into ledger.entry values ('1', 'k', 'e1', 'r', 'c', '2026-09-01', 'broken', $1, 'h', 1, 2, null, 'major', null, '{31,32}', 5)`,
      [JSON.stringify(content)],
    )
    await older.pool.query(
      `insert into ledger.event (school, entry_id, at, to_kind, content) values ('1', 'e1', 1, 'broken', $1)`,
      [JSON.stringify(content)],
    )
    await older.pool.query(
      `insert into ledger.rule_day (school, rule, class_id, date, kept, as_of, slice_hash)
       values ('1', 'r', 'c', '2026-09-01', 3, 2, 'of-records'), ('1', 'none', 'c', '2026-09-01', 0, 2, 'of-records'),
         ('1', 'since', 'c', '2026-09-01', 5, 9, 'of-looks'), ('1', 'r', '', '2026-09-02', 0, 4, 'of-all')`,
    )
    await older.pool.query(
      `insert into ledger.rule_day (school, rule, class_id, date, kept, as_of, slice_hash)
       select '1', 'rule ' || number, 'c', '2026-09-03', 0, 12, 'of-looks' from generate_series(1, 40) number`,
    )
    const { file } = await dumpInto(older, { folder: await freshRoom(), keep: null, now })
    // Also where this program has made its tables already.
    for (const target of [await opening(emptyDatabase()), await opening(testDatabase())]) {
      await restoreDump(target, file)
      expect(await migrate(target)).toEqual([])
      expect((await contentOf(target))['mirror.body']).toHaveLength(1)
      const ledger = createLedger(target)
      expect(await ledger.list({ school: '1' })).toEqual([
        { id: 'e1', verdict: content, openedAt: 1, changedAt: 2 },
      ])
      expect((await ledger.history('e1'))?.events.map(({ verdict }) => verdict)).toEqual([content])
      const { rows: kept } = await target.pool.query(
        'select rule, class_id, date, kept from ledger.rule_day order by rule',
      )
      expect(kept).toEqual([
        { rule: 'r', class_id: 'c', date: '2026-09-01', kept: 3 },
        { rule: 'since', class_id: 'c', date: '2026-09-01', kept: 5 },
      ])
      const { rows: told } = await target.pool.query(
        'select rules, class_id, date, as_of::int, looks_hash from ledger.checked_day order by as_of',
      )
      expect(told).toEqual([
        { rules: ['none', 'r'], class_id: 'c', date: '2026-09-01', as_of: 2, looks_hash: 'of-records' },
        { rules: ['r'], class_id: '', date: '2026-09-02', as_of: 4, looks_hash: 'of-all' },
        { rules: ['since'], class_id: 'c', date: '2026-09-01', as_of: 9, looks_hash: 'of-looks' },
        { rules: [], class_id: 'c', date: '2026-09-03', as_of: 12, looks_hash: 'of-looks' },
      ])
    }
  })
})

describe('refused, and nothing changed:', () => {
  const spoilt = async (change: (text: string) => string): Promise<string> => {
    const file = join(await freshRoom(), 'database-2026-01-01T00-00-00Z.sql.gz')
    const text = gunzipSync(await readFile(await dumped())).toString('latin1')
    await writeFile(file, gzipSync(Buffer.from(change(text), 'latin1')))
    const digest = createHash('sha512')
      .update(await readFile(file))
      .digest('hex')
    await writeFile(`${file}.sha512`, `${digest}  x\n`)
    return file
  }
  const refuses = async (file: string, code: string) => {
    const target = await opening(testDatabase())
    const before = await contentOf(target)
    await expect(checkRestore(target, file)).rejects.toMatchObject({ code })
    await expect(restoreDump(target, file)).rejects.toMatchObject({ code })
    expect(await contentOf(target)).toEqual(before)
  }

  test('a database with something in it', async () => {
    const target = await opening(testDatabase())
    await target.pool.query(`insert into mirror.field values ('1', 'x', true)`)
    const before = await contentOf(target)
    for (const restore of [checkRestore, restoreDump])
      await expect(restore(target, await dumped())).rejects.toMatchObject({ code: 'DATABASE_NOT_EMPTY' })
    expect(await contentOf(target)).toEqual(before)
  })
  test('a changed byte', async () => {
    const file = await dumped()
    const bytes = await readFile(file)
    bytes[100] = (bytes[100] ?? 0) ^ 1
    await writeFile(file, bytes)
    await refuses(file, 'DUMP_DAMAGED')
  })
  test('a file without its digest, and one that is somewhere else', async () => {
    const file = await dumped()
    const alone = join(await freshRoom(), 'copy.sql.gz')
    await copyFile(file, alone)
    await refuses(alone, 'DUMP_DAMAGED')
    await refuses(join(room, 'nowhere.gz'), 'DUMP_DAMAGED')
  })
  test('an end that is cut off, a row too many, something behind the end', async () => {
    await refuses(await spoilt(text => text.slice(0, text.length - 200)), 'DUMP_DAMAGED')
    await refuses(await spoilt(text => text.replace('\tsync\t', '\tsync\tx\n\tsync\t')), 'DUMP_DAMAGED')
    await refuses(await spoilt(text => `${text}COPY`), 'DUMP_DAMAGED')
    await refuses(await spoilt(() => 'select 1;\n'), 'DUMP_DAMAGED')
  })
  test('a table that this program has otherwise', async () => {
    const file = await spoilt(text => text.replace('(school, sha256, gzip)', '(school, gzip, sha256)'))
    const target = await opening(testDatabase())
    await expect(restoreDump(target, file)).rejects.toMatchObject({ code: 'DUMP_DAMAGED' })
    expect((await contentOf(target))['runs.run']).toEqual([])
  })
  test('a row that breaks a constraint: told without its values', async () => {
    const file = await spoilt(text => text.replace('\nr\tw\t', '\nlost\tw\t'))
    const target = await opening(testDatabase())
    const refusal = await restoreDump(target, file).catch((error: unknown) => String(error))
    expect(refusal).toContain('23503')
    expect(refusal).not.toContain('lost')
    expect((await contentOf(target))['runs.run']).toEqual([])
  })
  test('one of a newer program', async () => {
    await refuses(await spoilt(text => text.replace('"]}', '","9999-later"]}')), 'DATA_NEWER')
  })
})

describe('a folder of dumps', () => {
  const at = (day: number) => now + day * 86_400_000

  test('keeps the last ones, and never loses the one just written', async () => {
    const folder = await freshRoom()
    await writeFile(join(folder, 'letter.txt'), 'x')
    const dumps = async () => (await readdir(folder)).filter(name => name.endsWith('.gz'))
    for (const day of [0, 1, 2]) await dumpInto(source, { folder, keep: 2, now: at(day) })
    expect(await dumps()).toEqual([
      'database-2026-11-29T20-21-05Z.sql.gz',
      'database-2026-11-30T20-21-05Z.sql.gz',
    ])
    expect((await readdir(folder)).length).toBe(5)
    const { removed } = await dumpInto(source, { folder, keep: 1, now: at(-300) })
    expect(removed).toHaveLength(2)
    expect(await dumps()).toEqual(['database-2026-02-01T20-21-05Z.sql.gz'])
  })

  test('loses none while the new one is spoilt or has no room', async () => {
    const folder = await freshRoom()
    await dumpInto(source, { folder, keep: 1, now })
    const file = join(folder, 'database-2026-12-01T00-00-00Z.sql.gz')
    await writeFile(`${file}`, 'x')
    await expect(
      dumpInto(source, { folder, keep: 1, now: Date.parse('2026-12-01T00:00:00Z') }),
    ).rejects.toMatchObject({ code: 'DUMP_FAILED' })
    expect(await readdir(folder)).toContain('database-2026-11-28T20-21-05Z.sql.gz')
    await appendFile(join(room, 'a-file'), 'x')
    await expect(dumpInto(source, { folder: join(room, 'a-file'), keep: 1, now })).rejects.toMatchObject({
      code: 'DUMP_FAILED',
      permanent: true,
    })
  })

  test('is encrypted for a recipient, and opens for nobody else', async () => {
    const folder = await freshRoom()
    const { text, recipient } = await newIdentity('x')
    const [right, wrong] = [join(folder, 'right.txt'), join(folder, 'wrong.txt')]
    await writeFile(right, text)
    await writeFile(wrong, (await newIdentity('x')).text)
    const older = await dumpInto(source, { folder, keep: null, now: now - 1000 })
    const sealing = await sealingFor([recipient])
    const report = await dumpInto(source, { folder, keep: 1, now, sealing })
    expect(report.file).toMatch(/\.sql\.gz\.age$/)
    expect(report).toMatchObject({ removed: [basename(older.file)], rows: older.rows })
    const stored = await readFile(report.file)
    expect(createHash('sha512').update(stored).digest('hex')).toBe(report.sha512)
    const [before, target] = [await contentOf(source), await opening(emptyDatabase())]
    const refused = restoreDump(target, report.file, await openerOf(wrong))
    await expect(refused).rejects.toMatchObject({ code: 'COPY_SEALED' })
    await expect(restoreDump(target, report.file)).rejects.toMatchObject({ code: 'DUMP_DAMAGED' })
    await restoreDump(target, report.file, await openerOf(right))
    expect(await contentOf(target)).toEqual(before)
    await appendFile(report.file, 'x')
    const damaged = verifyDump(report.file, await openerOf(right))
    await expect(damaged).rejects.toMatchObject({ code: 'DUMP_DAMAGED' })
  })

  test('forgets what a killed run left', async () => {
    const folder = await freshRoom()
    const program = join(packageRoot, 'test/database/dumping-process.ts')
    const blocker = await source.pool.connect()
    await blocker.query('begin; lock table runs.window_outcome in access exclusive mode')
    const child = spawn(process.execPath, ['--no-warnings', '--import', 'tsx', program, folder], {
      env: { ...process.env, DUMP_DATABASE: source.connectionString },
      stdio: 'inherit',
    })
    const begun = async () => (await readdir(folder)).some(name => name.endsWith('.part'))
    while (!(await begun())) await pause(20)
    child.kill('SIGKILL')
    await once(child, 'close')
    await blocker.query('rollback')
    blocker.release()
    expect(await begun()).toBe(true)
    await dumpInto(source, { folder, keep: 2, now })
    expect(await readdir(folder)).toEqual([
      'database-2026-11-28T20-21-05Z.sql.gz',
      'database-2026-11-28T20-21-05Z.sql.gz.sha512',
    ])
  })
})
