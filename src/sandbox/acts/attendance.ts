import type { IsoDate } from '../../journal/index.js'
import {
  diceFor,
  eveningShares,
  isActedOn,
  laterMoment,
  type Making,
  membersOf,
  sameDayMoment,
} from '../making.js'
import { Dice } from '../school/dice.js'
import { grouped } from '../school/grouped.js'
import type { EntryStatus, Lesson, SchoolClass } from '../school/model.js'
import { carelessness } from '../school/staff.js'
import type { Fact } from '../truth.js'
import type { Absences } from './absences.js'
import { overlookOne } from './attendance-gaps.js'

const breached = 0.05
const certificateLater = 0.1

export interface AttendanceInput {
  readonly schoolClass: SchoolClass
  readonly lessons: readonly Lesson[]
  readonly absences: Absences
}

/**
 * Clause 2.5: who is away gets an entry in the lesson or on its day. At most one lesson of a class-day is left
 * empty, and only where a pupil of that lesson was away from the whole day, which the other lessons show.
 */
export function enterAttendance(making: Making, input: AttendanceInput): void {
  const acted = input.lessons.filter(lesson => isActedOn(making, lesson))
  for (const [date, ofDay] of grouped(acted, lesson => lesson.final.date)) {
    const empty = forgottenLesson(making, input, date, ofDay)
    for (const lesson of ofDay) {
      if (lesson === empty) leaveEmpty(making, input, lesson)
      else enterInTime(making, input, lesson)
    }
    overlookOne(making, { pupils: input.absences.wholeDay.get(date) ?? [], ofDay, empty })
    absolveFirstOnly(making, input, date, ofDay)
  }
}

function fact(making: Making, lesson: Lesson, enteredAt: number | null): Fact {
  return {
    rule: '2.5-attendance-daily',
    subject: { class: lesson.class.id, lesson: lesson.id },
    date: lesson.final.date,
    deadline: making.days.dayEnd(lesson.final.date),
    enteredAt,
  }
}

function forgottenLesson(
  making: Making,
  { schoolClass, absences }: AttendanceInput,
  date: IsoDate,
  ofDay: readonly Lesson[],
): Lesson | null {
  const away = new Set(absences.wholeDay.get(date) ?? [])
  if (away.size === 0) return null
  const candidates = ofDay.filter(lesson => {
    const ill = membersOf(lesson).find(pupil => away.has(pupil.id))
    return ill !== undefined && ofDay.filter(other => membersOf(other).includes(ill)).length >= 4
  })
  for (const lesson of new Dice(making.seed, `forgotten/${schoolClass.name}/${date}`).shuffle(candidates)) {
    const dice = diceFor(making, 'forgotten', lesson)
    if (dice.chance(breached * carelessness[lesson.final.teacher.habit])) return lesson
  }
  return null
}

function leaveEmpty(making: Making, input: AttendanceInput, lesson: Lesson): void {
  const dice = diceFor(making, 'attendance-late', lesson)
  if (dice.chance(0.5)) {
    making.truth.plant(fact(making, lesson, null))
    return
  }
  const late = laterMoment(making, dice, lesson, 1)
  write(making, input, lesson, late)
  making.truth.plant(fact(making, lesson, late))
}

function enterInTime(making: Making, input: AttendanceInput, lesson: Lesson): void {
  const dice = diceFor(making, 'attendance', lesson)
  write(
    making,
    input,
    lesson,
    sameDayMoment(making, dice, lesson, eveningShares[lesson.final.teacher.habit] / 3),
  )
  if (lesson.entries.length > 0) return
  making.truth.absolve('nobody absent, so nothing to enter', fact(making, lesson, null))
}

function write(making: Making, input: AttendanceInput, lesson: Lesson, when: number): void {
  const dice = diceFor(making, 'entries', lesson)
  const away = input.absences.ofLesson.get(lesson.id)
  const inTime = when <= making.days.dayEnd(lesson.final.date)
  let madeAt = when
  for (const pupil of membersOf(lesson)) {
    const status: EntryStatus | undefined =
      away?.get(pupil.id) ?? (making.attendWritten ? 'Attend' : undefined)
    if (status === undefined) continue
    const statuses = [{ since: madeAt, value: status }]
    if (inTime && status === 'Absent' && dice.chance(certificateLater)) {
      statuses.push({ since: laterMoment(making, dice, lesson, 5), value: 'Ill' })
      making.truth.absolve('reason of absence corrected by a certificate', fact(making, lesson, when))
    }
    lesson.entries.push({ lesson, person: pupil.id, madeAt, statuses })
    madeAt += dice.whole(400, 2000)
  }
}

/** Somebody missed only the first lesson, so the empty second one is right. */
function absolveFirstOnly(
  making: Making,
  { absences }: AttendanceInput,
  date: IsoDate,
  ofDay: readonly Lesson[],
): void {
  for (const person of absences.firstOnly.get(date) ?? []) {
    const own = ofDay
      .filter(lesson => membersOf(lesson).some(pupil => pupil.id === person))
      .sort((one, other) => one.final.number - other.final.number)
    const second = own[1]
    if (second === undefined || absences.ofLesson.has(second.id)) continue
    making.truth.absolve('absent in the first lesson only, the next one empty', fact(making, second, null))
  }
}
