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

interface Question {
  /** Lessons of the course, oldest first. */
  readonly before: readonly Lesson[]
  readonly search: PlanSearch
  /** Lessons by which a topic may stand aside. */
  readonly allowed: number
  /** Whether a lesson counts as one that followed this plan: whoever stood in may have followed another text. */
  tellsPlace(lesson: Lesson): boolean
}

/** A lesson whose topic is in the plan. */
interface Anchor {
  readonly rows: readonly number[]
  /** Its place among all lessons of the course. */
  readonly index: number
  /** How many such lessons came after it. */
  readonly after: number
}

/** One topic out of order mustn't make the next ones wrong that are right: the nearest of so many counts. */
const anchors = 3

/**
 * Each of the last lessons whose topic is in the plan tells a place: its own row, and as many lessons on as were held
 * since. The place that suits the topic best counts. A text that many rows have would suit anything: it is read as most
 * of the lessons beside it want it, the one in question among them. So no single lesson that is itself out of order has
 * such a text on its side against one that goes on from there.
 * @param rows that the topic may be, never empty
 */
export function displacement(rows: readonly number[], question: Question): Displacement {
  const { before, search, allowed } = question
  const here = { rows, index: before.length, after: -1 }
  const isInOrder = (one: Anchor, other: Anchor) => {
    const [earlier, later] = one.index < other.index ? [one, other] : [other, one]
    return earlier !== later && Math.abs(between(earlier, later, search).lessons) <= allowed
  }
  const found = lastAnchors(question)
  const known = found.map(anchor => asMostWant(anchor, [...found, here], isInOrder))
  const nearest = nearestTo(here, known, question)
  if (Math.abs(nearest.lessons) <= allowed) return { ...nearest, isSettled: true }
  const settled = known.filter(one => known.some(other => isInOrder(one, other)))
  if (settled.length === 0) return { ...nearest, isSettled: false }
  // What is out of order is so by the lessons that are in order.
  return { ...nearestTo(here, settled, question), isSettled: true }
}

/** Of the rows that it may be, those by which most of the others are in order with it. */
function asMostWant(
  anchor: Anchor,
  all: readonly Anchor[],
  isInOrder: (one: Anchor, other: Anchor) => boolean,
): Anchor {
  if (anchor.rows.length === 1) return anchor
  const others = all.filter(other => other !== anchor)
  const wanted = anchor.rows.map(
    row => others.filter(other => isInOrder({ ...anchor, rows: [row] }, other)).length,
  )
  const most = Math.max(...wanted)
  return { ...anchor, rows: anchor.rows.filter((_, index) => wanted[index] === most) }
}

function nearestTo(
  here: Anchor,
  known: readonly Anchor[],
  { before, search }: Question,
): Omit<Displacement, 'isSettled'> {
  let nearest: Omit<Displacement, 'isSettled'> = { lessons: 0, row: here.rows[0] ?? 0, since: [] }
  for (const anchor of known) {
    const { lessons, row } = between(anchor, here, search)
    if (nearest.since.length > 0 && Math.abs(lessons) >= Math.abs(nearest.lessons)) continue
    nearest = { lessons, row, since: before.slice(anchor.index) }
  }
  return nearest
}

/** Newest first. */
function lastAnchors({ before, search, tellsPlace }: Question): readonly Anchor[] {
  const found: Anchor[] = []
  for (let index = before.length - 1; index >= 0 && found.length < anchors; index -= 1) {
    const lesson = before[index]
    if (!lesson || !tellsPlace(lesson)) continue
    const topic = current(lesson.topic)
    const rows = topic ? search.find(topic).rows : []
    if (rows.length > 0) found.push({ rows, index, after: found.length })
  }
  return found
}

/** How far the later one stands from the place that the earlier one tells, as what both mean with the least distance. */
function between(earlier: Anchor, later: Anchor, search: PlanSearch): { lessons: number; row: number } {
  const steps = { least: earlier.after - later.after, most: later.index - earlier.index }
  let nearest = { lessons: Number.POSITIVE_INFINITY, row: 0 }
  for (const from of earlier.rows) {
    for (const row of later.rows) {
      const lessons = distance({ from, row, steps }, search)
      if (Math.abs(lessons) < Math.abs(nearest.lessons)) nearest = { lessons, row }
    }
  }
  return nearest
}

/**
 * A row of several lessons may be at any of them. Lessons in between that tell no row have brought the plan forward, or
 * haven't: it waits for who stands in, and for what no plan has.
 */
function distance(
  { from, row, steps }: { from: number; row: number; steps: { least: number; most: number } },
  search: PlanSearch,
): number {
  const [then, now] = [search.lessonsOf(from), search.lessonsOf(row)]
  if (now.first > then.last + steps.most) return now.first - then.last - steps.most
  return now.last < then.first + steps.least ? now.last - then.first - steps.least : 0
}
