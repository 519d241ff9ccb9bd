import type { Calendar } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import type {
  AttendanceEntry,
  FinalMark,
  Id,
  IsoDate,
  Journal,
  Lesson,
  Membership,
  Period,
  WorkKind,
} from '../journal/index.js'
import { type FilledCell, filledCells } from './filled-cells.js'
import { current as newest } from './history.js'
import { markedLessons } from './marked-lessons.js'
import { newestMemberships } from './membership.js'
import { perJournal } from './per-journal.js'
import { readSince } from './periods.js'
import type { Finding, RuleContext } from './rule.js'

/**
 * What a mark is now and what it is for, one for all that are alike. Of a hundred thousand a year nothing else is asked: of few, these
 * are read in a fraction of the time that it takes to go to each mark.
 */
export interface CurrentMark {
  readonly kind: WorkKind
  /** As `numbersOf` says of its value. */
  readonly numbers: readonly number[] | null
  readonly count: MarkCount
}

/** What a final mark rests on: the pupil's marks in the subject over the period, as far as they are all known. */
export interface CurrentMarks {
  readonly marks: readonly CurrentMark[]
  /**
   * Since when they are surely all, or why they perhaps aren't: a week was never read; one wasn't read since the final
   * mark was put; the pupil perhaps came later, with marks of another school; the lessons aren't known to be the pupil's.
   */
  readonly known: Instant | keyof typeof doubts
  /** Held, the pupil's own, over the same days. */
  readonly lessons: readonly Lesson[]
  /** Of which nobody knows whether they were held. */
  readonly unclear: readonly Id[]
}

const doubts = {
  unread: 'не все недели периода прочитаны полностью',
  stale: 'не все недели периода прочитаны после неё',
  joined: 'ученик, возможно, пришёл в течение периода с отметками другой школы',
  subgroup: 'неясно, в какой подгруппе учится ученик',
} as const

/** Keys of the messages below; written out, as thousands of cells ask for them. */
export const doubtReasons = {
  unread: 'unproven-unread',
  stale: 'unproven-stale',
  joined: 'unproven-joined',
  subgroup: 'unproven-subgroup',
} as const satisfies Record<keyof typeof doubts, string>

/** Messages for whatever makes the base of a final mark unknown. */
export function currentDoubts(
  fact: string,
  suffix: string,
): Readonly<Record<`unproven-${keyof typeof doubts}`, string>> {
  const message = (doubt: keyof typeof doubts) => `${fact}: ${doubts[doubt]}${suffix}.`
  return {
    'unproven-unread': message('unread'),
    'unproven-stale': message('stale'),
    'unproven-joined': message('joined'),
    'unproven-subgroup': message('subgroup'),
  }
}

/** Says once of each period that none of its cells can be judged, because a week of it was never read. */
export function unreadPeriods(
  { speech, calendar }: Pick<RuleContext<unknown>, 'speech' | 'calendar'>,
  report: (finding: Finding) => void,
): (cell: Pick<FilledCell, 'period' | 'lastDay'>) => void {
  const told = new Set<Period>()
  return ({ period, lastDay }) => {
    if (told.has(period)) return
    told.add(period)
    report({
      verdict: 'unproven',
      reason: 'unproven-unread',
      subject: { class: period.classId, period: period.id },
      date: lastDay,
      deadline: calendar.dayEnd(period.finish),
      evidence: { level: null, absentAt: null, presentAt: null, platformAt: null },
      responsible: [],
      values: { where: `${speech.className(period.classId)}, ${period.name}` },
    })
  }
}

interface Context {
  readonly journal: Journal
  readonly calendar: Calendar
}

/** Who stands in the list so early in a period brings no marks from elsewhere. */
const settlingDays = 14

/** A final mark, and what it rests on. */
export interface BasedCell {
  readonly cell: FilledCell
  readonly current: CurrentMarks
}

const based = perJournal<string, readonly BasedCell[]>()

/** Two rules ask for what all final marks rest on. */
export function basedCells(context: RuleContext<unknown>): readonly BasedCell[] {
  const { journal, from, to } = context
  return based(journal, `${from}/${to}`, () => {
    const currentOf = currentIn(context)
    return filledCells(context).map(cell => ({ cell, current: currentOf(cell) }))
  })
}

type Cell = Pick<FilledCell, 'period' | 'taught'> & { readonly mark: FinalMark }

export function currentMarks(context: Context, cell: Cell): CurrentMarks {
  return currentIn(context)(cell)
}

/** Cells come period by period and subject by subject: the next one mostly rests on what the last one did. */
function currentIn(context: Context): (cell: Cell) => CurrentMarks {
  let last: { readonly period: Period; readonly facts: PeriodFacts } | undefined
  let lastOwn: readonly Lesson[] | null = null
  let byStatus = noLessons
  return ({ mark, period, taught }) => {
    const { personId, subjectId } = mark
    if (last?.period !== period) last = { period, facts: factsOf(context, period) }
    const { facts } = last
    const own = taught?.groups.attends(personId) === 'yes' ? taught.groups.lessonsOf(personId) : null
    if (own !== lastOwn) {
      lastOwn = own
      byStatus = own === null ? noLessons : lessonsByStatus(context, own)
    }
    return {
      marks: facts.marks.get(subjectId)?.get(personId) ?? none,
      known: knownSince(facts, mark, own !== null),
      lessons: byStatus.lessons,
      unclear: byStatus.unclear,
    }
  }
}

const none: readonly CurrentMark[] = []

/** What all cells of a period ask for: there are thousands of them. */
interface PeriodFacts {
  readonly marks: MarksBySubject
  /** Since when all of its weeks are read; null where they aren't. */
  readonly since: Instant | null
  readonly members: ReadonlyMap<Id, Membership>
  readonly settled: Instant
}

const periods = perJournal<Period, PeriodFacts>()

function factsOf(context: Context, period: Period): PeriodFacts {
  const { journal, calendar } = context
  return periods(journal, period, () => ({
    marks: marksBetween(journal, period),
    since: readSince(context, period),
    members: newestMemberships(journal, period.classId),
    settled: calendar.dayEnd(calendar.addDays(period.start, settlingDays)),
  }))
}

type LessonsByStatus = Pick<CurrentMarks, 'lessons' | 'unclear'>

const noLessons: LessonsByStatus = { lessons: [], unclear: [] }
const statuses = perJournal<readonly Lesson[], LessonsByStatus>()

/** Pupils who are taught together have one list of lessons. What the timetable has left standing on days off is none of its hours. */
function lessonsByStatus({ journal, calendar }: Context, own: readonly Lesson[]): LessonsByStatus {
  return statuses(journal, own, () => {
    const taught = own.filter(({ classId, date }) => !calendar.isDayOff(classId, date))
    return {
      lessons: taught.filter(({ status }) => status === 'held'),
      unclear: taught.filter(({ status }) => status === 'unknown').map(({ id }) => id),
    }
  })
}

function knownSince(
  { since, members, settled }: PeriodFacts,
  mark: FinalMark,
  isOwn: boolean,
): CurrentMarks['known'] {
  if (since === null) return 'unread'
  if (!isOwn) return 'subgroup'
  const membership = members.get(mark.personId)
  if (!membership || membership.joined.presentAt > settled) return 'joined'
  return since < mark.appeared.presentAt ? 'stale' : since
}

type MarksBySubject = ReadonlyMap<Id, ReadonlyMap<Id, readonly CurrentMark[]>>

const indices = perJournal<string, MarksBySubject>()

/** By subject and pupil, without those to come. Most classes have the same periods. */
function marksBetween(journal: Journal, { start, finish }: Period): MarksBySubject {
  return indices(journal, `${start}/${finish}`, () => indexMarks(journal, start, finish))
}

function indexMarks(journal: Journal, start: IsoDate, finish: IsoDate): MarksBySubject {
  const subjects = new Map<Id, Map<Id, CurrentMark[]>>()
  const markOf = likeMarks(journal)
  for (const { lesson, marks } of markedLessons(journal)) {
    const { subjectId, date } = lesson
    if (subjectId === null || date < start || date > finish) continue
    const pupils = subjects.get(subjectId) ?? new Map<Id, CurrentMark[]>()
    if (pupils.size === 0) subjects.set(subjectId, pupils)
    for (const { personId, workKind, values } of marks) {
      const mark = markOf(newest(values) ?? '', workKind)
      if (mark === null) continue
      const ofPupil = pupils.get(personId)
      if (ofPupil) ofPupil.push(mark)
      else pupils.set(personId, [mark])
    }
  }
  return subjects
}

/** Null of a final mark, and of a «точка», which is a mark still to come. */
function likeMarks(journal: Journal): (value: string, kind: WorkKind) => CurrentMark | null {
  const kinds = new Map<WorkKind, Map<string, CurrentMark | null>>()
  return (value, kind) => {
    const ofKind = kinds.get(kind) ?? new Map<string, CurrentMark | null>()
    const found = ofKind.get(value)
    if (found !== undefined) return found
    const isOther = kind === 'final' || journal.meaningOf(value) === 'waiting'
    const made = isOther ? null : { kind, numbers: numbersOf(value), count: markCountOf(value) }
    kinds.set(kind, ofKind.set(value, made))
    return made
  }
}

/** Share of these lessons at which the pupil was, or may have been, absent, for whatever reason; 0 where there are none. */
export function missedShare(journal: Journal, personId: Id, lessons: readonly Lesson[]): number {
  if (lessons.length === 0) return 0
  const missed = absences(journal, lessons, () => countMissed(journal, lessons))
  return (missed.get(personId) ?? 0) / lessons.length
}

const absences = perJournal<readonly Lesson[], ReadonlyMap<Id, number>>()

/** By pupil: a class goes to the same lessons, and of each pupil the same is asked. */
function countMissed(journal: Journal, lessons: readonly Lesson[]): ReadonlyMap<Id, number> {
  const missed = new Map<Id, number>()
  for (const { id } of lessons) {
    const away = new Set<Id>()
    for (const entry of journal.attendanceOf(id)) if (isPerhapsAway(entry)) away.add(entry.personId)
    for (const personId of away) missed.set(personId, (missed.get(personId) ?? 0) + 1)
  }
  return missed
}

function isPerhapsAway({ status }: AttendanceEntry): boolean {
  return status === 'absent' || status === 'ill' || status === 'excused' || status === 'unknown'
}

const one = /^([1-5])\s?[+\-−]?$/
const two = /^([1-5])\s?[+\-−]?\s?\/\s?([1-5])\s?[+\-−]?$/

/** What nearly all cells hold. */
const digits = new Map([1, 2, 3, 4, 5].map(digit => [String(digit), [digit]]))

/** The numbers of a cell on the scale of five, signs left out; null for any other number. What isn't one has none. */
export function numbersOf(value: string): readonly number[] | null {
  const digit = digits.get(value)
  if (digit) return digit
  const text = value.trim()
  const found = one.exec(text) ?? two.exec(text)
  if (found) return found.slice(1).map(Number)
  return /\d/.test(text) ? null : []
}

export interface MarkCount {
  readonly least: number
  readonly most: number
}

const oneMark: MarkCount = { least: 1, most: 1 }

/**
 * How many marks stand in a cell: «5/4» are two; «54» perhaps, else it is one of a scale of a hundred, and «11» one of a
 * scale of twelve; whatever else it holds is one.
 */
function markCountOf(value: string): MarkCount {
  if (digits.has(value)) return oneMark
  if (numbersOf(value)?.length === 2) return { least: 2, most: 2 }
  return { least: 1, most: /^[1-5]{2}$/.test(value.trim()) ? 2 : 1 }
}
