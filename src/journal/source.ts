import type { Instant } from '../clock.js'
import type { ClockSkew } from './clock-skew.js'
import type { Id, PlatformRecord, Window } from './records.js'

/** One answer of the platform to one look, already known to be data (no HTML, no error object). */
export interface Answer {
  /** When the (first) request of the look left, by our clock. */
  readonly askedAt: Instant
  /** When the last byte had come, by our clock. */
  readonly answeredAt: Instant
  /** The bytes as they came; several requests of one look are joined as JSON around the untouched bodies. */
  readonly body: string
  /** SHA-256 of `body`, hex. */
  readonly sha256: string
  /** Requests that the look took, retries included. */
  readonly requests: number
  /** Null or absent where the answers didn't tell. */
  readonly skew?: ClockSkew | null
  /**
   * Parses the body. Costly, so it is called only when the body differs from the last complete one.
   * What doesn't parse is in `quarantined` and makes the look incomplete; nothing is dropped silently.
   */
  parse(): ParsedAnswer
  /**
   * Parses only what the body says otherwise than an earlier one; null where that can't be told without the whole.
   * Absent where no answer of the window can be read so.
   */
  parseChange?(earlier: EarlierBody): ParsedChange | null
}

/** The body of an earlier look at the same window, in which everything was understood and nothing was new to us. */
export interface EarlierBody {
  readonly body: string
  /** How many records it said. */
  readonly records: number
}

/** All that an earlier body doesn't say, or says otherwise; each record that is in neither list is said by both. */
export interface ParsedChange {
  readonly records: readonly PlatformRecord[]
  /** What the earlier one said instead; a record that is only here isn't said any more. */
  readonly former: readonly PlatformRecord[]
  /** Fields that not all objects of the whole answer have. */
  readonly fields: readonly FieldUse[]
}

export interface ParsedAnswer {
  readonly records: readonly PlatformRecord[]
  readonly quarantined: readonly Quarantined[]
  /** The platform refused a part of what was asked for, so the look is incomplete however well it was understood. */
  readonly partial?: boolean
  /** Field names that no schema of ours knows, e.g. `lesson.newField`. */
  readonly drift: readonly string[]
  /** What the objects of the answer had of the fields that we read; absent where nobody counted. */
  readonly fields?: readonly FieldUse[]
}

/** How many of an answer's objects of one kind had a field at all, be it null. */
export interface FieldUse {
  /** Kind and name as the platform has it, e.g. `lesson.title`. */
  readonly name: string
  readonly use: 'always' | 'sometimes' | 'never'
}

export interface Quarantined {
  /** Where in the body, e.g. `[17].date`. */
  readonly path: string
  /** What was wrong; names no person. */
  readonly problem: string
  /** The element's own JSON text. */
  readonly raw: string
}

export interface VisibleSchool {
  readonly id: Id
  readonly name: string | null
}

/** Whom the requests of a look are charged to. */
export interface Charge {
  /** Kind of the run, or the command, e.g. `planned-look`, `sync`, `doctor`. */
  readonly purpose: string
  /** Somebody waits for it: it goes before what runs by itself. */
  readonly urgent?: boolean
}

/** What is known of a class and of the others before a look: tells another class's answer from its own. */
export interface Neighbours {
  /** Other classes of the school. No subgroups: one may be of this class without our knowing it yet. */
  readonly otherClasses: ReadonlySet<Id>
  /** Everyone who is or was in the class or in one of its subgroups, which may have pupils of other classes. */
  readonly people: ReadonlySet<Id>
  /** Members of other classes who aren't in `people`. */
  readonly peopleElsewhere: ReadonlySet<Id>
}

export interface ReadOptions {
  readonly signal?: AbortSignal
  readonly charge?: Charge
  readonly neighbours?: Neighbours
  /** Lessons of the window, needed where attendance is only given by lessons. */
  readonly lessonIds?: () => Promise<readonly Id[]>
  /**
   * Subjects of the window's lessons, needed where attendance is only given by subject; null when a lesson has
   * none, so that asking by subject would miss it.
   */
  readonly subjectIds?: () => Promise<readonly Id[] | null>
  /** Pupils of the class, needed where final marks are only given pupil by pupil. */
  readonly pupilIds?: () => Promise<readonly Id[]>
  /** Those on the class's list now: what is refused of anybody else keeps nobody's marks from being read. */
  readonly listedPupils?: () => Promise<readonly Id[]>
  /** Which of these works the class's lessons don't hold, so that they must be asked for by their ids. */
  readonly unknownWorks?: (ids: readonly Id[]) => Promise<readonly Id[]>
}

/** Where journals come from. `dnevnik/` offers one; a second platform would be a second folder. */
export interface JournalSource {
  /**
   * Proves that the token is alive and sees the school.
   * @throws BridgeError DNEVNIK_TOKEN_DEAD, SCHOOL_NOT_VISIBLE, DNEVNIK_NETWORK, DNEVNIK_TIMEOUT, DNEVNIK_DOWN
   */
  visibleSchool(school: Id, signal?: AbortSignal, charge?: Charge): Promise<VisibleSchool>
  /** Offset of the token's owner as the platform writes it, e.g. `+3:00`; only for a warning. Null if not told. */
  utcOffset(signal?: AbortSignal, charge?: Charge): Promise<string | null>
  /**
   * Reads one window.
   * @throws BridgeError with a DNEVNIK_ code; the window is then not read, which is different from being empty.
   */
  read(window: Window, options?: ReadOptions): Promise<Answer>
  /** Requests sent since the source was made, retries included. */
  requestsSent(): number
  close(): Promise<void>
}
