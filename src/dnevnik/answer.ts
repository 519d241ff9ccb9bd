import type { BridgeError } from '../errors.js'
import { codeOfErrorType, codeOfStatus, failure } from './failures.js'
import type { RawAnswer } from './http.js'
import { parseLossless } from './lossless.js'

/** What the asked endpoint gives: a list, an object, an object if there is one, or (bells) list or object. */
export type Shape = 'list' | 'object' | 'object-or-null' | 'any'

/**
 * Decides whether an answer is data: by its content first, by its status second, because the platform sends
 * errors and maintenance pages with 200. Returns the body; lists are only looked at from outside, since parsing
 * is done by whoever finds the body changed.
 * @throws BridgeError for everything that is not data
 */
export function acceptAnswer(
  answer: Pick<RawAnswer, 'status' | 'contentType' | 'retryAfterMs' | 'text'>,
  shape: Shape,
  path: string,
): string {
  const { status, text } = answer
  const facts = {
    path,
    status,
    ...(answer.retryAfterMs === null ? {} : { retryAfterMs: answer.retryAfterMs }),
  }
  const ofStatus = codeOfStatus(status)
  // A proxy's "too many requests" page is HTML too, and must slow us down nevertheless.
  if (ofStatus === 'DNEVNIK_RATE_LIMITED') throw failure(ofStatus, facts)
  const body = text.trim()
  if (body === '') throw failure(ofStatus ?? 'DNEVNIK_TRUNCATED', facts)
  if (/^text\/html\b|xhtml/i.test(answer.contentType) || body.startsWith('<'))
    throw failure('DNEVNIK_DOWN', facts)
  if (body.startsWith('{')) {
    const error = errorIn(body, facts)
    if (error) throw error
  }
  if (ofStatus !== null) throw failure(looksLikeJson(body) ? ofStatus : 'DNEVNIK_DOWN', facts)
  checkShape(body, shape, facts)
  return text
}

interface Facts {
  readonly path: string
  readonly status: number
  readonly retryAfterMs?: number
}

/** The platform's error object has both words and no id; many good objects have a `type`. */
function errorIn(body: string, facts: Facts): BridgeError | null {
  const value = parsed(body)
  // A cut-off error body tells less than its status does.
  if (value === undefined)
    return codeOfStatus(facts.status) === null ? failure('DNEVNIK_TRUNCATED', facts) : null
  if (typeof value !== 'object' || value === null) return null
  const fields = new Map(Object.entries(value).map(([name, field]) => [name.toLowerCase(), field]))
  const type: unknown = fields.get('type')
  if (typeof type !== 'string' || typeof fields.get('description') !== 'string' || fields.has('id'))
    return null
  const word = /^[a-z]{1,60}$/i.test(type) ? type : 'other'
  const code = codeOfErrorType(type)
  if (code === 'DNEVNIK_UNEXPECTED') {
    const hint = 'Платформа принимает только https: исправьте адрес платформы в настройках.'
    return failure(code, { ...facts, type: word, hint })
  }
  return failure(code ?? codeOfUnknownType(facts.status), { ...facts, type: word })
}

/** Only the two types that say so, or a bare 401, mean a dead token: any other refusal is of this one resource. */
function codeOfUnknownType(status: number) {
  if (status === 401) return 'DNEVNIK_FORBIDDEN'
  return codeOfStatus(status) ?? 'DNEVNIK_UNEXPECTED'
}

function checkShape(body: string, shape: Shape, facts: Facts): void {
  if (shape === 'object-or-null' && body === 'null') return
  const first = body[0]
  if (first !== '[' && first !== '{') {
    // A bare string, number or null is JSON, but no list and no object; anything else is some machine's words.
    throw failure(parsed(body) === undefined ? 'DNEVNIK_DOWN' : 'DNEVNIK_UNEXPECTED', facts)
  }
  if (body.at(-1) !== (first === '[' ? ']' : '}')) throw failure('DNEVNIK_TRUNCATED', facts)
  const wanted = { list: '[', object: '{', 'object-or-null': '{', any: first }[shape]
  if (first !== wanted) throw failure('DNEVNIK_UNEXPECTED', facts)
}

function looksLikeJson(body: string): boolean {
  return body.startsWith('[') || body.startsWith('{') || parsed(body) !== undefined
}

/** Undefined when the text is no JSON; JSON itself has no such value. */
function parsed(text: string): unknown {
  try {
    return parseLossless(text)
  } catch {
    return undefined
  }
}
