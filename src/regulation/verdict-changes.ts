import { type Verdict, verdictKey } from './verdict.js'

/** What two judgements of the same days say of one duty; null where one of them says nothing. */
export interface VerdictChange {
  readonly before: Verdict | null
  readonly after: Verdict | null
}

/** Duties of which the verdicts' kinds differ, those that are gone last. */
export function changesBetween(
  before: readonly Verdict[],
  after: readonly Verdict[],
): readonly VerdictChange[] {
  const known = new Map(before.map(verdict => [verdictKey(verdict), verdict]))
  const seen = new Set(after.map(verdictKey))
  const changed = after.flatMap(verdict => {
    const old = known.get(verdictKey(verdict)) ?? null
    const same = old?.verdict === verdict.verdict
    return same ? [] : [{ before: old, after: verdict }]
  })
  const gone = before.flatMap(verdict =>
    seen.has(verdictKey(verdict)) ? [] : [{ before: verdict, after: null }],
  )
  return [...changed, ...gone]
}
