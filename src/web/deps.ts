import type { Instant } from '../clock.js'
import type { Id, IsoDate } from '../journal/index.js'
import type { Logger } from '../log.js'
import type { FoundTeacher, OpenId, Own, People, Reach } from '../people/index.js'
import type { OfficeSchool } from '../report/index.js'
import type { ReadKind, Run } from '../runs/index.js'
import type { DecisionPages } from './decisions/deps.js'
import type { ArchiveDeps } from './deps/archive.js'
import type { ControlDeps } from './deps/control.js'
import type { FindingsDeps } from './deps/findings.js'
import type { JournalDeps } from './deps/journal.js'
import type { LetterDeps } from './deps/letters.js'
import type { PlanDeps } from './deps/plans.js'
import type { PrintKitDeps } from './deps/print-kit.js'
import type { SettingsDeps } from './deps/settings.js'
import type { SheetDeps } from './deps/sheets.js'
import type { SyncDeps } from './deps/sync.js'
import type { GuardedRoute } from './guarded.js'
import type { Line } from './line.js'

/** What the pages need from the rest of the program; `app.ts` gives it, tests give their own. */
export interface WebDeps {
  readonly log: Logger
  readonly schools: readonly { readonly id: Id; readonly name: string; readonly timeZone: string }[]
  now(): Instant
  classes(school: Id): Promise<readonly { readonly id: Id; readonly name: string }[]>
  /** Price of a re-sync in requests, before it starts. */
  price(request: ResyncRequest): Promise<{ readonly requests: number; readonly windows: number }>
  /** Adds the job and answers with the run's id; never reads the platform itself. */
  startResync(request: ResyncRequest): Promise<string>
  run(id: string): Promise<Run | null>
  recentRuns(school: Id): Promise<readonly Run[]>
  /** Health of what the program stands on; `problem` is Russian, null when all is well. */
  health(): Promise<readonly { readonly part: string; readonly problem: string | null }[]>
  /** Whether the platform is read, as far as is known without asking it. */
  access(): Promise<WebAccess>
  /** These schools side by side: the week that is over, and the one before. */
  overview(schools: readonly Id[]): Promise<readonly OfficeSchool[]>
  readonly letters: LetterDeps
  readonly decisions: DecisionPages
  readonly settings: SettingsDeps
  readonly sync: SyncDeps
  readonly archive: ArchiveDeps
  readonly journal: JournalDeps
  readonly sheets: SheetDeps
  readonly printKit: PrintKitDeps
  readonly plans: PlanDeps
  readonly findings: FindingsDeps
  readonly control: ControlDeps
  /** BullMQ queues for bull-board. */
  readonly boardQueues: readonly unknown[]
  /** Accounts, sessions, and who looked at what. */
  readonly people: People
  /** The organisation's own log-in; null where there is none. */
  readonly openId: OpenId | null
  /** Whom a number or the beginning of a name means in the school's list of teachers. */
  teacher(school: Id, text: string): Promise<FoundTeacher>
  /** The line of what pages judge while somebody waits. */
  readonly judging: Line
  /** How long a page may think about what would be, before it answers without that. */
  readonly patienceMs: number
  /** What `work` asks of the database finds rows of these schools only, whatever its queries say. */
  within<T>(schools: readonly Id[], work: () => Promise<T>): Promise<T>
  /** Who is meant by «own» in a reach: the classes whose class teacher that is, and whose lessons. */
  own(school: Id, reach: Reach): Promise<Own>
}

export type WebAccess =
  | { readonly kind: 'alive' }
  | {
      readonly kind: 'missing'
      /** Why there is no token, for people. */
      readonly problem: string
      readonly notifiedAt: Instant | null
    }
  | {
      readonly kind: 'dead'
      readonly since: Instant
      /** When the administrator was told; null while nobody was. */
      readonly notifiedAt: Instant | null
      /** There is another token since, and nobody has asked the platform with it. */
      readonly untried: boolean
    }

export interface ResyncRequest {
  readonly school: Id
  readonly from: IsoDate
  readonly to: IsoDate
  /** Null for all classes. */
  readonly classIds: readonly Id[] | null
  /** Null for all of it. */
  readonly kinds: readonly ReadKind[] | null
}

export interface WebOptions {
  readonly host: string
  readonly port: number
  /** Under which people come, where a server with TLS stands before this one; null where they come here. */
  readonly publicUrl: string | null
  /** Addresses whose word counts on where a request came from. */
  readonly trustedProxies: readonly string[]
}

export interface WebServer {
  /** `http://127.0.0.1:8420/` */
  readonly url: string
  /** Everything that it answers, and to whom. */
  readonly routes: readonly GuardedRoute[]
  close(): Promise<void>
}
