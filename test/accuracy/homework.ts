import type { Id } from '../../src/journal/index.js'
import type { PlantedBreach, School } from '../../src/sandbox/index.js'

type Class = School['classes'][number]
type Lesson = ReturnType<School['yearOf']>['lessons'][number]

/**
 * What of homework that came or changed late no look can tell. Told from the timetables that the platform shows and from
 * what became of the lessons.
 */
export interface HomeworkLimits {
  /**
   * From when it was late for whoever only sees what the platform shows: on a day for which it has no bells all that is
   * known is that lessons end on it.
   */
  latestDue(breach: PlantedBreach): number
  /**
   * Perhaps set at, or in place of, a lesson that was cancelled or taken out of the timetable before the one for which it is
   * due: on that lesson's day or later nobody can tell.
   * @param shownAt the first look that showed it
   */
  isPerhapsInstead(breach: PlantedBreach, shownAt: number): boolean
}

const term = 90 * 60_000

export function homeworkLimits(school: School): HomeworkLimits {
  const { dayEnd, calendar } = school.days
  const classes = new Map(school.classes.map(schoolClass => [schoolClass.id, schoolClass]))
  const lessons = new Map<Id, Lesson>()
  for (const schoolClass of school.classes)
    for (const lesson of school.yearOf(schoolClass).lessons) lessons.set(lesson.id, lesson)
  const dropped = [...lessons.values()].filter(({ final }) => final.status !== 'Active')

  function rings({ timetable }: Class, date: string): boolean {
    return timetable.sets.some(({ weekdays }) => weekdays.includes(calendar.weekday(date)))
  }

  return {
    latestDue({ subject, date, deadline }) {
      const schoolClass = classes.get(subject.class)
      return schoolClass && !rings(schoolClass, date) ? dayEnd(date) + term : Date.parse(deadline)
    },
    isPerhapsInstead({ subject, date }, shownAt) {
      const due = lessons.get(subject.lesson ?? '')
      if (!due) return false
      return dropped.some(
        lesson =>
          lesson.subject === due.subject &&
          isForItsPupils(lesson, due) &&
          date < lesson.final.date &&
          lesson.final.date <= due.final.date &&
          calendar.dayStart(lesson.final.date) <= shownAt,
      )
    },
  }
}

function isForItsPupils(lesson: Lesson, due: Lesson): boolean {
  const isWhole = ({ group }: Lesson) => group.kind === 'class'
  return lesson.class === due.class && (lesson.group === due.group || isWhole(lesson) || isWhole(due))
}
