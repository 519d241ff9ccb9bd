import type { Clock } from '../clock.js'
import type { Access } from '../config/index.js'
import { BridgeError, isBridgeError } from '../errors.js'
import type { JournalSource } from '../journal/index.js'
import type { Logger } from '../log.js'
import type { Outage, Outages } from './outages.js'
import type { TokenKeeper } from './token-keeper.js'

/** A source of journals for one token, which can tell whether that token lives. */
export interface TokenSource extends JournalSource {
  /** @throws BridgeError DNEVNIK_TOKEN_DEAD; other failures when nobody can tell */
  probe(signal?: AbortSignal): Promise<void>
}

export interface GuardOptions {
  readonly keeper: TokenKeeper
  readonly outages: Outages
  readonly clock: Clock
  readonly log: Logger
  open(token: string): TokenSource
}

export interface GuardedSource {
  readonly source: JournalSource
  /**
   * Asks the platform, whatever is known: true when some token works, which ends an outage.
   * @throws BridgeError TOKEN_MISSING; DNEVNIK_NETWORK and the like when nobody can tell
   */
  probe(signal?: AbortSignal): Promise<boolean>
}

/**
 * The journal through whatever token is the right one now. A token that seems dead is asked about first: a refusal
 * of one resource is no death. A dead one is refreshed where that is possible; else it is entered as dead, and
 * from then on nothing is asked with it but by `probe`.
 */
export function guardSource(options: GuardOptions): GuardedSource {
  const { keeper, outages, clock, log } = options
  const sources = createSources(options.open)
  const examinations = new Map<string, Promise<Access | null>>()

  async function lives(access: Access, signal?: AbortSignal): Promise<boolean> {
    try {
      await sources.with(access, source => source.probe(signal))
    } catch (error) {
      if (isBridgeError(error, 'DNEVNIK_TOKEN_DEAD')) return false
      throw error
    }
    if ((await outages.current()) !== null) {
      await outages.end(clock.now())
      log.info('access to the platform is back', { token: access.fingerprint.slice(0, 12) })
    }
    return true
  }

  /** A token that works: this one, or what there is instead; null, and entered as dead, when none does. */
  async function examine(access: Access, signal?: AbortSignal): Promise<Access | null> {
    if (await lives(access, signal)) return access
    const next = await keeper.insteadOf(access)
    if (next !== null && (await lives(next, signal))) return next
    const { fingerprint } = next ?? access
    await outages.begin(fingerprint, clock.now())
    log.error('token is dead, reading is paused', { token: fingerprint.slice(0, 12) })
    return null
  }

  /** Asks nothing about a token that somebody has found dead since: the last answers of a sweep come late. */
  async function examineUnlessDead(access: Access): Promise<Access | null> {
    const outage = await outages.current()
    return outage?.fingerprint === access.fingerprint ? null : examine(access)
  }

  /** Of many readers that meet the same dead token, one asks. */
  function examinedOnce(access: Access): Promise<Access | null> {
    const running = examinations.get(access.fingerprint)
    if (running) return running
    // Without the reader's signal: others wait for the same answer.
    const examination = examineUnlessDead(access).finally(() => examinations.delete(access.fingerprint))
    examinations.set(access.fingerprint, examination)
    return examination
  }

  async function ask<T>(work: (source: TokenSource) => Promise<T>): Promise<T> {
    const access = await keeper.current()
    const outage = await outages.current()
    if (outage?.fingerprint === access.fingerprint) throw deadSince(outage)
    let working: Access | null
    try {
      const result = await sources.with(access, work)
      if (outage !== null) await outages.end(clock.now())
      return result
    } catch (error) {
      if (!isBridgeError(error, 'DNEVNIK_TOKEN_DEAD')) throw error
      working = await examinedOnce(access)
      if (working === null) throw error
      if (working.fingerprint === access.fingerprint) throw refusedHere(error)
    }
    return sources.with(working, work).catch((error: unknown) => {
      // The new token was asked about a moment ago.
      throw isBridgeError(error, 'DNEVNIK_TOKEN_DEAD') ? refusedHere(error) : error
    })
  }

  return {
    source: {
      visibleSchool: (school, ...rest) => ask(source => source.visibleSchool(school, ...rest)),
      utcOffset: (...rest) => ask(source => source.utcOffset(...rest)),
      read: (window, readOptions) => ask(source => source.read(window, readOptions)),
      requestsSent: () => sources.requestsSent(),
      close: () => sources.close(),
    },
    probe: async signal => (await examine(await keeper.current(), signal)) !== null,
  }
}

function deadSince({ since }: Outage): BridgeError {
  return new BridgeError('DNEVNIK_TOKEN_DEAD', {
    message: 'Чтение приостановлено: платформу не спрашивают, пока нет действующего токена.',
    details: { since },
  })
}

function refusedHere(error: BridgeError): BridgeError {
  return new BridgeError('DNEVNIK_FORBIDDEN', {
    message: 'Платформа не даёт прочитать запрошенное, хотя токен действует.',
    details: error.details,
    cause: error,
  })
}

/** One source a token; an old token's is closed when its last reader has left. */
function createSources(open: (token: string) => TokenSource) {
  interface Opened {
    readonly fingerprint: string
    readonly source: TokenSource
    readers: number
  }
  const opened = new Set<Opened>()
  let newest: Opened | null = null
  let sentBefore = 0

  async function closeUnused(): Promise<void> {
    const unused = [...opened].filter(item => item !== newest && item.readers === 0)
    for (const item of unused) {
      opened.delete(item)
      sentBefore += item.source.requestsSent()
      await item.source.close()
    }
  }

  return {
    async with<T>(access: Access, work: (source: TokenSource) => Promise<T>): Promise<T> {
      const known = [...opened].find(item => item.fingerprint === access.fingerprint)
      const used = known ?? { fingerprint: access.fingerprint, source: open(access.token), readers: 0 }
      opened.add(used)
      newest = used
      used.readers += 1
      try {
        return await work(used.source)
      } finally {
        used.readers -= 1
        await closeUnused()
      }
    },
    requestsSent: () => [...opened].reduce((sum, { source }) => sum + source.requestsSent(), sentBefore),
    async close(): Promise<void> {
      await Promise.all([...opened].map(item => item.source.close()))
    },
  }
}
