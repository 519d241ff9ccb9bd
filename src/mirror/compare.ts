import type { Instant } from '../clock.js'
import type { RecordKind } from '../journal/index.js'

/** A record of the answer, with its canonical JSON text and the hash of that. */
export interface SeenRecord {
  readonly kind: RecordKind
  readonly record: string
  readonly text: string
  readonly hash: string
}

/** A version that stands in the window at which we look. */
export interface StandingVersion {
  /** Of the version, in our database. */
  readonly id: string
  readonly kind: RecordKind
  readonly record: string
  readonly seq: number
  readonly hash: string
  /** When the look that opened it was asked. */
  readonly askedAt: Instant
  /** When a suspect look didn't find it; null when it was found at the newest complete look. */
  readonly missingAt: Instant | null
}

/** The newest version of a record that doesn't stand in this window: moved here, or back after it was gone. */
export interface ElsewhereVersion {
  readonly id: string
  readonly seq: number
  readonly standing: boolean
  readonly windowKey: string
  /** Last proof that it stands, or stood, in its own window. */
  readonly lastSeen: Instant
}

export interface Look {
  readonly askedAt: Instant
  readonly answeredAt: Instant
  readonly complete: boolean
  /** When the newest earlier look was asked that proves what wasn't in the window; null when there is none. */
  readonly proofAt: Instant | null
}

export interface OpenedVersion extends SeenRecord {
  readonly seq: number
  readonly absentAt: Instant | null
}

export interface EndedVersion {
  readonly id: string
  readonly endedAfter: Instant
  readonly endedAt: Instant
  readonly gone: boolean
}

export interface Difference {
  readonly opened: readonly OpenedVersion[]
  readonly ended: readonly EndedVersion[]
  /** Versions to be noted as missing: the look is suspect. */
  readonly missing: readonly string[]
  /** Versions found again after a suspect look. */
  readonly found: readonly string[]
  readonly suspect: boolean
  /** Windows that lost a record to this one. */
  readonly movedFrom: readonly string[]
  /** A record was left where a later look had seen it. */
  readonly outdated: boolean
}

/** So many may vanish of what happens in a journal, whatever share they are; its lists change by one. */
const harmlessLoss = 5
const harmlessLossOfLists = 1
const harmlessShare = 0.3
const journalKinds: ReadonlySet<RecordKind> = new Set([
  'lesson',
  'work',
  'mark',
  'attendance',
  'final-mark',
  'exam-mark',
])
/** What is given to a whole class at once: the last one doesn't vanish by itself. */
const finalKinds: ReadonlySet<RecordKind> = new Set(['final-mark', 'exam-mark'])

/** By `recordKey`. */
export type ByRecord<T> = ReadonlyMap<string, T>

export function recordKey(kind: string, record: string): string {
  return `${kind}/${record}`
}

function latest(a: Instant | null, b: Instant | null): Instant | null {
  if (a === null) return b
  return b === null ? a : Math.max(a, b)
}

/** When a version was last proved to stand: at the look that opened it, or at a proof look after that. */
export function lastProof(askedAt: Instant, proofAt: Instant | null): Instant {
  return Math.max(askedAt, proofAt ?? askedAt)
}

/** Field by field: of a first load's hundreds of thousands, spreading costs more than all else that is compared. */
function openedVersion(
  { kind, record, text, hash }: SeenRecord,
  seq: number,
  absentAt: Instant | null,
): OpenedVersion {
  return { kind, record, text, hash, seq, absentAt }
}

/**
 * What one look changes. Pure. Present is present in any look; absent counts only in a complete one, and only
 * when the loss is plausible or a second complete look confirms it.
 */
export function compareLook(
  seen: ByRecord<SeenRecord>,
  standing: ByRecord<StandingVersion>,
  elsewhere: ByRecord<ElsewhereVersion>,
  look: Look,
): Difference {
  const opened: OpenedVersion[] = []
  const ended: EndedVersion[] = []
  const found: string[] = []
  const movedFrom = new Set<string>()
  let outdated = false

  for (const [key, record] of seen) {
    const old = standing.get(key)
    if (old) {
      if (old.hash === record.hash) {
        if (old.missingAt !== null) found.push(old.id)
        continue
      }
      const endedAfter = lastProof(old.askedAt, look.proofAt)
      ended.push({ id: old.id, endedAfter, endedAt: look.answeredAt, gone: false })
      opened.push(openedVersion(record, old.seq + 1, endedAfter))
      continue
    }
    const other = elsewhere.get(key)
    // Seen in the other window after this look was asked: this answer is the older news, even if it is gone there now.
    if (other && other.lastSeen > look.askedAt) {
      outdated = true
      continue
    }
    if (!other?.standing) {
      opened.push(openedVersion(record, (other?.seq ?? 0) + 1, look.proofAt))
      continue
    }
    movedFrom.add(other.windowKey)
    ended.push({ id: other.id, endedAfter: other.lastSeen, endedAt: look.answeredAt, gone: false })
    opened.push(openedVersion(record, other.seq + 1, latest(look.proofAt, other.lastSeen)))
  }

  const missed = look.complete ? [...standing].filter(([key]) => !seen.has(key)) : []
  const lost = missed.map(([, version]) => version)
  const suspect = lost.length > 0 && isImplausible(lost, [...standing.values()], kindsOf(seen))
  const difference = { opened, ended, found, suspect, movedFrom: [...movedFrom], outdated }
  if (suspect)
    return {
      ...difference,
      missing: lost.flatMap(version => (version.missingAt === null ? [version.id] : [])),
    }
  for (const version of lost) {
    const endedAfter = lastProof(version.askedAt, look.proofAt)
    ended.push({ id: version.id, endedAfter, endedAt: version.missingAt ?? look.answeredAt, gone: true })
  }
  return { ...difference, missing: [] }
}

function kindsOf(seen: ByRecord<SeenRecord>): ReadonlySet<RecordKind> {
  return new Set([...seen.values()].map(({ kind }) => kind))
}

/**
 * Whether a kind loses all it had, or a share that looks like a fault of the platform; what was missing before
 * doesn't count. A single record vanishes in ordinary life (a wrong «Н», a class teacher who leaves), but not the only
 * final mark of a class.
 */
function isImplausible(
  lost: readonly StandingVersion[],
  standing: readonly StandingVersion[],
  seenKinds: ReadonlySet<RecordKind>,
): boolean {
  const countsOf = (versions: readonly StandingVersion[]) => {
    const counts = new Map<RecordKind, number>()
    for (const { kind, missingAt } of versions) {
      if (missingAt === null) counts.set(kind, (counts.get(kind) ?? 0) + 1)
    }
    return counts
  }
  // What isn't in the list of classes isn't read any more: the platform has to say it twice, and no list is none.
  const isListed = (version: StandingVersion) => version.kind === 'group'
  if (standing.some(isListed) && !seenKinds.has('group')) return lost.some(isListed)
  if (lost.some(version => isListed(version) && version.missingAt === null)) return true
  const before = countsOf(standing)
  return [...countsOf(lost)].some(([kind, count]) => {
    const total = before.get(kind) ?? 0
    if (!seenKinds.has(kind)) return total > 1 || finalKinds.has(kind)
    const harmless = journalKinds.has(kind) ? harmlessLoss : harmlessLossOfLists
    return count > Math.max(harmless, harmlessShare * total)
  })
}
