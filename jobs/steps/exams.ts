import type { ClassGroup } from '../../src/journal/index.js'
import { gradeBy } from '../../src/regulation/index.js'
import type { School } from '../deps.js'

/** Whether the year of a class ends with exams, whose marks and the resulting ones stand in its sheet. */
export function hasExams({ printing }: Pick<School, 'printing'>, group: ClassGroup): boolean {
  const grade = gradeBy(group)
  return grade !== null && printing.examGrades.includes(grade)
}
