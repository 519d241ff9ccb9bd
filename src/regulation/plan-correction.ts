import { likenessOf, piecesOf } from './likeness.js'
import type { PlanRow } from './thematic-plan.js'

/** «Лист коррекции»: what one version of a plan changed in the one before. */

export const planFields = ['place', 'section', 'topic', 'hours', 'date', 'homework'] as const
export type PlanField = (typeof planFields)[number]

export interface PlanChange {
  readonly kind: 'added' | 'removed' | 'changed'
  readonly before: PlanRow | null
  readonly after: PlanRow | null
  /** Of a changed row: what differs. A number that only moved on, because another row went, is no change. */
  readonly fields: readonly PlanField[]
}

interface Pair {
  readonly before: number | null
  readonly after: number | null
}

interface Measure {
  plain(topic: string): string
  /** From which on two topics are one that was worded anew. */
  readonly likeness: number
}

/** In the order of the newer version; what was removed stands where it stood. */
export function planChanges(
  before: readonly PlanRow[],
  after: readonly PlanRow[],
  measure: Measure,
): PlanChange[] {
  const pairs = withMoved(paired(before, after, measure), { before, after, measure })
  return pairs.flatMap(({ before: old, after: fresh, moved }): PlanChange[] => {
    const [was, is] = [
      old === null ? null : (before[old] ?? null),
      fresh === null ? null : (after[fresh] ?? null),
    ]
    if (was === null || is === null)
      return [{ kind: is === null ? 'removed' : 'added', before: was, after: is, fields: [] }]
    const differing = planFields.filter(field => (field === 'place' ? moved : was[field] !== is[field]))
    return differing.length === 0 ? [] : [{ kind: 'changed', before: was, after: is, fields: differing }]
  })
}

/** Rows of the same topic first, as many in order as possible; between them, those worded anew. */
function paired(before: readonly PlanRow[], after: readonly PlanRow[], { plain, likeness }: Measure): Pair[] {
  const [old, fresh] = [before, after].map(rows => rows.map(({ topic }) => plain(topic))) as [
    string[],
    string[],
  ]
  const anchors = [...commonInOrder(old, fresh), { before: old.length, after: fresh.length }]
  const pairs: Pair[] = []
  let [nextOld, nextFresh] = [0, 0]
  for (const anchor of anchors) {
    for (; nextOld < anchor.before; nextOld += 1) {
      const text = old[nextOld] ?? ''
      const alike = range(nextFresh, anchor.after).find(
        index => likenessBetween(text, fresh[index] ?? '') >= likeness,
      )
      if (alike === undefined) pairs.push({ before: nextOld, after: null })
      else {
        for (; nextFresh < alike; nextFresh += 1) pairs.push({ before: null, after: nextFresh })
        pairs.push({ before: nextOld, after: alike })
        nextFresh += 1
      }
    }
    for (; nextFresh < anchor.after; nextFresh += 1) pairs.push({ before: null, after: nextFresh })
    if (anchor.before < old.length) pairs.push(anchor)
    ;[nextOld, nextFresh] = [anchor.before + 1, anchor.after + 1]
  }
  return pairs
}

/** A topic that went at one place and came at another has moved. */
function withMoved(
  pairs: readonly Pair[],
  { before, after, measure }: { before: readonly PlanRow[]; after: readonly PlanRow[]; measure: Measure },
): (Pair & { readonly moved: boolean })[] {
  const gone = new Map<string, number[]>()
  for (const { before: old, after: fresh } of pairs) {
    if (old === null || fresh !== null) continue
    const text = measure.plain(before[old]?.topic ?? '')
    gone.set(text, [...(gone.get(text) ?? []), old])
  }
  const moved = new Set<number>()
  const found = pairs.map(pair => {
    if (pair.before !== null || pair.after === null) return { ...pair, moved: false }
    const old = gone.get(measure.plain(after[pair.after]?.topic ?? ''))?.shift()
    if (old === undefined) return { ...pair, moved: false }
    moved.add(old)
    return { before: old, after: pair.after, moved: true }
  })
  return found.filter(({ before: old, after: fresh }) => fresh !== null || old === null || !moved.has(old))
}

/** The longest common subsequence. */
function commonInOrder(
  one: readonly string[],
  other: readonly string[],
): { before: number; after: number }[] {
  const lengths = one.map(() => new Uint16Array(other.length + 1))
  lengths.push(new Uint16Array(other.length + 1))
  const at = (row: number, column: number) => lengths[row]?.[column] ?? 0
  for (let row = one.length - 1; row >= 0; row -= 1) {
    const line = lengths[row]
    for (let column = other.length - 1; line && column >= 0; column -= 1) {
      const isSame = one[row] === other[column]
      line[column] = isSame ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1))
    }
  }
  const common: { before: number; after: number }[] = []
  for (let [row, column] = [0, 0]; row < one.length && column < other.length; ) {
    if (one[row] === other[column]) {
      common.push({ before: row, after: column })
      row += 1
      column += 1
    } else if (at(row + 1, column) >= at(row, column + 1)) row += 1
    else column += 1
  }
  return common
}

function likenessBetween(one: string, other: string): number {
  const [a, b] = [piecesOf(one), new Set(piecesOf(other))]
  return likenessOf(a.filter(piece => b.has(piece)).length, a.length, b.size)
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index)
}
