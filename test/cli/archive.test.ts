import { createHash } from 'node:crypto'
import { appendFile, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openArchive } from '../../src/archive/index.js'
import { objectPath } from '../../src/archive/paths.js'
import { correctedSummary, firstSummary, optionsIn, summaryId, weekReport } from '../archive/requests.js'
import { pageTexts } from '../support/pdf.js'
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
    expect(await archive('verify', '--tsa-ca', 'none.pem', '--json')).toMatchObject({
      code: 2,
      failure: { error: 'USAGE', message: expect.stringContaining('none.pem') },
    })
  })

  test('backup makes a copy, restore gives it back, and both stand in the log', async () => {
    const copy = join(folder.path, 'elsewhere', 'copy')
    const onSameDisk = await archive('backup', '--to', copy, '--json')
    expect(onSameDisk).toMatchObject({ code: 2, failure: { error: 'COPY_REFUSED' } })
    const backup = ['backup', '--to', copy, '--same-disk', '--place', 'сейф']
    expect((await archive(...backup, '--dry-run', '--json')).lines).toMatchObject([
      { dryRun: true, isNew: true, onSameDisk: true, missing: { entries: 3, files: 14 } },
    ])
    expect(await archive(...backup)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Копия записана в журнал архива: 00000004.'),
    })
    const restored = join(folder.path, 'restored')
    const restore = await archive('restore', '--from', copy, '--to', restored, '--json')
    expect(restore).toMatchObject({ code: 0, lines: [{ restored: true, seq: '00000003', findings: [] }] })
    expect(restore.lines).toMatchObject([{ entry: '00000004' }])
    expect((await archive('verify', '--archive', restored)).code).toBe(0)
    expect((await archive('restore', '--from', copy, '--to', restored)).code).toBe(2)
    const trial = await archive('restore', '--from', copy, '--trial', '--json')
    expect(trial).toMatchObject({ code: 0, lines: [{ trial: true, findings: [], entry: '00000005' }] })
    expect((await archive('restore', '--from', copy, '--json')).failure).toMatchObject({ error: 'USAGE' })
  })

  test('a copy for a recipient opens with its identity only, and is checked without', async () => {
    const identity = join(folder.path, 'elsewhere', 'identity.txt')
    const made = await archive('identity', '--out', identity, '--json')
    const [{ recipient }] = made.lines as [{ recipient: string }]
    expect((await readFile(identity, 'utf8')).split('\n')[1]).toBe(`# public key: ${recipient}`)
    const copy = join(folder.path, 'elsewhere', 'sealed')
    const sealed = await archive('backup', '--to', copy, '--same-disk', '--recipient', recipient, '--json')
    expect(sealed).toMatchObject({
      code: 0,
      lines: [{ isSealed: true, findings: [], entry: expect.any(String) }],
    })
    expect((await archive('verify', '--archive', copy)).code).toBe(0)
    expect((await archive('verify', '--archive', copy, '--identity', identity)).code).toBe(0)
    const to = join(folder.path, 'opened')
    const restore = ['restore', '--from', copy, '--to', to]
    expect(await archive(...restore, '--json')).toMatchObject({ code: 2, failure: { error: 'COPY_SEALED' } })
    expect(await archive(...restore, '--identity', identity, '--json')).toMatchObject({
      ...{ code: 0, lines: [{ restored: true, findings: [] }] },
    })
  })

  test('change-key names the new key, and replace-lost-key takes two people and no key', async () => {
    const changed = await archive('change-key', '--reason', 'плановая смена', '--json')
    expect(changed).toMatchObject({ code: 0, lines: [{ newKey: expect.stringMatching(/^[0-9a-f]{32}$/) }] })
    expect((await archive('verify')).code).toBe(0)
    const wanted = ['replace-lost-key', '--act', '5', '--reason', 'сломался диск']
    expect(await archive(...wanted, '--attested-by', 'Петрова', '--json')).toMatchObject({
      code: 2,
      failure: { error: 'USAGE' },
    })
    const two = [...wanted, '--attested-by', 'Петрова', '--attested-by', 'Сидоров']
    expect((await archive(...two, '--json')).failure).toMatchObject({
      error: 'USAGE',
      message: expect.stringContaining('на месте'),
    })
    const [{ newKey }] = changed.lines as [{ newKey: string }]
    await rename(join(folder.path, 'secrets/archive-key.pem'), join(folder.path, 'lost.pem'))
    const replaced = await archive(...two, '--json')
    expect(replaced).toMatchObject({
      code: 0,
      lines: [{ formerKey: newKey, act: 'urn:dnevnik-bridge:key-act:5' }],
    })
    const pdf = join(folder.path, 'act.pdf')
    await archive('get', 'urn:dnevnik-bridge:key-act:5', 'act.pdf', '--out', pdf)
    expect(pageTexts(await readFile(pdf))[0]).toContain(newKey)
    expect(await archive('verify')).toMatchObject({ code: 0, stderr: expect.stringContaining('KEY_LOST') })
  })

  test('a copy that is damaged where the archive is too is named, and restores nothing', async () => {
    const copy = join(folder.path, 'elsewhere', 'copy')
    const file = join(objectPath(summaryId), 'v1/content/sheet.json')
    for (const place of [join(folder.path, 'archive'), copy]) await appendFile(join(place, file), 'x')
    const backup = await archive('backup', '--to', copy, '--same-disk', '--json')
    expect(backup).toMatchObject({ code: 5, lines: [{ entry: null, findings: [{ code: 'E092' }] }] })
    const to = join(folder.path, 'nothing')
    const restore = await archive('restore', '--from', copy, '--to', to)
    expect(restore).toMatchObject({ code: 5, stdout: expect.stringContaining('Ничего не восстановлено.') })
    const trial = await archive('restore', '--from', copy, '--trial', '--json')
    expect(trial).toMatchObject({ code: 5, lines: [{ compared: 0, entry: expect.any(String) }] })
  })

  test('scrub says why it enters nothing where the log is damaged', async () => {
    await rename(join(folder.path, 'archive/log/00000002'), join(folder.path, 'gone'))
    const scrub = await archive('scrub')
    expect(scrub).toMatchObject({ code: 5, stdout: expect.stringContaining('журнал архива сам повреждён') })
    expect(scrub.stdout).not.toContain('записывать нечего')
  })
})
