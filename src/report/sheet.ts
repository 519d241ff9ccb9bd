import type { Instant } from '../clock.js'
import type { Directory, FinalMark, Id, IsoDate, Membership, Period, ResultMark } from '../journal/index.js'
import { compareIds, fullName } from '../journal/index.js'
import { type ExemptMeaning, gradeBy } from '../regulation/index.js'
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
import type { ArchiveHead, ReportCoverage, SheetOrders, SheetPrint, SummarySheet } from './model.js'
import type { Paper } from './page.js'
import type { YoOrder } from './russian.js'
import { type AttendanceRead, missedBy, missedUntil, periodScheme } from './sheet-missed.js'
import { isGone, listsFormedOn, sinceListsWereFormed } from './sheet-stays.js'
import { notTaughtBy, type TaughtGroups } from './sheet-taught.js'
import { subjectOrder } from './subject-order.js'

export interface SheetInput {
  readonly directory: Directory
  /** Final marks of the slice; those of other classes are left alone. */
  readonly finalMarks: readonly FinalMark[]
  /** Of exams, and resulting ones. */
  readonly resultMarks: readonly ResultMark[]
  readonly attendance: AttendanceRead
  readonly taught: TaughtGroups
  readonly ordersAbout: (pupil: Id) => SheetOrders
  /** Those of other groups than the class and its subgroups are left alone. */
  readonly memberships: readonly Membership[]
  /** What «осв» of a mark means; null where nobody has said it. */
  readonly exemptMeaning: (mark: FinalMark) => ExemptMeaning | null
  readonly dateOf: (instant: Instant) => IsoDate
  readonly classId: Id
  /** Null: all periods of the class, and the year. */
  readonly periodId: Id | null
  readonly settings: SheetSettings
  readonly school: { readonly id: Id; readonly name: string }
  /** `2026/2027` */
  readonly studyYear: string
  readonly timeZone: string
  readonly asOf: Instant
  /** When everything of the sheet was last read completely; null when there is a gap. */
  readonly readAt: Instant | null
  readonly coverage: ReportCoverage
  readonly checkpoint: ArchiveHead | null
  readonly print: SheetPrint
}

/** What the school sets of its sheets. */
export interface SheetSettings {
  /** Beginnings of subjects' names, in the order of the curriculum. */
  readonly subjects: readonly string[]
  /** Grades whose sheet of the year has lines for exams and resulting marks. */
  readonly examGrades: readonly number[]
  /** Where pupils with «Ё» stand; in journals too. */
  readonly yo: YoOrder
  readonly paper: Paper
  readonly markSystem: string
  /** By name of the class. */
  readonly profiles: Readonly<Record<string, string>>
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
  const isYear = input.periodId === null
  const results = isYear ? input.resultMarks.filter(mark => mark.classId === classId) : []
  const grade = gradeBy(group)
  const hasResults = isYear && (results.length > 0 || input.settings.examGrades.includes(grade ?? 0))
  const resultLines = hasResults ? allResultLines : []
  const subjects = sheetSubjects(input, [...marks, ...results])
  const cells = groupBy(marks, mark => cellKey(mark.personId, mark.periodId, mark.subjectId))
  const cell = (pupil: Id, period: PaperPeriod, subject: SheetSubject) =>
    cellText(cells.get(cellKey(pupil, period.id, subject.id)) ?? [])
  const resultCells = groupBy(results, mark => cellKey(mark.personId, mark.line, mark.subjectId))
  const formed = listsFormedOn(input.studyYear)
  const onList = staysIn(input.memberships, classId, input.dateOf)
  const staysOf = (pupil: Id) => sinceListsWereFormed(onList.get(pupil) ?? [], formed)
  const daysOf = daysBy(known)
  const missedOf = missedBy(
    periods.map(({ id }) => daysOf(id)),
    input.attendance,
  )
  const notTaughtOf = notTaughtBy(classId, input)
  return {
    schema: 'dnevnik-bridge/summary-sheet/1',
    school: { id: input.school.id, name: input.school.name },
    class: {
      id: group.id,
      name: group.name,
      grade,
      profile: input.settings.profiles[group.name] ?? null,
    },
    classTeacher: classTeacherOf(directory, classId),
    studyYear: input.studyYear,
    paper: input.settings.paper,
    markSystem: input.settings.markSystem,
    periodScheme: periodScheme(known.map(({ type }) => type)),
    periods,
    resultLines,
    subjects,
    pupils: pupilsOf(directory, {
      classId,
      marked: [...marks, ...results].map(mark => mark.personId),
      yo: input.settings.yo,
    }).map(({ person, left }) => ({
      id: person.id,
      name: fullName(person),
      left,
      orders: input.ordersAbout(person.id),
      stays: staysOf(person.id),
      gone: periods.map(({ id }) =>
        isGone(staysOf(person.id), id === null ? null : (daysOf(id)?.to ?? null)),
      ),
      marks: periods.map(period => subjects.map(subject => cell(person.id, period, subject))),
      results: resultLines.map(line =>
        subjects.map(subject => cellText(resultCells.get(cellKey(person.id, line.id, subject.id)) ?? [])),
      ),
      notTaught: notTaughtOf(person.id),
      missed: missedOf(person.id),
    })),
    missedUntil: missedUntil(
      periods.map(({ id }) => daysOf(id)),
      input.attendance,
    ),
    exempt: exemptSubjects(subjects, marks, input.exemptMeaning),
    timeZone: input.timeZone,
    readAt: input.readAt,
    asOf: input.asOf,
    coverage: input.coverage,
    checkpoint: input.checkpoint,
    print: input.print,
  }
}

const allResultLines: SummarySheet['resultLines'] = [
  { id: 'exam', name: 'Экзаменационная' },
  { id: 'result', name: 'Итоговая' },
]

/** Days of a period; of the year (null) from the first day of all to the last. */
function daysBy(known: readonly Period[]) {
  const all = known.filter(({ type }) => type !== 'year')
  const from = all.map(({ start }) => start).sort()[0]
  const to = all
    .map(({ finish }) => finish)
    .sort()
    .at(-1)
  const year = from === undefined || to === undefined ? null : { from, to }
  const days = new Map(known.map(({ id, start, finish }) => [id, { from: start, to: finish }]))
  return (id: Id | null) => (id === null ? year : (days.get(id) ?? null))
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
  { directory, classId, settings }: SheetInput,
  marks: readonly Pick<FinalMark, 'subjectId'>[],
): SheetSubject[] {
  const byName = subjectOrder(settings.subjects)
  const names = new Map(directory.subjects.map(subject => [subject.id, subject.name]))
  const taught = directory.classSubjects.filter(item => item.classId === classId).map(item => item.subjectId)
  return [...new Set([...taught, ...marks.map(mark => mark.subjectId)])]
    .map(id => ({ id, name: names.get(id) ?? `Предмет № ${id}` }))
    .sort((a, b) => byName(a.name, b.name) || compareIds(a.id, b.id))
}
