import { studyYearStart } from '../calendar/index.js'
import type { Id, Lesson } from '../journal/index.js'
import { type ThematicPlan, versionOn } from '../regulation/index.js'
import type { FigurePlace } from './figures-cells.js'
import type { Counting } from './figures-input.js'

/**
 * «Выполнение программы»: hours that plans have for the days counted, as far as they are over, beside the lessons held
 * of the same subject and group. A plan without days tells of no day, so it isn't counted.
 */
export function countPlans({ plans, calendar, lessons, cells, from, to, asOf }: Counting): void {
  const teachersOf = teachersBySubject(lessons)
  for (const plan of plans) {
    const version = versionOn(plan, to)
    if (!version || version.rows.some(({ date }) => date === null)) continue
    const groups = groupsOf(plan, lessons)
    for (const { date, hours } of version.rows) {
      if (date === null || date < from || date > to || calendar.dayEnd(date) >= asOf) continue
      cells.add(placeOfPlan(plan, date, teachersOf), 'plannedHalves', hours * 2 * groups)
    }
  }
  for (const lesson of lessons) {
    const plan = plans.find(one => isOf(one, lesson) && hasDays(one, to))
    if (!plan) continue
    cells.add(placeOfPlan(plan, lesson.date, teachersOf), 'heldByPlan')
  }
}

function hasDays(plan: ThematicPlan, date: string): boolean {
  return versionOn(plan, date)?.rows.every(row => row.date !== null) ?? false
}

function isOf(plan: ThematicPlan, { classId, subjectId, groupId, teacherIds, date }: Lesson): boolean {
  return (
    plan.classId === classId &&
    plan.subjectId === subjectId &&
    plan.studyYear === studyYearStart(date) &&
    (plan.groupId === null || plan.groupId === groupId) &&
    (plan.teacherId === null || teacherIds.includes(plan.teacherId))
  )
}

/** A plan of the whole class is taught once to each subgroup that has lessons of its own. */
function groupsOf(plan: ThematicPlan, lessons: readonly Lesson[]): number {
  const groups = new Set(lessons.filter(lesson => isOf(plan, lesson)).map(({ groupId }) => groupId))
  groups.delete(plan.classId)
  return Math.max(1, groups.size)
}

type TeachersBySubject = ReadonlyMap<string, readonly Id[]>

function teachersBySubject(lessons: readonly Lesson[]): TeachersBySubject {
  const known = new Map<string, readonly Id[]>()
  for (const { classId, subjectId, teacherIds } of lessons) {
    const key = `${classId}/${subjectId ?? ''}`
    known.set(key, [...new Set([...(known.get(key) ?? []), ...teacherIds])])
  }
  return known
}

/** Both parts of the figure stand with the same teachers, so that nobody's lessons are divided by another's hours. */
function placeOfPlan(
  { classId, subjectId, teacherId }: ThematicPlan,
  date: string,
  teachersOf: TeachersBySubject,
): FigurePlace {
  const teacherIds = teacherId === null ? (teachersOf.get(`${classId}/${subjectId}`) ?? []) : [teacherId]
  return { classId, subjectId, date, teacherIds }
}
