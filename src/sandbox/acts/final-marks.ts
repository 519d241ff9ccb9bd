import type { Instant } from '../../clock.js'
import type { IsoDate } from '../../journal/index.js'
import type { Making } from '../making.js'
import { Dice } from '../school/dice.js'
import { PutMark } from '../school/mark.js'
import {
  type FinalMark,
  type FinalMarks,
  isMember,
  type Lesson,
  type Period,
  type Person,
  type Pupil,
  type SchoolClass,
  type Subject,
  type Work,
} from '../school/model.js'
import type { Fact } from '../truth.js'
import { finalSlips, periodMarks, staysWhole } from './final-values.js'
import { putYearMarks } from './year-marks.js'

const breached = 0.01

interface Cell {
  readonly period: Period
  readonly subject: Subject
  readonly pupil: Pupil
  readonly work: Work
}

/**
 * Clause 2.7: in the last week of a period a mark for every pupil and subject. Periods that ended before the
 * generated days are complete; subjects by half-year have none in odd quarters, grade 1 has none at all.
 */
export function putFinalMarks(
  making: Making,
  schoolClass: SchoolClass,
  lessons: readonly Lesson[],
): FinalMarks {
  const marks: FinalMark[] = []
  const works: Work[] = []
  if (schoolClass.parallel === 1) return { marks, works }
  const marksOf = periodMarks(making, schoolClass, lessons)
  for (const period of making.year.periods.filter(candidate => lastDay(candidate) <= making.to)) {
    for (const subject of schoolClass.subjects) {
      if (subject.halfYear && period.number % 2 === 1) continue
      putSubject(period, subject)
    }
  }
  if (making.life === 'full') {
    const ofYear = putYearMarks(making, schoolClass, marks)
    return { marks: [...marks, ...ofYear.marks], works: [...works, ...ofYear.works] }
  }
  return { marks, works }

  function putSubject(period: Period, subject: Subject): void {
    const dice = new Dice(making.seed, `finals/${schoolClass.name}/${subject.name}/${period.number}`)
    const inTime = lastWeekMoment(making, dice, { schoolClass, last: lastDay(period) })
    const work = periodWork(making, { schoolClass, subject, period, since: inTime })
    works.push(work)
    schoolClass.pupils.forEach((pupil, index) => {
      if (!isMember(pupil, lastDay(period))) {
        absolveMover(period, subject, pupil)
        return
      }
      const settled = pupil.joined === null || pupil.joined <= period.start
      const planted = settled && dice.chance(breached) && lastDay(period) >= making.from
      const putAt = planted ? holidayMoment(making, dice, lastDay(period)) : inTime + index * 1300
      if (planted && dice.chance(0.5)) making.truth.plant(fact(period, subject, pupil, null))
      else putOne({ period, subject, pupil, work, putAt, value: finalValue(work, dice), planted })
    })
  }

  function putOne(
    cell: Cell & { readonly putAt: Instant; readonly value: string; readonly planted: boolean },
  ): void {
    const { period, subject, pupil, work, value, planted } = cell
    const last = lastDay(period)
    const slips = finalSlips(making, `${work.id}/${pupil.id}`, last >= making.from && !planted)
    const known = subject.halfYear ? null : marksOf(pupil, subject, period)
    const isNumber = /^[1-5]$/.test(value)
    const follows = isNumber && known !== null && known.rounded !== null ? known.rounded : null
    const early = slips.isEarly && isSettled(pupil) ? earlyMoment(making, slips.dice, last) : null
    const changedAt =
      slips.isChanged && isNumber && isSettled(pupil) ? holidayMoment(making, slips.dice, last) : null
    const given = follows === null ? value : slips.valueOf(follows)
    const putAt = early ?? cell.putAt
    const id = making.ids.long(`mark/${work.id}/${pupil.id}`)
    const edit = changedAt === null ? null : { since: changedAt, value: given === '5' ? '4' : '5' }
    marks.push({
      person: pupil.id,
      subject,
      period,
      mark: new PutMark({ id, person: pupil.id, work, putAt, value: given, edit }),
    })
    const plant = (more: Partial<Fact>) =>
      making.truth.plant({ ...fact(period, subject, pupil, putAt), ...more })
    if (planted) plant({})
    if (early !== null) plant({ rule: '2.7-final-marks-not-early', deadline: opensOf(making, last) })
    if (changedAt !== null) plant({ rule: '2.7-final-marks-unchanged', enteredAt: changedAt })
    if (!isNumber || !staysWhole(pupil, period)) return
    if (known?.isTooFew) plant({ rule: '2.7-final-marks-base', enteredAt: null })
    const shownLast = edit?.value ?? given
    if (follows !== null && shownLast !== String(follows))
      plant({ rule: '2.7-final-marks-mean', enteredAt: null })
  }

  function lastDay(period: Period): IsoDate {
    return schoolClass.sixDays ? period.lastStudySixth : period.lastStudyDay
  }

  function absolveMover(period: Period, subject: Subject, pupil: Pupil): void {
    const hasLeft = pupil.left !== null && pupil.left > period.start
    if (!hasLeft || lastDay(period) < making.from) return
    making.truth.absolve('left the class before the period ended', fact(period, subject, pupil, null))
  }

  function fact(period: Period, subject: Subject, pupil: Person, enteredAt: Instant | null): Fact {
    return {
      rule: '2.7-final-marks-complete',
      subject: { class: schoolClass.id, person: pupil.id, subject: subject.id, period: period.id },
      date: lastDay(period),
      deadline: making.days.dayEnd(lastDay(period)),
      enteredAt,
    }
  }
}

/** In working hours of the last five days up to the last study day. */
function lastWeekMoment(
  making: Making,
  dice: Dice,
  { schoolClass, last }: { schoolClass: SchoolClass; last: IsoDate },
): Instant {
  const { calendar } = making.days
  const days = calendar.days(calendar.addDays(last, -4), last)
  return making.days.moment(
    dice,
    dice.pick(days.filter(day => making.days.isWorkday(day, schoolClass.sixDays))),
    9 * 60,
    19 * 60,
  )
}

function holidayMoment(making: Making, dice: Dice, last: IsoDate): Instant {
  const date = making.days.calendar.addDays(last, dice.whole(1, 6))
  return making.days.moment(dice, date, 10 * 60, 18 * 60)
}

/** In the second week before the last one, if that lies in the generated days. */
function earlyMoment(making: Making, dice: Dice, last: IsoDate): Instant | null {
  const { calendar } = making.days
  const days = calendar.days(calendar.addDays(last, -13), calendar.addDays(last, -9))
  const [first] = days.filter(day => making.days.isWorkday(day, false) && day >= making.from)
  return first === undefined ? null : making.days.moment(dice, first, 9 * 60, 19 * 60)
}

function opensOf(making: Making, last: IsoDate): Instant {
  return making.days.at(making.days.calendar.addDays(last, -6), 0)
}

function isSettled({ joined, left }: Pupil): boolean {
  return joined === null && left === null
}

function periodWork(
  making: Making,
  of: { schoolClass: SchoolClass; subject: Subject; period: Period; since: Instant },
): Work {
  const { schoolClass, subject, period, since } = of
  const planned = schoolClass.plan.find(lesson => lesson.subject === subject)
  return {
    id: making.ids.long(`work/PeriodMark/${schoolClass.name}/${subject.name}/${period.number}`),
    kind: 'PeriodMark',
    typeTitle: 'Итоговая за период',
    class: schoolClass,
    groupId: schoolClass.id,
    subject,
    lesson: null,
    period,
    target: null,
    createdBy: planned?.lines[0]?.teacher ?? schoolClass.classTeacher,
    contents: [{ since, value: { text: null, status: 'New', sentAt: null } }],
  }
}

function finalValue(work: Work, dice: Dice): string {
  const freed = work.subject.name === 'Физическая культура' && dice.chance(0.04)
  return freed ? 'осв' : dice.chance(0.01) ? 'н/а' : dice.pick(['5', '5', '4', '4', '4', '3', '3'])
}
