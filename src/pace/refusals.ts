import { BridgeError, type ErrorCode } from '../errors.js'

export function interrupted(): BridgeError {
  return new BridgeError('INTERRUPTED', { message: 'Обращение к платформе прервано.' })
}

export function quietFailure(retryAfterMs: number): BridgeError {
  return new BridgeError('DNEVNIK_RATE_LIMITED', {
    message: 'Платформа просит обращаться к ней реже.',
    hint: `Повторите через ${minutes(retryAfterMs)} или уменьшите число запросов в секунду в настройках.`,
    details: { retryAfterMs, requests: 0 },
  })
}

/** Nothing was sent: many calls in a row have failed, and only one now and then may try. */
export function awayFailure(code: ErrorCode, retryAfterMs: number): BridgeError {
  return new BridgeError(code, {
    message: 'Платформа недоступна: несколько запросов подряд не удались, и новые пока не отправляются.',
    hint: `Повторите через ${minutes(retryAfterMs)}: чтение возобновится, как только платформа ответит.`,
    permanent: false,
    details: { retryAfterMs, requests: 0 },
  })
}

function minutes(ms: number): string {
  return `${Math.max(1, Math.ceil(ms / 60_000))} мин`
}
