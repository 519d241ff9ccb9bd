import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BridgeError } from '../errors.js'
import { stamp } from './inventory.js'
import { systemCode } from './trouble.js'
import type { TimeStampService } from './witnesses.js'

/**
 * Time stamps by RFC 3161, made and checked by openssl: with the same program the auditor checks them. What leaves the house
 * is one digest.
 */

const patienceMs = 30_000
const mostBytes = 1 << 20

/** @throws BridgeError STAMP_FAILED */
export function requestStamp(
  text: Buffer,
  { url, caFile }: TimeStampService,
): Promise<{ readonly token: Buffer; readonly time: string }> {
  return inRoom(async room => {
    if (!(await holdsCertificates(caFile)))
      throw failed(
        `В файле ${caFile} нет сертификатов (PEM), или он не читается.`,
        'Назовите сертификаты службы меток времени',
      )
    const [data, query, reply] = [join(room, 'data'), join(room, 'query.tsq'), join(room, 'reply.tsr')]
    await writeFile(data, text)
    await checked(['ts', '-query', '-data', data, '-sha512', '-cert', '-out', query], 'запрос не составлен')
    const token = await exchange(url, await readFile(query))
    await writeFile(reply, token)
    const answer = await openssl(['ts', '-reply', '-in', reply, '-text'])
    const time = timeIn(answer.text)
    if (!answer.done || time === null)
      throw failed(`Ответ ${url} — не метка времени.`, 'Проверьте адрес службы: archive.timeStamps.url')
    const how = ['-queryfile', query, '-in', reply, '-CAfile', caFile]
    const verified = await openssl(['ts', '-verify', ...how])
    if (verified.done) return { token, time }
    throw failed(
      `Метка времени от ${url} не сходится с запросом или с сертификатами ${caFile}: ${reasonIn(verified.text)}`,
      'Проверьте archive.timeStamps: адрес службы и файл сертификатов её удостоверяющего центра (PEM)',
    )
  })
}

/** A file that isn't there proves nothing against a stamp. */
export async function holdsCertificates(file: string): Promise<boolean> {
  try {
    return /^-----BEGIN (X509 |TRUSTED )?CERTIFICATE-----$/m.test(await readFile(file, 'utf8'))
  } catch (error) {
    if (systemCode(error) === null) throw error
    return false
  }
}

/** `unknown` where there is no openssl. The certificate has to have been good when the stamp was made. */
export function checkStamp(
  text: Buffer,
  token: Buffer,
  caFile: string,
): Promise<{ readonly verdict: 'holds' | 'wrong' | 'unknown'; readonly time: string | null }> {
  return inRoom(async room => {
    const [data, reply] = [join(room, 'data'), join(room, 'reply.tsr')]
    await writeFile(data, text)
    await writeFile(reply, token)
    try {
      const time = timeIn((await openssl(['ts', '-reply', '-in', reply, '-text'])).text)
      if (time === null) return { verdict: 'wrong', time: null }
      const at = ['-attime', String(Date.parse(time) / 1000)]
      const { done } = await openssl(['ts', '-verify', '-data', data, '-in', reply, '-CAfile', caFile, ...at])
      return { verdict: done ? 'holds' : 'wrong', time }
    } catch (error) {
      if (error instanceof BridgeError) return { verdict: 'unknown', time: null }
      throw error
    }
  })
}

async function exchange(url: string, query: Buffer): Promise<Buffer> {
  const hint = 'Проверьте адрес службы меток времени и сеть, затем повторите: archive stamp'
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query' },
      body: new Uint8Array(query),
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    })
    if (!answer.ok)
      throw failed(`Служба меток времени ${url} ответила ${answer.status}.`, hint, { passing: true })
    return await limited(answer, url)
  } catch (cause) {
    if (cause instanceof BridgeError) throw cause
    throw failed(`Служба меток времени ${url} не отвечает.`, hint, { passing: true, cause })
  }
}

async function limited(answer: Response, url: string): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of answer.body ?? []) {
    length += part.length
    if (length > mostBytes)
      throw failed(`Ответ ${url} слишком велик для метки времени.`, 'Проверьте адрес службы')
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** `Time stamp: Jun  1 09:00:00.250 2027 GMT`, as RFC 3339. */
function timeIn(text: string): string | null {
  const [, month, day, time, year] =
    /^Time stamp: (\w{3}) +(\d+) (\d\d:\d\d:\d\d)(?:\.\d+)? (\d{4}) GMT$/m.exec(text) ?? []
  const at = Date.parse(`${day} ${month} ${year} ${time} GMT`)
  return Number.isNaN(at) ? null : stamp(at)
}

function reasonIn(text: string): string {
  const lines = text.trim().split('\n')
  return (
    lines.findLast(line => line.includes('error') || line.includes('Error'))?.trim() ??
    'openssl не подтвердил'
  )
}

async function checked(args: readonly string[], what: string): Promise<void> {
  const { done, text } = await openssl(args)
  if (!done)
    throw failed(`openssl: ${what}: ${reasonIn(text)}`, 'Проверьте, какая версия openssl установлена')
}

function openssl(args: readonly string[]): Promise<{ readonly done: boolean; readonly text: string }> {
  const env = { ...process.env, LC_ALL: 'C' }
  return new Promise((resolve, reject) => {
    execFile('openssl', args, { env }, (error, stdout, stderr) => {
      if (error !== null && systemCode(error) === 'ENOENT')
        reject(
          failed(
            'Не найдена программа openssl.',
            'Установите пакет openssl: им делают и проверяют метки времени',
          ),
        )
      else resolve({ done: error === null, text: `${stdout}\n${stderr}` })
    })
  })
}

async function inRoom<T>(work: (room: string) => Promise<T>): Promise<T> {
  const room = await mkdtemp(join(tmpdir(), 'time-stamp-'))
  try {
    return await work(room)
  } finally {
    await rm(room, { recursive: true, force: true })
  }
}

function failed(
  message: string,
  hint: string,
  { passing = false, cause }: { readonly passing?: boolean; readonly cause?: unknown } = {},
): BridgeError {
  return new BridgeError('STAMP_FAILED', { message, hint, permanent: !passing, cause })
}
