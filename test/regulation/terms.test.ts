import { expect, test } from '@jest/globals'
import { createCalendar } from '../../src/calendar/index.js'
import { createJournal } from '../../src/journal/index.js'
import { lessonTerm } from '../../src/regulation/terms.js'
import { requestOf } from './build-slice.js'
import { SmallJournal } from './small-journal.js'

const { slice, facts } = requestOf(
  '2.3-topic-filled',
  SmallJournal.parse({
    title: 'lessons with and without a bell',
    lessons: [
      { id: 1, date: '2026-11-16', number: 4 },
      { id: 2, date: '2026-11-16', number: 9 },
      { id: 3, date: '2026-11-16', number: null },
    ],
  }),
)
const bare = createCalendar(facts)
const at = (time: string) => bare.at('2026-11-16', time)
/** Deadlines of the three lessons at three o'clock, as an outage puts them off. */
function deadlines(outages: readonly { from: number; to: number }[] | undefined): readonly number[] {
  const { outages: _none, ...others } = facts
  const calendar = createCalendar(outages === undefined ? others : { ...others, outages })
  return createJournal(slice).slice.lessons.map(lesson => lessonTerm(calendar, lesson, at('15:00')))
}

test('an outage counts from the beginning of the lesson, or of its day where no bell is known', () => {
  const late = [{ from: at('13:00'), to: at('14:00') }]
  expect(deadlines(late)).toEqual([at('16:00'), at('16:00'), at('16:00')])
  const early = [{ from: at('08:00'), to: at('09:00') }]
  expect(deadlines(early)).toEqual([at('15:00'), at('16:00'), at('16:00')])
})

test('without outages a deadline is what it was', () => {
  expect(deadlines([])).toEqual([at('15:00'), at('15:00'), at('15:00')])
  expect(deadlines(undefined)).toEqual([at('15:00'), at('15:00'), at('15:00')])
})
