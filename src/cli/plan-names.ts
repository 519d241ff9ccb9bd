import { type Directory, nameWithInitials } from '../journal/index.js'
import type { PlanScope } from '../regulation/index.js'
import { yearText } from './thematic-plan-text.js'

/** What people call a plan's class and subject by; the number where the school's lists don't have it any more. */
export function planNames(scope: PlanScope, directory: Directory) {
  const { classId, subjectId, groupId, teacherId, studyYear } = scope
  const { classes, archivedClasses, subjects, subgroups, teachers } = directory
  const className =
    [...classes, ...archivedClasses].find(({ id }) => id === classId)?.name ?? `класс № ${classId}`
  const subjectName = subjects.find(({ id }) => id === subjectId)?.name ?? `предмет № ${subjectId}`
  const teacher = teachers.find(({ id }) => id === teacherId)
  const parts = [
    className,
    ...(groupId === null
      ? []
      : [subgroups.find(({ id }) => id === groupId)?.name ?? `подгруппа № ${groupId}`]),
    subjectName,
    ...(teacherId === null ? [] : [teacher ? nameWithInitials(teacher) : `учитель № ${teacherId}`]),
    yearText(studyYear),
  ]
  return { className, subjectName, title: parts.join(', ') }
}
