import type { Instant } from '../../clock.js'
import type { Id, IsoDate } from '../../journal/index.js'
import { diceFor, lessonSpan, type Making, membersOf } from '../making.js'
import type { Dice } from '../school/dice.js'
import { PutMark } from '../school/mark.js'
import type { Lesson, Work } from '../school/model.js'
import { carelessness } from '../school/staff.js'
import type { Fact, PlantedRule } from '../truth.js'
import { checkedUntil } from './checking.js'
import { isPerhapsWithoutMarks } from './corrections.js'
import { put } from './put-mark.js'
import { addWork, factOfMark } from './works.js'

const testLesson = 0.06
const late = 0.03
const forgotten = 0.015
const waiting = 0.5
const waitingDays = 14

interface Writing {
  /** Who wrote it in the lesson. */
  readonly present: readonly Id[]
  /** Of those held of the same subject and group. */
  nextLesson(): Lesson | undefined
}

/** A control work: announced before, marked for everybody present, checked for days. */
export function writeTest(making: Making, lesson: Lesson, { present, nextLesson }: Writing): void {
  if (lesson.subject.practical) return
  const dice = diceFor(making, 'test', lesson)
  if (!dice.chance(testLesson)) return
  const { calendar } = making.days
  const { date } = lesson.final
  const announced = making.days.moment(dice, calendar.addDays(date, -1), 15 * 60, 20 * 60)
  const typeTitle = dice.pick(['Контрольная работа', 'Самостоятельная работа', 'Тест'])
  const work = addWork(making, lesson, { kind: 'LessonTestWork', typeTitle, since: announced })
  const until = checkedUntil(making, lesson, { typeTitle, next: nextLesson() })
  const slip = slipOf(making, lesson)
  if (slip === 'forgotten') {
    plantWork(making, work, '2.5-written-works-marked', {
      until: calendar.addDays(until, 5),
      enteredAt: null,
    })
    return
  }
  const rest = calendar.days(date, until).length - 1
  const days = Math.min(dice.whole(0, 6), rest)
  const inTime =
    days === 0
      ? making.days.between(dice, lessonSpan(making, lesson).end, making.days.at(date, 22 * 60))
      : making.days.moment(dice, calendar.addDays(date, dice.whole(1, days)), 8 * 60, 20 * 60)
  const entered = slip === 'late' ? lateMoment(making, dice, until) : inTime
  present.forEach((person, index) => {
    const mark = put(making, {
      lesson,
      work,
      person,
      putAt: entered + index * 2300,
      dice,
      steady: slip !== null,
    })
    if (index > 0 || entered <= making.days.dayEnd(date)) return
    making.truth.absolve('written work marked after checking', factOfMark(making, lesson, mark))
  })
  if (slip === 'late') plantWork(making, work, '2.5-written-works-in-time', { until, enteredAt: entered })
  for (const { id } of membersOf(lesson)) if (!present.includes(id)) awaitWork(making, work, { id, entered })
}

/** Marks may be owed till long after the lesson: not for those of the last weeks. */
function slipOf(making: Making, lesson: Lesson): 'late' | 'forgotten' | null {
  const { date, teacher } = lesson.final
  const isTooLate = making.days.calendar.addDays(date, 60) > making.to
  if (isTooLate || isPerhapsWithoutMarks(making, lesson)) return null
  const roll = diceFor(making, 'test-slip', lesson).next() / carelessness[teacher.habit]
  return roll < forgotten ? 'forgotten' : roll < forgotten + late ? 'late' : null
}

/** Two or three days too late, when nobody says yet that the work has no marks at all. */
function lateMoment({ days }: Making, dice: Dice, until: IsoDate): Instant {
  return days.moment(dice, days.calendar.addDays(until, dice.whole(2, 3)), 9 * 60, 20 * 60)
}

function plantWork(
  { days, truth }: Making,
  { id, lesson, class: { id: ofClass } }: Work,
  rule: PlantedRule,
  { until, enteredAt }: { readonly until: IsoDate; readonly enteredAt: Instant | null },
): void {
  if (lesson === null) return
  const subject = { class: ofClass, lesson: lesson.id, work: id }
  truth.plant({ rule, subject, date: lesson.final.date, deadline: days.dayEnd(until), enteredAt })
}

/** A «точка» for whoever was away: mostly the mark follows in time, sometimes late, sometimes never. */
function awaitWork(making: Making, work: Work, { id, entered }: { id: Id; entered: Instant }): void {
  const { lesson } = work
  if (lesson === null) return
  const { days, truth } = making
  const dice = diceFor(making, `waiting/${id}`, lesson)
  if (!dice.chance(waiting)) return
  const putAt = entered + dice.whole(60_000, 120_000)
  const opened = days.calendar.dateOf(putAt)
  const roll = dice.next()
  const closedOn = days.calendar.addDays(opened, roll < 0.75 ? dice.whole(2, 10) : dice.whole(18, 30))
  const closedAt = roll < 0.9 ? days.moment(dice, closedOn, 9 * 60, 19 * 60) : null
  const edit = closedAt === null ? null : { since: closedAt, value: dice.pick(['5', '4', '3']) }
  const mark = new PutMark({
    id: making.ids.long(`mark/${work.id}/${id}`),
    person: id,
    work,
    putAt,
    value: '.',
    edit,
  })
  lesson.marks.push(mark)
  const fact: Fact = {
    ...factOfMark(making, lesson, mark),
    rule: '2.5-waiting-marks-closed',
    deadline: days.dayEnd(days.calendar.addDays(opened, waitingDays)),
    enteredAt: closedAt,
  }
  if (roll < 0.75) truth.absolve('«точка» closed in time', fact)
  else truth.plant(fact)
}
