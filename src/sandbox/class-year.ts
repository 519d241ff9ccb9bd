import { happenAbsences } from './acts/absences.js'
import { enterAttendance } from './acts/attendance.js'
import { putFinalMarks } from './acts/final-marks.js'
import { giveHomework } from './acts/homework.js'
import { putMarks } from './acts/marks.js'
import { plantSetUp } from './acts/sections.js'
import { enterTopics } from './acts/topics.js'
import type { Making } from './making.js'
import { Ids } from './school/ids.js'
import { makeLessons } from './school/lessons.js'
import type { FinalMarks, Lesson, SchoolClass } from './school/model.js'
import { TruthBook } from './truth.js'

/** Everything that will ever have been entered about one class. Classes' years know nothing of each other. */
export interface ClassYear {
  readonly lessons: readonly Lesson[]
  readonly finals: FinalMarks
  readonly truth: TruthBook
}

/** Of a class that nobody has taught yet. */
export function emptyYear(): ClassYear {
  return { lessons: [], finals: { marks: [], works: [] }, truth: new TruthBook() }
}

export function passYear(known: Omit<Making, 'ids' | 'truth'>, schoolClass: SchoolClass): ClassYear {
  const truth = new TruthBook()
  const making: Making = { ...known, ids: new Ids(known.seed, schoolClass.number), truth }
  plantSetUp(making, schoolClass)
  const lessons = makeLessons(making, schoolClass)
  const absences = happenAbsences(making, schoolClass, lessons)
  enterTopics(making, lessons)
  enterAttendance(making, { schoolClass, lessons, absences })
  putMarks(making, lessons, absences)
  giveHomework(making, lessons)
  return { lessons, finals: putFinalMarks(making, schoolClass, lessons), truth }
}
