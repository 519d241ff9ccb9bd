import type { FinalMark, Id, Journal } from '../journal/index.js'
import { newestMemberships, type Presence, presenceAt } from './membership.js'
import { perJournal } from './per-journal.js'
import { type EndedPeriod, endedPeriods, type TaughtSubject, taughtSubjects } from './periods.js'
import type { Finding, RuleContext } from './rule.js'
import type { Place } from './speech.js'

/** A cell of the summary sheet that holds a final mark, of a period whose last study day is among the days asked for. */
export interface FilledCell extends EndedPeriod {
  readonly mark: FinalMark
  /** Of the pupil in the class, when the period finished; `unlisted` where no list names the pupil. */
  readonly presence: Presence | 'unlisted'
  /** Undefined where the class isn't taught the subject, as far as is known. */
  readonly taught: TaughtSubject | undefined
}

type Context = Omit<RuleContext<unknown>, 'settings'>

export function* filledCells(context: Context): Generator<FilledCell> {
  const { journal, calendar } = context
  const marks = marksByPeriod(journal)
  for (const { period, lastDay } of endedPeriods(context)) {
    const subjects = taughtSubjects(context, period)
    const end = calendar.dayEnd(period.finish)
    const members = newestMemberships(journal, period.classId)
    for (const mark of marks.get(`${period.classId}/${period.id}`) ?? []) {
      const membership = members.get(mark.personId)
      const presence = membership ? presenceAt(membership, end) : 'unlisted'
      yield { period, lastDay, mark, presence, taught: subjects.get(mark.subjectId) }
    }
  }
}

const indices = perJournal<'', ReadonlyMap<string, readonly FinalMark[]>>()

function marksByPeriod(journal: Journal): ReadonlyMap<string, readonly FinalMark[]> {
  return indices(journal, '', () => indexMarks(journal))
}

function indexMarks(journal: Journal): ReadonlyMap<string, readonly FinalMark[]> {
  const marks = new Map<string, FinalMark[]>()
  for (const mark of journal.slice.finalMarks) {
    if (mark.value.trim() === '' || mark.periodId === null) continue
    const key = `${mark.classId}/${mark.periodId}`
    const ofPeriod = marks.get(key)
    if (ofPeriod) ofPeriod.push(mark)
    else marks.set(key, [mark])
  }
  return marks
}

/** What every verdict about a cell says of its place; the main teacher of the pupil's lessons answers. */
export function cellFinding(
  cell: EndedPeriod & {
    readonly mark: { readonly subjectId: Id; readonly personId: Id }
    readonly taught: TaughtSubject | undefined
  },
  { speech }: Context,
): Pick<Finding, 'subject' | 'date' | 'responsible'> & { values(): Place } {
  const { period, lastDay, taught } = cell
  const { subjectId, personId } = cell.mark
  const { classId, name: periodName, id } = period
  return {
    subject: { class: classId, subject: subjectId, person: personId, period: id },
    date: lastDay,
    responsible: taught?.groups.teachersOf(personId) ?? [],
    values: () => speech.cell({ classId, subjectId, periodName }),
  }
}
