import type { Id, JournalSlice } from '../../src/journal/index.js'
import type { SliceRequest } from '../../src/mirror/index.js'

/**
 * The least of a slice that verdicts about some days may rest on: of marks and attendance those at lessons of the days, and beyond
 * these the marks of pupils who lost one then, and all attendance where somebody is said to be present. All of it where a
 * period may end.
 */
export function judgedPart(
  slice: JournalSlice,
  { from, to, mayEnd, sheets }: Pick<SliceRequest, 'from' | 'to'> & Required<SliceRequest>['judged'],
): JournalSlice {
  if (slice.periods.some(mayEnd)) return slice
  const judged = slice.lessons.filter(({ date }) => from <= date && date <= to)
  const lessons = new Set<Id | null>(judged.map(({ id }) => id))
  const isThere = ({ lessonId }: { readonly lessonId: Id | null }) => lessons.has(lessonId)
  const goneMarks = slice.goneMarks.filter(isThere)
  const losers = new Set(goneMarks.map(({ personId }) => personId))
  const since = Math.min(...goneMarks.map(({ left }) => left.absentAt ?? 0))
  const isPresenceSaid = slice.attendance.some(({ status }) => status === 'present')
  return {
    ...slice,
    goneMarks,
    marks: slice.marks.filter(
      mark => isThere(mark) || (losers.has(mark.personId) && (mark.values[0]?.seen.presentAt ?? 0) > since),
    ),
    attendance: isPresenceSaid ? slice.attendance : slice.attendance.filter(isThere),
    finalMarks: sheets ? slice.finalMarks : [],
    formerFinalMarks: sheets ? slice.formerFinalMarks : [],
    resultMarks: sheets ? slice.resultMarks : [],
    formerResultMarks: sheets ? slice.formerResultMarks : [],
  }
}
