import type { Calendar } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import { compareIds, type GoneMark, type Id, type Journal, type Mark, type State } from '../journal/index.js'

/**
 * Marks that went while their pupil got another one. Some edits give a mark a new id, and people delete in order to
 * enter anew: what the pupil has for the same work since then is the same mark, corrected.
 */
export interface ReplacedMarks {
  /** Which mark took its place: of the same pupil and work; standing, or gone in its turn. */
  replacementOf(gone: GoneMark): Mark | null
  /**
   * Perhaps it was taken to another work or lesson of the subject: an equal mark came there when this one went. Where
   * nobody had looked there before, the mark is taken to have come on its lesson's day at the earliest: each Monday's
   * marks would excuse all deletions before it otherwise.
   */
  isPerhapsMoved(gone: GoneMark, calendar: Pick<Calendar, 'dayStart'>): boolean
  /** All values of the mark and of those that it replaced, oldest first, equal neighbours as one. */
  valuesOf(mark: Mark): readonly State<string>[]
}

export function replacedMarks(journal: Journal): ReplacedMarks {
  const { goneMarks } = journal.slice
  const replacements = new Map<GoneMark, Mark>()
  const replaced = new Map<Mark, GoneMark>()
  const inOrder = [...goneMarks].sort((a, b) => a.left.presentAt - b.left.presentAt || compareIds(a.id, b.id))
  const goneOf = new Map<string, GoneMark[]>()
  for (const mark of inOrder) goneOf.set(cellOf(mark), [...(goneOf.get(cellOf(mark)) ?? []), mark])

  for (const gone of inOrder) {
    if (gone.lessonId === null || gone.workId === null) continue
    const standing = journal.marksOf(gone.lessonId).filter(mark => cellOf(mark) === cellOf(gone))
    const next = [...standing, ...(goneOf.get(cellOf(gone)) ?? [])]
      .filter(mark => mark.appeared.presentAt >= gone.left.presentAt && !replaced.has(mark))
      .sort((a, b) => a.appeared.presentAt - b.appeared.presentAt || compareIds(a.id, b.id))[0]
    if (!next) continue
    replacements.set(gone, next)
    replaced.set(next, gone)
  }
  // A walk over all marks, which only those need of whom a mark is gone.
  let elsewhere: ReadonlyMap<Id, readonly Mark[]> | null = null

  function valuesOf(mark: Mark): readonly State<string>[] {
    const before = replaced.get(mark)
    if (!before) return mark.values
    const [first, ...later] = mark.values
    const earlier = valuesOf(before)
    if (!first) return earlier
    const entered = { absentAt: before.left.absentAt, presentAt: first.seen.presentAt }
    const states = [...earlier, { value: first.value, seen: entered }, ...later]
    return states.filter(({ value }, index) => value !== states[index - 1]?.value)
  }

  return {
    replacementOf: gone => replacements.get(gone) ?? null,
    isPerhapsMoved(gone, calendar) {
      elsewhere ??= marksByPupil(journal, new Set(goneMarks.map(({ personId }) => personId)))
      return (elsewhere.get(gone.personId) ?? []).some(
        mark => meet(cameTo(mark, journal, calendar), gone.left) && isPerhapsSame(mark, gone, journal),
      )
    },
    valuesOf,
  }
}

function cellOf({ lessonId, workId, personId }: Mark): string {
  return `${lessonId}/${workId}/${personId}`
}

/** Where a mark names no work, any mark of the lesson may stand for it. */
function isPerhapsSame(mark: Mark, gone: GoneMark, journal: Journal): boolean {
  if (gone.workId === null && mark.lessonId === gone.lessonId) return true
  const isEqual = mark.values[0]?.value === gone.values.at(-1)?.value
  return isEqual && cellOf(mark) !== cellOf(gone) && subjectOf(mark, journal) === subjectOf(gone, journal)
}

function subjectOf({ lessonId, classId }: Mark, journal: Journal): Id | null {
  return (lessonId === null ? null : journal.lesson(lessonId, classId)?.subjectId) ?? null
}

function cameTo(
  { appeared, values, lessonId, classId }: Mark,
  journal: Journal,
  { dayStart }: Pick<Calendar, 'dayStart'>,
): Interval {
  const lesson = lessonId === null ? undefined : journal.lesson(lessonId, classId)
  // Its evidence may be that of a mark for another work; for this one it came with its first value.
  const came = values[0]?.seen ?? appeared
  if (came.absentAt !== null || !lesson) return came
  return { absentAt: Math.min(dayStart(lesson.date), came.presentAt), presentAt: came.presentAt }
}

function marksByPupil({ slice }: Journal, pupils: ReadonlySet<Id>): ReadonlyMap<Id, readonly Mark[]> {
  const marks = new Map<Id, Mark[]>()
  for (const mark of slice.marks) {
    if (!pupils.has(mark.personId)) continue
    const known = marks.get(mark.personId)
    if (known) known.push(mark)
    else marks.set(mark.personId, [mark])
  }
  return marks
}

interface Interval {
  readonly absentAt: Instant | null
  readonly presentAt: Instant
}

/** Whether two changes may have been made at one moment: each came after its first look, and not after its second. */
function meet(a: Interval, b: Interval): boolean {
  return (a.absentAt ?? 0) < b.presentAt && (b.absentAt ?? 0) < a.presentAt
}
