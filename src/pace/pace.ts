import type { ErrorCode } from '../errors.js'
import type { Standing } from './budget.js'
import type { PlatformAccount } from './platform-account.js'

/** One request that wants to leave, and whom it is charged to. */
export interface Call {
  readonly account: PlatformAccount
  /** Id of the school; empty for what belongs to none. */
  readonly school: string
  /** Kind of run or command, e.g. `sync`, `planned-look`, `doctor`. */
  readonly purpose: string
  /** Path without ids and dates, e.g. `edu-groups/{group}/lessons/{from}/{to}`. */
  readonly endpoint: string
  /** Somebody waits for it: it goes before whatever runs by itself. */
  readonly urgent: boolean
  /** Asks whether the platform is there at all, so an open circuit lets it through, one at a time. */
  readonly probe: boolean
}

/** How a call ended, as far as it matters for the next ones. */
export interface Outcome {
  readonly code: ErrorCode | 'OK'
  /** The platform as a whole wasn't there: no connection, no answer in time, works. */
  readonly outage: boolean
  /** For how long nobody may call; null where the platform didn't say. */
  readonly quietMs: number | null
  /** Of the answer, as they came over the wire. */
  readonly bytes: number
}

/** The right to send one request, now. Who has got one must say how it ended, once. */
export interface Turn {
  done(outcome: Outcome): void
}

/**
 * What the platform lets us ask. However many callers there are, in this process or in all (`createOwnPace`,
 * `createSharedPace`): never more calls in flight or a second than the ceilings, none before the platform's quiet
 * is over, fewer when it asks for fewer, and only probes while it is away.
 */
export interface Pace {
  /**
   * Waits for a turn.
   * @throws BridgeError INTERRUPTED; DNEVNIK_RATE_LIMITED when the platform wants quiet for longer than
   * `patienceMs`; while the circuit is open, the code of the outage
   */
  turn(call: Call, signal: AbortSignal): Promise<Turn>
  /** How things stand at a server for the token used last; null when none was used yet. */
  standing(origin: string): Promise<Standing | null>
  /** Ends all waits, and writes down what is still to be written. */
  close(): Promise<void>
}

/** Shorter quiet is waited out; during longer one callers are told at once to come back later. */
export const patienceMs = 10 * 60_000
