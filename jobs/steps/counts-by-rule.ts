import { type Judged, noCounts, verdictKinds } from '../../src/regulation/index.js'

export type RuleCounts = Judged['counts'][string]

/** Sums up what each class counts. */
export function countsBy(ids: readonly string[]) {
  const sums = new Map(ids.map(id => [id, noCounts()]))
  return {
    add(counts: Judged['counts']) {
      for (const [id, sum] of sums) for (const kind of verdictKinds) sum[kind] += counts[id]?.[kind] ?? 0
    },
    of: (id: string): RuleCounts => sums.get(id) ?? noCounts(),
  }
}
