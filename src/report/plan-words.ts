import { type Directory, nameWithInitials } from '../journal/index.js'
import type { PlanRow, PlanScope } from '../regulation/index.js'
import { counted } from './russian.js'

/** How pages, commands and tables call calendar-thematic plans. */

const topicForms = ['тема', 'темы', 'тем'] as const

export function yearText(studyYear: number): string {
  return `${studyYear}/${studyYear + 1}`
}

/** «34 темы, 68 ч» */
export function planSizeText(rows: readonly PlanRow[]): string {
  const hours = rows.reduce((sum, row) => sum + row.hours, 0)
  return `${counted(rows.length, topicForms)}, ${String(hours).replace('.', ',')} ч`
}

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
