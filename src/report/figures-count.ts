import { createJournal, type Id, type Lesson } from '../journal/index.js'
import {
  editionOn,
  type FigureDay,
  isAwayEntry,
  isEntry,
  newestMemberships,
  topicTest,
  type Verdict,
} from '../regulation/index.js'
import { figureCells } from './figures-cells.js'
import { countFinals, finalsRules } from './figures-finals.js'
import type { Counting, FigureInput } from './figures-input.js'
import { countPlans } from './figures-plan.js'

/** Counts the days of a check for the figures of monitoring: a pure function of what the check saw and judged. */
export function countFigures(input: FigureInput): FigureDay[] {
  const { slice, calendar, from, to, asOf } = input
  const journal = createJournal(slice)
  const cells = figureCells()
  const over = slice.lessons.filter(
    ({ date, status }) => status === 'held' && from <= date && date <= to && calendar.dayEnd(date) < asOf,
  )
  const isRead = ({ classId, date }: Lesson) => {
    const at = journal.lastLook('lessons', classId, calendar.weekStart(date))
    return at !== null && at > calendar.dayEnd(date)
  }
  const lessons = over.filter(isRead)
  for (const lesson of over) cells.add(lesson, isRead(lesson) ? 'lessons' : 'unread')
  const counting = { ...input, journal, cells, lessons }
  countTopics(counting)
  countTimeliness(counting)
  countHomework(counting)
  countAttendance(counting)
  countMarks(counting)
  countPlans(counting)
  countFinals(counting)
  return cells.days()
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

/** Rules whose verdicts tell whether something came in time, and what is counted of each. */
const timely = [
  // A topic that is missing isn't late: it is missing, which the share of filled ones tells.
  {
    rule: '2.3-topic-filled',
    late: ['mended'],
    counts: ['topicsInTime', 'topicsLate', 'topicsUnproven'],
  },
  {
    rule: '2.6-homework-in-time',
    late: ['broken', 'mended'],
    counts: ['homeworkInTime', 'homeworkLate', 'homeworkUnproven'],
  },
  {
    rule: '2.5-marks-same-day',
    late: ['broken', 'mended'],
    counts: ['marksInTime', 'marksLate', 'marksUnproven'],
  },
] as const

/** Of the verdicts of these rules the figures are counted, and of no others. */
export const figureRules: readonly string[] = [...timely.map(({ rule }) => rule), ...finalsRules]

function countTimeliness({ judged, journal, cells, from, to }: Counting): void {
  const placeAt = (classId: Id, lesson: Id | undefined): Lesson | null => {
    const found = lesson === undefined ? undefined : journal.lesson(lesson, classId)
    return found && from <= found.date && found.date <= to ? found : null
  }
  for (const { rule, late, counts } of timely) {
    const [inTime, tooLate, unproven] = counts
    for (const { place, kept } of judged.kept.places(rule)) {
      const at = placeAt(place.classId, place.id)
      if (at) cells.add(at, inTime, kept)
    }
    const isLate = ({ verdict }: Verdict) => late.some(kind => kind === verdict)
    for (const verdict of judged.found) {
      const { class: classId, lesson } = verdict.subject
      const at = verdict.rule === rule ? placeAt(classId, lesson) : null
      if (at && isLate(verdict)) cells.add(at, tooLate)
      else if (at && verdict.verdict === 'unproven') cells.add(at, unproven)
    }
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
