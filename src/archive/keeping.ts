/** How long objects are kept, what forbids their disposal, and how they go: what the archive asks and answers. */

/** Of which documents which are kept how long. Data: the archive knows no documents. */
export interface RetentionRules {
  /** Kind, as `meta/record.json` names it -> whole years; null: for ever. A kind that isn't named is kept. */
  readonly years: Readonly<Record<string, number | null>>
}

export interface Term {
  /** Null: for ever. */
  readonly years: number | null
  /** The first day on which the term is over, `2032-01-01`; null: never. */
  readonly until: string | null
}

/**
 * Why an object may not be set aside: nothing tells its term (`no-record`), its kind stands in no rule, it is kept for
 * ever, its term runs, or somebody forbade it.
 */
export type Obstacle = 'no-record' | 'kind-unknown' | 'permanent' | 'term-runs' | 'held'

export interface KeptTerm {
  readonly id: string
  /** The head. */
  readonly version: string
  readonly kind: string | null
  /** `2026-2027`; null where the record names none. */
  readonly studyYear: string | null
  readonly byRule: Term | null
  readonly byRecord: Term | null
  /** The later of both; null where it never ends or isn't known. */
  readonly until: string | null
  /** Standing ones, oldest first. */
  readonly holds: readonly Hold[]
  /** Null: may be set aside. */
  readonly obstacle: Obstacle | null
}

/** A ban on disposal, as the log tells it. */
export interface Hold {
  /** The log entry that says so: `00000042`. */
  readonly entry: string
  readonly id: string
  /** RFC 3339, UTC. */
  readonly since: string
  readonly reason: string
  /** A role. */
  readonly actor: string
}

export interface HoldRequest {
  readonly id: string
  /** Who checks, or which dispute; without persons: it outlives the document. */
  readonly reason: string
  /** A role. */
  readonly actor: string
}

export interface ReleaseRequest extends HoldRequest {
  /** The ban to lift, by its log entry; needed where several stand. */
  readonly hold?: string
}

export interface HoldResult {
  /** The log entry: a ban's own, or the one that lifts it. */
  readonly entry: string
  /** The ban. */
  readonly hold: string
  /** False where a ban for the same reason stood already: nothing was entered. */
  readonly changed: boolean
}

/** One object as an act on disposal names it. */
export interface ActLine {
  readonly id: string
  readonly kind: string | null
  readonly studyYear: string | null
  /** The head, and how many versions go with it. */
  readonly version: string
  readonly versions: number
  /** Of the head, hex; through it all content is known. */
  readonly inventorySha512: string
  readonly byRule: Term | null
  readonly byRecord: Term | null
  /** The first day on which it might be set aside. */
  readonly until: string
}

/** What people decide: an object of its own, kept for ever. It names them; the log doesn't. */
export interface DisposalAct {
  readonly schema: 'dnevnik-bridge/disposal-act/1'
  readonly number: string
  /** RFC 3339, UTC. */
  readonly at: string
  readonly approvedBy: string
  readonly executedBy: string
  readonly reason: string
  readonly objects: readonly ActLine[]
}

/** What would go, and what stands in the way. Nothing is changed for it. */
export interface DisposalPlan {
  readonly lines: readonly ActLine[]
  /** Named by their ids, and not to be set aside. */
  readonly kept: readonly KeptTerm[]
  /** Against the log: `behind` its newest entry; `jump` where nothing was disposed of yet, or it was silent for more than 48 hours since. */
  readonly clock: 'ok' | 'behind' | 'jump'
  /** RFC 3339, of the newest log entry. */
  readonly newest: string | null
  /** Damage in the log, and in what would go, as `verify` names it: code, file, message. */
  readonly damage: readonly {
    readonly code: string
    readonly file: string | null
    readonly message: string
  }[]
}

export interface DisposalQuestion {
  readonly rules: RetentionRules
  /** Only these; null: everything that may be set aside. */
  readonly ids: readonly string[] | null
}

export interface DisposalRequest extends DisposalQuestion {
  /** Of the act; the same act again goes on where it was cut off. */
  readonly number: string
  /** Two people, by name. */
  readonly approvedBy: string
  readonly executedBy: string
  readonly reason: string
  /** A role: what the log says. */
  readonly actor: string
  /** The date that a person reads off a calendar, needed where the log has been silent for more than 48 hours. */
  readonly today: string | null
  /** Further files of the act, e.g. printed: path and bytes. The same act gives the same files. */
  forms(act: DisposalAct): Promise<readonly { readonly path: string; readonly bytes: Uint8Array }[]>
}

/** That an object was disposed of, as the log tells it. */
export interface DisposalRecord {
  readonly id: string
  /** The act's object. */
  readonly act: string
  /** RFC 3339, UTC. */
  readonly at: string
  /** The log entry `dispose`. */
  readonly entry: string
  /** False while a process that was killed left it undone. */
  readonly done: boolean
}

export interface DisposalReport {
  /** The act's object. */
  readonly act: string
  /** What went now: fewer than the act names where an earlier run was cut off. */
  readonly disposed: readonly DisposalRecord[]
}
