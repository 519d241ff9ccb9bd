import type { Calendar } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import type { ClassTeacher, Id, Journal, Lesson, Work } from '../journal/index.js'
import { perJournal } from './per-journal.js'

/** What already stood there at the first look is taken to be no older than that before its lesson, and before that look. */
const daysBack = 14

const headsOf = perJournal<Id, readonly ClassTeacher[]>()

/**
 * Whether a work is of whoever leads its class: `yes` where they surely led it whenever the work was entered, `perhaps` where
 * they came to lead it, or ceased to, in the meantime. Whoever surely came only afterwards, or had left, is any other teacher.
 */
export function isOfHead(
  work: Work,
  lesson: Lesson,
  { journal, calendar }: { readonly journal: Journal; readonly calendar: Calendar },
): 'yes' | 'perhaps' | 'no' {
  const { classId, createdBy, appeared } = work
  const heads = headsOf(journal, classId, () =>
    journal.slice.classTeachers.filter(head => head.classId === classId),
  )
  const own = heads.filter(({ personId }) => personId === createdBy)
  if (own.length === 0) return 'no'
  const since = appeared.absentAt ?? oldest(work, lesson, calendar)
  const until = appeared.presentAt
  const isSure = own.some(
    head =>
      head.appeared.presentAt <= since &&
      (head.left === null || (head.left.absentAt !== null && head.left.absentAt >= until)),
  )
  if (isSure) return 'yes'
  const isPossible = own.some(
    head =>
      (head.appeared.absentAt === null || head.appeared.absentAt < until) &&
      (head.left === null || head.left.presentAt > since),
  )
  return isPossible ? 'perhaps' : 'no'
}

/** A week is often read for the first time only when homework already stands in it. */
function oldest({ appeared }: Work, lesson: Lesson, calendar: Calendar): Instant {
  const seen = calendar.dateOf(appeared.presentAt)
  const day = lesson.date < seen ? lesson.date : seen
  return calendar.dayStart(calendar.addDays(day, -daysBack))
}
