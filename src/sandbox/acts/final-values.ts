import type { Making } from '../making.js'
import { Dice } from '../school/dice.js'
import { grouped } from '../school/grouped.js'
import {
  isMember,
  type Lesson,
  type Period,
  type Pupil,
  type SchoolClass,
  shown,
  type Subject,
} from '../school/model.js'

/**
 * What the marks of a whole period come to: the mean that the final mark follows, save now and then, and whether they
 * are enough for one.
 */
export interface PeriodMarks {
  /** The final mark by the mean; null where there is no number among the marks. */
  readonly rounded: number | null
  readonly isTooFew: boolean
}

/** Marks that an hour a week, two, … want in a quarter. */
const wanted = [0, 3, 3, 5, 6, 7]

/** Null where the period doesn't lie in the generated days as a whole. */
export function periodMarks(making: Making, schoolClass: SchoolClass, lessons: readonly Lesson[]) {
  const held = lessons.filter(({ final }) => final.status === 'Active')
  const ofGroup = grouped(held, lesson => `${lesson.group.id}/${lesson.subject.id}`)
  const marks = lessons.flatMap(lesson => lesson.marks.map(mark => ({ lesson, mark })))
  const ofPupil = grouped(marks, ({ lesson, mark }) => `${mark.person}/${lesson.subject.id}`)
  const isIn =
    ({ start, finish }: Period) =>
    ({ final }: Lesson) =>
      start <= final.date && final.date <= finish

  return (pupil: Pupil, subject: Subject, period: Period): PeriodMarks | null => {
    if (period.start < making.from || period.finish > making.to) return null
    const groups = [schoolClass, ...schoolClass.subgroups].filter(group => group.pupils.includes(pupil))
    const taught = groups
      .flatMap(group => ofGroup.get(`${group.id}/${subject.id}`) ?? [])
      .filter(isIn(period))
    const values = (ofPupil.get(`${pupil.id}/${subject.id}`) ?? [])
      .filter(({ lesson, mark }) => mark.goneAt === null && isIn(period)(lesson))
      .map(({ mark }) => Number.parseInt(shown(mark.values, endOfTime) ?? '', 10))
      // A «точка» is none yet.
      .filter(value => !Number.isNaN(value))
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const hours = Math.ceil(taught.length / weeksOf(making, schoolClass, period) - 0.5)
    return {
      rounded: values.length === 0 ? null : Math.floor(mean + 0.5),
      isTooFew: values.length < (wanted[Math.min(hours, 5)] ?? 0),
    }
  }
}

const endOfTime = Number.POSITIVE_INFINITY

function weeksOf({ days }: Making, { sixDays }: SchoolClass, { start, finish }: Period): number {
  const studied = days.calendar.days(start, finish).filter(date => days.isWorkday(date, sixDays))
  return new Set(studied.map(days.calendar.weekStart)).size
}

const byMean = 0.97

/** How the final mark of a pupil comes about, and what slips there. */
export function finalSlips(making: Making, key: string, hasEnded: boolean) {
  const dice = new Dice(making.seed, `final-slips/${key}`)
  const [follows, roll] = [dice.chance(byMean), dice.next()]
  return {
    valueOf: (rounded: number) => String(follows ? rounded : rounded === 5 ? 4 : rounded + 1),
    isEarly: hasEnded && roll < 0.004,
    isChanged: hasEnded && roll >= 0.004 && roll < 0.008,
    dice,
  }
}

export function staysWhole(pupil: Pupil, period: Period): boolean {
  return isMember(pupil, period.start) && isMember(pupil, period.finish)
}
