import type { Calendar } from '../calendar/index.js'
import type { IsoDate, Journal, Lesson } from '../journal/index.js'
import { current } from './history.js'
import { courseLessons } from './plan-course.js'
import { placeTopic } from './plan-placing.js'
import { searchIn } from './plan-search.js'
import { plansOfLessons } from './plans-of-lessons.js'
import type { PlanVersion, ThematicPlan } from './thematic-plan.js'

interface Question {
  readonly journal: Journal
  readonly calendar: Calendar
  /** All plans of the class, since a lesson follows one of them. */
  readonly plans: readonly ThematicPlan[]
  readonly plan: ThematicPlan
  readonly version: PlanVersion
  readonly from: IsoDate
  readonly to: IsoDate
  readonly likeness: number
  plain(topic: string): string
}

/** Days on which topics of a plan's version were held, in order, by the row's number; a row without any isn't there. */
export function heldDays(question: Question): ReadonlyMap<string, readonly IsoDate[]> {
  const { plans, plan, version, likeness, plain } = question
  const { planOf } = plansOfLessons(plans)
  const search = searchIn(version, likeness, plain)
  const hasThisPlan = (lesson: Lesson) => planOf(lesson)?.number === plan.number
  const allowed = Number.POSITIVE_INFINITY
  const days = new Map<string, IsoDate[]>()
  for (const course of courseLessons(question, hasThisPlan)) {
    const topic = current(course.lesson.topic)
    if (!topic) continue
    const placed = placeTopic(topic, { course, search, allowed, hasThisPlan })
    const number = placed?.order ? version.rows[placed.order.row]?.number : undefined
    if (number !== undefined) days.set(number, [...(days.get(number) ?? []), course.lesson.date])
  }
  return days
}
