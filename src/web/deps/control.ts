import type { Id } from '../../journal/index.js'
import type { SentReminder } from '../../ledger/index.js'
import type {
  CertificateScope,
  CertificateWords,
  NextReminder,
  OwingTeacher,
  ReminderAbout,
  ReminderObstacle,
  ReminderWish,
} from '../../report/index.js'

/** What a deputy head's control of the journal ends in. */
export interface ControlDeps {
  /** Who signs a certificate where nobody else is named; null where the settings name nobody. */
  deputy(school: Id): string | null
  /**
   * «Справка» as PDF, of these days judged now.
   * @throws BridgeError NOT_FOUND for a class or teacher that isn't there; CALENDAR_UNKNOWN, CLOCK_BEHIND, SHEET_GLYPH; INTERRUPTED
   */
  certificate(
    school: Id,
    scope: CertificateScope,
    words: CertificateWords,
    signal: AbortSignal,
  ): Promise<Uint8Array>
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
