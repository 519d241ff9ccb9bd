import type { Making } from '../making.js'
import type { Lesson } from '../school/model.js'
import { foreignTopics, plannedTopic } from '../school/planned-topics.js'
import { Dice } from '../school/dice.js'

/** How lessons follow the plans of their subjects, and stray from them. */
export interface Courses {
  /** What the plan has for the lesson: cancelled ones don't count. */
  topicOf(lesson: Lesson): string
  /** What is written instead; nearly always null. */
  strayFrom(lesson: Lesson): string | null
}

const strays = 0.1
/** Far enough to be out of order under any setting that a school may choose within reason. */
const lessonsAhead = 9
/** So many lessons of the same teacher, all by the plan, tell where a topic should be. */
const settled = 4

export function followPlans(making: Making, lessons: readonly Lesson[]): Courses {
  const places = new Map<Lesson, { readonly index: number; readonly before: readonly Lesson[] }>()
  for (const course of coursesOf(lessons).values()) {
    const held: Lesson[] = []
    for (const lesson of course.sort(inTime)) {
      places.set(lesson, { index: held.length, before: held.slice(-settled) })
      if (lesson.final.status === 'Active') held.push(lesson)
    }
  }
  const strayed = new Set<Lesson>()
  return {
    topicOf: lesson => plannedTopic(lesson.subject.name, places.get(lesson)?.index ?? 0).topic,
    strayFrom(lesson) {
      const { index, before } = places.get(lesson) ?? { index: 0, before: [] }
      const dice = new Dice(making.seed, `stray/${lesson.key}`)
      if (!dice.chance(strays) || before.length < settled) return null
      if (before.some(other => other.final.teacher !== lesson.final.teacher || strayed.has(other)))
        return null
      strayed.add(lesson)
      return dice.chance(0.5)
        ? dice.pick(foreignTopics)
        : plannedTopic(lesson.subject.name, index + lessonsAhead).topic
    },
  }
}

/** Lessons of a subject that the same pupils have. */
export function coursesOf(lessons: readonly Lesson[]): Map<string, Lesson[]> {
  const courses = new Map<string, Lesson[]>()
  for (const lesson of lessons) {
    const key = `${lesson.group.id}/${lesson.subject.id}`
    courses.set(key, [...(courses.get(key) ?? []), lesson])
  }
  return courses
}

function inTime({ final: a }: Lesson, { final: b }: Lesson): number {
  return a.date === b.date ? a.number - b.number : a.date < b.date ? -1 : 1
}
