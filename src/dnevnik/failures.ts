import { BridgeError, type ErrorCode, isBridgeError } from '../errors.js'

/** What the platform's own error objects mean; keys are lower-case, without the prefixes `api` and `authorization`. */
const codeOfType: Readonly<Record<string, ErrorCode>> = {
  tokenrequired: 'DNEVNIK_TOKEN_DEAD',
  invalidtoken: 'DNEVNIK_TOKEN_DEAD',
  outofscope: 'DNEVNIK_FORBIDDEN',
  notowner: 'DNEVNIK_FORBIDDEN',
  ownerforbidden: 'DNEVNIK_FORBIDDEN',
  systemforbidden: 'DNEVNIK_FORBIDDEN',
  resourceunavailable: 'DNEVNIK_NOT_FOUND',
  methodnotsupported: 'DNEVNIK_NOT_FOUND',
  parameterinvalid: 'DNEVNIK_PARAMETER',
  invalidrequest: 'DNEVNIK_PARAMETER',
  requestlimit: 'DNEVNIK_RATE_LIMITED',
  servererror: 'DNEVNIK_DOWN',
  unknownerror: 'DNEVNIK_DOWN',
  error: 'DNEVNIK_DOWN',
  httpsrequired: 'DNEVNIK_UNEXPECTED',
}

const texts: Readonly<Partial<Record<ErrorCode, { message: string; hint: string }>>> = {
  DNEVNIK_TOKEN_DEAD: {
    message: 'Платформа не принимает токен: он отозван, истёк или записан с ошибкой.',
    hint: 'Войдите заново: dnevnik-bridge auth login; если токен задан в DNEVNIK_TOKEN, замените его там.',
  },
  DNEVNIK_FORBIDDEN: {
    message: 'Платформа не даёт этому токену читать запрошенное.',
    hint: 'Нужен токен сотрудника школы с доступом EducationalInfo: проверьте роль и выданные права.',
  },
  DNEVNIK_NOT_FOUND: {
    message: 'Платформа не знает того, что запрошено, или не отдаёт этого по такому адресу.',
    hint: 'Обновите список классов: класс могли переименовать или отправить в архив.',
  },
  DNEVNIK_PARAMETER: {
    message: 'Платформа сочла запрос неверным.',
    hint: 'Проверьте школу, класс и даты в настройках; если они верны, сообщите разработчикам.',
  },
  DNEVNIK_RATE_LIMITED: {
    message: 'Платформа просит обращаться к ней реже.',
    hint: 'Повторите позже или уменьшите число запросов в секунду в настройках.',
  },
  DNEVNIK_DOWN: {
    message: 'Вместо данных платформа прислала сообщение об ошибке или о работах.',
    hint: 'Обычно это проходит само: повторите через 15 минут.',
  },
  DNEVNIK_UNEXPECTED: {
    message: 'Платформа ответила не тем, что было запрошено.',
    hint: 'Проверьте адрес платформы в настройках; если он верен, сообщите разработчикам.',
  },
  DNEVNIK_TRUNCATED: {
    message: 'Ответ платформы пришёл не целиком; данные из него не взяты.',
    hint: 'Повторите чтение.',
  },
  DNEVNIK_TIMEOUT: {
    message: 'Платформа не успела ответить за отведённое время.',
    hint: 'Повторите позже или увеличьте время ожидания в настройках.',
  },
  DNEVNIK_NETWORK: {
    message: 'Не удалось связаться с платформой.',
    hint: 'Проверьте подключение к интернету и адрес платформы в настройках.',
  },
}

export interface Circumstances {
  /** Path below the version, with ids; no query, no token. */
  readonly path?: string
  readonly status?: number
  /** The platform's word for the error. */
  readonly type?: string
  /** What the platform asked us to wait. */
  readonly retryAfterMs?: number | null
  /** Code of the network failure, e.g. `ECONNREFUSED`. */
  readonly network?: string
  readonly permanent?: boolean
  /** Replaces the usual text of the code. */
  readonly message?: string
  readonly hint?: string
}

/** The failure with its usual Russian text. Nothing of the body and nothing of axios' error comes along. */
export function failure(code: ErrorCode, circumstances: Circumstances = {}): BridgeError {
  const { message, hint, permanent, ...facts } = circumstances
  const usual = texts[code] ?? { message: 'Не удалось прочитать журнал.', hint: 'Повторите позже.' }
  return new BridgeError(code, {
    message: message ?? usual.message,
    hint: hint ?? usual.hint,
    details: facts,
    ...(permanent === undefined ? {} : { permanent }),
  })
}

/** The same failure, telling how many requests the look took that ended with it. */
export function withCost({ code, message, hint, permanent, details, cause }: BridgeError, requests: number) {
  return new BridgeError(code, {
    message,
    hint: hint ?? '',
    permanent,
    details: { ...details, requests },
    ...(cause === undefined ? {} : { cause }),
  })
}

/** The code of a platform error type, in any of its spellings; null for an unknown one. */
export function codeOfErrorType(type: string): ErrorCode | null {
  const word = type.toLowerCase()
  return codeOfType[word] ?? codeOfType[word.replace(/^(api|authorization)/, '')] ?? null
}

/** The code of a status without a telling body; null for success. */
export function codeOfStatus(status: number): ErrorCode | null {
  if (status >= 200 && status < 300) return null
  if (status === 429 || status === 433) return 'DNEVNIK_RATE_LIMITED'
  if (status === 401) return 'DNEVNIK_TOKEN_DEAD'
  if (status === 403) return 'DNEVNIK_FORBIDDEN'
  if (status === 404 || status === 405 || status === 410) return 'DNEVNIK_NOT_FOUND'
  if (status >= 400 && status < 500) return 'DNEVNIK_PARAMETER'
  return 'DNEVNIK_DOWN'
}

/**
 * Whether the platform refused this very way of asking, so that another way is worth trying. A 404 counts even
 * when its page is HTML, as web servers answer for paths that they don't know.
 */
export function isRefusal(error: unknown): error is BridgeError {
  if (isBridgeError(error, 'DNEVNIK_FORBIDDEN', 'DNEVNIK_NOT_FOUND', 'DNEVNIK_PARAMETER')) return true
  return isBridgeError(error, 'DNEVNIK_DOWN') && error.details.status === 404
}
