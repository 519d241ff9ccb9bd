import type { Judged } from './engine.js'
import { byPlace } from './order.js'
import { type Verdict, verdictKey } from './verdict.js'

/** What two judgements of the same days say of one duty; null where one of them says nothing. */
export interface VerdictChange {
  readonly before: Verdict | null
  readonly after: Verdict | null
}

/**
 * Duties of which the verdicts' kinds differ, in the order of verdicts, those that are gone last. What is kept is asked
 * for only where the other judgement says something else.
 */
export function changesBetween(before: Judged, after: Judged): readonly VerdictChange[] {
  const known = new Map(before.found.map(verdict => [verdictKey(verdict), verdict]))
  const seen = new Set(after.found.map(verdictKey))
  const changed = after.found.flatMap(verdict => {
    const old = known.get(verdictKey(verdict)) ?? keptIn(before, verdict)
    return old?.verdict === verdict.verdict ? [] : [{ before: old, after: verdict }]
  })
  const gone: VerdictChange[] = []
  for (const verdict of before.found) {
    if (seen.has(verdictKey(verdict))) continue
    const now = keptIn(after, verdict)
    if (now === null) gone.push({ before: verdict, after: null })
    else changed.push({ before: verdict, after: now })
  }
  return [...changed.sort((a, b) => byPlace(a.after, b.after)), ...gone]
}

function keptIn({ kept }: Judged, verdict: Verdict): Verdict | null {
  return kept.verdict(verdict.rule, verdict.subject.class, verdictKey(verdict)) ?? null
}
