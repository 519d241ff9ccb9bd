import { describe, expect, test } from '@jest/globals'
import { createCalendar } from '../../src/calendar/index.js'
import { isGiven, previousLessons } from '../../src/regulation/homework-lesson.js'
import { requestOf } from './build-slice.js'
import { SmallJournal, type SmallJournalInput } from './small-journal.js'

/** Which lessons the pupils of the last lesson may have had before it: the homework was given at one of them. */

const monday = { id: 1, date: '2026-11-09', number: 2 }
const tuesday = { id: 2, date: '2026-11-10', number: 2 }
const subgroups = { англ1: { pupils: [1001] }, англ2: { pupils: [1002] } }
const gone = { absent: '2026-11-09 06:00', seen: '2026-11-09 20:00', removed: true }

/** Ids of those before lesson 2, each with how many were cancelled and taken out of the timetable since. */
function earlierOf(story: Omit<SmallJournalInput, 'title'>) {
  const small = SmallJournal.parse({ title: 'Before Tuesday', subgroups, ...story })
  const { slice, facts } = requestOf('2.6-homework-in-time', small)
  const found = [...previousLessons(slice, createCalendar(facts))].find(([{ id }]) => id === '2')?.[1]
  return found?.map(({ lesson, cancelledSince, removedSince }) => [
    Number(lesson.id),
    cancelledSince.length,
    removedSince.length,
  ])
}

describe('before a lesson of the class', () => {
  test.each<readonly [string, NonNullable<SmallJournalInput['lessons']>, readonly (readonly number[])[]]>([
    ['none', [tuesday], []],
    [
      'the last one, not those before it',
      [{ ...monday, id: 3, date: '2026-11-06' }, monday, tuesday],
      [[1, 0, 0]],
    ],
    ['not one of another subject', [{ ...monday, subject: 'Физика' }, tuesday], []],
    ['not one of another class', [{ ...monday, class: '7Б' }, tuesday], []],
    [
      'a cancelled one is passed over',
      [{ ...monday, id: 3, date: '2026-11-06' }, { ...monday, status: 'cancelled' }, tuesday],
      [[3, 1, 0]],
    ],
    [
      'the last of each subgroup, then that of the class',
      [
        { ...monday, id: 3, date: '2026-11-05' },
        { ...monday, id: 4, date: '2026-11-06', group: 'англ2' },
        { ...monday, id: 5, date: '2026-11-06', number: 1, group: 'англ1' },
        { ...monday, group: 'англ1' },
        tuesday,
      ],
      [
        [1, 0, 0],
        [4, 0, 0],
        [3, 0, 0],
      ],
    ],
    [
      'of one day the earlier hour',
      [{ ...tuesday, id: 3, number: 1 }, { ...tuesday, id: 4, number: 3 }, tuesday],
      [[3, 0, 0]],
    ],
    ['a lesson without number comes last', [{ ...tuesday, id: 3, number: null }, tuesday], []],
  ])('%s', (_, lessons, found) => {
    expect(earlierOf({ lessons })).toEqual(found)
  })

  test('lessons without subject have none', () => {
    expect(
      earlierOf({
        lessons: [
          { ...monday, subject: null },
          { ...tuesday, subject: null },
        ],
      }),
    ).toBeUndefined()
  })
})

describe('taken out of the timetable since', () => {
  const place = { date: '2026-11-09', number: 3, ...gone }
  const ofSubgroup = [
    { ...monday, group: 'англ1' },
    { ...tuesday, group: 'англ1' },
  ]
  test.each<
    readonly [
      number,
      string,
      Partial<typeof place> & { group?: string; class?: string; subject?: string },
      NonNullable<SmallJournalInput['lessons']>,
    ]
  >([
    [1, 'one of the class', {}, [monday, tuesday]],
    [0, 'moved, not removed', { removed: false }, [monday, tuesday]],
    [0, 'of another subject', { subject: 'Физика' }, [monday, tuesday]],
    [0, 'of another class', { class: '7Б' }, [monday, tuesday, { ...monday, id: 9, class: '7Б' }]],
    [1, 'of a subgroup, where the class meets as a whole', { group: 'англ1' }, [monday, tuesday]],
    [1, 'of the subgroup itself', { group: 'англ1' }, ofSubgroup],
    [1, 'of the whole class, where the subgroup meets', {}, ofSubgroup],
    [0, 'of the other subgroup', { group: 'англ2' }, ofSubgroup],
    [0, 'at the hour of the lesson before', { number: 2 }, [monday, tuesday]],
    [0, 'at the hour of this one', { date: '2026-11-10', number: 2 }, [monday, tuesday]],
    [0, 'after this one', { date: '2026-11-10', number: 3 }, [monday, tuesday]],
    [1, 'earlier on its day', { date: '2026-11-10', number: 1 }, [monday, tuesday]],
  ])('%i: %s', (count, _, change, lessons) => {
    const formerPlaces = [{ ...place, ...change }]
    expect(earlierOf({ lessons, formerPlaces })).toEqual([[1, 0, count]])
  })
})

describe('given', () => {
  test.each([
    [true, { text: '§ 5', fileCount: 0, draft: false }],
    [true, { text: null, fileCount: 1, draft: false }],
    [false, { text: null, fileCount: 0, draft: false }],
    [false, { text: ' ', fileCount: 0, draft: false }],
    [false, { text: '§ 5', fileCount: 1, draft: true }],
  ])('%s: %j', (given, content) => {
    expect(isGiven(content)).toBe(given)
  })
})
