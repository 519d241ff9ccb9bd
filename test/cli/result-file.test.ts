import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { writeResult, writeSecret } from '../../src/cli/result-file.js'
import { packageRoot } from '../../src/package-root.js'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dnevnik-bridge-result-'))
  file = join(folder, 'sheet.json')
  await writeFile(file, 'прежнее')
})
afterEach(() => rm(folder, { recursive: true }))

/** A system that takes no byte into any file stands for a full disk: files begin, and can't be written. */
async function onFullDisk(kind: 'result' | 'secret', path: string): Promise<unknown> {
  const limited = ['trap "" XFSZ; ulimit -f 0; exec "$0" "$@"', process.execPath, '--no-warnings']
  const script = join(packageRoot, 'test/cli/writing-process.ts')
  const { stdout } = await promisify(execFile)(
    'bash',
    ['-c', ...limited, '--import', 'tsx', script, kind, path],
    { cwd: packageRoot, env: { PATH: process.env.PATH, TSX_DISABLE_CACHE: '1' } },
  )
  return JSON.parse(stdout)
}

describe('a file that people take along', () => {
  test('on a full disk what stood there stays, nothing half is left, and it is told', async () => {
    for (const [kind, path] of [
      ['result', file],
      ['secret', join(folder, 'identity.txt')],
    ] as const) {
      expect(await onFullDisk(kind, path)).toMatchObject({
        code: 'USAGE',
        message: expect.stringContaining('файлы такого размера здесь запрещены'),
        hint: expect.stringContaining('Ничего не записано'),
      })
    }
    expect(await readdir(folder)).toEqual(['sheet.json'])
    expect(await readFile(file, 'utf8')).toBe('прежнее')
  })

  test('takes the place of what stood there; a secret doesn’t, and is its owner’s only', async () => {
    await writeResult(file, 'новое')
    expect(await readFile(file, 'utf8')).toBe('новое')
    await expect(writeSecret(file, 'тайна')).rejects.toMatchObject({
      message: expect.stringContaining('он уже есть'),
      hint: expect.stringContaining('Назовите другой файл'),
    })
    expect(await readFile(file, 'utf8')).toBe('новое')
    const secret = join(folder, 'identity.txt')
    await writeSecret(secret, 'тайна')
    expect((await stat(secret)).mode & 0o777).toBe(0o600)
  })

  test('who could read what stood there can read the new, and nobody else', async () => {
    for (const mode of [0o600, 0o664]) {
      await chmod(file, mode)
      await writeResult(file, 'новое')
      expect((await stat(file)).mode & 0o777).toBe(mode)
    }
  })

  test.each([
    ['no such folder', 'nowhere/sheet.pdf', 'такой папки нет'],
    ['a folder', '.', 'это папка'],
    ['a file where the folder should be', 'sheet.json/sheet.pdf', 'на месте папки лежит файл'],
  ])('a place that takes no file (%s) is told by what is wrong with it', async (_name, path, words) => {
    await expect(writeResult(join(folder, path), 'новое')).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining(words),
    })
    expect(await readdir(folder)).toEqual(['sheet.json'])
  })

  test('flows into a device, and says what the device says', async () => {
    await writeResult('/dev/null', 'новое')
    await expect(writeResult('/dev/full', 'новое')).rejects.toMatchObject({
      message: expect.stringContaining('на диске нет места'),
    })
  })
})
