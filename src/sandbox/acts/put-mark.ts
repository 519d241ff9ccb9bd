import type { Instant } from '../../clock.js'
import type { Id } from '../../journal/index.js'
import type { Making } from '../making.js'
import type { Dice } from '../school/dice.js'
import { PutMark } from '../school/mark.js'
import type { Lesson, Mark, Work } from '../school/model.js'
import { plantCorrection } from './corrections.js'

const changedLater = 0.01
const deletedLater = 0.004

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
