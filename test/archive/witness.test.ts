import { execFileSync } from 'node:child_process'
import { appendFile, cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { cmsForm } from '../../src/archive/cms.js'
import type { ArchiveOptions } from '../../src/archive/index.js'
import { objectPath } from '../../src/archive/paths.js'
import { describeWith } from '../support/programs.js'
import { correctedSummary, firstSummary, optionsIn, request, summaryId } from './requests.js'
import { startTimeStampServer, type TimeStampServer } from './time-stamp-service.js'
import {
  auditorVerdict,
  copyOf,
  emptyRoom,
  expectAuditor,
  reading,
  smallArchive,
  withArchive,
} from './workshop.js'

const verified = (options: ArchiveOptions, stampCaFile?: string) =>
  reading(options, archive => archive.verify({ stampCaFile }))
const codes = async (options: ArchiveOptions, caFile?: string) =>
  (await verified(options, caFile)).findings.map(({ code }) => code)

describeWith('openssl', 'time stamps of checkpoints', () => {
  let server: TimeStampServer
  let stranger: TimeStampServer
  let stamped: ArchiveOptions
  const point = 'urn:school-1:checkpoint:00000003'
  const token = join(objectPath(point), 'v2/content/signatures/checkpoint.txt/1.tsr')

  beforeAll(async () => {
    server = await startTimeStampServer(await emptyRoom())
    stranger = await startTimeStampServer(await emptyRoom())
    stamped = await smallArchive(await emptyRoom())
    await withArchive(stamped, archive => archive.stampCheckpoint({ service: server, actor: 'archivist' }))
  })
  beforeEach(() => {
    server.answer = null
  })
  afterAll(async () => {
    await server.close()
    await stranger.close()
  })

  test('the checkpoint is an object, the stamp its next version; openssl and the auditor find it good', async () => {
    await reading(stamped, async archive => {
      const { head } = await headOf(stamped, '00000003')
      expect(String(await archive.get(point, 'checkpoint.txt'))).toBe(`school-1\n00000003:${head}\n`)
      const versions = await archive.show(point)
      expect(versions?.map(({ version, files }) => [version, files.length])).toEqual([
        ['v1', 2],
        ['v2', 5],
      ])
      const label = JSON.parse(String(await archive.get(point, 'signatures/checkpoint.txt/1.json')))
      expect(label).toMatchObject({ kind: 'time-stamp', service: server.url, checked: true })
    })
    const report = await verified(stamped, server.caFile)
    const witnesses = { stamps: 1, checkedStamps: 1, signatures: 0, newestStamp: expect.stringMatching(/Z$/) }
    expect(report).toMatchObject({ findings: [], notes: [], witnesses })
    const told = await auditorVerdict(stamped.folder, '--tsa-ca', server.caFile)
    expect(told).toMatchObject({ code: 0, text: expect.stringContaining('Меток времени: 1, сошлось: 1') })
  })

  test('without authorities it is told to be unchecked, by both', async () => {
    expect((await verified(stamped)).notes).toMatchObject([{ code: 'STAMP_UNCHECKED' }])
    expect((await auditorVerdict(stamped.folder)).text).toContain('Меток времени: 1, не проверены')
  })

  test('by settings whose file holds no certificates they are unchecked, not wrong, and none is asked for; who names one is refused', async () => {
    const lost = join(await emptyRoom(), 'ca.pem')
    const unchecked = {
      findings: [],
      notes: [expect.objectContaining({ code: 'STAMP_UNCHECKED', message: expect.stringContaining(lost) })],
    }
    const refused = { code: 2, text: expect.stringContaining(`В файле ${lost} нет сертификатов`) }
    expect(await verified(stamped, lost)).toMatchObject(unchecked)
    expect(await auditorVerdict(stamped.folder, '--tsa-ca', lost)).toMatchObject(refused)
    await writeFile(lost, 'x')
    expect(await verified(stamped, lost)).toMatchObject(unchecked)
    expect(await auditorVerdict(stamped.folder, '--tsa-ca', lost)).toMatchObject(refused)
    const options = await copyOf(stamped)
    const asked = server.asked()
    await withArchive({ ...options, keyFile: stamped.keyFile }, async archive => {
      await archive.put(request({ 'a.txt': 'new' }, { id: 'urn:x:lost' }))
      const service = { url: server.url, caFile: lost }
      const refused = archive.stampCheckpoint({ service, actor: 'archivist' })
      await expect(refused).rejects.toMatchObject({
        code: 'STAMP_FAILED',
        message: expect.stringContaining(lost),
      })
    })
    expect(server.asked()).toBe(asked)
  })

  test('nothing new is not stamped again; what is new is', async () => {
    const options = { ...(await copyOf(stamped)), keyFile: stamped.keyFile }
    const asked = server.asked()
    const stamp = () =>
      withArchive(options, archive => archive.stampCheckpoint({ service: server, actor: 'archivist' }))
    expect(await stamp()).toBeNull()
    expect(server.asked()).toBe(asked)
    await withArchive(options, archive => archive.put(request({ a: 'b' }, { id: 'urn:x:y' })))
    expect(await stamp()).toMatchObject({ id: 'urn:school-1:checkpoint:00000006', version: 'v2' })
    expect((await verified(options, server.caFile)).witnesses).toMatchObject({ stamps: 2, checkedStamps: 2 })
    await expectAuditor(options.folder, 0, '--tsa-ca', server.caFile)
  })

  test('authorities of somebody else, or another token, do not hold', async () => {
    expect(await codes(stamped, stranger.caFile)).toEqual(['STAMP_WRONG'])
    await expectAuditor(stamped.folder, 1, '--tsa-ca', stranger.caFile)
    await expectAuditor(stamped.folder, 2, '--tsa-ca', join(stamped.folder, 'none.pem'))
    const options = { ...(await copyOf(stamped)), keyFile: stamped.keyFile }
    const other = await smallArchive(await emptyRoom())
    await withArchive(other, async archive => {
      await archive.put(request({ a: 'b' }, { id: 'urn:x:y' }))
      await archive.stampCheckpoint({ service: server, actor: 'archivist' })
    })
    const otherToken = join(
      objectPath('urn:school-1:checkpoint:00000004'),
      'v2/content/signatures/checkpoint.txt/1.tsr',
    )
    await cp(join(other.folder, otherToken), join(options.folder, token))
    expect(new Set(await codes(options, server.caFile))).toEqual(new Set(['E092', 'STAMP_WRONG']))
    await expectAuditor(options.folder, 1, '--tsa-ca', server.caFile)
  })

  test('a log rewritten with the key itself does not fit the checkpoint that was stamped', async () => {
    // The owner of key and disk makes another history, and puts the stamped checkpoint into it.
    const options = optionsIn(await emptyRoom(), { keyFile: stamped.keyFile })
    await withArchive(options, async archive => {
      for (const put of [correctedSummary, firstSummary, request({ a: 'b' }, { id: 'urn:x:y' })])
        await archive.put(put)
      const file = async (path: string) => ({
        path,
        bytes: (await reading(stamped, one => one.get(point, path))) ?? Buffer.of(),
      })
      const files = [await file('checkpoint.txt'), await file('meta/record.json')]
      await archive.put({ id: point, files, message: 'Контрольная точка', actor: 'archivist' })
    })
    expect(await codes(options, server.caFile)).toEqual(['CHECKPOINT_DIFFERS'])
    await expectAuditor(options.folder, 1)
  })

  const wrongAnswers: readonly [string, boolean, (query: Buffer) => { status: number; body: Buffer }][] = [
    ['an error', false, () => ({ status: 503, body: Buffer.of() })],
    ['no stamp', true, () => ({ status: 200, body: Buffer.from('<html>') })],
    ['too much', true, () => ({ status: 200, body: Buffer.alloc(2 << 20) })],
  ]
  test.each(wrongAnswers)('%s in answer leaves the archive as it was', async (_name, permanent, answer) => {
    const options = await smallArchive(await emptyRoom())
    server.answer = answer
    await withArchive(options, async archive => {
      const refused = archive.stampCheckpoint({ service: server, actor: 'archivist' })
      await expect(refused).rejects.toMatchObject({ code: 'STAMP_FAILED', permanent })
      expect((await archive.verify()).logEntries).toBe(3)
    })
  })

  test('an answer to another question, by another authority, or by nobody, is refused', async () => {
    const options = await smallArchive(await emptyRoom())
    let first: Buffer | null = null
    const archive = (service: { url: string; caFile: string }) =>
      withArchive(options, one => one.stampCheckpoint({ service, actor: 'archivist' }))
    await expect(archive({ url: server.url, caFile: stranger.caFile })).rejects.toMatchObject({
      ...{ code: 'STAMP_FAILED', permanent: true },
      message: expect.stringContaining('не сходится'),
    })
    const old = await readFile(join(stamped.folder, token))
    server.answer = () => ({ status: 200, body: first ?? old })
    await expect(archive(server)).rejects.toMatchObject({ code: 'STAMP_FAILED', permanent: true })
    first = Buffer.of()
    await expect(archive({ ...server, url: 'http://127.0.0.1:1/tsr' })).rejects.toMatchObject({
      ...{ code: 'STAMP_FAILED', permanent: false },
    })
    expect((await verified(options)).logEntries).toBe(3)
  })

  test('a checkpoint can be stored to be signed, without any service', async () => {
    const options = await smallArchive(await emptyRoom())
    await withArchive(options, async archive => {
      const kept = await archive.keepCheckpoint('administrator')
      const signature = signed(
        await emptyRoom(),
        (await archive.get(kept.id, 'checkpoint.txt')) ?? Buffer.of(),
      )
      const reason = 'Подписал директор'
      const attached = await archive.attachSignature({
        ...{ id: kept.id, path: 'checkpoint.txt', signature, reason, actor: 'administrator' },
      })
      expect(attached).toMatchObject({ version: 'v2', digestAlgorithms: ['SHA-256'] })
    })
    expect(await verified(options)).toMatchObject({ findings: [], witnesses: { signatures: 1, stamps: 0 } })
    const told = await auditorVerdict(options.folder)
    expect(told).toMatchObject({
      code: 0,
      text: expect.stringContaining('Приложено подписей: 1; здесь они не проверяются.'),
    })
  })
})

/** A detached CMS signature over the bytes, DER. */
function signed(room: string, bytes: Buffer, ...more: string[]): Buffer {
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: room, input: bytes, stdio: 'pipe' })
  const made = ['-newkey', 'rsa:2048', '-nodes', '-keyout', 'key.pem', '-out', 'cert.pem', '-days', '2']
  openssl('req', '-x509', ...made, '-subj', '/CN=Test')
  return openssl(
    'cms',
    '-sign',
    '-binary',
    '-signer',
    'cert.pem',
    '-inkey',
    'key.pem',
    '-outform',
    'DER',
    ...more,
  )
}

async function headOf(options: ArchiveOptions, seq: string): Promise<{ head: string }> {
  const next = String(Number(seq) + 1).padStart(8, '0')
  const text = await readFile(join(options.folder, 'log', next, 'entry.txt'), 'utf8')
  return { head: /^prev=(.*)$/m.exec(text)?.[1] ?? '' }
}

test('a signature by GOST is known by its form, whoever can check it', () => {
  const element = (tag: number, ...parts: Buffer[]) => {
    const value = Buffer.concat(parts)
    return Buffer.concat([Buffer.from([tag, value.length]), value])
  }
  const oid = (hex: string) => element(0x06, Buffer.from(hex, 'hex'))
  const digests = element(0x31, element(0x30, oid('2a85030701010202')))
  const content = element(0x30, oid('2a864886f70d010701'))
  const signedData = element(0x30, element(0x02, Buffer.from([1])), digests, content)
  const cms = element(0x30, oid('2a864886f70d010702'), element(0xa0, signedData))
  const form = { detached: true, digestAlgorithms: ['ГОСТ Р 34.11-2012 (256)'] }
  expect(cmsForm(cms)).toEqual({ encoding: 'DER', ...form })
  expect(cmsForm(Buffer.from(cms.toString('base64')))).toEqual({ encoding: 'base64', ...form })
  expect(cmsForm(cms.subarray(0, cms.length - 1))).toBeNull()
})

describeWith('openssl', 'attached signatures', () => {
  const attach = (options: ArchiveOptions, signature: Buffer, more: { id?: string; path?: string } = {}) =>
    withArchive(options, archive =>
      archive.attachSignature({
        ...{ id: summaryId, path: 'sheet.pdf', reason: 'Подписал директор', actor: 'administrator' },
        ...more,
        signature,
      }),
    )
  const pdf = Buffer.from('%PDF two')

  test('come as a version of their own, as they are, and say that nobody has checked them', async () => {
    const options = await smallArchive(await emptyRoom())
    const signature = signed(await emptyRoom(), pdf)
    expect(await attach(options, signature)).toMatchObject({ version: 'v3', changed: true })
    expect(await attach(options, signature)).toMatchObject({ version: 'v3', changed: false })
    const pem = Buffer.from(
      `-----BEGIN CMS-----\n${signed(await emptyRoom(), pdf).toString('base64')}\n-----END CMS-----\n`,
    )
    expect(await attach(options, pem)).toMatchObject({ version: 'v4', path: 'signatures/sheet.pdf/2.p7s' })
    await reading(options, async archive => {
      expect(await archive.get(summaryId, 'signatures/sheet.pdf/1.p7s')).toEqual(signature)
      const messages = (await archive.show(summaryId))?.map(({ message }) => message) ?? []
      // Lists call a document by its newest version: it mustn't lose its name by a signature, nor collect reasons.
      expect(messages.slice(2)).toEqual([
        `${messages[1]}: Подписал директор`,
        `${messages[1]}: Подписал директор`,
      ])
      expect(await archive.get(summaryId, 'sheet.pdf')).toEqual(pdf)
      const label = JSON.parse(String(await archive.get(summaryId, 'signatures/sheet.pdf/1.json')))
      expect(label).toMatchObject({ checked: false, detached: true, encoding: 'DER', file: 'sheet.pdf' })
      expect(await archive.verify()).toMatchObject({ findings: [], notes: [], witnesses: { signatures: 2 } })
    })
    await expectAuditor(options.folder, 0)
  })

  test('stay with what they sign: the same documents again are no version, a correction leaves them behind', async () => {
    const options = await smallArchive(await emptyRoom())
    await attach(options, signed(await emptyRoom(), pdf))
    await withArchive(options, async archive => {
      expect(await archive.put(correctedSummary)).toMatchObject({ changed: false, version: 'v3' })
      const other = request({ 'sheet.json': '{"оценка":2}\n', 'sheet.pdf': '%PDF two' })
      expect(await archive.put(other)).toMatchObject({ version: 'v4' })
      expect(await archive.get(summaryId, 'signatures/sheet.pdf/1.p7s')).not.toBeNull()
      expect(await archive.put(firstSummary)).toMatchObject({ version: 'v5' })
      expect(await archive.get(summaryId, 'signatures/sheet.pdf/1.p7s')).toBeNull()
      expect(await archive.get(summaryId, 'signatures/sheet.pdf/1.p7s', 'v4')).not.toBeNull()
    })
    await expectAuditor(options.folder, 0)
  })

  test('what is no detached signature, or of nothing, is refused', async () => {
    const options = await smallArchive(await emptyRoom())
    const good = signed(await emptyRoom(), pdf)
    const inside = signed(await emptyRoom(), pdf, '-nodetach')
    for (const wrong of [inside, pdf, Buffer.of(), good.subarray(0, 40), Buffer.from('подпись')])
      await expect(attach(options, wrong)).rejects.toMatchObject({ code: 'ARCHIVE_REFUSED' })
    await expect(attach(options, good, { path: 'sheet.doc' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await attach(options, good, { id: 'urn:none:1' })).toBeNull()
    await withArchive(options, async archive => {
      const planted = archive.put(request({ 'signatures/sheet.pdf/1.p7s': 'x' }))
      await expect(planted).rejects.toMatchObject({ code: 'ARCHIVE_REFUSED' })
      expect((await archive.verify()).logEntries).toBe(3)
    })
  })

  test('are damaged like any file', async () => {
    const options = await smallArchive(await emptyRoom())
    await attach(options, signed(await emptyRoom(), pdf))
    const file = join(options.folder, objectPath(summaryId), 'v3/content/signatures/sheet.pdf/1.p7s')
    await appendFile(file, 'x')
    expect(await codes(options)).toEqual(['E092'])
    await writeFile(file, 'x')
    await expectAuditor(options.folder, 1)
  })
})
