import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { makeFolder } from '../../src/config/index.js'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'dnevnik-bridge-folder-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

test('a folder comes with those above it, and may be there already', async () => {
  const path = join(root, 'a', 'b', 'c')
  await Promise.all([makeFolder(path), makeFolder(path), makeFolder(join(root, 'a', 'b', 'd'))])
  await makeFolder(path)
  expect((await stat(path)).isDirectory()).toBe(true)
})

test('where a file stands in the way, there is a message and no folder', async () => {
  const file = join(root, 'file')
  await writeFile(file, '')
  for (const path of [file, join(file, 'below')]) {
    await expect(makeFolder(path)).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining(path),
    })
  }
})

test('a file system that takes no folders ends in a message too, at whatever depth', async () => {
  for (const path of ['/proc/dnevnik', '/proc/dnevnik/bridge/data'])
    await expect(makeFolder(path)).rejects.toMatchObject({ code: 'USAGE' })
})
