import { type BridgeError, isBridgeError } from '../errors.js'
import type { Logger } from '../log.js'

/**
 * How much is asked for at once: days of a week, or ids. No source states the platform's limits, so each size starts
 * at what the settings say and halves itself where the platform refuses it.
 */
export interface RequestSizes {
  readonly lessonsDays: number
  readonly marksDays: number
  readonly attendanceDays: number
  readonly attendanceLessons: number
  readonly works: number
  readonly homework: number
}

export const defaultSizes: RequestSizes = {
  lessonsDays: 7,
  marksDays: 7,
  attendanceDays: 7,
  attendanceLessons: 100,
  works: 100,
  homework: 100,
}

const doubtsThatTeach = 3

/** Sizes that still work, as far as a source has learnt. */
export class AdaptiveSizes {
  readonly #sizes: Record<keyof RequestSizes, number>
  /** How often a size failed in a row in a way that may have been the platform's bad hour. */
  readonly #doubts = new Map<keyof RequestSizes, number>()
  readonly #log: Logger

  constructor(sizes: RequestSizes, log: Logger) {
    this.#sizes = { ...sizes }
    this.#log = log
  }

  of(name: keyof RequestSizes): number {
    return this.#sizes[name]
  }

  /** The size that is asked for now has worked. */
  works(name: keyof RequestSizes): void {
    this.#doubts.delete(name)
  }

  /**
   * Called once a smaller size has worked: an outage refuses every size and teaches nothing. Failures that a bad hour
   * may bring too teach only when they come in a row, or every later week would cost twice.
   */
  learn(name: keyof RequestSizes, size: number, isCertain: boolean): void {
    if (size >= this.#sizes[name]) return
    const doubts = (this.#doubts.get(name) ?? 0) + 1
    this.#doubts.set(name, doubts)
    if (!isCertain && doubts < doubtsThatTeach) return
    this.#doubts.delete(name)
    this.#sizes[name] = size
    this.#log.info('platform takes smaller requests only', { request: name, size })
  }
}

/** Said in words that are about the request; a time-out or a server's fault may have other causes. */
function isAboutSize(error: unknown): boolean {
  if (!isBridgeError(error)) return false
  const { status } = error.details
  return error.code === 'DNEVNIK_PARAMETER' || status === 413 || status === 414
}

/**
 * Whether asking for less may help: a refused parameter or length, a time-out, or a server's fault, each after the
 * client's own repetitions. A 503 says that the platform is at work, whatever the size; and what was never sent, because
 * the platform is away, says nothing of sizes.
 */
export function mayBeTooMuch(error: unknown): error is BridgeError {
  if (isBridgeError(error) && error.details.requests === 0) return false
  if (isBridgeError(error, 'DNEVNIK_PARAMETER', 'DNEVNIK_TIMEOUT')) return true
  if (!isBridgeError(error, 'DNEVNIK_DOWN')) return false
  const { status } = error.details
  // Web servers say that something is too long with a page of their own.
  if (status === 413 || status === 414) return true
  return typeof status === 'number' && status >= 500 && status !== 503
}

export interface Batches<T> {
  readonly name: keyof RequestSizes
  readonly items: readonly T[]
  readonly ask: (part: readonly T[]) => Promise<string>
}

/** The bodies of all parts, in order; one part that fails at the smallest size fails the whole. */
export async function inBatches<T>(sizes: AdaptiveSizes, batches: Batches<T>): Promise<string[]> {
  const { name, items, ask } = batches
  const bodies: string[] = []
  let size = sizes.of(name)
  let isCertain = false
  let next = 0
  while (next < items.length) {
    const part = items.slice(next, next + size)
    try {
      bodies.push(await ask(part))
    } catch (error) {
      if (part.length === 1 || !mayBeTooMuch(error)) throw error
      isCertain ||= isAboutSize(error)
      size = Math.ceil(part.length / 2)
      continue
    }
    if (part.length >= sizes.of(name)) sizes.works(name)
    next += part.length
  }
  sizes.learn(name, size, isCertain)
  return bodies
}
