import { createCalendar } from '../../src/calendar/index.js'
import type { Instant } from '../../src/clock.js'
import type { Bracket, Id, JournalSlice, Resource, State } from '../../src/journal/index.js'
import type { CheckRequest } from '../../src/regulation/index.js'

/**
 * What was known of the same journal at an earlier instant: facts first seen later aren't there yet, and each window
 * was last read when one of its facts was last looked for. Null where the slice doesn't say how something stood before
 * it was changed (where a lesson stood, what a cell held): such moments prove nothing here.
 */
export function knownAt(request: CheckRequest, at: Instant): CheckRequest | null {
  const { slice } = request
  const isSeen = ({ presentAt }: Bracket) => presentAt <= at
  const changes = [
    ...slice.formerPlaces,
    ...slice.formerPeriods,
    ...slice.formerBells,
    ...slice.formerFinalMarks,
    ...slice.formerResultMarks,
  ].map(({ left }) => left)
  const changed = slice.attendance.flatMap(entry => entry.changed ?? [])
  if (![...changes, ...changed].every(isSeen)) return null

  const states = <T>(history: readonly State<T>[]) => history.filter(({ seen }) => isSeen(seen))
  const leaving = <T extends { readonly left: Bracket | null }>(item: T): T =>
    item.left && !isSeen(item.left) ? { ...item, left: null } : item
  const marks = [...slice.marks, ...slice.goneMarks.filter(({ left }) => !isSeen(left))]
  return {
    ...request,
    asOf: at,
    slice: {
      ...slice,
      memberships: slice.memberships.filter(({ joined }) => isSeen(joined)).map(leaving),
      classTeachers: slice.classTeachers.filter(({ appeared }) => isSeen(appeared)).map(leaving),
      filledLists: slice.filledLists.filter(({ appeared }) => isSeen(appeared)),
      lessons: slice.lessons
        .filter(({ appeared }) => isSeen(appeared))
        .map(lesson => ({ ...lesson, topic: states(lesson.topic) })),
      works: slice.works
        .filter(({ appeared }) => isSeen(appeared))
        .map(work => ({ ...work, content: states(work.content) })),
      marks: marks
        .filter(({ appeared }) => isSeen(appeared))
        .map(mark => ({ ...mark, values: states(mark.values) })),
      goneMarks: slice.goneMarks
        .filter(({ left }) => isSeen(left))
        .map(mark => ({ ...mark, values: states(mark.values) })),
      attendance: slice.attendance.filter(({ appeared }) => isSeen(appeared)),
      finalMarks: slice.finalMarks.filter(({ appeared }) => isSeen(appeared)),
      resultMarks: slice.resultMarks.filter(({ appeared }) => isSeen(appeared)),
      looks: looksUntil(request, at),
    },
    decisions: {
      ...request.decisions,
      incidents: request.decisions.incidents
        .filter(({ content }) => content.learnedAt <= at)
        .map(({ number, content }) => ({
          number,
          content: {
            ...content,
            headToldAt: until(content.headToldAt, at),
            supportToldAt: until(content.supportToldAt, at),
            passwordChangedAt: until(content.passwordChangedAt, at),
          },
        })),
    },
  }
}

function until(told: Instant | null, at: Instant): Instant | null {
  return told !== null && told <= at ? told : null
}

function looksUntil({ slice, facts }: CheckRequest, at: Instant): JournalSlice['looks'] {
  const moments = lookMoments(slice, createCalendar(facts).weekStart)
  return slice.looks.flatMap(look => {
    if (look.at <= at) return [look]
    const known = moments.get(`${look.resource}/${look.groupId ?? '-'}/${look.week ?? '-'}`) ?? []
    const before = known.filter(moment => moment <= at)
    return before.length === 0 ? [] : [{ ...look, at: Math.max(...before), quarantined: 0 }]
  })
}

/** When each window was surely read, by what is told of its facts. */
function lookMoments(slice: JournalSlice, weekOf: (date: string) => string): Map<string, Instant[]> {
  const moments = new Map<string, Instant[]>()
  const dates = new Map(slice.lessons.map(({ id, date }) => [id, date]))
  function note(resource: Resource, groupId: Id | null, week: string | null, brackets: readonly Bracket[]) {
    const key = `${resource}/${groupId ?? '-'}/${week ?? '-'}`
    const known = moments.get(key) ?? []
    moments.set(key, known)
    for (const { absentAt, presentAt } of brackets)
      known.push(...(absentAt === null ? [] : [absentAt]), presentAt)
  }
  const weekOfLesson = (id: Id | null) => {
    const date = id === null ? undefined : dates.get(id)
    return date === undefined ? null : weekOf(date)
  }
  for (const { classId, date, appeared, topic } of slice.lessons)
    note('lessons', classId, weekOf(date), [appeared, ...topic.map(({ seen }) => seen)])
  for (const { classId, date, left } of slice.formerPlaces) note('lessons', classId, weekOf(date), [left])
  for (const { classId, lessonId, appeared, content } of slice.works)
    note('lessons', classId, weekOfLesson(lessonId), [appeared, ...content.map(({ seen }) => seen)])
  for (const { classId, lessonId, appeared, values } of [...slice.marks, ...slice.goneMarks])
    note('marks', classId, weekOfLesson(lessonId), [appeared, ...values.map(({ seen }) => seen)])
  for (const { classId, lessonId, left } of slice.goneMarks)
    note('marks', classId, weekOfLesson(lessonId), [left])
  for (const { classId, lessonId, appeared } of slice.attendance)
    note('attendance', classId, weekOfLesson(lessonId), [appeared])
  for (const { classId, appeared } of slice.finalMarks) note('final-marks', classId, null, [appeared])
  for (const { classId, left } of slice.formerFinalMarks) note('final-marks', classId, null, [left])
  for (const { classId, appeared } of slice.resultMarks) note('exam-marks', classId, null, [appeared])
  for (const { classId, left } of slice.formerResultMarks) note('exam-marks', classId, null, [left])
  for (const { groupId, joined, left } of slice.memberships)
    note('members', groupId, null, [joined, ...(left ? [left] : [])])
  for (const { classId, appeared, left } of slice.classTeachers)
    note('class-teacher', classId, null, [appeared, ...(left ? [left] : [])])
  for (const { resource, groupId, appeared } of slice.filledLists) note(resource, groupId, null, [appeared])
  return moments
}
