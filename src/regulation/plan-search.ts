import { likenessOf, piecesOf } from './likeness.js'
import type { PlanVersion } from './thematic-plan.js'

/** Where a topic stands in a version of a plan. */
export interface Found {
  /** Rows that it may be, by index; none where no row is alike enough. */
  readonly rows: readonly number[]
  /** The row that is most alike, and how much. */
  readonly nearest: { readonly row: number; readonly likeness: number }
}

export interface PlanSearch {
  find(topic: string): Found
  /** First and last lesson of a row, counted from 0 over the whole plan. */
  lessonsOf(row: number): { readonly first: number; readonly last: number }
}

/** What is nearly as alike as the best row may be meant as well: merged topics, «Решение задач» in every section. */
const nearlyBest = 0.15

/** @param threshold likeness from which a topic is taken for a row */
export function searchIn(
  version: PlanVersion,
  threshold: number,
  plain: (topic: string) => string,
): PlanSearch {
  const answers = new Map<string, Found>()
  const ends: number[] = []
  for (const { hours } of version.rows) ends.push((ends.at(-1) ?? 0) + hours)
  const exact = new Map<string, number[]>()
  for (const [row, { topic }] of version.rows.entries()) push(exact, plain(topic), row)
  let index: PieceIndex | null = null
  const numbered = version.rows.map(({ topic }) => numbersApart(plain(topic)))

  function search(text: string): Found {
    const same = exact.get(text)
    if (same) return { rows: same, nearest: { row: same[0] ?? 0, likeness: 1 } }
    index ??= pieceIndex(version.rows.map(({ topic }) => piecesOf(plain(topic))))
    const pieces = piecesOf(text)
    const common = index.common(pieces)
    const likenesses = [...common].map((count, row) =>
      likenessOf(count, pieces.length, index?.sizes[row] ?? 0),
    )
    const best = likenesses.reduce((a, b) => Math.max(a, b), 0)
    const enough = Math.max(threshold, best - nearlyBest)
    const alike = likenesses.flatMap((likeness, row) => (likeness >= enough ? [row] : []))
    const rows = withItsNumbers(alike, numbersApart(text).numbers)
    return { rows, nearest: { row: likenesses.indexOf(best), likeness: best } }
  }

  /** «Раздел 4: закрепление», whatever is added to it, isn't «Раздел 5: закрепление»: of such rows those are meant. */
  function withItsNumbers(rows: readonly number[], numbers: readonly string[]): readonly number[] {
    const isOfText = (row: number) =>
      numbered[row]?.numbers.every(number => numbers.includes(number)) === true
    const named = new Set(rows.filter(isOfText).map(row => numbered[row]?.words))
    return rows.filter(row => isOfText(row) || !named.has(numbered[row]?.words))
  }

  return {
    find(topic) {
      const text = plain(topic)
      const found = answers.get(text) ?? search(text)
      answers.set(text, found)
      return found
    },
    lessonsOf(row) {
      const first = ends[row - 1] ?? 0
      return { first: Math.floor(first), last: Math.max(Math.floor(first), Math.ceil(ends[row] ?? 0) - 1) }
    },
  }
}

interface NumbersApart {
  readonly words: string
  readonly numbers: readonly string[]
}

function numbersApart(plain: string): NumbersApart {
  const words = plain.split(' ')
  const isNumber = (word: string) => /^\d+$/.test(word)
  return { words: words.filter(word => !isNumber(word)).join(' '), numbers: words.filter(isNumber) }
}

interface PieceIndex {
  readonly sizes: readonly number[]
  /** How many of these pieces each row has. */
  common(pieces: readonly string[]): Uint16Array
}

function pieceIndex(rows: readonly (readonly string[])[]): PieceIndex {
  const places = new Map<string, number[]>()
  for (const [row, pieces] of rows.entries()) for (const piece of pieces) push(places, piece, row)
  return {
    sizes: rows.map(({ length }) => length),
    common(pieces) {
      const counts = new Uint16Array(rows.length)
      for (const piece of pieces)
        for (const row of places.get(piece) ?? []) counts[row] = (counts[row] ?? 0) + 1
      return counts
    },
  }
}

function push(lists: Map<string, number[]>, key: string, row: number): void {
  const list = lists.get(key)
  if (list) list.push(row)
  else lists.set(key, [row])
}
