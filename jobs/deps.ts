import type { PlatformAccess } from '../src/access/index.js'
import type { Archive, TimeStampService } from '../src/archive/index.js'
import type { Calendar, CalendarFacts } from '../src/calendar/index.js'
import type { Clock } from '../src/clock.js'
import type { DumpReport, VerifiedDump } from '../src/database/index.js'
import type { Id, IsoDate, JournalSource, Neighbours, ParsedAnswer, Window } from '../src/journal/index.js'
import type {
  Calibrations,
  Findings,
  Ledger,
  LedgerChange,
  Letters,
  Statements,
  ThematicPlans,
} from '../src/ledger/index.js'
import type { Logger } from '../src/log.js'
import type { Mailer, Recipient } from '../src/mail.js'
import type { Mirror } from '../src/mirror/index.js'
import type { PlanFile, PlanFileRequest } from '../src/plan-file/index.js'
import type { RegulationSettings } from '../src/regulation/index.js'
import type { SheetSettings } from '../src/report/index.js'
import type { ArchiveChecks, ArchiveNotices, CopyBook, LookPlan, Runs } from '../src/runs/index.js'

interface OfficialSetting {
  readonly post: string
  readonly name: string
}

/** What stands on the papers of the yearly print kit; an empty text is filled in by hand. */
export interface PrintingSettings extends SheetSettings {
  readonly book: 'class' | 'year'
  readonly bothSides: boolean
  readonly town: string
  readonly head: OfficialSetting
  readonly deputy: OfficialSetting
  readonly archivist: OfficialSetting
  readonly caseIndex: string
  readonly article: string
}

/** A school as its installation's settings describe it. */
export interface School {
  readonly id: Id
  readonly name: string
  readonly timeZone: string
  readonly week: 5 | 6
  /** Besides those of the production calendar. */
  readonly daysOff: readonly IsoDate[]
  /** Though the production calendar rests. */
  readonly workedDays: readonly IsoDate[]
  readonly digestTo: readonly (Recipient & { readonly xlsx?: boolean })[]
  /** Teachers who get letters, by their number on the platform. */
  readonly teachers: readonly {
    readonly person: Id
    readonly address: string
    readonly letters: readonly ('class' | 'owed')[]
  }[]
  readonly printing: PrintingSettings
  readonly regulation: RegulationSettings
}

/** A copy of archive and database that the settings name. */
export interface CopySetting {
  /** Absolute; on a disk of its own. */
  readonly folder: string
  /** Where it lies, in words; may be empty. */
  readonly place: string
  readonly every: 'night' | 'week'
  readonly sameDisk: boolean
  /** Public age keys for which it is encrypted; none: it isn't. */
  readonly recipients: readonly string[]
}

export interface CopySettings {
  readonly copies: readonly CopySetting[]
  readonly copyMaxAgeDays: number
  /** When less is free on a disk that the program writes to, the administrators are told. */
  readonly freeGigabytes: number
  /** `07-01` */
  readonly trialRestoreOn: string
}

/** Days to be judged again, which have come. */
export interface RejudgedDays {
  readonly school: Id
  readonly from: IsoDate
  readonly to: IsoDate
  readonly classIds: readonly Id[] | null
}

/** What the program gives its jobs. Jobs join the steps; everything else knows only its own. */
export interface JobDeps {
  /**
   * Who has days judged again of which somebody has stated something, where that somebody can't wait for all of it; absent: it is
   * done before they get their answer.
   * @param judge does it, until the signal says that nobody waits any more
   */
  rejudge?(days: RejudgedDays, judge: (signal?: AbortSignal) => Promise<LedgerChange>): Promise<LedgerChange>
  readonly clock: Clock
  readonly log: Logger
  /** @throws BridgeError NOT_FOUND for a school that the settings don't name */
  school(id: Id): School
  readonly source: JournalSource
  /**
   * Reads a kept body as `source` reads a fresh one; needs neither the platform nor a token.
   * @throws BridgeError DNEVNIK_UNEXPECTED and DNEVNIK_TRUNCATED, as at a look
   */
  parseAnswer(window: Window, body: string, neighbours?: Neighbours): ParsedAnswer
  /** Whether the platform lets us in; `source` goes through it. */
  readonly access: PlatformAccess
  readonly mirror: Mirror
  readonly ledger: Ledger
  readonly letters: Letters
  /** The ledger as pages ask it. */
  readonly findings: Findings
  readonly calibrations: Calibrations
  /** What people add: exemptions, outages of the platform, incidents with logins. */
  readonly statements: Statements
  /** Calendar-thematic plans by version. */
  readonly thematicPlans: ThematicPlans
  /** Reads a plan's file; what is wrong with it is among the answer. */
  readPlan(request: Omit<PlanFileRequest, 'words'>): Promise<PlanFile>
  readonly runs: Runs
  readonly plan: LookPlan
  readonly archiveChecks: ArchiveChecks
  /** Calendar of the school from what the platform says, the production calendars and the recorded outages. */
  calendar(school: School): Promise<{ calendar: Calendar; facts: CalendarFacts }>
  /** First and last day that the production calendars tell of. */
  readonly knownDays: { readonly from: IsoDate; readonly to: IsoDate }
  /** @throws BridgeError CALENDAR_UNKNOWN when some of the days lie outside the production calendars */
  requireKnownDays(days: { readonly from: IsoDate; readonly to: IsoDate }): void
  /**
   * Opened on first use, and made if no machine has one. Its lock is held for one write only, so commands work beside a running
   * service.
   * @throws BridgeError ARCHIVE_ELSEWHERE where another machine holds it; ARCHIVE_UNUSABLE, ARCHIVE_BUSY
   */
  archive(): Promise<Archive>
  /** The same to be read, which waits for nobody; null where its folder isn't on this machine. */
  readArchive(): Promise<Archive | null>
  /** Where the archive would be on this machine. */
  readonly archivePlace: { readonly host: string; readonly folder: string }
  /** What is known of the archive on every machine; asked by `steps/known-archive.ts`. */
  readonly archiveNotices: ArchiveNotices
  readonly copySettings: CopySettings
  /** Who vouches for the archive's checkpoints; null where the settings name nobody. */
  readonly timeStamps: TimeStampService | null
  readonly copyBook: CopyBook
  /** Into a folder, where only the last ones stay. @throws BridgeError DUMP_FAILED, DUMP_DAMAGED, DATABASE_FAILED */
  dumpDatabase(folder: string, recipients: readonly string[]): Promise<DumpReport>
  /** Reads it whole. @throws BridgeError COPY_MISSING where there is none, DUMP_DAMAGED */
  verifyNewestDump(folder: string): Promise<VerifiedDump>
  /** For restoring on trial; whatever lies in it is ours to remove. */
  readonly trialFolder: string
  /** Of all processes of the installation, only one does what the name says. @throws BridgeError ARCHIVE_BUSY */
  alone<T>(name: string, work: () => Promise<T>): Promise<T>
  readonly mailer: Mailer
  /** Who is told when access is lost; may be nobody. */
  readonly administrators: readonly Recipient[]
  /** Every school of the installation. */
  readonly schools: readonly School[]
  /** Who gets the letter over all schools; may be nobody. */
  readonly office: { readonly name: string; readonly digestTo: readonly Recipient[] }
  /** When no letters go, by the school's clock; none where both are equal. */
  readonly quietHours: { readonly from: string; readonly to: string }
  /** When letters go each day, by the school's clock. */
  readonly digestAt: string
  /** Folder for copies that people open: reports, sheets. */
  readonly reportsFolder: string
  /** Address of the dashboard for links in mails; null when none is served. */
  readonly webUrl: string | null
}
