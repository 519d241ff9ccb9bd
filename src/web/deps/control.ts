import type { Id, IsoDate } from '../../journal/index.js'
import type { SentReminder } from '../../ledger/index.js'
import type { CertificateWords, Digest } from '../../report/index.js'

/** What a deputy head's control of the journal ends in. */
export interface ControlDeps {
  /** Who signs a certificate where nobody else is named; null where the settings name nobody. */
  deputy(school: Id): string | null
  /** «Справка» as PDF, of these days judged now. @throws BridgeError NOT_FOUND for a class or teacher that isn't there */
  certificate(school: Id, scope: CertificateScope, words: CertificateWords): Promise<Uint8Array>
  /** When no letters go, by the school's clock; null where they may at any hour. */
  readonly quietHours: { readonly from: string; readonly to: string } | null
  /** Who owes something there now, in Russian order. */
  owing(school: Id, about: ReminderAbout): Promise<readonly OwingTeacher[]>
  /** The reminder as it would go now. @throws BridgeError NOT_FOUND for a teacher that isn't there */
  reminder(school: Id, wish: ReminderWish): Promise<NextReminder>
  /**
   * Sends the one that was looked at, once a day whoever presses how often.
   * @returns what hinders, or null where it went
   * @throws BridgeError NOT_FOUND, MAIL_FAILED, CHANGED_MEANWHILE where it would be another letter by now
   */
  remind(
    school: Id,
    wish: ReminderWish & { readonly by: string; readonly seen: string },
  ): Promise<ReminderObstacle | null>
  /** What went out, newest first. */
  reminders(
    school: Id,
    of: { readonly teacher: Id } | { readonly entry: string },
  ): Promise<readonly SentReminder[]>
}

export interface OwingTeacher {
  readonly teacher: Id
  readonly name: string
  readonly count: number
}

/** What a reminder is about: all that somebody owes, or that of a class, or one entry. */
export interface ReminderAbout {
  readonly classId: Id | null
  readonly entry: string | null
}

export interface ReminderWish extends ReminderAbout {
  readonly teacher: Id
  /** Stands in the letter; null where nobody is logged in. */
  readonly signedBy: string | null
}

export type ReminderObstacle = 'nothing-owed' | 'no-address' | 'muted' | 'already' | 'day-off' | 'quiet'

export interface NextReminder {
  readonly teacher: string
  readonly address: string | null
  readonly count: number
  /** Null where there is nothing to remind of. */
  readonly content: Digest | null
  readonly obstacle: ReminderObstacle | null
  /** Of the letter: the same for the same. */
  readonly seen: string
}

/** As the jobs have it. */
export interface CertificateScope {
  readonly from: IsoDate
  readonly to: IsoDate
  readonly classIds: readonly Id[] | null
  readonly teacher: Id | null
}
