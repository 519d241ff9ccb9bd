import type { Instant } from '../clock.js'
import type { Id } from '../journal/index.js'
import type { VerdictKind } from '../regulation/index.js'

/** A kind of letter to one recipient about one school; an empty school for what concerns the installation. */
export interface LetterKey {
  readonly school: Id
  readonly recipient: string
  readonly kind: string
}

/** One of its letters: `period` is a day, or the Monday of a week. */
export interface IssueKey extends LetterKey {
  readonly period: string
}

/** An entry of the ledger, and as what the recipient knows it. */
export interface ToldEntry {
  readonly entry: string
  readonly as: VerdictKind
}

/** That somebody reminds a teacher of some entries. */
export interface Reminder {
  /** On the platform. */
  readonly teacher: Id
  /** Who reminds. */
  readonly by: string
  readonly entries: readonly string[]
}

export interface SentReminder extends Reminder, Pick<IssueKey, 'kind' | 'period'> {
  readonly at: Instant
}

export interface SentLetter {
  readonly at: Instant
  /** Whether the journal had been read whole; null where that wasn't noted. */
  readonly whole: boolean | null
}

/**
 * Which letters went to whom and what they told. Each goes once per recipient, kind and period whatever crashes: the claim
 * is taken before it is sent and confirmed after.
 */
export interface Letters {
  /**
   * `claimed` exactly once until it is released. `sent`: it went out before. `busy`: somebody is sending it now, or
   * crashed while sending; after 15 minutes such a claim may be taken over.
   */
  claim(key: IssueKey, at: Instant): Promise<'claimed' | 'sent' | 'busy'>
  /** Gives a claim back: the mail was refused, and the next try may be at once. */
  release(key: IssueKey): Promise<void>
  /**
   * Notes that it went out and, in the same transaction, what its recipient knows from now on; `told` left out leaves that
   * as it was. Doing it twice keeps the first.
   */
  confirm(
    key: IssueKey,
    sent: SentLetter & {
      readonly messageId: string
      readonly told?: readonly ToldEntry[]
      /** Where the letter is somebody's reminder. */
      readonly reminder?: Reminder
    },
  ): Promise<void>
  /** The newest reminders that went out to a teacher, or about an entry; newest first. */
  reminders(
    school: Id,
    of: { readonly teacher: Id } | { readonly entry: string },
    most: number,
  ): Promise<SentReminder[]>
  /** The newest that went out; null when there was none. */
  lastSent(key: LetterKey): Promise<SentLetter | null>
  /** Another text whenever a letter about the school went out, or a recipient ended such letters or began them again. */
  state(school: Id): Promise<string>
  /** What the recipient knows, by entry. */
  told(key: LetterKey): Promise<ReadonlyMap<string, VerdictKind>>
  /** Token for the link that ends these letters; the same each time. `fresh` is taken for it where there is none yet. */
  token(key: LetterKey, fresh: string): Promise<string>
  isMuted(key: LetterKey): Promise<boolean>
  /** Ends the letters of that link, or (`null`) begins them again. Null for a token that nobody was given. */
  mute(token: string, at: Instant | null): Promise<LetterKey | null>
  /** Whose letters the link is about. */
  ofToken(token: string): Promise<(LetterKey & { readonly muted: boolean }) | null>
}
