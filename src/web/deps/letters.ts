import type { Id } from '../../journal/index.js'
import type { Letters } from '../../ledger/index.js'
import type { Digest } from '../../report/index.js'

/** The letters that come by themselves, before they go. */

export interface LetterDeps {
  /** Links by which recipients end letters, by their tokens. */
  readonly links: Pick<Letters, 'mute' | 'ofToken'>
  /** Who gets letters about the school, and which. */
  addressees(school: Id): Promise<readonly Addressee[]>
  /**
   * One of those letters as it would go now, made as those that go; null where there is nothing to say to that addressee. Made in its
   * turn, once for all who ask, and kept until something that it rests on has changed, or an hour has begun.
   * @throws BridgeError CALENDAR_UNKNOWN, CLOCK_BEHIND, INTERRUPTED
   */
  next(school: Id, addressee: string, signal: AbortSignal): Promise<NextLetter | null>
  /** The same about the program (to administrators) or over all schools (to the office); one each recipient. */
  notices(kind: 'program' | 'office'): Promise<readonly NextLetter[]>
}

export interface Addressee {
  /** Without the mail address, which belongs in no address of ours. */
  readonly id: string
  readonly kind: 'deputy' | 'class' | 'owed'
  readonly address: string
  /** Who that is on the platform; null for a deputy head. */
  readonly person: Id | null
  /** A teacher's name; null for a deputy head. */
  readonly name: string | null
  /** Whose class it is about, by name. */
  readonly className: string | null
}

export interface NextLetter {
  readonly address: string
  readonly content: Digest
  /** When it goes, and why not now, for people. */
  readonly fate: string
}
