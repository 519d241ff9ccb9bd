import { type Calendar, studyYearStart } from '../calendar/index.js'
import type { Journal } from '../journal/index.js'
import { type EndedPeriod, endedPeriods, type TaughtSubject, taughtSubjects } from './periods.js'
import type { PlansOfLessons } from './plans-of-lessons.js'

export interface PlanNeed extends EndedPeriod {
  readonly subject: TaughtSubject
  /** Null: the class has no plan at all, so that nobody works with plans there. */
  readonly hasPlan: boolean | null
}

/** What is taught in the periods that end in the days asked for, and whether all its lessons have a plan. */
export function* planNeeds(
  context: {
    readonly journal: Journal
    readonly calendar: Calendar
    readonly from: string
    readonly to: string
  },
  plans: PlansOfLessons,
): Generator<PlanNeed> {
  for (const ended of endedPeriods(context)) {
    const { period, lastDay } = ended
    const isOff = !plans.hasAny(period.classId, studyYearStart(lastDay))
    for (const subject of taughtSubjects(context, period).values()) {
      const hasPlan = subject.lessons.every(lesson => plans.planOf(lesson))
      yield { ...ended, subject, hasPlan: isOff ? null : hasPlan }
    }
  }
}
