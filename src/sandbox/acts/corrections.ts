import type { Making } from '../making.js'
import type { Lesson, Mark } from '../school/model.js'
import type { Fact } from '../truth.js'
import { factOfMark } from './works.js'

/** Clause 2.5: what was changed or deleted after the day on which it was put. An edit to the same value shows nothing. */
export function plantCorrection(making: Making, lesson: Lesson, mark: Mark): void {
  const [first, edited] = mark.values
  if (edited !== undefined && edited.value !== first?.value)
    making.truth.plant({ ...correction(making, lesson, mark, edited.since), rule: '2.5-marks-not-changed' })
  if (mark.goneAt === null) return
  const deletion = {
    ...correction(making, lesson, mark, mark.goneAt),
    rule: '2.5-marks-not-deleted',
  } as const
  if (isPerhapsWithoutMarks(making, lesson))
    making.truth.absolve('mark deleted where there may be none', deletion)
  else making.truth.plant(deletion)
}

function correction(making: Making, lesson: Lesson, mark: Mark, at: number): Fact {
  const fact = factOfMark(making, lesson, mark)
  const { calendar } = making.days
  return {
    ...fact,
    deadline: Math.max(fact.deadline, making.days.dayEnd(calendar.dateOf(mark.putAt))),
    enteredAt: at,
    stoodFrom: mark.putAt,
  }
}

/** Many schools give no marks in the first quarter of grade 2. */
export function isPerhapsWithoutMarks(
  { year }: Making,
  { class: { parallel }, final: { date } }: Lesson,
): boolean {
  return parallel === 2 && date <= (year.periods[0]?.finish ?? date)
}
