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
  /**
   * The topic suits its place, or two lessons before follow one another by the plan and tell that it doesn't. Of two
   * lessons alone nobody knows which one is out of order.
   */
  readonly isSettled: boolean
}

/** A lesson before whose topic is in the plan. */
interface Anchor {
  readonly rows: readonly number[]
  /** Its place among the lessons before. */
  readonly index: number
}

/** One topic out of order mustn't make the next ones wrong that are right: the nearest of so many counts. */
const anchors = 3

/**
 * Each of the last lessons whose topic is in the plan tells a place: its own row, and as many lessons on as were held
 * since. The place that suits the topic best counts. A text that many rows have would suit anything: it is read as the
 * lessons beside it want it.
 * @param rows that the topic may be, never empty
 * @param before lessons of the course, oldest first
 * @param allowed lessons by which a topic may stand aside
 */
export function displacement(
  rows: readonly number[],
  { before, search, allowed }: { before: readonly Lesson[]; search: PlanSearch; allowed: number },
): Displacement {
  const follow = (one: Anchor, other: Anchor) => {
    const [earlier, later] = one.index < other.index ? [one, other] : [other, one]
    return earlier !== later && Math.abs(between(earlier, later, search).lessons) <= allowed
  }
  const known = asTheOthersWant(lastAnchors(before, search), follow)
  const nearest = nearestTo(rows, { known, before, search })
  if (Math.abs(nearest.lessons) <= allowed) return { ...nearest, isSettled: true }
  const settled = known.filter(one => known.some(other => follow(one, other)))
  if (settled.length === 0) return { ...nearest, isSettled: false }
  // What is out of order is so by the lessons that are in order.
  return { ...nearestTo(rows, { known: settled, before, search }), isSettled: true }
}

/** What may be several rows is one that follows another lesson's or is followed by it, where there is any. */
function asTheOthersWant(
  known: readonly Anchor[],
  follow: (one: Anchor, other: Anchor) => boolean,
): readonly Anchor[] {
  return known.map(anchor => {
    const others = known.filter(other => other !== anchor)
    const rows = anchor.rows.filter(row => others.some(other => follow({ ...anchor, rows: [row] }, other)))
    return rows.length > 0 ? { ...anchor, rows } : anchor
  })
}

function nearestTo(
  rows: readonly number[],
  { known, before, search }: { known: readonly Anchor[]; before: readonly Lesson[]; search: PlanSearch },
): Omit<Displacement, 'isSettled'> {
  const here = { rows, index: before.length }
  let nearest: Omit<Displacement, 'isSettled'> = { lessons: 0, row: rows[0] ?? 0, since: [] }
  for (const anchor of known) {
    const { lessons, row } = between(anchor, here, search)
    if (nearest.since.length > 0 && Math.abs(lessons) >= Math.abs(nearest.lessons)) continue
    nearest = { lessons, row, since: before.slice(anchor.index) }
  }
  return nearest
}

/** Newest first. */
function lastAnchors(before: readonly Lesson[], search: PlanSearch): readonly Anchor[] {
  const found: Anchor[] = []
  for (let index = before.length - 1; index >= 0 && found.length < anchors; index -= 1) {
    const lesson = before[index]
    const topic = lesson && current(lesson.topic)
    const rows = topic ? search.find(topic).rows : []
    if (rows.length > 0) found.push({ rows, index })
  }
  return found
}

/** How far the later one stands from the place that the earlier one tells, as what both mean with the least distance. */
function between(earlier: Anchor, later: Anchor, search: PlanSearch): { lessons: number; row: number } {
  const steps = later.index - earlier.index
  let nearest = { lessons: Number.POSITIVE_INFINITY, row: 0 }
  for (const from of earlier.rows) {
    for (const row of later.rows) {
      const lessons = distance({ from, row, steps }, search)
      if (Math.abs(lessons) < Math.abs(nearest.lessons)) nearest = { lessons, row }
    }
  }
  return nearest
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
