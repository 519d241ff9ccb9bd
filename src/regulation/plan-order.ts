import type { Lesson } from '../journal/index.js'
import { current } from './history.js'
import type { PlanSearch } from './plan-search.js'

/** How far a topic stands from its place in the plan's order, as the lessons before it tell the place. */
export interface Displacement {
  /** Lessons: before its place where positive, after it where negative; 0 where no lesson before tells a place. */
  readonly lessons: number
  /** The row of those it may be that lies nearest. */
  readonly row: number
  /** The lesson that told the place, and those after it; none where no lesson did. */
  readonly since: readonly Lesson[]
}

/** One topic out of order mustn't make the next ones wrong that are right: the nearest of so many counts. */
const anchors = 3

/**
 * Each of the last lessons whose topic is in the plan tells a place: its own row, and as many lessons on as were held
 * since. The place that suits the topic best counts.
 * @param rows that the topic may be, never empty
 * @param before lessons of the course, oldest first
 */
export function displacement(
  rows: readonly number[],
  before: readonly Lesson[],
  search: PlanSearch,
): Displacement {
  let nearest: Displacement | null = null
  let found = 0
  for (let index = before.length - 1; index >= 0 && found < anchors; index -= 1) {
    const anchor = before[index]
    const topic = anchor && current(anchor.topic)
    const placed = topic ? search.find(topic).rows : []
    if (placed.length > 0) found += 1
    for (const from of placed) {
      for (const row of rows) {
        const lessons = distance({ from, row, steps: before.length - index }, search)
        if (nearest && Math.abs(lessons) >= Math.abs(nearest.lessons)) continue
        nearest = { lessons, row, since: before.slice(index) }
      }
    }
  }
  return nearest ?? { lessons: 0, row: rows[0] ?? 0, since: [] }
}

/** A row of several lessons may be at any of them. */
function distance(
  { from, row, steps }: { from: number; row: number; steps: number },
  search: PlanSearch,
): number {
  const [then, now] = [search.lessonsOf(from), search.lessonsOf(row)]
  if (now.first > then.last + steps) return now.first - then.last - steps
  return now.last < then.first + steps ? now.last - then.first - steps : 0
}
