import { studyYearStart } from '../calendar/index.js'
import type { Id, Lesson } from '../journal/index.js'
import type { PlanScope, ThematicPlan } from './thematic-plan.js'

/** Which plan a lesson follows: that of its subgroup before that of the class, its teacher's own before everybody's. */
export interface PlansOfLessons {
  planOf(lesson: Lesson): ThematicPlan | undefined
  /** Whether the class has any plan in that study year. */
  hasAny(classId: Id, studyYear: number): boolean
}

export function plansOfLessons(plans: readonly ThematicPlan[]): PlansOfLessons {
  if (plans.length === 0) return { planOf: () => undefined, hasAny: () => false }
  const bySubject = new Map<string, ThematicPlan[]>()
  const classYears = new Set<string>()
  for (const plan of [...plans].sort((a, b) => a.number - b.number)) {
    const { classId, subjectId, studyYear } = plan
    classYears.add(`${classId}/${studyYear}`)
    const key = `${classId}/${subjectId}/${studyYear}`
    bySubject.set(key, [...(bySubject.get(key) ?? []), plan])
  }
  // Each lesson is asked about again for those of the five weeks after it.
  const known = new Map<Lesson, ThematicPlan | undefined>()
  return {
    planOf(lesson) {
      if (!known.has(lesson)) {
        const key = `${lesson.classId}/${lesson.subjectId}/${studyYearStart(lesson.date)}`
        known.set(lesson, choose(bySubject.get(key) ?? [], lesson))
      }
      return known.get(lesson)
    },
    hasAny: (classId, studyYear) => classYears.has(`${classId}/${studyYear}`),
  }
}

function choose(plans: readonly ThematicPlan[], lesson: Lesson): ThematicPlan | undefined {
  const own = plans.filter(({ groupId }) => groupId === lesson.groupId && groupId !== null)
  const candidates = own.length > 0 ? own : plans.filter(({ groupId }) => groupId === null)
  const isTeachers = ({ teacherId }: PlanScope) =>
    teacherId !== null && [...lesson.teacherIds, ...lesson.formerTeacherIds].includes(teacherId)
  const [only, second] = candidates
  // Who stands in for a lesson follows the only plan that there is.
  return (
    candidates.find(isTeachers) ??
    candidates.find(({ teacherId }) => teacherId === null) ??
    (second ? undefined : only)
  )
}
