import { createJournal, type Id, type Lesson } from '../journal/index.js'
import {
  editionOn,
  type FigureBasis,
  type FigureCount,
  type FigureDay,
  figureBases,
  figureBasesOf,
  isAwayEntry,
  isEntry,
  newestMemberships,
  topicTest,
  type VerdictKind,
} from '../regulation/index.js'
import { figureCells } from './figures-cells.js'
import { countBases, countFinals, countMeans } from './figures-finals.js'
import type { Counting, FigureInput } from './figures-input.js'
import { countPlans } from './figures-plan.js'

/**
 * Counts the days of a check for the figures of monitoring: a pure function of what the check saw and judged. What rests on no rule that
 * was judged isn't counted.
 */
export function countFigures(input: FigureInput): FigureDay[] {
  const { slice, judged, calendar, from, to, asOf, rules } = input
  // Counted is whom the platform names. Mostly nobody stood in, and the indices are there already.
  const journal = judged.journal.slice === slice ? judged.journal : createJournal(slice)
  const cells = figureCells()
  const over = slice.lessons.filter(
    ({ date, status }) => status === 'held' && from <= date && date <= to && calendar.dayEnd(date) < asOf,
  )
  const isRead = ({ classId, date }: Lesson) => {
    const at = journal.lastLook('lessons', classId, calendar.weekStart(date))
    return at !== null && at > calendar.dayEnd(date)
  }
  const lessons = over.filter(isRead)
  const counting = { ...input, journal, cells, over, lessons }
  for (const basis of rules ? figureBasesOf(rules) : figureBases) counters[basis](counting)
  return cells.days()
}

const counters: Readonly<Record<FigureBasis, (counting: Counting) => void>> = {
  journal(counting) {
    countLessons(counting)
    countAttendance(counting)
    countMarks(counting)
    countPlans(counting)
  },
  '2.3-topic-filled'(counting) {
    countTopics(counting)
    // A topic that is missing isn't late: it is missing, which the share of filled ones tells.
    const counts = ['topicsInTime', 'topicsLate', 'topicsUnproven'] as const
    countTimeliness(counting, { rule: '2.3-topic-filled', late: ['mended'], counts })
  },
  '2.6-homework-in-time'(counting) {
    countHomework(counting)
    const counts = ['homeworkInTime', 'homeworkLate', 'homeworkUnproven'] as const
    countTimeliness(counting, { rule: '2.6-homework-in-time', late: ['broken', 'mended'], counts })
  },
  '2.5-marks-same-day'(counting) {
    const counts = ['marksInTime', 'marksLate', 'marksUnproven'] as const
    countTimeliness(counting, { rule: '2.5-marks-same-day', late: ['broken', 'mended'], counts })
  },
  '2.7-final-marks-complete': countFinals,
  '2.7-final-marks-mean': countMeans,
  '2.7-final-marks-base': countBases,
}

function countLessons({ over, lessons, cells }: Counting): void {
  const read = new Set(lessons)
  for (const lesson of over) cells.add(lesson, read.has(lesson) ? 'lessons' : 'unread')
}

function countTopics({ lessons, settings, cells }: Counting): void {
  const tests = new Map<object, (topic: string | null) => boolean>()
  for (const lesson of lessons) {
    const edition = editionOn(settings, lesson.date)
    const isTopic = tests.get(edition) ?? topicTest(edition.rules['2.3-topic-filled'])
    tests.set(edition, isTopic)
    if (isTopic(lesson.topic.at(-1)?.value ?? null)) cells.add(lesson, 'topics')
  }
}

/** A rule whose verdicts tell whether something came in time, and what is counted of them: in time, late, unproven. */
interface Timely {
  readonly rule: FigureBasis
  readonly late: readonly VerdictKind[]
  readonly counts: readonly [FigureCount, FigureCount, FigureCount]
}

function countTimeliness(
  { judged, journal, cells, from, to }: Counting,
  { rule, late, counts: [inTime, tooLate, unproven] }: Timely,
): void {
  const placeAt = (classId: Id, lesson: Id | undefined): Lesson | null => {
    const found = lesson === undefined ? undefined : journal.lesson(lesson, classId)
    return found && from <= found.date && found.date <= to ? found : null
  }
  for (const { place, kept } of judged.kept.places(rule)) {
    const at = placeAt(place.classId, place.id)
    if (at) cells.add(at, inTime, kept)
  }
  for (const { rule: of, subject, verdict } of judged.found) {
    if (of !== rule) continue
    const at = placeAt(subject.class, subject.lesson)
    if (at && late.includes(verdict)) cells.add(at, tooLate)
    else if (at && verdict === 'unproven') cells.add(at, unproven)
  }
}

/** Lessons of which the rule about homework speaks are those at which some was given, wherever the platform hangs it. */
function countHomework({ judged, lessons, cells }: Counting): void {
  const rule = '2.6-homework-in-time'
  const given = new Set<string>()
  for (const { place } of judged.kept.places(rule)) given.add(`${place.classId}/${place.id}`)
  for (const { rule: of, subject } of judged.found)
    if (of === rule) given.add(`${subject.class}/${subject.lesson}`)
  for (const lesson of lessons)
    if (given.has(`${lesson.classId}/${lesson.id}`)) cells.add(lesson, 'withHomework')
}

/** A lesson without any entry proves nothing where nobody was away: only days on which somebody was are counted. */
function countAttendance({ journal, lessons, cells }: Counting): void {
  const absent = new Map<string, ReadonlySet<Id>>()
  const absentOn = ({ classId, date }: Lesson) => {
    const key = `${classId}/${date}`
    const known = absent.get(key)
    if (known) return known
    const found = new Set<Id>()
    for (const { id } of journal.lessonsOn(classId, date))
      for (const entry of journal.attendanceOf(id)) if (isAwayEntry(entry)) found.add(entry.personId)
    absent.set(key, found)
    return found
  }
  for (const lesson of lessons) {
    const persons = absentOn(lesson)
    if (persons.size === 0) continue
    const isWholeClass = lesson.groupId === lesson.classId
    const members = isWholeClass ? null : newestMemberships(journal, lesson.groupId)
    if (members !== null && ![...persons].some(person => members.has(person))) continue
    cells.add(lesson, 'absences')
    const isTaken = journal.attendanceOf(lesson.id).some(isEntry)
    if (isTaken) cells.add(lesson, 'attended')
  }
}

/** Pupils who have left by the lesson's day have no place at it, nor has who came later. */
function countMarks({ journal, calendar, lessons, cells }: Counting): void {
  const sizes = new Map<string, number>()
  const pupilsOf = ({ groupId, date }: Lesson) => {
    const key = `${groupId}/${date}`
    const known = sizes.get(key)
    if (known !== undefined) return known
    const [start, end] = [calendar.dayStart(date), calendar.dayEnd(date)]
    const members = [...newestMemberships(journal, groupId).values()]
    const size = members.filter(
      ({ joined, left }) =>
        (joined.absentAt === null || joined.absentAt <= end) && (left === null || left.presentAt > start),
    ).length
    sizes.set(key, size)
    return size
  }
  for (const lesson of lessons) {
    const pupils = pupilsOf(lesson)
    if (pupils === 0) continue
    cells.group(lesson, pupils)
    cells.add(lesson, 'seats', pupils)
    let marks = 0
    for (const { values } of journal.marksOf(lesson.id))
      if (journal.meaningOf(values.at(-1)?.value ?? '') === 'number') marks += 1
    if (marks > 0) cells.add(lesson, 'marks', marks)
  }
}
