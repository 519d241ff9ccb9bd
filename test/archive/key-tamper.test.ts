import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { append } from '../../src/archive/append.js'
import { realDisk } from '../../src/archive/disk.js'
import { type ArchiveOptions, replaceLostKey } from '../../src/archive/index.js'
import { loadSigner, type Signer } from '../../src/archive/keys.js'
import { takeLock } from '../../src/archive/lock.js'
import { readLog } from '../../src/archive/log.js'
import { publish } from '../../src/archive/signer.js'
import { correctedSummary, firstSummary, juneFirst, optionsIn } from './requests.js'
import {
  auditorVerdict,
  copyOf,
  emptyRoom,
  expectAuditor,
  reading,
  smallArchive,
  withArchive,
} from './workshop.js'

/** Entry 1: a version; 2: the change of keys; 3: a version by the new key. */
let sound: ArchiveOptions
let before: ArchiveOptions
let stranger: Signer
const planned = { reason: 'Плановая смена ключа', actor: 'administrator' }

beforeAll(async () => {
  const room = await emptyRoom()
  before = optionsIn(room)
  await withArchive(before, archive => archive.put(firstSummary))
  sound = optionsIn(await emptyRoom())
  await cp(room, join(sound.folder, '..'), { recursive: true })
  await withArchive(sound, async archive => {
    await archive.changeKey(planned)
    await archive.put(correctedSummary)
  })
  const other = await smallArchive(await emptyRoom())
  stranger = await keyOf(other.keyFile)
})

async function keyOf(file: string): Promise<Signer> {
  const key = await loadSigner(file, '')
  if (key === null) throw new Error(`no key in ${file}`)
  return key
}

const entry = (options: ArchiveOptions, seq: string, name = 'entry.txt') =>
  join(options.folder, 'log', seq, name)

async function edit(file: string, change: (text: string) => string): Promise<void> {
  const text = await readFile(file, 'utf8')
  expect(change(text)).not.toBe(text)
  await writeFile(file, change(text))
}

const codesOf = async (options: ArchiveOptions) =>
  new Set((await reading(options, archive => archive.verify())).findings.map(({ code }) => code))

/** Writes entries as somebody would who has these keys and the disk. */
async function forge(options: ArchiveOptions, old: Signer, named: Signer, second: Signer): Promise<void> {
  const { folder } = options
  await withLog(folder, async writing => {
    await publish(realDisk, folder, named)
    await append(
      { ...writing, signer: old },
      {
        fields: { op: 'key', 'new-key': named.keyId, 'new-key-spki': named.spki },
        ...planned,
        newSigner: second,
      },
    )
  })
  await withLog(folder, async writing => {
    const fields = { op: 'hold', id: firstSummary.id } as const
    await append({ ...writing, signer: named }, { fields, ...planned })
  })
}

async function withLog(
  folder: string,
  work: (writing: Omit<Parameters<typeof append>[0], 'signer'>) => Promise<void>,
): Promise<void> {
  const lock = await takeLock(folder, 5)
  await work({ disk: realDisk, folder, name: 'school-1', log: await readLog(folder), lock, now: juneFirst })
  await lock.release()
}

describe('the entry of a change of keys', () => {
  const attacks: readonly [string, string, (options: ArchiveOptions) => Promise<void>][] = [
    [
      'another key is named',
      'LOG_ENTRY',
      options =>
        edit(entry(options, '00000002'), text =>
          text.replace(/^new-key=(.)/m, (_, digit) => `new-key=${digit === '0' ? '1' : '0'}`),
        ),
    ],
    [
      'another key is named in whole',
      'LOG_SIGNATURE',
      options =>
        edit(entry(options, '00000002'), text =>
          text
            .replace(/^new-key=.*$/m, `new-key=${stranger.keyId}`)
            .replace(/^new-key-spki=.*$/m, `new-key-spki=${stranger.spki}`),
        ),
    ],
    [
      'the reason is changed',
      'LOG_CHAIN',
      options => edit(entry(options, '00000002'), text => text.replace('Плановая', 'Срочная')),
    ],
    [
      'the entry is gone',
      'LOG_GAP',
      options => rm(join(options.folder, 'log/00000002'), { recursive: true }),
    ],
    [
      'the signature of the new key is gone',
      'LOG_SIGNATURE',
      options => rm(entry(options, '00000002', 'new-key.sig')),
    ],
    [
      'the signature of the new key is that of the old one',
      'LOG_SIGNATURE',
      options => cp(entry(options, '00000002', 'entry.sig'), entry(options, '00000002', 'new-key.sig')),
    ],
    [
      'such a signature lies in another entry',
      'LOG_EXTRA',
      options => cp(entry(options, '00000002', 'new-key.sig'), entry(options, '00000003', 'new-key.sig')),
    ],
    [
      'the public key is another one',
      'KEY_STRANGE',
      async options =>
        writeFile(
          join(options.folder, 'keys', `${(await keyOf(options.keyFile)).keyId}.pub`),
          stranger.publicPem,
        ),
    ],
  ]

  test.each(attacks)('%s: %s, and the auditor finds it too', async (_name, code, spoil) => {
    const options = await copyOf(sound)
    await spoil(options)
    expect(await codesOf(options)).toContain(code)
    await expectAuditor(options.folder, 1)
  })
})

describe('who has the disk, but not the key in force', () => {
  test("can't go on with the former key", async () => {
    const options = { ...(await copyOf(before)), keyFile: before.keyFile }
    await withArchive(options, archive => archive.put(correctedSummary))
    expect(await codesOf({ ...options, keyFile: sound.keyFile })).toEqual(new Set(['LOG_KEY']))
    // Without the key in force only the head that is known from outside shows it.
    const { seq, head } = await reading(sound, archive => archive.checkpoint())
    await expectAuditor(options.folder, 1, '--expect', `${seq}:${head}`)
  })

  test("can't have the former key name his own", async () => {
    const options = await copyOf(before)
    await forge(options, await keyOf(before.keyFile), stranger, stranger)
    expect(await codesOf({ ...options, keyFile: sound.keyFile })).toEqual(new Set(['LOG_KEY']))
  })

  test("can't put a history of his own before the key in force", async () => {
    const options = await smallArchive(await emptyRoom())
    await forge(options, await keyOf(options.keyFile), await keyOf(sound.keyFile), stranger)
    const codes = await codesOf({ ...options, keyFile: sound.keyFile })
    expect(codes).toEqual(new Set(['LOG_SIGNATURE', 'LOG_KEY']))
    await expectAuditor(options.folder, 1)
  })

  test("can't sign on with the former key after the change", async () => {
    const options = await copyOf(sound)
    const former = await keyOf(before.keyFile)
    await withLog(options.folder, async writing => {
      const fields = { op: 'hold', id: firstSummary.id } as const
      await append({ ...writing, signer: former }, { fields, ...planned })
    })
    expect(await codesOf(options)).toEqual(new Set(['LOG_KEY']))
    await expectAuditor(options.folder, 1)
  })

  test("can't pass his own key off as the heir of a lost one: the key at hand says so, and all others are told", async () => {
    const options = { ...(await copyOf(sound)), keyFile: join(await emptyRoom(), 'key.pem') }
    const attestedBy = ['Иванов', 'Петров'] as const
    await replaceLostKey(options, { number: '1', attestedBy, forms: async () => [], ...planned })
    expect(await codesOf({ ...options, keyFile: sound.keyFile })).toEqual(new Set(['LOG_KEY']))
    const told = await auditorVerdict(options.folder)
    expect(told).toMatchObject({ code: 0, text: expect.stringContaining('ВНИМАНИЕ: ключ') })
  })
})
