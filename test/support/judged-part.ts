import { createCalendar } from '../../src/calendar/index.js'
import type { Id, IsoDate, JournalSlice } from '../../src/journal/index.js'

const { addDays, weekStart } = createCalendar({
  timeZone: 'UTC',
  week: 6,
  production: { restDays: [], workingDays: [] },
  holidays: {},
  bells: {},
})

/**
 * The least of a slice that verdicts about some days may rest on: marks and attendance of their weeks, and beyond these the marks
 * of pupils who lost one then, and all attendance where somebody is said to be present. All of it where a period may end.
 */
export function judgedPart(
  slice: JournalSlice,
  { from, to, sheets }: { readonly from: IsoDate; readonly to: IsoDate; readonly sheets: boolean },
): JournalSlice {
  const last = addDays(to, 14)
  if (slice.periods.some(({ finish }) => from <= finish && finish <= last)) return slice
  const weeks = new Map(
    slice.lessons.map(({ id, classId, date }) => [`${classId}/${id}`, weekStart(date)] as const),
  )
  const isNear = ({ classId, lessonId }: { readonly classId: Id; readonly lessonId: Id | null }) => {
    const week = weeks.get(`${classId}/${lessonId}`)
    return week !== undefined && weekStart(from) <= week && week <= to
  }
  const goneMarks = slice.goneMarks.filter(isNear)
  const losers = new Set(goneMarks.map(({ personId }) => personId))
  const isPresenceSaid = slice.attendance.some(({ status }) => status === 'present')
  return {
    ...slice,
    goneMarks,
    marks: slice.marks.filter(mark => isNear(mark) || losers.has(mark.personId)),
    attendance: isPresenceSaid ? slice.attendance : slice.attendance.filter(isNear),
    finalMarks: sheets ? slice.finalMarks : [],
    formerFinalMarks: sheets ? slice.formerFinalMarks : [],
  }
}
