import type {
  AttendanceEntry,
  AttendanceStatus,
  Bracket,
  Directory,
  Id,
  JournalSlice,
  Lesson,
  Mark,
  Membership,
  Work,
} from '../../src/journal/index.js'
import type { ClassJournal } from '../../src/report/index.js'
import { type ClassJournalInput, createClassJournal } from '../../src/report/index.js'
import {
  aDirectory,
  aFinalMark,
  aPerson,
  checkpoint,
  type DirectoryShape,
  moscow,
  timeZone,
  wholeCoverage,
} from './report.js'

/** A class's journal of a September, with what pages have to cope with. All names are invented. */

const seen: Bracket = { absentAt: null, presentAt: moscow('2026-09-01T06:00') }

export function aLesson(
  id: Id,
  date: string,
  changes: Partial<Lesson> & { topicText?: string } = {},
): Lesson {
  const { topicText = 'Степень', ...rest } = changes
  return {
    id,
    classId: '71',
    groupId: '71',
    date,
    number: 1,
    subjectId: '500',
    teacherIds: ['31'],
    formerTeacherIds: [],
    status: 'held',
    appeared: seen,
    moved: false,
    topic: [
      { value: null, seen },
      { value: topicText, seen },
    ],
    ...rest,
  }
}

export function aMark(id: Id, lessonId: Id, personId: Id, value: string, changes: Partial<Mark> = {}): Mark {
  return {
    id,
    classId: '71',
    personId,
    lessonId,
    workId: null,
    workKind: 'lesson',
    written: null,
    values: [{ value, seen }],
    stamp: null,
    appeared: seen,
    ...changes,
  }
}

export function aWork(id: Id, lessonId: Id, changes: Partial<Work> & { text?: string } = {}): Work {
  const { text = '§ 12, № 5', ...rest } = changes
  return {
    id,
    classId: '71',
    lessonId,
    kind: 'homework',
    written: null,
    targetDate: null,
    sent: null,
    createdBy: null,
    appeared: seen,
    content: [{ value: { text, fileCount: 0, draft: false }, seen }],
    ...rest,
  }
}

export function anEntry(lessonId: Id, personId: Id, status: AttendanceStatus): AttendanceEntry {
  return { classId: '71', lessonId, personId, status, stamp: null, appeared: seen, changed: null }
}

export function aMembership(groupId: Id, personId: Id, changes: Partial<Membership> = {}): Membership {
  return { groupId, personId, joined: seen, left: null, ...changes }
}

/** Weekdays from the first of September 2026 on. */
export function schoolDays(count: number): string[] {
  const days: string[] = []
  for (let day = Date.UTC(2026, 8, 1); days.length < count; day += 86_400_000) {
    const weekday = new Date(day).getUTCDay()
    if (weekday !== 0 && weekday !== 6) days.push(new Date(day).toISOString().slice(0, 10))
  }
  return days
}

export interface JournalShape
  extends DirectoryShape,
    Partial<Omit<ClassJournalInput, 'slice' | 'directory'>> {
  readonly slice?: Partial<JournalSlice>
  readonly change?: (directory: Directory) => Directory
}

export function aJournal({ slice = {}, change = same => same, ...shape }: JournalShape = {}): ClassJournal {
  const directory = change(aDirectory({ pupils: 3, subjects: 2, ...shape }))
  const lessons = slice.lessons ?? [aLesson('4001', '2026-09-01'), aLesson('4002', '2026-09-02')]
  return createClassJournal({
    yo: 'as-e',
    directory,
    classId: '71',
    periodId: '901',
    from: '2026-09-01',
    to: '2026-10-26',
    school: { id: directory.school, name: 'МБОУ «Школа № 7»' },
    studyYear: '2026/2027',
    timeZone,
    dateOf: instant => new Date(instant + 3 * 3_600_000).toISOString().slice(0, 10),
    substitutionOf: () => null,
    asOf: moscow('2026-10-27T07:00'),
    coverage: wholeCoverage,
    checkpoint,
    ...shape,
    slice: {
      school: directory.school,
      from: '2026-09-01',
      to: '2026-10-26',
      classes: directory.classes,
      subgroups: directory.subgroups,
      memberships: directory.members.map(({ person }) => aMembership('71', person.id)),
      classTeachers: [],
      subjects: directory.subjects,
      classSubjects: directory.classSubjects,
      periods: directory.periods,
      formerPeriods: [],
      formerBells: [],
      filledLists: [],
      formerPlaces: [],
      works: [],
      marks: [],
      goneMarks: [],
      markMeanings: {},
      attendance: [],
      finalMarks: [aFinalMark('2000', '500', '901', '5')],
      formerFinalMarks: [],
      resultMarks: [],
      formerResultMarks: [],
      looks: [],
      unknownWords: [],
      ...slice,
      lessons,
    },
  })
}

/** A class of 28 over two months of a subject, with works, letters and long texts. */
export function aFullJournal(changes: JournalShape = {}): ClassJournal {
  const lessons = schoolDays(40).map((date, index) =>
    aLesson(String(4000 + index), date, {
      topicText:
        index === 3
          ? 'Очень длинная тема: '.repeat(200)
          : `Тема № ${index + 1} «Корни & степени» <повторение>`,
    }),
  )
  const pupils = Array.from({ length: 28 }, (_, index) => String(2000 + index))
  return aJournal({
    pupils: 28,
    subjects: 2,
    ...changes,
    slice: {
      lessons,
      works: [
        aWork('7001', '4005', { kind: 'written', written: 'control' }),
        aWork('7002', '4006', { text: 'упр. 12 & 13 < № 14; ёлка', targetDate: '2026-09-10' }),
      ],
      marks: pupils.flatMap((pupil, index) => [
        aMark(`8${pupil}`, String(4000 + (index % 40)), pupil, '4'),
        aMark(`9${pupil}`, '4005', pupil, '5', { workId: '7001', workKind: 'written', written: 'control' }),
      ]),
      attendance: [anEntry('4001', '2000', 'absent'), anEntry('4002', '2001', 'ill')],
      ...changes.slice,
    },
  })
}

export { aPerson }
