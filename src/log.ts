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

export type Logger = Pick<winston.Logger, 'error' | 'warn' | 'info' | 'debug'>

export function createLogger(level: string, stream?: NodeJS.WritableStream): Logger {
  return winston.createLogger({
    level,
    format: winston.format.combine(redact(), winston.format.timestamp(), winston.format.json()),
    transports: stream
      ? [new winston.transports.Stream({ stream })]
      : [new winston.transports.Console({ stderrLevels: ['error', 'warn', 'info', 'debug'] })],
  })
}

export const silentLogger: Logger = winston.createLogger({ silent: true })
