import type { IsoDate } from '../../journal/index.js'
import type { Making } from '../making.js'
import { bellOf } from './bells.js'
import { Dice } from './dice.js'
import { always, type Lesson, type Placing, type SchoolClass, type Since } from './model.js'
import { studyDays } from './study-year.js'

const cancelled = 0.015
const moved = 0.015
const substituted = 0.025
const unnamed = 0.003
const removed = 0.004

/** A lesson before it is known what becomes of it. */
interface Draft {
  readonly lesson: Omit<Lesson, 'final' | 'placings'>
  readonly placings: Since<Placing>[]
  placing: Placing
}

/** All lessons of a class, with what becomes of them: cancelled, moved, taken by somebody else. */
export function makeLessons(making: Making, schoolClass: SchoolClass): Lesson[] {
  const days = studyDays(making, { from: making.from, to: making.aheadTo, sixDays: schoolClass.sixDays })
  const drafts = days.flatMap(date => draftDay(making, schoolClass, date))
  const filled = new Set<IsoDate>()
  for (const draft of drafts) decide(draft)
  for (const draft of drafts) removeAfterwards(draft)
  return drafts.map(draft => ({ ...draft.lesson, placings: draft.placings, final: draft.placing }))

  function decide(draft: Draft): void {
    const { date } = draft.placing
    if (date > making.to) return
    const dice = new Dice(making.seed, `fate/${draft.lesson.key}`)
    const roll = dice.next()
    if (roll < cancelled) {
      change(draft, beforehand(dice, date), { status: 'Cancelled' })
    } else if (roll < cancelled + moved) {
      move(draft, dice)
    } else if (roll < cancelled + moved + substituted) {
      const teacher = making.staff.substitute(draft.placing.teacher, dice)
      change(draft, beforehand(dice, date), { teacher })
    } else if (roll < cancelled + moved + substituted + unnamed) {
      leaveUnnamed(draft, beforehand(dice, date))
    }
  }

  /** Somebody takes the lesson, and the timetable doesn't say who. */
  function leaveUnnamed(draft: Draft, since: number): void {
    change(draft, since, { unnamed: true })
    making.truth.plant({
      rule: '2.1-lesson-teacher-set',
      subject: { class: schoolClass.id, lesson: draft.lesson.id },
      date: draft.placing.date,
      deadline: since,
      enteredAt: null,
    })
  }

  /**
   * A lesson that wasn't held is taken out of the timetable in the evening, when it ought to be cancelled. Never the
   * last of a day: until when that day had lessons would be anybody's guess.
   */
  function removeAfterwards(draft: Draft): void {
    const { date, number, status } = draft.placing
    const dice = new Dice(making.seed, `removed/${draft.lesson.key}`)
    if (!dice.chance(removed)) return
    const ofDay = drafts.filter(({ placing }) => placing.date === date && placing.status === 'Active')
    const isLast = !ofDay.some(({ placing }) => placing.number > number)
    const isAlone = ofDay.filter(({ placing }) => placing.number === number).length === 1
    if (status !== 'Active' || draft.placings.length > 1 || isLast || !isAlone || date > making.to) return
    const at = making.days.moment(dice, date, 19 * 60, 22 * 60)
    change(draft, at, { status: 'Removed' })
    const weekday = making.days.planWeekday(date, schoolClass.sixDays)
    making.truth.plant({
      rule: '2.2-sections-kept',
      subject: { class: schoolClass.id, lesson: draft.lesson.id, part: `${date}/${number}` },
      date,
      deadline: making.days.at(date, bellOf(schoolClass.timetable, weekday, number).start),
      enteredAt: at,
    })
  }

  /** To the place after the last lesson of one of the next days, known on the day before. */
  function move(draft: Draft, dice: Dice): void {
    const { date } = draft.placing
    const target = dice
      .shuffle(days.filter(day => day > date && day <= making.days.calendar.addDays(date, 5)))
      .find(day => day <= making.to && !filled.has(day) && !hasSubject(day, draft.lesson.subject.id))
    if (target === undefined) return
    const number = 1 + Math.max(...drafts.filter(other => other.placing.date === target).map(lessonNumber))
    if (number > schoolClass.timetable.places) return
    filled.add(target)
    const dayBefore = making.days.calendar.addDays(date, -1)
    change(draft, making.days.moment(dice, dayBefore, 13 * 60, 17 * 60), { date: target, number })
  }

  function hasSubject(date: IsoDate, subjectId: string): boolean {
    return drafts.some(draft => draft.placing.date === date && draft.lesson.subject.id === subjectId)
  }

  /** In the afternoon before, or before the first bell of the day itself. */
  function beforehand(dice: Dice, date: IsoDate) {
    if (dice.chance(0.4)) return making.days.moment(dice, date, 6 * 60 + 30, 7 * 60 + 50)
    return making.days.moment(dice, making.days.calendar.addDays(date, -1), 14 * 60, 19 * 60)
  }
}

function lessonNumber(draft: Draft): number {
  return draft.placing.number
}

function change(draft: Draft, since: number, news: Partial<Placing>): void {
  draft.placing = { ...draft.placing, ...news }
  draft.placings.push({ since, value: draft.placing })
}

function draftDay(making: Making, schoolClass: SchoolClass, date: IsoDate): Draft[] {
  const weekday = making.days.planWeekday(date, schoolClass.sixDays)
  return schoolClass.plan
    .filter(planned => planned.weekday === weekday)
    .flatMap(planned =>
      planned.lines.map(({ group, teacher }, line): Draft => {
        const key = `${schoolClass.name}/${date}/${planned.number}/${line}`
        const placing: Placing = { date, number: planned.number, status: 'Active', teacher }
        return {
          lesson: {
            id: making.ids.long(`lesson/${key}`),
            key,
            class: schoolClass,
            group,
            subject: planned.subject,
            topics: [],
            works: [],
            marks: [],
            entries: [],
          },
          placings: [{ since: always, value: placing }],
          placing,
        }
      }),
    )
}
