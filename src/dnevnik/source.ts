import { createHash } from 'node:crypto'
import type { Clock } from '../clock.js'
import { BridgeError } from '../errors.js'
import type {
  Answer,
  Charge,
  Id,
  JournalSource,
  ReadOptions,
  VisibleSchool,
  Window,
} from '../journal/index.js'
import type { Logger } from '../log.js'
import { accountOf, type Pace } from '../pace/index.js'
import { interrupted, realSleep, type Sleep, withLinkedSignal } from './abort.js'
import { Client, type Look } from './client.js'
import { endpoints } from './endpoints.js'
import { withCost } from './failures.js'
import { createTransport } from './http.js'
import { parsersOf } from './parse/parsers.js'
import type { Learnt, Reading } from './reading.js'
import { anyJitter } from './retry.js'
import { findSchool, probeToken, readOffset } from './school.js'
import { AdaptiveSizes, defaultSizes, type RequestSizes } from './sizes.js'
import { skewOf } from './skew.js'

export interface DnevnikSourceOptions {
  /** `https://api.dnevnik.ru`, or another host with or without a path before the version. */
  readonly baseUrl: string
  readonly token: string
  /** Gives the moments of looks; it may stand still. Waiting never uses it. */
  readonly clock: Clock
  /** Then the `Date` of an answer tells nothing of clocks. */
  readonly clockIsSimulated?: boolean
  readonly log: Logger
  /** For one try: connecting, waiting and the whole body together. */
  readonly timeoutMs: number
  /** Whom every request asks for its turn; whoever made it closes it, after the source. */
  readonly pace: Pace
  /** Tries of one request where trying again can help. */
  readonly attempts: number
  /** How much is asked for at once to begin with. */
  readonly sizes?: Partial<RequestSizes>
  /** Rejects when the signal fires. */
  readonly sleep?: Sleep
  /** From 0 to 1, for the jitter of waits. */
  readonly random?: () => number
}

export interface DnevnikSource extends JournalSource {
  /**
   * Asks the platform who the token's owner is, which is refused to a dead token only.
   * @throws BridgeError DNEVNIK_TOKEN_DEAD; DNEVNIK_NETWORK and the like when nobody can tell
   */
  probe(signal?: AbortSignal): Promise<void>
}

const unknownPurpose: Charge = { purpose: 'other' }

function optionsOf(signal?: AbortSignal, charge?: Charge): ReadOptions {
  return { ...(signal ? { signal } : {}), ...(charge ? { charge } : {}) }
}

/**
 * The journal of Dnevnik.ru.
 * @throws BridgeError CONFIG_INVALID, TOKEN_MISSING, DNEVNIK_TOKEN_DEAD when address or token can't be used at all
 */
export function createDnevnikSource(options: DnevnikSourceOptions): DnevnikSource {
  const { clock, log, attempts, pace, random = anyJitter, sleep = realSleep } = options
  const transport = createTransport(options)
  const account = () => accountOf(options.baseUrl, options.token)
  const client = new Client({ transport, pace, account, clock, log, attempts, sleep, random })
  const sizes = new AdaptiveSizes({ ...defaultSizes, ...options.sizes }, log)
  const learnt: Learnt = { attendanceWay: 'group', workWay: 'works', detours: new Map(), sizes }
  const closing = new AbortController()

  /** Runs one look; it ends with the caller's signal or with the source. */
  async function look<T>(
    { signal, charge = unknownPurpose, ...known }: ReadOptions,
    { school, probe = false }: { school: Id; probe?: boolean },
    task: (reading: Reading, look: Look) => Promise<T>,
  ): Promise<T> {
    const signals = signal ? [closing.signal, signal] : [closing.signal]
    return await withLinkedSignal(signals, async linked => {
      if (linked.aborted) throw interrupted()
      const charged = { ...charge, school, probe }
      const fresh = { askedAt: null, answeredAt: null, requests: 0, skew: null }
      const state: Look = { ...fresh, signal: linked, charge: charged }
      const get: Reading['get'] = (request, shape = 'list') => client.get(request, shape, state)
      try {
        return await task({ get, known, learnt }, state)
      } catch (error) {
        throw error instanceof BridgeError ? withCost(error, state.requests) : error
      }
    })
  }

  return {
    probe: signal =>
      look(optionsOf(signal, { purpose: 'token-check' }), { school: '', probe: true }, probeToken),

    visibleSchool(school: Id, signal?: AbortSignal, charge?: Charge): Promise<VisibleSchool> {
      // The first call of a run or a person's question: it may find out that an outage is over.
      return look(optionsOf(signal, charge), { school, probe: true }, reading => findSchool(reading, school))
    },

    utcOffset(signal?: AbortSignal, charge?: Charge): Promise<string | null> {
      return look(optionsOf(signal, charge), { school: '' }, readOffset)
    },

    read(window: Window, readOptions: ReadOptions = {}): Promise<Answer> {
      return look(readOptions, { school: window.school }, async (reading, state) => {
        const body = await endpoints[window.resource](reading, window)
        const now = clock.now()
        return {
          askedAt: state.askedAt ?? now,
          answeredAt: state.answeredAt ?? now,
          body,
          sha256: createHash('sha256').update(body).digest('hex'),
          requests: state.requests,
          skew: skewOf(state.skew, options.clockIsSimulated === true),
          ...parsersOf(window, body, readOptions.neighbours),
        }
      })
    },

    requestsSent: () => client.requests,

    async close() {
      closing.abort()
      transport.close()
    },
  }
}
