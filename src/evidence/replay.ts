import { checkJournal, engineVersion } from '../regulation/index.js'
import { computed, type Outcome, readEvidence } from './evidence.js'

/** What came out when a report's verdicts were computed again. */
export interface Replay {
  /** Byte for byte. */
  readonly same: boolean
  readonly archived: Outcome
  readonly again: Outcome
  /** Lines of verdicts that aren't kept: archived and not computed again, and the other way round. */
  readonly lost: readonly string[]
  readonly added: readonly string[]
}

/**
 * Computes archived verdicts again, by this engine.
 * @param read the bytes of one of the report's files, checked against the archive
 */
export function replay(read: (path: string) => Uint8Array): Replay {
  const {
    outcome: archived,
    lines,
    slice,
    calendar: facts,
    settings,
    decisions,
    plans,
    archived: shown,
    ...days
  } = readEvidence(read)
  const { verdicts } = checkJournal({ slice, facts, settings, decisions, plans, archived: shown, ...days })
  const again = computed(days, verdicts, engineVersion)
  const same = archived.sha256 === again.outcome.sha256 && archived.verdicts === again.outcome.verdicts
  const [before, now] = [new Set(lines), new Set(again.lines)]
  return {
    same,
    archived,
    again: again.outcome,
    lost: lines.filter(line => !now.has(line)),
    added: again.lines.filter(line => !before.has(line)),
  }
}
