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

/** A slice with its indices: what rules look at. Built once per run; nothing in it changes but what is worked out of it. */
export interface Journal {
  readonly slice: JournalSlice
  classOf(id: Id): ClassGroup | undefined
  subject(id: Id | null): Subject | undefined
  /** A lesson of pupils of several classes stands in the journal of each: the class's own copy, if there is one. */
  lesson(id: Id, classId?: Id): Lesson | undefined
  /** Whether it stands in the journal of several classes, with a copy for each. */
  isShared(lessonId: Id): boolean
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
  /**
   * What others have worked out of it, each under a key of its own. Here it goes with the journal: what a WeakMap holds outlives
   * every collection of the young, and so does all that it was made of.
   */
  readonly memory: Map<symbol, unknown>
}

/** What only some rules ask for, made when the first of them does. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

function indexed<T extends { readonly id: Id }>(items: readonly T[]): Map<Id, T> {
  const index = new Map<Id, T>()
  for (const item of items) index.set(item.id, item)
  return index
}

/** Without those that have no key. */
function grouped<T>(items: readonly T[], keyOf: (item: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  // Many come group by group: the next one mostly belongs where the last one did.
  let last: { readonly key: string; readonly group: T[] } | undefined
  for (const item of items) {
    const key = keyOf(item)
    if (key === null) continue
    if (last?.key !== key) {
      const group = groups.get(key) ?? []
      if (group.length === 0) groups.set(key, group)
      last = { key, group }
    }
    last.group.push(item)
  }
  return groups
}

/** By class, then by day: two lookups cost less than putting one key together, and rules ask a million times. */
function byPlace<T extends { readonly classId: Id }>(
  items: readonly T[],
  dayOf: (item: T) => IsoDate,
): ReadonlyMap<Id, Map<IsoDate, T[]>> {
  const classes = grouped(items, item => item.classId)
  return new Map([...classes].map(([classId, ofClass]) => [classId, grouped(ofClass, dayOf)]))
}

/** What has one lesson's id; several classes that are taught it together have a lesson each. */
interface LessonPlace {
  /** The last of them; undefined where only what hangs on it is known. */
  lesson: Lesson | undefined
  attendance: AttendanceEntry[] | undefined
  marks: Mark[] | undefined
}

type LessonPlaces = Map<Id, LessonPlace>

/** By id, all in one index: to look up what stands at a lesson costs as much as judging it. */
function placesOf(lessons: readonly Lesson[]): LessonPlaces {
  const places: LessonPlaces = new Map()
  for (const lesson of lessons) placeAt(places, lesson.id).lesson = lesson
  return places
}

function placeAt(places: LessonPlaces, id: Id): LessonPlace {
  const known = places.get(id)
  if (known) return known
  const place: LessonPlace = { lesson: undefined, attendance: undefined, marks: undefined }
  places.set(id, place)
  return place
}

/** Puts what names a lesson into the list that it has there. */
function hang<T extends { readonly lessonId: Id | null }>(
  items: readonly T[],
  listAt: (id: Id) => T[],
): void {
  // Many come lesson by lesson: the next one mostly belongs where the last one did.
  let last: Id | undefined
  let list: T[] = []
  for (const item of items) {
    const { lessonId } = item
    if (lessonId === null) continue
    if (lessonId !== last) {
      last = lessonId
      list = listAt(lessonId)
    }
    list.push(item)
  }
}

/** Lessons that stand in the journals of several classes, by id. */
function copiesOf(all: readonly Lesson[], ids: number): ReadonlyMap<Id, readonly Lesson[]> {
  if (all.length === ids) return new Map()
  return new Map([...grouped(all, lesson => lesson.id)].filter(([, copies]) => copies.length > 1))
}

const byNumber = (a: Lesson, b: Lesson) => (a.number ?? 99) - (b.number ?? 99) || compareIds(a.id, b.id)

/** Days mostly come in order, and to sort one, even so, copies it twice. */
function isInOrder(lessons: readonly Lesson[]): boolean {
  return lessons.every((lesson, index) => {
    const before = lessons[index - 1]
    return before === undefined || byNumber(before, lesson) <= 0
  })
}

/** Numeric order of decimal ids of any length. */
export function compareIds(a: Id, b: Id): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)
}

export function createJournal(slice: JournalSlice): Journal {
  const classes = indexed(slice.classes)
  const subjects = indexed(slice.subjects)
  const places = placesOf(slice.lessons)
  const copies = copiesOf(slice.lessons, places.size)
  const works = once(() => indexed(slice.works))
  const days = byPlace(slice.lessons, lesson => lesson.date)
  for (const ofClass of days.values())
    for (const day of ofClass.values()) if (!isInOrder(day)) day.sort(byNumber)
  const formerPlaces = byPlace(slice.formerPlaces, place => place.date)
  hang(slice.attendance, id => (placeAt(places, id).attendance ??= []))
  const withMarks = once(() => {
    hang(slice.marks, id => (placeAt(places, id).marks ??= []))
    return places
  })
  const meanings = new Map(Object.entries(slice.markMeanings))
  const members = grouped(slice.memberships, membership => membership.groupId)
  const subgroups = new Map<Id, Subgroup[]>()
  for (const group of slice.subgroups)
    for (const id of new Set(group.classIds)) subgroups.set(id, [...(subgroups.get(id) ?? []), group])
  const periods = grouped(slice.periods, period => period.classId)
  const looks = new Map<Resource, Map<Id | null, Map<IsoDate | null, Instant>>>()
  for (const { resource, groupId, week, at } of slice.looks) {
    const groups = looks.get(resource) ?? new Map<Id | null, Map<IsoDate | null, Instant>>()
    const weeks = groups.get(groupId) ?? new Map<IsoDate | null, Instant>()
    looks.set(resource, groups.set(groupId, weeks.set(week, at)))
  }
  return {
    slice,
    classOf: id => classes.get(id),
    subject: id => (id === null ? undefined : subjects.get(id)),
    lesson(id, classId) {
      const found = places.get(id)?.lesson
      if (found === undefined || found.classId === classId) return found
      return copies.get(id)?.findLast(copy => copy.classId === classId) ?? found
    },
    isShared: lessonId => copies.size > 0 && copies.has(lessonId),
    work: id => works().get(id),
    lessonsOn: (classId, date) => days.get(classId)?.get(date) ?? [],
    formerPlacesOn: (classId, date) => formerPlaces.get(classId)?.get(date) ?? [],
    attendanceOf: lessonId => places.get(lessonId)?.attendance ?? [],
    marksOf: lessonId => withMarks().get(lessonId)?.marks ?? [],
    meaningOf: value => meanings.get(value) ?? 'unknown',
    membersOf: groupId => members.get(groupId) ?? [],
    subgroupsOf: classId => subgroups.get(classId) ?? [],
    periodsOf: classId => periods.get(classId) ?? [],
    lastLook: (resource, groupId, week) => looks.get(resource)?.get(groupId)?.get(week) ?? null,
    memory: new Map(),
  }
}
