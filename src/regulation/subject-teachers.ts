import type { Calendar } from '../calendar/index.js'
import type { Id, Journal, Lesson } from '../journal/index.js'
import { perJournal } from './per-journal.js'

/** Who teaches what to whom, as the lessons name their teachers now or did before: substitutes are among them. */
export interface SubjectTeachers {
  /** Whether a teacher is named at any lesson of that subject that pupils of this lesson may have had. */
  teaches(personId: Id, lesson: Lesson): boolean
  /** Whom any lesson names, and who leads a class. */
  readonly all: ReadonlySet<Id>
}

const indices = perJournal<'', SubjectTeachers>()

export function subjectTeachers(journal: Journal): SubjectTeachers {
  return indices(journal, '', () => indexTeachers(journal))
}

function indexTeachers({ slice }: Journal): SubjectTeachers {
  const bySubject = new Map<string, Map<Id, Set<Id>>>()
  const all = new Set(slice.classTeachers.map(({ personId }) => personId))
  for (const lesson of slice.lessons) {
    const key = `${lesson.classId}/${lesson.subjectId ?? '-'}`
    const groups = bySubject.get(key) ?? new Map<Id, Set<Id>>()
    bySubject.set(key, groups)
    const named = groups.get(lesson.groupId) ?? new Set<Id>()
    groups.set(lesson.groupId, named)
    for (const personId of [...lesson.teacherIds, ...lesson.formerTeacherIds]) {
      named.add(personId)
      all.add(personId)
    }
  }
  return {
    teaches(personId, { classId, groupId, subjectId }) {
      const groups = bySubject.get(`${classId}/${subjectId ?? '-'}`) ?? new Map<Id, Set<Id>>()
      if (groupId === classId) return [...groups.values()].some(named => named.has(personId))
      return [groupId, classId].some(id => groups.get(id)?.has(personId) === true)
    },
    all,
  }
}

/** Homework of a lesson may have been given by whoever stood in so many days before. */
const daysBack = 14

/** Whether all lessons of the class around that one are known: in a week that was never read somebody may stand in. */
export function areLessonsKnown(
  { journal, calendar }: { readonly journal: Journal; readonly calendar: Calendar },
  { classId, date }: Lesson,
): boolean {
  const days = calendar.days(calendar.addDays(date, -daysBack), date)
  const weeks = new Set(days.filter(day => calendar.isStudyDay(classId, day)).map(calendar.weekStart))
  return [...weeks].every(week => journal.lastLook('lessons', classId, week) !== null)
}
