import type { Instant } from '../clock.js'
import type { Directory, Id, IsoDate, Lesson } from '../journal/index.js'
import { compareIds, fullName, nameWithInitials } from '../journal/index.js'
import { lessonOf } from './class-journal-lesson.js'
import type {
  ClassJournal,
  ClassSlice,
  JournalFinal,
  JournalPeriod,
  JournalPupil,
} from './class-journal-model.js'
import { sectionsOf } from './class-journal-sections.js'
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
  theYear,
} from './class-parts.js'
import { groupBy } from './grouping.js'
import type { ArchiveHead, ReportCoverage } from './model.js'
import type { YoOrder } from './russian.js'

export interface ClassJournalInput {
  readonly directory: Directory
  /** Of the class and at least of these days. */
  readonly slice: ClassSlice
  readonly classId: Id
  /** Where pupils with «Ё» stand. */
  readonly yo: YoOrder
  /** Null: the study year up to `to`. */
  readonly periodId: Id | null
  readonly from: IsoDate
  readonly to: IsoDate
  readonly school: { readonly id: Id; readonly name: string }
  /** `2026/2027` */
  readonly studyYear: string
  readonly timeZone: string
  /** The school's day of an instant. */
  readonly dateOf: (instant: Instant) => IsoDate
  /** Ground of a substitution that the school has stated, as «приказ № 45». */
  readonly substitutionOf: (lesson: Lesson) => string | null
  readonly asOf: Instant
  readonly coverage: ReportCoverage
  readonly checkpoint: ArchiveHead | null
}

/**
 * The class's journal of some days: subjects in Russian order with their lessons, marks and attendance of the class's own
 * pupils, and final marks. What has no known pupil, subject or period stands under its number, so nothing is lost.
 * @throws BridgeError NOT_FOUND for an unknown class or period
 */
export function createClassJournal(input: ClassJournalInput): ClassJournal {
  const { directory, slice, classId } = input
  const group = classOf(directory, classId)
  const known = directory.periods.filter(period => period.classId === classId)
  const one = input.periodId === null ? null : onePeriod(group, known, input.periodId)
  const isHere = visitorTest(directory, classId)
  const allFinals = finalMarksOf(slice.finalMarks, classId, known).filter(({ personId }) => isHere(personId))
  const periods = (one === null ? allPeriods(known, allFinals) : [one])
    .map(period => withDays(period, known))
    .filter(({ id, start }) =>
      id === null ? allFinals.some(mark => mark.periodId === null) : start === null || start <= input.to,
    )
  const lines = new Set(periods.map(({ id }) => id))
  const finalMarks = allFinals.filter(({ periodId }) => lines.has(periodId))
  const lessons = slice.lessons.filter(
    lesson => lesson.classId === classId && input.from <= lesson.date && lesson.date <= input.to,
  )
  const acts = actsOf(slice, classId, isHere)
  const ofLesson = new Set(lessons.map(({ id }) => id))
  const marked = [...acts.marks, ...acts.entries].flatMap(({ lessonId, personId }) =>
    lessonId !== null && ofLesson.has(lessonId) ? [personId] : [],
  )
  const pupils = journalPupils(input, [...marked, ...finalMarks.map(({ personId }) => personId)])
  const teacher = nameOfTeacher(directory)
  const parts = {
    works: groupBy(
      slice.works.filter(work => work.classId === classId && work.lessonId !== null),
      ({ lessonId }) => lessonId ?? '',
    ),
    marks: groupBy(acts.marks, ({ lessonId }) => lessonId ?? ''),
    entries: groupBy(acts.entries, ({ lessonId }) => lessonId),
    teacher,
    substitutionOf: input.substitutionOf,
  }
  const finals = finalsOf(finalMarks)
  const isKnown = new Set(slice.lessons.map(({ id }) => id))
  const isLost = ({ lessonId }: { readonly lessonId: Id | null }) =>
    lessonId !== null && !isKnown.has(lessonId)
  return {
    schema: 'dnevnik-bridge/class-journal/1',
    school: { id: input.school.id, name: input.school.name },
    class: { id: group.id, name: group.name },
    classTeacher: classTeacherOf(directory, classId),
    studyYear: input.studyYear,
    period: one,
    from: input.from,
    to: input.to,
    periods,
    pupils,
    sections: sectionsOf({
      directory,
      slice,
      classId,
      dateOf: input.dateOf,
      pupils,
      finals,
      lessons: lessons.sort(byTime).map(lesson => ({ lesson, told: lessonOf(lesson, parts) })),
    }),
    finals,
    unplaced: { marks: acts.marks.filter(isLost).length, entries: acts.entries.filter(isLost).length },
    timeZone: input.timeZone,
    asOf: input.asOf,
    coverage: input.coverage,
    checkpoint: input.checkpoint,
  }
}

function byTime(a: Lesson, b: Lesson): number {
  if (a.date !== b.date) return a.date < b.date ? -1 : 1
  return (a.number ?? 99) - (b.number ?? 99) || compareIds(a.id, b.id)
}

function withDays(period: PaperPeriod, known: Directory['periods']): JournalPeriod {
  const found = period.id === null ? undefined : known.find(({ id }) => id === period.id)
  return { ...period, start: found?.start ?? null, finish: found?.finish ?? null }
}

/** Whether a pupil's acts belong into this class's journal: those of other classes' pupils stand in their own. */
function visitorTest({ classes, archivedClasses, members }: Directory, classId: Id): (pupil: Id) => boolean {
  const others = new Set([...classes, ...archivedClasses].map(({ id }) => id).filter(id => id !== classId))
  const own = new Set(members.filter(({ groupId }) => groupId === classId).map(({ person }) => person.id))
  const elsewhere = new Set(
    members.filter(({ groupId }) => others.has(groupId)).map(({ person }) => person.id),
  )
  return pupil => own.has(pupil) || !elsewhere.has(pupil)
}

function actsOf(slice: ClassSlice, classId: Id, isHere: (pupil: Id) => boolean) {
  const own = (act: { readonly classId: Id; readonly personId: Id }) =>
    act.classId === classId && isHere(act.personId)
  return { marks: slice.marks.filter(own), entries: slice.attendance.filter(own) }
}

function journalPupils(
  { directory, slice, classId, dateOf, yo }: ClassJournalInput,
  marked: Id[],
): JournalPupil[] {
  const stays = staysIn(slice.memberships, classId, dateOf)
  return pupilsOf(directory, { classId, marked, yo }).map(({ person, left }) => ({
    id: person.id,
    name: fullName(person),
    left,
    stays: stays.get(person.id) ?? [],
  }))
}

function nameOfTeacher({ teachers }: Directory): (id: Id) => string {
  const names = new Map(teachers.map(person => [person.id, nameWithInitials(person)]))
  return id => names.get(id) ?? `№ ${id}`
}

function finalsOf(marks: ReturnType<typeof finalMarksOf>): JournalFinal[] {
  const cells = groupBy(marks, mark => `${mark.subjectId}/${mark.personId}/${mark.periodId ?? '-'}`)
  return [...cells.values()].flatMap(same => {
    const [first] = same
    const value = cellText(same)
    return first && value !== null
      ? [{ subject: first.subjectId, pupil: first.personId, period: first.periodId ?? theYear.id, value }]
      : []
  })
}
