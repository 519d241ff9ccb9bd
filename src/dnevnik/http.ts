import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import axios, { type AxiosResponse } from 'axios'
import type { Clock } from '../clock.js'
import { BridgeError } from '../errors.js'
import { interrupted, withLinkedSignal } from './abort.js'
import { failure } from './failures.js'
import { retryAfterMs } from './retry-after.js'
import { type SkewRange, skewRange } from './skew.js'

/** Bodies above this are no answer of a school's journal. */
const largestBody = 64 * 1024 * 1024

export interface WireRequest {
  /** Below the version, e.g. `edu-groups/1/lessons/2026-11-16/2026-11-22`. */
  readonly path: string
  /** A list becomes a repeated parameter: `lessons=1&lessons=2`. */
  readonly query?: Readonly<Record<string, string | readonly string[]>>
  /** JSON as it shall go over the wire: ids in it never become numbers. With a body the request is a POST. */
  readonly body?: string
}

/** What came over the wire, not yet judged. */
export interface RawAnswer {
  readonly status: number
  readonly contentType: string
  readonly retryAfterMs: number | null
  /** As many as came over the wire. */
  readonly bytes: number
  readonly skew: SkewRange | null
  readonly text: string
}

export interface Transport {
  /** @throws BridgeError DNEVNIK_NETWORK, DNEVNIK_TIMEOUT, DNEVNIK_TRUNCATED, DNEVNIK_UNEXPECTED, INTERRUPTED */
  send(request: WireRequest, signal: AbortSignal): Promise<RawAnswer>
  close(): void
}

export interface TransportOptions {
  readonly baseUrl: string
  readonly token: string
  readonly clock: Clock
  readonly timeoutMs: number
}

/** `https://host/prefix`, with or without the version at its end, becomes `https://host/prefix/v2`. */
export function versionedUrl(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash || url.username || url.password) {
    throw new BridgeError('CONFIG_INVALID', {
      message: 'Адрес платформы записан неверно.',
      hint: 'Он выглядит так: https://api.dnevnik.ru (после имени сервера может стоять путь).',
    })
  }
  const path = url.pathname.replace(/\/+$/, '').replace(/\/v2(\.0)?$/i, '')
  return `${url.origin}${path}/v2`
}

function headerToken(token: string): string {
  const text = token.trim()
  if (text === '') {
    throw new BridgeError('TOKEN_MISSING', {
      message: 'Токен пуст.',
      hint: 'Войдите: dnevnik-bridge auth login, или задайте DNEVNIK_TOKEN.',
    })
  }
  if (/^[\x21-\x7e]+$/.test(text)) return text
  throw failure('DNEVNIK_TOKEN_DEAD', { message: 'В токене есть знаки, которых в нём не бывает.' })
}

/** Bytes come as a stream and are checked here: axios' own text mode can't tell a cut-off body from a whole one. */
export function createTransport(options: TransportOptions): Transport {
  const httpAgent = new HttpAgent({ keepAlive: true })
  const httpsAgent = new HttpsAgent({ keepAlive: true })
  const http = axios.create({
    baseURL: versionedUrl(options.baseUrl),
    adapter: 'http',
    headers: {
      'Access-Token': headerToken(options.token),
      Accept: 'application/json',
      'Accept-Encoding': 'gzip',
    },
    responseType: 'stream',
    decompress: false,
    // A redirect would carry the token to another host.
    maxRedirects: 0,
    validateStatus: () => true,
    paramsSerializer: { indexes: null },
    httpAgent,
    httpsAgent,
  })

  async function exchange(request: WireRequest, signal: AbortSignal): Promise<RawAnswer> {
    const { path, query, body } = request
    const askedAt = options.clock.now()
    const response = await http
      .request<Readable>({ url: path, params: query, signal, ...(body === undefined ? {} : posted(body)) })
      .catch((error: unknown) => Promise.reject(networkFailure(error, path)))
    const header = (name: string) => headerText(response, name)
    const bytes = await readBytes(response.data, path)
    const length = header('content-length')
    if (length !== null && Number(length) !== bytes.length) throw failure('DNEVNIK_TRUNCATED', { path })
    const answeredAt = options.clock.now()
    return {
      status: response.status,
      contentType: header('content-type') ?? '',
      retryAfterMs: retryAfterMs(header('retry-after'), header('date'), answeredAt),
      skew: skewRange({ date: header('date'), age: header('age'), askedAt, answeredAt }),
      bytes: bytes.length,
      text: decodeText(await decompress(bytes, header('content-encoding'), path), path),
    }
  }

  async function send(request: WireRequest, signal: AbortSignal): Promise<RawAnswer> {
    const deadline = new AbortController()
    const timer = setTimeout(() => deadline.abort(), options.timeoutMs)
    try {
      return await withLinkedSignal([signal, deadline.signal], linked => exchange(request, linked))
    } catch (error) {
      if (signal.aborted) throw interrupted()
      if (deadline.signal.aborted) throw failure('DNEVNIK_TIMEOUT', { path: request.path })
      throw error
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    send,
    close() {
      httpAgent.destroy()
      httpsAgent.destroy()
    },
  }
}

/** Bytes, because axios would parse a text that calls itself JSON. */
function posted(body: string) {
  return { method: 'post', data: Buffer.from(body), headers: { 'Content-Type': 'application/json' } }
}

function headerText(response: AxiosResponse<unknown>, name: string): string | null {
  const value: unknown = response.headers[name]
  return typeof value === 'string' ? value : null
}

function errorCode(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : null
  return typeof code === 'string' ? code : 'UNKNOWN'
}

/** Only the code is kept: axios' error carries the request, and the request carries the token. */
function networkFailure(error: unknown, path: string): BridgeError {
  const network = errorCode(error)
  if (!/CERT|SIGNATURE|ERR_TLS/.test(network)) return failure('DNEVNIK_NETWORK', { path, network })
  return failure('DNEVNIK_NETWORK', {
    path,
    network,
    permanent: true,
    message: 'Сертификату платформы нельзя доверять.',
    hint: 'Проверьте часы компьютера; если сертификат выдан НУЦ Минцифры, укажите его файл в NODE_EXTRA_CA_CERTS.',
  })
}

async function readBytes(stream: Readable, path: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > largestBody) throw tooLarge(path)
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof BridgeError) throw error
    throw failure('DNEVNIK_TRUNCATED', { path, network: errorCode(error) })
  }
  return Buffer.concat(chunks, size)
}

function tooLarge(path: string): BridgeError {
  return failure('DNEVNIK_UNEXPECTED', { path, message: 'Ответ платформы больше 64 МБ; он не прочитан.' })
}

async function decompress(bytes: Buffer, encoding: string | null, path: string): Promise<Buffer> {
  if (encoding === null || encoding === 'identity' || bytes.length === 0) return bytes
  if (!/^(x-)?gzip$/i.test(encoding)) {
    throw failure('DNEVNIK_UNEXPECTED', { path, message: 'Платформа сжала ответ неизвестным способом.' })
  }
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: largestBody })
  } catch (error) {
    if (errorCode(error) === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(path)
    throw failure('DNEVNIK_TRUNCATED', { path })
  }
}

/** UTF-8 and nothing else: a damaged letter would otherwise become a topic that nobody wrote. */
function decodeText(bytes: Buffer, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw failure('DNEVNIK_TRUNCATED', { path })
  }
}
