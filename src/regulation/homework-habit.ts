import type { Calendar } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import {
  type Bracket,
  clockTolerance,
  createJournal,
  type Journal,
  type JournalSlice,
  type Lesson,
  type Work,
} from '../journal/index.js'
import { type HungHomework, hungHomework, type LessonMeaning, previousIn } from './homework-lesson.js'
import { readingsOf } from './judge.js'
import type { StampZone } from './rule.js'

/**
 * On which lesson a school hangs its homework, told by when it is entered. The two errors don't weigh the same:
 * who takes a lesson at which homework is given for one for which it is due accuses everybody of the lesson before.
 * So `due` needs several teachers who enter homework when the lesson before is held, and nothing that speaks against
 * it; a teacher who plans ahead enters it early whatever the platform means.
 */

interface Context {
  readonly journal: Journal
  readonly calendar: Calendar
  readonly stampZone: StampZone
}

/**
 * `given`: entered on its lesson's day, first seen after the bell; `surely-given`: surely after the bell; `due`: entered
 * from the day of the lesson before on; `ahead`: even earlier, which proves neither.
 */
type Vote = 'given' | 'surely-given' | 'due' | 'ahead'

const enoughVotes = 3
const enoughTeachers = 3
const clearShare = 0.8
/** Where homework hangs on the lesson it is due for, somebody enters it as late as on that lesson's day now and then. */
const latecomers = 0.05

/** On how many works each meaning rests. */
export interface MeaningVotes {
  readonly given: number
  readonly surelyGiven: number
  readonly due: number
  readonly ahead: number
  /** Who entered what speaks for `due`. */
  readonly dueTeachers: number
}

/** Votes of several journals together: who stands in two of them counts once. */
export interface Ballot {
  readonly votes: Record<Vote, number>
  readonly dueTeachers: Set<string>
}

export function emptyBallot(): Ballot {
  return { votes: { given: 0, 'surely-given': 0, due: 0, ahead: 0 }, dueTeachers: new Set() }
}

/** What a school's homework as a whole says; null while it says nothing clear. */
export function meaningBy(ballot: Ballot): LessonMeaning | null {
  return clearMeaning(votesOf(ballot))
}

/** The same votes for a slice of its own: what a calibration rests on. */
export function countMeanings(
  slice: JournalSlice,
  facts: { readonly calendar: Calendar; readonly stampZone: StampZone },
): MeaningVotes {
  const ballot = emptyBallot()
  countVotes(ballot, { ...facts, journal: createJournal(slice) })
  return votesOf(ballot)
}

export function clearMeaning({
  given,
  surelyGiven,
  due,
  ahead,
  dueTeachers,
}: MeaningVotes): LessonMeaning | null {
  const all = given + surelyGiven
  if (all >= enoughVotes && all >= (all + due) * clearShare) return 'given'
  const isContradicted = surelyGiven > due * latecomers || due < (all + due + ahead) * clearShare
  return due >= enoughVotes && dueTeachers >= enoughTeachers && !isContradicted ? 'due' : null
}

export function countVotes({ votes, dueTeachers }: Ballot, context: Context): void {
  for (const homework of hungHomework(context.journal)) {
    const vote = voteOf(homework, context)
    if (!vote) continue
    votes[vote] += 1
    if (vote === 'due') dueTeachers.add(homework.hung.teacherIds.join())
  }
}

function votesOf({ votes, dueTeachers }: Ballot): MeaningVotes {
  const { given, due, ahead } = votes
  return { given, surelyGiven: votes['surely-given'], due, ahead, dueTeachers: dueTeachers.size }
}

function voteOf({ work, hung: lesson, seen }: HungHomework, context: Context): Vote | null {
  const { calendar } = context
  if (work.targetDate !== null && work.targetDate > lesson.date) return 'surely-given'
  if (lesson.moved || lesson.number === null || lesson.status === 'cancelled') return null
  const start = calendar.lessonTimes(lesson.classId, lesson.date, lesson.number)?.start
  const entered = seen && enteredWithin(seen, work, context)
  if (!entered || start === undefined) return null
  const { from, to } = entered
  if (from >= start) return 'surely-given'
  if (from >= calendar.dayStart(lesson.date) && to >= start) return 'given'
  if (to >= start) return null
  return voteOfEarly(entered, lesson, context)
}

/** Of homework that was there before the bell of its own lesson. */
function voteOfEarly({ from, to }: Span, lesson: Lesson, { journal, calendar }: Context): Vote | null {
  const previous = previousIn(journal, calendar).get(lesson) ?? []
  const before = previous.filter(known => known.lesson.date < lesson.date)
  const [oldest] = before.slice(-1)
  if (!oldest || before.some(known => known.cancelledSince.length > 0)) return null
  if (to < calendar.dayStart(oldest.lesson.date)) return 'ahead'
  const isThen = before.some(
    ({ lesson: { date } }) =>
      from >= calendar.dayStart(date) &&
      from <= calendar.dayEnd(date) &&
      to <= calendar.dayEnd(calendar.addDays(date, 1)),
  )
  return isThen ? 'due' : null
}

interface Span {
  readonly from: Instant
  readonly to: Instant
}

/** Our two looks, narrowed by all readings of the stamp where they fit; null where nothing says since when. */
function enteredWithin(seen: Bracket, { sent }: Work, { stampZone }: Context): Span | null {
  const { absentAt, presentAt } = seen
  const earliest = absentAt ?? Number.NEGATIVE_INFINITY
  let first = presentAt
  let last = earliest
  let isStamped = false
  for (const reading of sent ? readingsOf(sent, stampZone) : []) {
    if (reading <= earliest - clockTolerance || reading > presentAt + clockTolerance) continue
    isStamped = true
    first = Math.min(first, reading)
    last = Math.max(last, reading)
  }
  if (isStamped) return { from: Math.max(earliest, first), to: Math.min(presentAt, last) }
  return absentAt === null ? null : { from: absentAt, to: presentAt }
}
