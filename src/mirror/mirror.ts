import type { Bell, DayRange, Outage } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import type { ErrorCode } from '../errors.js'
import type {
  Answer,
  AttendanceStatus,
  ClockSkew,
  Coverage,
  Directory,
  Id,
  IsoDate,
  JournalSlice,
  Neighbours,
  Period,
  RecordChanges,
  Resource,
  ResultMark,
  Window,
} from '../journal/index.js'
import type { ChangesRequest, RecordChange } from './changes.js'
import type { DroppedBodies, DropRequest } from './drop-bodies.js'
import type { Mention } from './mentions.js'
import type { QuarantinedWindow, QuarantineProblem } from './quarantine.js'
import type { Replay, ReplayRequest } from './replay.js'
import type { MirrorStats } from './stats.js'
import type { TaughtHere, TimetableLesson } from './timetable.js'

/** What one look did to the mirror. */
export interface LookResult {
  readonly complete: boolean
  /** The body equalled that of the last complete look: nothing was parsed. */
  readonly unchanged: boolean
  readonly records: number
  /** Versions opened: new or different records. */
  readonly changed: number
  /** Records that were there at the last complete look and aren't any more. */
  readonly gone: number
  readonly quarantined: number
  /** The window lost all records of a kind, or an implausible share; nothing is gone until a second look confirms it. */
  readonly suspect: boolean
}

export interface SliceRequest {
  readonly school: Id
  readonly from: IsoDate
  readonly to: IsoDate
  /** All classes when absent. */
  readonly classIds?: readonly Id[]
  /**
   * Nothing is made of the slice but verdicts about these days and what is counted with them: then marks, attendance and final
   * marks are there only as far as these can rest on them.
   */
  readonly judged?: {
    /** Whether the period may end in these days: what is told of its final marks rests on all of it. */
    readonly mayEnd: (period: Period) => boolean
    /** Whether printed sheets are compared with the final marks and those of exams. */
    readonly sheets: boolean
  }
}

/** What a slice is of, among what was asked for. */
export interface SliceOf {
  /** Null for all classes. */
  readonly classIds: readonly Id[] | null
  /** Of lessons, marks, attendance and final marks only these, with what comes in the same answers; all when absent. */
  readonly only?: readonly Resource[] | undefined
  /** Works that no list of lessons has too, where marks aren't asked for: they stand among these. */
  readonly allWorks?: boolean
  /** Of weeks, by their Mondays, these too. */
  readonly besides?: { readonly only: readonly Resource[]; readonly weeks: readonly IsoDate[] }
  /** The same classes will be read once more: their lessons are kept until then, as far as there is room. */
  readonly again?: boolean
}

/** A slice, and from what it was read. */
export interface SliceRead {
  readonly slice: JournalSlice
  /**
   * SHA-256, hex, of which windows it was read from, of when these were last looked at, and of how much of that couldn't be read.
   * Only a replay alters a look, and it reads more: with the same looks, the mirror gives the same records again. A hash of the
   * records themselves costs as much as judging them.
   */
  readonly looksHash: string
}

/** Slices of one state of the mirror, each read when it is asked for; nothing of them is kept but what `SliceOf` says. */
export interface Slices {
  /**
   * All classes, those together of which one can't be judged without the other: they share a subgroup, or a pupil has gone over.
   * Each part and all of them by id.
   */
  readonly parts: readonly (readonly Id[])[]
  read(of: SliceOf): Promise<SliceRead>
  /** Whether attendance says of anybody that they were there: where it doesn't, only who was away is written down. */
  saysPresence(): Promise<boolean>
}

export interface ClassRequest {
  readonly school: Id
  readonly classId: Id
  /** Null for now. */
  readonly at: Instant | null
  /** The lists of another moment, of the study year that it belongs to; absent: those of `at`. */
  readonly listsAt?: Instant
  /**
   * Lessons of all subjects; or one subject with what hangs on its lessons; or the final marks of all.
   */
  readonly only: 'lessons' | 'final-marks' | { readonly subject: Id | null }
  /** Which days, by the lists of that moment. May throw. */
  readonly days: (directory: Directory) => Days
}

export interface Days {
  readonly from: IsoDate
  readonly to: IsoDate
}

export interface ClassDaysRequest extends Days {
  readonly school: Id
  readonly classId: Id
}

export interface ClassWeek {
  /** Its Monday. */
  readonly week: IsoDate
  /** Of those asked for, the last day with lessons that weren't cancelled; null where there was none. */
  readonly lastDay: IsoDate | null
  /** The older of the newest complete looks at its lessons and attendance; null where either isn't known whole. */
  readonly readAt: Instant | null
}

/** What was taught to a class on some days, and who missed it. */
export interface ClassDays {
  readonly weeks: readonly ClassWeek[]
  /** To which groups, the class or subgroups of it, each subject was taught. */
  readonly taught: readonly { readonly subjectId: Id; readonly groupId: Id }[]
  /** Entries of attendance of lessons that weren't cancelled: how many lessons of a day they are about. */
  readonly entries: readonly {
    readonly personId: Id
    readonly date: IsoDate
    readonly status: AttendanceStatus
    readonly lessons: number
  }[]
}

/** What was done in a class's journal on a day, by the ids that a verdict names. */
export interface ActsRequest {
  readonly school: Id
  readonly classId: Id
  readonly date: IsoDate
  readonly lesson: Id | null
  readonly work: Id | null
  readonly mark: Id | null
}

export type Acts = Pick<JournalSlice, 'lessons' | 'works' | 'marks' | 'attendance'>

/** What a class's journal consists of, and when we saw it. */
export interface ClassState extends Days {
  readonly directory: Directory
  readonly slice: Pick<
    JournalSlice,
    'lessons' | 'works' | 'marks' | 'attendance' | 'finalMarks' | 'memberships'
  >
  /** Where the final marks were asked for; else none. */
  readonly resultMarks: readonly ResultMark[]
  readonly looks: readonly ClassLook[]
}

/** The newest whole look at a window up to that moment; null when there was none. */
export interface ClassLook {
  readonly resource: Resource
  readonly week: IsoDate | null
  readonly at: Instant | null
}

/** One look, by its window and the instant at which it was asked. */
export interface LookAt {
  readonly windowKey: string
  readonly askedAt: Instant
}

export interface LookRow {
  readonly askedAt: Instant
  readonly answeredAt: Instant
  readonly complete: boolean
  readonly unchanged: boolean
  readonly records: number
  readonly errorCode: ErrorCode | null
}

/** Something in the platform's answers that no schema of ours knows, and in how many windows it stands. */
export interface Drift {
  /** A field as `lesson.newName`, or a note of the parser's. */
  readonly what: string
  readonly windows: number
}

/** How a window stands: what its newest looks said. */
export interface WindowState {
  readonly key: string
  readonly resource: Resource
  readonly groupId: Id | null
  readonly week: IsoDate | null
  /** When the newest look was asked, whatever it brought. */
  readonly newestAt: Instant
  /** When the newest look was asked that proves what wasn't there; null when never. */
  readonly proofAt: Instant | null
  /** The newest look was complete and isn't held as suspect. */
  readonly whole: boolean
  readonly errorCode: ErrorCode | null
  /** Elements in quarantine at the newest look that brought data. */
  readonly quarantined: number
}

/** A look as it stands in the chain, with all that it said and did. */
export interface ChainLook {
  readonly askedAt: Instant
  readonly answeredAt: Instant
  readonly complete: boolean
  /** An implausible share was missing: it waits for a second look. */
  readonly suspect: boolean
  /** When the look was asked whose body this one repeats; null where the body was new. */
  readonly unchangedSince: Instant | null
  readonly records: number
  readonly changed: number
  readonly gone: number
  readonly quarantined: number
  readonly requests: number
  /** What was new to us in the body, where it was parsed. */
  readonly drift: readonly string[]
  /** How far the platform's clock was from ours; null where the answers didn't tell. */
  readonly skew: ClockSkew | null
  readonly errorCode: ErrorCode | null
  /** When more of the kept body could be read than at the look; null where it was read once. */
  readonly replayedAt: Instant | null
  readonly sha256: string | null
  /** The raw body is still kept; null where there was none. */
  readonly bodyKept: boolean | null
}

export interface DeedsRequest {
  readonly school: Id
  readonly personId: Id
  /** Only what looks since then found new, different or gone. */
  readonly since: Instant
  /** Days on which the person stood in, whatever teachers the platform names. */
  readonly standIns: readonly IsoDate[]
}

/**
 * What the platform said, and when we saw it. Can be dropped and pulled again (but for the proof of what was
 * *not* there, which is why the ledger keeps its own evidence).
 */
export interface Mirror {
  /**
   * Takes one look in. Fenced: looks at one window are taken one after the other whatever process they come
   * from, and a look asked before the newest one that brought data is refused without effect.
   * @throws BridgeError CLOCK_BEHIND with `details.newestAskedAt` when the look is older than that one
   */
  recordLook(window: Window, answer: Answer): Promise<LookResult>
  /**
   * A look that gave no data; it can never make anything `gone` or `broken`. The window stands as failed only if
   * none was asked after `at`, the instant at which this one was asked.
   */
  recordFailedLook(window: Window, at: Instant, errorCode: ErrorCode, requests?: number): Promise<void>
  /** Newest complete look of a window; null when never. */
  lastComplete(window: Window): Promise<Instant | null>
  /** All looks at a window, oldest first. */
  looks(window: Window): Promise<LookRow[]>
  /** The newest look of a window, whatever it brought; null when never. */
  lastLook(window: Window): Promise<LookRow | null>
  /** The chain of looks at the window of that key, oldest first; empty when there was none. */
  chain(school: Id, windowKey: string): Promise<ChainLook[]>
  /** Windows of whose newest data something couldn't be read. */
  quarantine(school: Id): Promise<QuarantinedWindow[]>
  quarantineProblems(school: Id): Promise<QuarantineProblem[]>
  /** Reads once more what a window said last; null when nothing of it is in quarantine. */
  replay(request: ReplayRequest): Promise<Replay | null>
  /** Drops raw bodies that can be evidence of nothing any more; the looks stay. */
  dropBodies(request: DropRequest): Promise<DroppedBodies>
  /** What some looks changed. */
  difference(request: { readonly school: Id; readonly looks: readonly LookAt[] }): Promise<RecordChanges>
  /** How much the mirror holds of a school. */
  stats(school: Id): Promise<MirrorStats>
  /** Another text whenever a look at the school, or a replay, was entered: what is made of the mirror is good until then. */
  state(school: Id): Promise<string>
  /** Newest instant of any look of the school; null when never. */
  newestLook(school: Id): Promise<Instant | null>
  /** Ids of the lessons now in a class's week. */
  lessonIds(school: Id, classId: Id, week: IsoDate): Promise<Id[]>
  /** Subjects of these lessons; null when one of them has none. */
  lessonSubjects(school: Id, classId: Id, week: IsoDate): Promise<Id[] | null>
  /** Who else may be met in the answer of a look at the class. */
  neighbours(school: Id, classId: Id): Promise<Neighbours>
  /** Those of the works that no lesson of the class holds. */
  unknownWorks(school: Id, classId: Id, ids: readonly Id[]): Promise<Id[]>
  /** The platform's clock minus ours, as the looks since then tell; null where none does. */
  clockSkew(school: Id, since: Instant): Promise<{ readonly medianMs: number; readonly looks: number } | null>
  /** What is new to us in the answers, the commonest first. */
  drift(school: Id): Promise<Drift[]>
  directory(school: Id): Promise<Directory>
  /** Bells and holidays by class. */
  calendarFacts(school: Id): Promise<{ bells: Record<Id, Bell[]>; holidays: Record<Id, DayRange[]> }>
  /** When our own looks found the platform away, in order. */
  outages(school: Id): Promise<Outage[]>
  /** The lessons that stand on some days, cancelled ones too, by class, day and number. */
  timetable(days: { school: Id; from: IsoDate; to: IsoDate }): Promise<TimetableLesson[]>
  /** Of which classes and subjects that teacher has lessons on these days. */
  taught(request: { school: Id; teacher: Id; from: IsoDate; to: IsoDate }): Promise<TaughtHere[]>
  /** The first day of a lesson whose works or marks that person's account changed since then, or may have changed; null: none. */
  firstDeed(request: DeedsRequest): Promise<IsoDate | null>
  /** Those of the works that stand in the journal as that person's. */
  worksBy(request: { readonly school: Id; readonly personId: Id; readonly ids: readonly Id[] }): Promise<Id[]>
  /** Whom and what the records standing in these windows name, each once. */
  mentions(windows: readonly Window[]): Promise<Mention[]>
  /**
   * `timeZone` is needed to read the platform's zoneless stamps in the school's own reading.
   * @throws BridgeError INTERRUPTED where the signal says so, noticed while it is read
   */
  slice(request: SliceRequest, timeZone: string, signal?: AbortSignal): Promise<JournalSlice>
  /** The same in parts, for whoever hasn't room for a whole school; as long as `use` takes, a connection is held. */
  slices<T>(
    request: SliceRequest,
    how: { readonly timeZone: string; readonly signal?: AbortSignal | undefined },
    use: (slices: Slices) => Promise<T>,
  ): Promise<T>
  coverage(request: SliceRequest): Promise<Coverage>
  /** A class's lesson, work and mark by their ids, with all else of the day's week and of those in which they stand. */
  acts(request: ActsRequest, timeZone: string): Promise<Acts>
  /** A class's journal as it stood at a moment, or stands now, with the lists of that moment or another. */
  classAt(request: ClassRequest, timeZone: string): Promise<ClassState>
  /** What was taught to a class on some days, and who missed it, as far as it was read. */
  classDays(request: ClassDaysRequest): Promise<ClassDays>
  /** What of some lessons was changed or taken away, the newest first. */
  changes(request: ChangesRequest): Promise<RecordChange[]>
  /** How these windows stand, without those that were never looked at. */
  states(school: Id, windows: readonly Window[]): Promise<WindowState[]>
  /**
   * How the windows of some days stand, and the lists of the school, of its classes and of whoever was read in these days:
   * without those of classes of other years.
   */
  windows(request: SliceRequest): Promise<WindowState[]>
}
