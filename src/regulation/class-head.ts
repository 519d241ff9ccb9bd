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
  const own =
    work.createdBy === null ? none : ownOf(work.createdBy, headsOf(journal, work.classId, findHeads))
  return own.length === 0 ? 'no' : ledThen(own, work, lesson, calendar)
}

function findHeads({ slice }: Journal, classId: Id): readonly ClassTeacher[] {
  return slice.classTeachers.filter(head => head.classId === classId)
}

const none: readonly ClassTeacher[] = []

/** Nearly always none, and works are many. */
function ownOf(personId: Id, heads: readonly ClassTeacher[]): readonly ClassTeacher[] {
  let own = none
  for (const head of heads) if (head.personId === personId) own = [...own, head]
  return own
}

function ledThen(
  own: readonly ClassTeacher[],
  work: Work,
  lesson: Lesson,
  calendar: Calendar,
): 'yes' | 'perhaps' | 'no' {
  const since = work.appeared.absentAt ?? oldest(work, lesson, calendar)
  const until = work.appeared.presentAt
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
