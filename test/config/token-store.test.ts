import { createCipheriv, randomBytes } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import {
  filesOpenToOthers,
  forgetToken,
  readAccess,
  readStoredAccess,
  readToken,
  storeAccess,
  storeToken,
} from '../../src/config/index.js'

const login = {
  token: 'abcdefghijklmnopqrstuvwxyz012345',
  refreshToken: 'refresh-543210',
  clientId: 'client',
  obtainedAt: 1_760_000_000_000,
  expiresAt: 1_762_000_000_000,
}

describe('the stored token', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dnevnik-bridge-token-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  test('comes back with all that the login gave, and nothing of it lies open', async () => {
    await storeAccess(folder, login)
    expect(await readStoredAccess(folder)).toEqual(login)
    for (const file of await readdir(folder)) {
      const text = await readFile(join(folder, file), 'latin1')
      expect(text).not.toMatch(/abcdefgh|refresh-5/)
      expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600)
    }
    expect((await readdir(folder)).sort()).toEqual(['token', 'token-key'])
  })

  test('of the first versions, a bare token under a key, is read as before', async () => {
    const key = randomBytes(32)
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key, nonce)
    const text = Buffer.concat([cipher.update(login.token, 'utf8'), cipher.final()])
    await writeFile(join(folder, 'token-key'), key)
    await writeFile(join(folder, 'token'), Buffer.concat([nonce, cipher.getAuthTag(), text]))
    expect(await readToken(folder, {})).toBe(login.token)
    expect(await readStoredAccess(folder)).toMatchObject({ refreshToken: null, expiresAt: null })
  })

  test('while it is replaced again and again, every reader gets a whole one', async () => {
    await storeAccess(folder, login)
    let writing = true
    const writers = [1, 2, 3].map(async writer => {
      for (let round = 0; round < 40; round += 1)
        await storeAccess(folder, { ...login, token: `token-${writer}-${round}` })
    })
    const seen = new Set<string>()
    const reader = (async () => {
      while (writing) seen.add(await readToken(folder, {}))
    })()
    await Promise.all(writers)
    writing = false
    await reader
    for (const token of seen) expect(token).toMatch(/^(token-\d-\d+|abcdefghijklmnopqrstuvwxyz012345)$/)
    expect(await readdir(folder)).toHaveLength(2)
  })

  test('first stored by two at once is one of the two', async () => {
    const fresh = join(folder, 'fresh')
    await mkdir(fresh)
    await Promise.all(['one', 'two', 'three'].map(token => storeAccess(fresh, { ...login, token })))
    expect(['one', 'two', 'three']).toContain(await readToken(fresh, {}))
  })

  test('stored again as a bare token keeps its refresh token; another one does not', async () => {
    await storeAccess(folder, login)
    await storeToken(folder, login.token)
    expect(await readStoredAccess(folder)).toEqual(login)
    await storeToken(folder, 'another')
    expect(await readStoredAccess(folder)).toMatchObject({ token: 'another', refreshToken: null })
  })

  test('gives way to the environment, with no refresh of what it holds', async () => {
    await storeAccess(folder, login)
    const given = await readAccess(folder, { DNEVNIK_TOKEN: 'given' })
    expect(given).toMatchObject({ token: 'given', source: 'environment', refreshToken: null })
    expect(await readAccess(folder, {})).toMatchObject({ ...login, source: 'store' })
  })

  test('under a key that others may read says so, until it is stored again', async () => {
    const files = { secrets: folder, archiveKey: join(folder, 'archive-key.pem') }
    await storeAccess(folder, login)
    expect(await filesOpenToOthers(files)).toEqual([])
    await writeFile(files.archiveKey, '', { mode: 0o644 })
    expect(await filesOpenToOthers(files)).toEqual([files.archiveKey])
    await chmod(files.archiveKey, 0o600)
    await chmod(join(folder, 'token-key'), 0o640)
    expect(await filesOpenToOthers(files)).toEqual([join(folder, 'token-key')])
    await storeAccess(folder, login)
    expect(await filesOpenToOthers(files)).toEqual([])
  })

  test('forgotten is gone, key and all', async () => {
    await storeAccess(folder, login)
    expect(await forgetToken(folder)).toBe(true)
    expect(await readdir(folder)).toEqual([])
    expect(await forgetToken(folder)).toBe(false)
    await expect(readToken(folder, {})).rejects.toMatchObject({ code: 'TOKEN_MISSING' })
  })
})
