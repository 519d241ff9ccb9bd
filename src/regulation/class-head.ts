import type { ClassTeacher, Work } from '../journal/index.js'

/**
 * Whether a work is of whoever leads its class, or perhaps did when it was first seen: who surely came to lead it only
 * afterwards, or surely no longer did, wrote it as any other teacher.
 */
export function isOfHead(
  { classId, createdBy, appeared }: Work,
  classTeachers: readonly ClassTeacher[],
): boolean {
  return classTeachers.some(
    head =>
      head.classId === classId &&
      head.personId === createdBy &&
      (head.appeared.absentAt === null || head.appeared.absentAt < appeared.presentAt) &&
      (head.left === null || head.left.presentAt > appeared.presentAt),
  )
}
