import type { Instant } from '../../clock.js'
import type { Id } from '../../journal/index.js'
import {
  diceFor,
  eveningShares,
  isActedOn,
  laterMoment,
  lessonSpan,
  type Making,
  membersOf,
  sameDayMoment,
  sundayMoment,
} from '../making.js'
import type { Dice } from '../school/dice.js'
import { PutMark } from '../school/mark.js'
import { always, type Lesson, type Mark, type Work } from '../school/model.js'
import { carelessness } from '../school/staff.js'
import type { Absences } from './absences.js'
import { plantCorrection } from './corrections.js'
import { addWork, factOfMark } from './works.js'
import { writeMore } from './written-works.js'

const breachedLesson = 0.04
const testLesson = 0.06
/** How many pupils of a lesson get a mark: every lesson draws one of these. */
const marksOfLesson = { plain: [0, 1, 2, 3, 3, 4, 5, 7], full: [2, 5, 7, 9, 10, 12, 14, 17] } as const
const onSunday = 0.5
const changedLater = 0.01
const deletedLater = 0.004

/** Clause 2.5: marks of the lesson on its day; marks of written works when they have been checked. */
export function putMarks(making: Making, lessons: readonly Lesson[], absences: Absences): void {
  for (const lesson of lessons) {
    const automatic = addWork(making, lesson, {
      kind: 'DefaultNewLessonWork',
      typeTitle: 'Работа на уроке',
      since: always,
    })
    if (!isActedOn(making, lesson) || lesson.class.parallel === 1) continue
    const away = absences.ofLesson.get(lesson.id)
    const present = membersOf(lesson).flatMap(({ id }) => {
      const status = away?.get(id)
      return status === undefined || status === 'Late' ? [id] : []
    })
    putLessonMarks(making, lesson, automatic, present)
    writeTest(making, lesson, present)
    if (making.life === 'full') writeMore(making, lesson, present)
  }
}

function putLessonMarks(making: Making, lesson: Lesson, automatic: Work, present: readonly Id[]): void {
  const dice = diceFor(making, 'marks', lesson)
  const { habit } = lesson.final.teacher
  const chosen = dice.shuffle(present).slice(0, dice.pick(marksOfLesson[making.life]))
  if (chosen.length === 0 || habit === 'never') return
  const inTime = sameDayMoment(making, dice, lesson, eveningShares[habit] / 2)
  const byAnswer = dice.chance(0.3)
  const work = byAnswer
    ? addWork(making, lesson, { kind: 'CommonWork', typeTitle: 'Ответ на уроке', since: inTime })
    : automatic
  const allLate = habit === 'sunday' && dice.chance(onSunday) ? sundayMoment(making, dice, lesson) : null
  const lateOnes = dice.chance(breachedLesson * carelessness[habit]) ? dice.whole(1, 3) : 0
  chosen.forEach((person, index) => {
    const late = allLate !== null || index < lateOnes
    const putAt = late
      ? (allLate ?? laterMoment(making, dice, lesson, 3)) + (allLate === null ? 0 : index * 1700)
      : inTime + index * 1700
    const mark = put(making, { lesson, work, person, putAt, dice, steady: late })
    if (late) making.truth.plant(factOfMark(making, lesson, mark))
    else if (mark.values.length > 1)
      making.truth.absolve('mark changed on a later day', factOfMark(making, lesson, mark))
    else if (mark.goneAt !== null)
      making.truth.absolve('mark deleted on a later day', factOfMark(making, lesson, mark))
  })
}

/** A control work: announced before, marked for everybody present, checked for days. */
function writeTest(making: Making, lesson: Lesson, present: readonly Id[]): void {
  if (lesson.subject.practical) return
  const dice = diceFor(making, 'test', lesson)
  if (!dice.chance(testLesson)) return
  const announced = making.days.moment(
    dice,
    making.days.calendar.addDays(lesson.final.date, -1),
    15 * 60,
    20 * 60,
  )
  const work = addWork(making, lesson, {
    kind: 'LessonTestWork',
    typeTitle: dice.pick(['Контрольная работа', 'Самостоятельная работа', 'Тест']),
    since: announced,
  })
  const days = dice.whole(0, 6)
  const entered =
    days === 0
      ? making.days.between(dice, lessonSpan(making, lesson).end, making.days.at(lesson.final.date, 22 * 60))
      : laterMoment(making, dice, lesson, days)
  present.forEach((person, index) => {
    const mark = put(making, { lesson, work, person, putAt: entered + index * 2300, dice })
    if (index > 0 || entered <= making.days.dayEnd(lesson.final.date)) return
    making.truth.absolve('written work marked after checking', factOfMark(making, lesson, mark))
  })
}

/** Puts a mark; unless `steady`, it may be changed or deleted on the next day. */
export function put(
  making: Making,
  act: { lesson: Lesson; work: Work; person: Id; putAt: Instant; dice: Dice; steady?: boolean },
): Mark {
  const { lesson, work, person, putAt, dice } = act
  const value = dice.pick(['5', '5', '4', '4', '4', '3', '3', '2'])
  const nextDay = () =>
    making.days.moment(
      dice,
      making.days.calendar.addDays(making.days.calendar.dateOf(putAt), 1),
      9 * 60,
      19 * 60,
    )
  const edit =
    !act.steady && dice.chance(changedLater) ? { since: nextDay(), value: dice.pick(['3', '4', '5']) } : null
  const goneAt = !act.steady && edit === null && dice.chance(deletedLater) ? nextDay() : null
  const id = making.ids.long(`mark/${work.id}/${person}`)
  const mark = new PutMark({ id, person, work, putAt, value, edit, goneAt })
  lesson.marks.push(mark)
  plantCorrection(making, lesson, mark)
  return mark
}
