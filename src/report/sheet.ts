import type { Instant } from '../clock.js'
import type { Directory, FinalMark, Id, IsoDate, Membership } from '../journal/index.js'
import { compareIds, fullName } from '../journal/index.js'
import type { ExemptMeaning } from '../regulation/index.js'
import { staysIn } from './class-journal-stays.js'
import {
  allPeriods,
  cellText,
  classOf,
  classTeacherOf,
  finalMarksOf,
  onePeriod,
  type PaperPeriod,
  pupilsOf,
} from './class-parts.js'
import { groupBy } from './grouping.js'
import type { ArchiveHead, ReportCoverage, SummarySheet } from './model.js'
import { isGone, listsFormedOn, sinceListsWereFormed } from './sheet-stays.js'
import { subjectOrder } from './subject-order.js'

export interface SheetInput {
  readonly directory: Directory
  /** Final marks of the slice; those of other classes are left alone. */
  readonly finalMarks: readonly FinalMark[]
  /** Those of other groups are left alone. */
  readonly memberships: readonly Membership[]
  /** What «осв» of a mark means; null where nobody has said it. */
  readonly exemptMeaning: (mark: FinalMark) => ExemptMeaning | null
  readonly dateOf: (instant: Instant) => IsoDate
  readonly classId: Id
  /** Null: all periods of the class, and the year. */
  readonly periodId: Id | null
  /** Beginnings of subjects' names, in the order of the curriculum. */
  readonly curriculum: readonly string[]
  readonly school: { readonly id: Id; readonly name: string }
  /** `2026/2027` */
  readonly studyYear: string
  readonly timeZone: string
  readonly asOf: Instant
  /** When everything of the sheet was last read completely; null when there is a gap. */
  readonly readAt: Instant | null
  readonly coverage: ReportCoverage
  readonly checkpoint: ArchiveHead | null
}

type SheetSubject = SummarySheet['subjects'][number]

/**
 * «Сводная ведомость» of a class (clause 2.8): pupils in Russian order, subjects that are taught or have marks in that
 * of the curriculum.
 * A mark whose pupil, subject or period isn't in the directory stands under its number, so none is lost.
 * @throws BridgeError NOT_FOUND for an unknown class or period
 */
export function createSummarySheet(input: SheetInput): SummarySheet {
  const { directory, classId } = input
  const group = classOf(directory, classId)
  const known = directory.periods.filter(period => period.classId === classId)
  const all = finalMarksOf(input.finalMarks, classId, known)
  const periods = input.periodId === null ? allPeriods(known, all) : [onePeriod(group, known, input.periodId)]
  const lines = new Set(periods.map(period => period.id))
  const marks = all.filter(mark => lines.has(mark.periodId))
  const subjects = sheetSubjects(input, marks)
  const cells = groupBy(marks, mark => cellKey(mark.personId, mark.periodId, mark.subjectId))
  const cell = (pupil: Id, period: PaperPeriod, subject: SheetSubject) =>
    cellText(cells.get(cellKey(pupil, period.id, subject.id)) ?? [])
  const formed = listsFormedOn(input.studyYear)
  const onList = staysIn(input.memberships, classId, input.dateOf)
  const staysOf = (pupil: Id) => sinceListsWereFormed(onList.get(pupil) ?? [], formed)
  const finishes = new Map(known.map(({ id, finish }) => [id, finish]))
  const finishOf = ({ id }: PaperPeriod) => (id === null ? null : (finishes.get(id) ?? null))
  return {
    schema: 'dnevnik-bridge/summary-sheet/1',
    school: { id: input.school.id, name: input.school.name },
    class: { id: group.id, name: group.name },
    classTeacher: classTeacherOf(directory, classId),
    studyYear: input.studyYear,
    periods,
    subjects,
    pupils: pupilsOf(
      directory,
      classId,
      marks.map(mark => mark.personId),
    ).map(({ person, left }) => ({
      id: person.id,
      name: fullName(person),
      left,
      stays: staysOf(person.id),
      gone: periods.map(period => isGone(staysOf(person.id), finishOf(period))),
      marks: periods.map(period => subjects.map(subject => cell(person.id, period, subject))),
    })),
    exempt: exemptSubjects(subjects, marks, input.exemptMeaning),
    timeZone: input.timeZone,
    readAt: input.readAt,
    asOf: input.asOf,
    coverage: input.coverage,
    checkpoint: input.checkpoint,
  }
}

function cellKey(pupil: Id, period: Id | null, subject: Id): string {
  return `${pupil}/${period ?? '-'}/${subject}`
}

function exemptSubjects(
  subjects: readonly SheetSubject[],
  marks: readonly FinalMark[],
  meaningOf: SheetInput['exemptMeaning'],
): SummarySheet['exempt'] {
  const meant = marks
    .filter(({ meaning }) => meaning === 'exempt')
    .map(mark => ({ subject: mark.subjectId, meaning: meaningOf(mark) ?? 'untold' }))
  const namesOf = (wanted: ExemptMeaning | 'untold') => {
    const ids = new Set(meant.filter(({ meaning }) => meaning === wanted).map(({ subject }) => subject))
    return subjects.filter(({ id }) => ids.has(id)).map(({ name }) => name)
  }
  return { exempt: namesOf('exempt'), mastered: namesOf('mastered'), untold: namesOf('untold') }
}

function sheetSubjects(
  { directory, classId, curriculum }: SheetInput,
  marks: readonly FinalMark[],
): SheetSubject[] {
  const byName = subjectOrder(curriculum)
  const names = new Map(directory.subjects.map(subject => [subject.id, subject.name]))
  const taught = directory.classSubjects.filter(item => item.classId === classId).map(item => item.subjectId)
  return [...new Set([...taught, ...marks.map(mark => mark.subjectId)])]
    .map(id => ({ id, name: names.get(id) ?? `Предмет № ${id}` }))
    .sort((a, b) => byName(a.name, b.name) || compareIds(a.id, b.id))
}
