import type { Judged } from './engine.js'
import type { KeptDay } from './kept-duties.js'
import { byPlace } from './order.js'
import { type Verdict, verdictKey } from './verdict.js'

/** What two judgements of the same days say of one duty; null where one of them says nothing. */
export interface VerdictChange {
  readonly before: Verdict | null
  readonly after: Verdict | null
}

const isBreach = (verdict: Verdict | null) => verdict?.verdict === 'broken' || verdict?.verdict === 'mended'

/** What would become a breach. */
export function isAccused({ before, after }: VerdictChange): boolean {
  return isBreach(after) && !isBreach(before)
}

/** What would cease to be one. */
export function isCleared({ before, after }: VerdictChange): boolean {
  return isBreach(before) && !isBreach(after)
}

/** The order of `changesBetween`. */
export function byChange(a: VerdictChange, b: VerdictChange): number {
  if (a.after && b.after) return byPlace(a.after, b.after)
  if (a.before && b.before && !a.after && !b.after) return byPlace(a.before, b.before)
  return a.after ? -1 : 1
}

/**
 * Duties of which the verdicts' kinds differ, in the order of verdicts, those that are gone last. What is kept is asked
 * for only where the other judgement says something else, or may not know of it.
 */
export function changesBetween(before: Judged, after: Judged): readonly VerdictChange[] {
  const known = new Map(before.found.map(verdict => [verdictKey(verdict), verdict]))
  const seen = new Set(after.found.map(verdictKey))
  const changed: VerdictChange[] = after.found.flatMap(verdict => {
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
  const rules = apart(before, after)
  for (const verdict of keptAlone(after, before, rules))
    if (!known.has(verdictKey(verdict))) changed.push({ before: null, after: verdict })
  for (const verdict of keptAlone(before, after, rules))
    if (!seen.has(verdictKey(verdict))) gone.push({ before: verdict, after: null })
  return [...changed, ...gone].sort(byChange)
}

function keptIn({ kept }: Judged, verdict: Verdict): Verdict | null {
  return kept.verdict(verdict.rule, verdict.subject.class, verdictKey(verdict)) ?? null
}

/**
 * Rules by which a duty may be kept that the other judgement hasn't at all: some day's number differs, or the duties are of
 * no lesson (a printed sheet, a copy), where one may stand for another of the same day. Those are few.
 */
function apart(one: Judged, other: Judged): readonly string[] {
  const [ours, theirs] = [countsOf(one), countsOf(other)]
  const rules = new Set<string>()
  for (const [key, { rule, kept }] of [...ours, ...theirs]) {
    if (ours.get(key)?.kept !== kept || theirs.get(key)?.kept !== kept) rules.add(rule)
  }
  const all = new Set([...ours.values(), ...theirs.values()].map(({ rule }) => rule))
  return [...all].filter(rule => rules.has(rule) || [one, other].some(judged => isOfNoLesson(judged, rule)))
}

function isOfNoLesson({ kept }: Judged, rule: string): boolean {
  for (const { place } of kept.places(rule)) if (place.id === undefined) return true
  return false
}

function countsOf({ kept }: Judged): ReadonlyMap<string, KeptDay> {
  return new Map([...kept.days()].map(day => [`${day.rule}/${day.classId}/${day.date}`, day]))
}

function* keptAlone(own: Judged, other: Judged, rules: readonly string[]): Generator<Verdict> {
  for (const rule of rules) {
    const theirs = new Set([...other.kept.findings(rule)].map(({ subject }) => verdictKey({ rule, subject })))
    for (const { subject } of own.kept.findings(rule)) {
      const key = verdictKey({ rule, subject })
      const verdict = theirs.has(key) ? undefined : own.kept.verdict(rule, subject.class, key)
      if (verdict) yield verdict
    }
  }
}
