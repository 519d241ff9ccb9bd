import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { openArchive } from '../../src/archive/index.js'
import { objectPath } from '../../src/archive/paths.js'
import { brokenOcflRules } from './ocfl-rules.js'
import {
  correctedSummary,
  firstSummary,
  juneFirst,
  optionsIn,
  request,
  summaryId,
  weekReport,
} from './requests.js'
import { emptyRoom, fingerprint, reading, smallArchive, withArchive } from './workshop.js'

describe('put, list and get', () => {
  test('a correction becomes a second version, and the first stays readable', async () => {
    const options = optionsIn(await emptyRoom())
    await withArchive(options, async archive => {
      expect(await archive.put(firstSummary)).toMatchObject({ version: 'v1', changed: true })
      expect(await archive.put(correctedSummary)).toMatchObject({ version: 'v2', changed: true })
      expect((await archive.get(summaryId, 'sheet.json'))?.toString()).toBe('{"оценка":4}\n')
      expect((await archive.get(summaryId, 'sheet.json', 'v1'))?.toString()).toBe('{"оценка":5}\n')
      const [object] = await archive.list()
      expect(object).toMatchObject({ id: summaryId, head: 'v2' })
      expect(object?.versions).toEqual([
        { version: 'v1', created: '2027-06-01T09:00:00Z', message: 'Сводная ведомость за год' },
        { version: 'v2', created: '2027-06-01T09:00:00Z', message: 'Исправлена отметка' },
      ])
      expect(object?.files.map(file => [file.path, file.size])).toEqual([
        ['meta/record.json', 19],
        ['sheet.json', 19],
        ['sheet.pdf', 8],
      ])
    })
  })

  test('the same bytes again, in any order, make no version and change nothing on the disk', async () => {
    const options = optionsIn(await emptyRoom(), {})
    await withArchive(options, async archive => {
      await archive.put(firstSummary)
      const before = await fingerprint(options.folder)
      const again = { ...firstSummary, files: [...firstSummary.files].reverse(), message: 'Повтор' }
      expect(await archive.put(again)).toMatchObject({ version: 'v1', changed: false })
      expect(await fingerprint(options.folder)).toEqual(before)
    })
  })

  test('bytes that an earlier version holds are not stored twice', async () => {
    const options = optionsIn(await emptyRoom())
    await withArchive(options, async archive => {
      const { folder } = await archive.put(request({ 'a.txt': 'same', 'b.txt': 'same' }))
      await archive.put(request({ 'renamed.txt': 'same' }))
      const files = [...(await fingerprint(folder)).keys()].filter(
        path => path.includes('content/') && !path.endsWith('/'),
      )
      expect(files).toEqual(['v1/content/a.txt'])
      expect((await archive.get(summaryId, 'renamed.txt'))?.toString()).toBe('same')
      expect(await archive.get(summaryId, 'a.txt')).toBeNull()
    })
    expect(brokenOcflRules(join(options.folder, 'ocfl'))).toEqual([])
  })

  test('what is not there is null, not an error', async () => {
    const options = await smallArchive(await emptyRoom())
    await reading(options, async archive => {
      expect(await archive.get('urn:x:nothing', 'sheet.json')).toBeNull()
      expect(await archive.get(summaryId, 'nothing.json')).toBeNull()
      expect(await archive.get(summaryId, 'sheet.json', 'v9')).toBeNull()
    })
  })

  test('several archives at once in one process take turns', async () => {
    const options = optionsIn(await emptyRoom())
    const two = [await openArchive(options), await openArchive(options)]
    const puts = Array.from({ length: 8 }, (_, n) =>
      two[n % 2]?.put(request({ 'n.txt': `${n}` }, { id: `urn:x:${n}` })),
    )
    await Promise.all(puts)
    const report = await reading(options, archive => archive.verify())
    expect(report).toMatchObject({ objects: 8, logEntries: 8, findings: [], notes: [] })
    for (const archive of two) await archive.close()
  })

  test('an empty file, an empty name space and Cyrillic names are stored as they are', async () => {
    const options = optionsIn(await emptyRoom())
    await withArchive(options, async archive => {
      await archive.put(request({ 'Ведомость 7«А» №1.txt': 'Ё', 'пусто/нет.txt': '' }))
      expect((await archive.get(summaryId, 'Ведомость 7«А» №1.txt'))?.toString()).toBe('Ё')
      expect((await archive.get(summaryId, 'пусто/нет.txt'))?.length).toBe(0)
      expect((await archive.verify()).findings).toEqual([])
    })
  })

  test('two archives from the same input and time are equal but for signatures', async () => {
    const { keyFile } = optionsIn(await emptyRoom())
    const prints: (readonly [string, string])[][] = []
    for (let n = 0; n < 2; n++) {
      const options = optionsIn(await emptyRoom(), { keyFile })
      await withArchive(options, async archive => {
        for (const put of [firstSummary, weekReport, correctedSummary]) await archive.put(put)
      })
      prints.push([...(await fingerprint(options.folder))].filter(([path]) => !path.endsWith('entry.sig')))
    }
    expect(prints[1]).toEqual(prints[0])
  })

  test('a clock that went back is written down; the order stays that of the entries', async () => {
    let now = juneFirst
    const options = optionsIn(await emptyRoom(), { now: () => now })
    await withArchive(options, async archive => {
      await archive.put(firstSummary)
      now -= 60_000
      await archive.put(correctedSummary)
      expect((await archive.list())[0]?.head).toBe('v2')
      expect((await archive.verify()).findings).toEqual([])
    })
  })
})

describe('laws', () => {
  test('whatever sequence of versions is put, every one comes back, and OCFL holds', async () => {
    const path = fc.constantFrom('a', 'b/c', 'b/d', 'Ё.json')
    const files = fc.dictionary(path, fc.constantFrom('', '1', '2', '3'), {
      minKeys: 1,
      noNullPrototype: true,
    })
    await fc.assert(
      fc.asyncProperty(fc.array(files, { minLength: 1, maxLength: 4 }), async versions => {
        const options = optionsIn(await emptyRoom())
        await withArchive(options, async archive => {
          for (const version of versions) {
            const { version: name } = await archive.put(request(version))
            for (const [file, text] of Object.entries(version)) {
              expect((await archive.get(summaryId, file, name))?.toString()).toBe(text)
            }
          }
          expect((await archive.verify()).findings).toEqual([])
        })
        expect(brokenOcflRules(join(options.folder, 'ocfl'))).toEqual([])
      }),
      { numRuns: 12, seed: 7 },
    )
  })
})

describe('object paths', () => {
  test.each([
    ['object-01', 'ocfl/3c0/ff4/240/object-01'],
    ['..hor/rib:le-$id', 'ocfl/487/326/d8c/%2e%2ehor%2frib%3ale-%24id'],
    [
      `${'abcdefghij'.repeat(10)}a`,
      `ocfl/5cc/73e/648/${'abcdefghij'.repeat(10)}-5cc73e648fbcff136510e330871180922ddacf193b68fdeff855683a01464220`,
    ],
  ])('the layout maps %s as its specification says', (id, path) => {
    expect(objectPath(id)).toBe(path)
  })
})

describe('refused requests change nothing', () => {
  const long = 'a'.repeat(256)
  test.each([
    ['empty id', { id: '' }],
    ['id without scheme', { id: 'summary' }],
    ['Cyrillic id', { id: 'urn:школа:7а' }],
    ['id with a line break', { id: 'urn:x:a\nid=urn:x:b' }],
    ['overlong id', { id: `urn:x:${long}` }],
    ['actor that is a name', { actor: 'Иванова Мария' }],
    ['message of two lines', { message: 'a\nprev=0' }],
    ['empty message', { message: ' ' }],
  ])('%s', async (_name, wrong) => {
    await expectRefused({ ...firstSummary, ...wrong })
  })

  test.each([
    ['no files', []],
    ['parent folder', ['a/../../b']],
    ['absolute', ['/etc/passwd']],
    ['backslash', ['a\\b']],
    ['empty element', ['a//b']],
    ['trailing slash', ['a/']],
    ['dot', ['./a']],
    ['line break', ['a\nb']],
    ['overlong element', [long]],
    ['decomposed letters', ['и\u0306.txt']],
    ['lone surrogate', ['\ud800.txt']],
    ['the same path twice', ['a', 'a']],
    ['file and folder of one name', ['a', 'a/b']],
    ['file and folder, apart in order', ['a', 'a-b', 'a/b']],
  ])('%s', async (_name, paths) => {
    await expectRefused({ ...firstSummary, files: paths.map(path => ({ path, bytes: Buffer.from('x') })) })
  })

  async function expectRefused(wrong: typeof firstSummary): Promise<void> {
    const options = optionsIn(await emptyRoom())
    await withArchive(options, async archive => {
      const before = await fingerprint(options.folder)
      await expect(archive.put(wrong)).rejects.toMatchObject({ code: 'ARCHIVE_REFUSED' })
      expect(await fingerprint(options.folder)).toEqual(before)
      expect(await archive.put(firstSummary)).toMatchObject({ changed: true })
    })
  }
})
