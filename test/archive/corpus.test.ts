import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { packageRoot } from '../../src/package-root.js'
import { brokenOcflRules } from './ocfl-rules.js'
import { optionsFor } from './requests.js'
import { emptyRoom, expectAuditor, reading } from './workshop.js'

/**
 * fixtures/archive: `good/<name>` must be found sound, `bad/<CODE>_<name>` must be found to have CODE. A new case is
 * a new folder. Archives written by this version stay readable by every later one: that is what good/ is for.
 */
const corpus = join(packageRoot, 'fixtures', 'archive')
const casesIn = (kind: string) => readdirSync(join(corpus, kind)).sort()

async function look(folder: string) {
  const options = optionsFor(folder, join(await emptyRoom(), 'no-key.pem'))
  return reading(options, archive => archive.verify())
}

describe('good', () => {
  test.each(casesIn('good'))('%s', async name => {
    const folder = join(corpus, 'good', name)
    expect(await look(folder)).toMatchObject({ findings: [], notes: [{ code: 'KEY_NOT_PINNED' }] })
    await expectAuditor(folder, 0)
    expect(brokenOcflRules(join(folder, 'ocfl'))).toEqual([])
    const options = optionsFor(folder, join(await emptyRoom(), 'no-key.pem'))
    await reading(options, async archive => {
      for (const { id, files } of await archive.list()) {
        for (const { path, size } of files) expect(await archive.get(id, path)).toHaveLength(size)
      }
    })
  })
})

describe('bad', () => {
  test.each(casesIn('bad'))('%s', async name => {
    const folder = join(corpus, 'bad', name)
    const code = name.slice(0, name.lastIndexOf('_'))
    expect((await look(folder)).findings.map(finding => finding.code)).toContain(code)
    await expectAuditor(folder, 1)
  })
})
