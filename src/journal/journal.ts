import type { Instant } from '../clock.js'
import type { Id, IsoDate, Resource } from './records.js'
import type {
  AttendanceEntry,
  ClassGroup,
  FormerPlace,
  JournalSlice,
  Lesson,
  Mark,
  MarkMeaning,
  Membership,
  Period,
  Subgroup,
  Subject,
  Work,
} from './slice.js'

/** A slice with its indices: what rules look at. Built once per run; nothing in it changes. */
export interface Journal {
  readonly slice: JournalSlice
  classOf(id: Id): ClassGroup | undefined
  subject(id: Id | null): Subject | undefined
  /** A lesson of pupils of several classes stands in the journal of each: the class's own copy, if there is one. */
  lesson(id: Id, classId?: Id): Lesson | undefined
  work(id: Id): Work | undefined
  /** Lessons of a class and its subgroups on a day, by number. */
  lessonsOn(classId: Id, date: IsoDate): readonly Lesson[]
  /** Where lessons of the class stood on that day that don't stand there any more. */
  formerPlacesOn(classId: Id, date: IsoDate): readonly FormerPlace[]
  attendanceOf(lessonId: Id): readonly AttendanceEntry[]
  marksOf(lessonId: Id): readonly Mark[]
  /** Of a mark's value. */
  meaningOf(value: string): MarkMeaning
  membersOf(groupId: Id): readonly Membership[]
  subgroupsOf(classId: Id): readonly Subgroup[]
  periodsOf(classId: Id): readonly Period[]
  /** When the window of that class and week was last read completely; null when never. */
  lastLook(resource: Resource, groupId: Id | null, week: IsoDate | null): Instant | null
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

const byNumber = (a: Lesson, b: Lesson) => (a.number ?? 99) - (b.number ?? 99) || compareIds(a.id, b.id)

/** Numeric order of decimal ids of any length. */
export function compareIds(a: Id, b: Id): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)
}

export function createJournal(slice: JournalSlice): Journal {
  const classes = new Map(slice.classes.map(item => [item.id, item]))
  const subjects = new Map(slice.subjects.map(item => [item.id, item]))
  const lessons = new Map(slice.lessons.map(item => [item.id, item]))
  const ownLessons = new Map(slice.lessons.map(item => [`${item.classId}/${item.id}`, item]))
  const works = new Map(slice.works.map(item => [item.id, item]))
  const days = grouped(slice.lessons, lesson => `${lesson.classId}/${lesson.date}`)
  for (const day of days.values()) day.sort(byNumber)
  const formerPlaces = grouped(slice.formerPlaces, place => `${place.classId}/${place.date}`)
  const attendance = grouped(slice.attendance, entry => entry.lessonId)
  const marks = grouped(
    slice.marks.filter(mark => mark.lessonId !== null),
    mark => mark.lessonId ?? '',
  )
  const meanings = new Map(Object.entries(slice.markMeanings))
  const members = grouped(slice.memberships, membership => membership.groupId)
  const periods = grouped(slice.periods, period => period.classId)
  const looks = new Map(
    slice.looks.map(look => [`${look.resource}/${look.groupId ?? '-'}/${look.week ?? '-'}`, look.at]),
  )
  return {
    slice,
    classOf: id => classes.get(id),
    subject: id => (id === null ? undefined : subjects.get(id)),
    lesson: (id, classId) => ownLessons.get(`${classId ?? '-'}/${id}`) ?? lessons.get(id),
    work: id => works.get(id),
    lessonsOn: (classId, date) => days.get(`${classId}/${date}`) ?? [],
    formerPlacesOn: (classId, date) => formerPlaces.get(`${classId}/${date}`) ?? [],
    attendanceOf: lessonId => attendance.get(lessonId) ?? [],
    marksOf: lessonId => marks.get(lessonId) ?? [],
    meaningOf: value => meanings.get(value) ?? 'unknown',
    membersOf: groupId => members.get(groupId) ?? [],
    subgroupsOf: classId => slice.subgroups.filter(group => group.classIds.includes(classId)),
    periodsOf: classId => periods.get(classId) ?? [],
    lastLook: (resource, groupId, week) => looks.get(`${resource}/${groupId ?? '-'}/${week ?? '-'}`) ?? null,
  }
}
