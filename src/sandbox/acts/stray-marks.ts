import type { Instant } from '../../clock.js'
import type { Id } from '../../journal/index.js'
import { diceFor, type Making, membersOf, sameDayMoment } from '../making.js'
import { PutMark } from '../school/mark.js'
import type { Lesson, Work } from '../school/model.js'
import { carelessness } from '../school/staff.js'
import { factOfMark } from './works.js'

/** Clause 2.5: marks in a wrong row or column of the page. */

const wrongRow = 0.006
const wrongColumn = 0.05
const awayStatuses: ReadonlySet<string> = new Set(['Absent', 'Ill', 'Pass'])

/** Somebody who is noted as absent gets the mark of a neighbour in the list. */
export function markInWrongRow(
  making: Making,
  lesson: Lesson,
): { readonly person: Id; plant(putAt: Instant): void } | null {
  const dice = diceFor(making, 'wrong-row', lesson)
  if (!dice.chance(wrongRow * carelessness[lesson.final.teacher.habit])) return null
  const away = lesson.entries.filter(({ statuses }) => statuses.every(({ value }) => awayStatuses.has(value)))
  if (away.length === 0) return null
  const { person, statuses } = dice.pick(away)
  const { days, truth } = making
  return {
    person,
    plant(putAt) {
      const facts = [putAt, ...statuses.map(({ since }) => since)]
      const ends = facts.map(at => days.dayEnd(days.calendar.dateOf(at)))
      truth.plant({
        rule: '2.5-marks-while-absent',
        subject: { class: lesson.class.id, lesson: lesson.id, person },
        date: lesson.final.date,
        deadline: Math.max(...ends),
        enteredAt: null,
      })
    },
  }
}

/** A mark of another lesson of the day stands in the column of the cancelled one. */
export function markCancelled(making: Making, lesson: Lesson, work: Work): void {
  const { date, status, teacher } = lesson.final
  const isIn = making.from <= date && date <= making.to && lesson.class.parallel !== 1
  if (status !== 'Cancelled' || !isIn || teacher.habit === 'never') return
  const dice = diceFor(making, 'wrong-column', lesson)
  if (!dice.chance(wrongColumn * carelessness[teacher.habit])) return
  const { id: person } = dice.pick(membersOf(lesson))
  const mark = new PutMark({
    id: making.ids.long(`mark/${work.id}/${person}`),
    person,
    work,
    putAt: sameDayMoment(making, dice, lesson, 1),
    value: dice.pick(['5', '4', '3']),
  })
  lesson.marks.push(mark)
  making.truth.plant({ ...factOfMark(making, lesson, mark), rule: '2.5-marks-in-place', enteredAt: null })
}
