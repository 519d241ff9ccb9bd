import type { Id, Journal } from '../journal/index.js'

/** The platform doesn't always say the grade; then the class's name begins with it. */
export function gradeOf(journal: Journal, classId: Id): number | null {
  const group = journal.classOf(classId)
  if (!group) return null
  return group.parallel ?? (Number.parseInt(group.name, 10) || null)
}
