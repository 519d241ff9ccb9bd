import type { FinalMark, Id, IsoDate, Journal, Period } from '../journal/index.js'
import { newestMemberships, type Presence, presenceAt } from './membership.js'
import { perJournal } from './per-journal.js'
import { type EndedPeriod, endedPeriods, type TaughtSubject, taughtSubjects } from './periods.js'
import type { DutyPlace, Finding, RuleContext } from './rule.js'

/** A cell of the summary sheet that holds a final mark, of a period whose last study day is among the days asked for. */
export interface FilledCell extends EndedPeriod {
  /** Of its subject and those who answer for it; one for all such cells that stand side by side. */
  readonly place: DutyPlace
  readonly mark: FinalMark
  /** Of the pupil in the class, when the period finished; `unlisted` where no list names the pupil. */
  readonly presence: Presence | 'unlisted'
  /** Undefined where the class isn't taught the subject, as far as is known. */
  readonly taught: TaughtSubject | undefined
}

type Context = Omit<RuleContext<unknown>, 'settings'>

const cells = perJournal<string, readonly FilledCell[]>()

/** Six rules ask for the same. */
export function filledCells(context: Context): readonly FilledCell[] {
  return cells(context.journal, `${context.from}/${context.to}`, () => findCells(context))
}

function findCells(context: Context): readonly FilledCell[] {
  const { journal, calendar } = context
  const found: FilledCell[] = []
  for (const { period, lastDay } of endedPeriods(context)) {
    const placeOf = placesOn(period.classId, lastDay)
    const subjects = taughtSubjects(context, period)
    const end = calendar.dayEnd(period.finish)
    const members = newestMemberships(journal, period.classId)
    for (const mark of marksOf(journal, period)) {
      const membership = members.get(mark.personId)
      const presence = membership ? presenceAt(membership, end) : 'unlisted'
      const taught = subjects.get(mark.subjectId)
      found.push({ period, lastDay, place: placeOf(mark, taught), mark, presence, taught })
    }
  }
  return found
}

type Cell = Pick<FinalMark, 'subjectId' | 'personId'>

/** Marks come subject by subject: the next cell's place is mostly the last one's. */
function placesOn(
  classId: Id,
  date: IsoDate,
): (cell: Cell, taught: TaughtSubject | undefined) => Required<DutyPlace> {
  let last: Required<DutyPlace> | undefined
  return ({ subjectId, personId }, taught) => {
    const teacherIds = teachersOf(personId, taught)
    if (last?.subjectId !== subjectId || last.teacherIds !== teacherIds)
      last = { classId, date, id: undefined, subjectId, teacherIds }
    return last
  }
}

const nobody: readonly Id[] = []

function teachersOf(personId: Id, taught: TaughtSubject | undefined): readonly Id[] {
  return taught?.groups.teachersOf(personId) ?? nobody
}

type ByPeriod = ReadonlyMap<Id, ReadonlyMap<Id, readonly FinalMark[]>>
const indices = perJournal<'', ByPeriod>()

function marksOf(journal: Journal, { classId, id }: Period): readonly FinalMark[] {
  const classes = indices(journal, '', () => indexMarks(journal))
  return classes.get(classId)?.get(id) ?? []
}

/** By class and period: the marks that are more than blank. */
function indexMarks(journal: Journal): ByPeriod {
  const classes = new Map<Id, Map<Id, FinalMark[]>>()
  for (const mark of journal.slice.finalMarks) {
    const { classId, periodId } = mark
    if (mark.value.trim() === '' || periodId === null) continue
    const periods = classes.get(classId) ?? new Map<Id, FinalMark[]>()
    const ofPeriod = periods.get(periodId)
    if (ofPeriod) ofPeriod.push(mark)
    else classes.set(classId, periods.set(periodId, [mark]))
  }
  return classes
}

/** Tells what stands in a cell of the sheet; undefined where it is blank. */
export function marksInCells(
  journal: Journal,
  period: Period,
): (cell: { readonly subjectId: Id; readonly personId: Id }) => FinalMark | undefined {
  const subjects = new Map<Id, Map<Id, FinalMark>>()
  for (const mark of marksOf(journal, period)) {
    const ofSubject = subjects.get(mark.subjectId) ?? new Map<Id, FinalMark>()
    subjects.set(mark.subjectId, ofSubject.set(mark.personId, mark))
  }
  return ({ subjectId, personId }) => subjects.get(subjectId)?.get(personId)
}

/** What every verdict about a cell says of its place; the main teacher of the pupil's lessons answers. */
export function cellFinding(
  cell: Omit<EndedPeriod, 'place'> & {
    readonly mark: Cell
    readonly taught: TaughtSubject | undefined
  },
  { speech }: Context,
): Pick<Finding, 'subject' | 'date' | 'responsible'> & { where(): string } {
  const { period, lastDay, taught } = cell
  const { subjectId, personId } = cell.mark
  const { classId, name: periodName, id } = period
  return {
    subject: { class: classId, subject: subjectId, person: personId, period: id },
    date: lastDay,
    responsible: teachersOf(personId, taught),
    where: () => speech.cell({ classId, subjectId, periodName }).where,
  }
}
