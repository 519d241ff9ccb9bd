import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openArchive } from '../../src/archive/index.js'
import { correctedSummary, firstSummary, optionsIn, summaryId, weekReport } from '../archive/requests.js'
import { program, temporaryFolder } from './program.js'

/** An archive beside no settings and no database: a copy on somebody's disk. */
describe('archive commands', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  const archive = (...args: string[]) => program(['archive', ...args, '--data', folder.path], {})

  beforeAll(async () => {
    folder = await temporaryFolder()
    const store = await openArchive(optionsIn(folder.path, { name: 'dnevnik-bridge' }))
    for (const request of [firstSummary, weekReport, correctedSummary]) await store.put(request)
    await store.close()
  })
  afterAll(() => folder.remove())

  test('list and show tell what there is', async () => {
    const listed = await archive('list', 'summary', '--json')
    expect(listed.lines).toMatchObject([{ id: summaryId, version: 'v2', files: 3 }])
    const shown = await archive('show', summaryId, '--json')
    expect(shown.lines).toMatchObject([
      { version: 'v1', entry: '00000001' },
      { version: 'v2', entry: '00000003', message: 'Исправлена отметка' },
    ])
    expect(await archive('show', 'urn:none', '--json')).toMatchObject({
      code: 2,
      failure: { error: 'NOT_FOUND' },
    })
  })

  test('get gives a version as it was, and names the files where there is no such one', async () => {
    const file = join(folder.path, 'sheet.json')
    const got = await archive('get', summaryId, 'sheet.json', '--object-version', 'v1', '--out', file)
    expect(got.code).toBe(0)
    expect(await readFile(file, 'utf8')).toBe('{"оценка":5}\n')
    expect((await archive('get', summaryId, 'sheet.json', '--out', '-')).stdout).toBe('{"оценка":4}\n')
    const wrong = await archive('get', summaryId, 'sheet.doc', '--out', file, '--json')
    expect(wrong).toMatchObject({ code: 2, failure: { error: 'NOT_FOUND' } })
    expect(String(wrong.failure.hint)).toContain('sheet.pdf')
  })

  test('export writes a bag that sha512sum can check', async () => {
    const bag = join(folder.path, 'bag')
    expect((await archive('export', summaryId, '--to', bag)).code).toBe(0)
    const [digest, path] = (await readFile(join(bag, 'manifest-sha512.txt'), 'utf8')).split(/\s+/)
    const bytes = await readFile(join(bag, path ?? ''))
    expect(createHash('sha512').update(bytes).digest('hex')).toBe(digest)
  })

  test('what checkpoint prints, verify expects', async () => {
    const [, head = ''] = (await archive('checkpoint')).stdout.split('\n')
    expect((await archive('verify', '--expect', head)).code).toBe(0)
    const later = `00000099:${head.slice(9)}`
    expect(await archive('verify', '--expect', later, '--json')).toMatchObject({
      code: 5,
      lines: [{ findings: [{ code: 'HEAD_MISSING' }] }],
    })
    expect((await archive('verify', '--expect', '3:abc')).code).toBe(2)
  })
})
