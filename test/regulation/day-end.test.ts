import { expect, test } from '@jest/globals'
import { createCalendar } from '../../src/calendar/index.js'
import { createJournal } from '../../src/journal/index.js'
import { groupLessonsEnds, schoolLessonsEnd } from '../../src/regulation/day-end.js'
import { requestOf } from './build-slice.js'
import { SmallJournal } from './small-journal.js'

const monday = '2026-11-16'

/** A school in which class 7В is known and has no lessons. */
function schoolOf(lessons: readonly object[]) {
  const pupils = [1001]
  const { slice, facts } = requestOf(
    '2.6-homework-in-time',
    SmallJournal.parse({
      title: 'the ends of the day of several classes',
      subgroups: { А: { classes: ['7А', '7Б'], pupils }, Б: { classes: ['7А'], pupils } },
      lessons,
    }),
  )
  const idle = { id: '199', name: '7В', parallel: 7 }
  const calendar = createCalendar(facts)
  const journal = createJournal({ ...slice, classes: [...slice.classes, idle] })
  return { journal, calendar, at: (time: string) => calendar.at(monday, time) }
}

test("the school's day ends with the last class that has lessons", () => {
  const { journal, calendar, at } = schoolOf([
    { id: 1, date: monday, number: 1 },
    { id: 2, date: monday, number: 4, class: '7Б' },
  ])
  expect(schoolLessonsEnd(journal, calendar, monday)).toBe(at('12:10'))
})

test('its end is not known while that of one class is not, whichever comes first', () => {
  for (const [first, second] of [
    [null, 4],
    [4, null],
  ]) {
    const { journal, calendar } = schoolOf([
      { id: 1, date: monday, number: first },
      { id: 2, date: monday, number: second, class: '7Б' },
    ])
    expect(schoolLessonsEnd(journal, calendar, monday)).toBeNull()
  }
})

test("a subgroup's day ends with the last of the classes from which it draws its own pupils", () => {
  const { journal, calendar, at } = schoolOf([
    { id: 1, date: monday, number: 1, group: 'А' },
    { id: 2, date: monday, number: 2, group: 'Б' },
    { id: 3, date: monday, number: 4, class: '7Б' },
  ])
  const ends = journal.slice.lessons.map(lesson => groupLessonsEnds(journal, calendar, lesson))
  expect(ends).toEqual([[at('12:10')], [at('10:10')], [at('12:10')]])
})
