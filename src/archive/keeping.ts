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
