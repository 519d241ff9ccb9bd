import winston from 'winston'

/**
 * The log of the long-running roles: JSON lines on stderr. Two nets keep secrets and persons out: keys that may
 * carry them are masked by name wherever they stand, and axios' habit of hanging request and response on an
 * error is cut off before anything is written.
 */

const maskedKeys =
  /^(access-?token|token|authorization|password|secret|cookie|(first|last|middle|short|full)name)$/i
const droppedKeys = new Set(['config', 'request', 'response', 'headers'])

function masked(value: unknown, depth = 0): unknown {
  if (value === null || typeof value !== 'object' || depth > 6) return value
  if (value instanceof Error) return `${value.name}: ${value.message}`
  if (Array.isArray(value)) return value.map(item => masked(item, depth + 1))
  const out: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value)) {
    if (droppedKeys.has(key)) continue
    out[key] = maskedKeys.test(key) ? '***' : masked(item, depth + 1)
  }
  return out
}

const redact = winston.format(info => {
  const clean = masked({ ...info }) as winston.Logform.TransformableInfo
  for (const symbol of Object.getOwnPropertySymbols(info)) {
    Object.assign(clean, { [symbol]: (info as Record<symbol, unknown>)[symbol] })
  }
  return clean
})

type Say = (message: string, about?: Readonly<Record<string, unknown>>) => void
export type Logger = Readonly<Record<'error' | 'warn' | 'info' | 'debug', Say>>

const asWritten = () => winston.format.combine(redact(), winston.format.timestamp(), winston.format.json())

export function createLogger(level: string, stream?: NodeJS.WritableStream): Logger {
  return winston.createLogger({
    level,
    format: asWritten(),
    transports: stream
      ? [new winston.transports.Stream({ stream })]
      : [new winston.transports.Console({ stderrLevels: ['error', 'warn', 'info', 'debug'] })],
  })
}

/** A log whose lines, the finest aside, are also given to somebody who keeps them elsewhere: in the same form, with the same nets. */
export function alsoTo(log: Logger, keep: (line: string) => void): Logger {
  const format = asWritten()
  const both =
    (level: keyof Logger): Say =>
    (message, about) => {
      log[level](message, about)
      const written = format.transform({ ...about, level, message })
      if (typeof written === 'object') keep(String(written[Symbol.for('message')]))
    }
  return {
    error: both('error'),
    warn: both('warn'),
    info: both('info'),
    debug: (message, about) => log.debug(message, about),
  }
}

export const silentLogger: Logger = winston.createLogger({ silent: true })
