import type { Calendar } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import type { Id, IsoDate, Journal, Lesson } from '../journal/index.js'
import { hasTopic } from './topic-text.js'

/** Lessons with a topic that one teacher alone gives, and when: what shows somebody in two places at once (clause 4.1). */

export interface FilledLesson {
  readonly id: Id
  readonly className: string
  readonly subjectId: Id
  readonly subjectName: string
  readonly number: number
  readonly start: Instant
  readonly end: Instant
}

export interface FilledLessons {
  add(journal: Journal, calendar: Calendar, days?: { readonly from: IsoDate; readonly to: IsoDate }): void
  of(personId: Id, date: IsoDate): readonly FilledLesson[]
}

export function gatherFilled(): FilledLessons {
  const known = new Map<string, FilledLesson[]>()
  const keyOf = (personId: Id, date: IsoDate) => `${personId}/${date}`
  return {
    add(journal, calendar, days) {
      for (const lesson of journal.slice.lessons) {
        if (days && (lesson.date < days.from || lesson.date > days.to)) continue
        const [personId] = lesson.teacherIds
        const filled = personId === undefined ? null : filledLesson(lesson, journal, calendar)
        if (personId === undefined || filled === null) continue
        const key = keyOf(personId, lesson.date)
        const own = known.get(key)
        if (own) own.push(filled)
        else known.set(key, [filled])
      }
    },
    of: (personId, date) => known.get(keyOf(personId, date)) ?? [],
  }
}

/** Null where it isn't known who wrote its topic, or when it was given: what was moved may have been filled in before. */
export function filledLesson(lesson: Lesson, journal: Journal, calendar: Calendar): FilledLesson | null {
  const { id, classId, date, number, subjectId, status, moved, teacherIds } = lesson
  const isSure = status === 'held' && !moved && teacherIds.length === 1
  if (!isSure || number === null || subjectId === null) return null
  if (!hasTopic(lesson) || calendar.isDayOff(classId, date)) return null
  const times = calendar.lessonTimes(classId, date, number)
  if (times === null) return null
  const className = journal.classOf(classId)?.name ?? `класс № ${classId}`
  const subjectName = journal.subject(subjectId)?.name ?? `предмет № ${subjectId}`
  return { id, className, subjectId, subjectName, number, start: times.start, end: times.end }
}
