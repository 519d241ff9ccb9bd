import { describe, expect, test } from '@jest/globals'
import { createCalendar } from '../../src/calendar/index.js'
import { createJournal, type LastLook } from '../../src/journal/index.js'
import {
  type CourseLesson,
  courseLessons,
  isByTheSame,
  isSubstituted,
} from '../../src/regulation/plan-course.js'
import { requestOf } from './build-slice.js'
import { SmallJournal, type SmallJournalInput } from './small-journal.js'

type Lessons = NonNullable<SmallJournalInput['lessons']>

interface Days extends Partial<Pick<SmallJournalInput, 'readFrom' | 'holidays'>> {
  readonly from?: string
  readonly to?: string
  readonly looks?: (all: readonly LastLook[]) => readonly LastLook[]
}

/** Lessons of some days with what came before each. */
function courses(
  lessons: Lessons,
  { from = '2026-09-01', to = '2027-05-31', looks = all => all, ...more }: Days = {},
): readonly CourseLesson[] {
  const small = {
    title: 'Уроки одного предмета',
    subgroups: { первая: { pupils: [1001] }, вторая: { pupils: [1002] }, третья: { pupils: [1003] } },
    lessons,
    ...more,
  }
  const { slice, facts } = requestOf('2.3-topics-by-plan', SmallJournal.parse(small))
  const journal = createJournal({ ...slice, looks: looks(slice.looks) })
  return [...courseLessons({ journal, calendar: createCalendar(facts), from, to }, () => true)]
}

const ids = (lessons: readonly { readonly id: string }[]) => lessons.map(({ id }) => id).join(' ')
const befores = (found: readonly CourseLesson[]) =>
  Object.fromEntries(found.map(({ lesson, before }) => [lesson.id, ids(before)]))

describe('what pupils had of a subject before a lesson', () => {
  test('is told by day, number and id, whatever order the lessons stand in; nothing cancelled', () => {
    const lessons: Lessons = [
      { id: 12, date: '2026-11-16', number: 2 },
      { id: 5, date: '2026-11-16', number: null },
      { id: 4, date: '2026-11-16', number: 1 },
      { id: 3, date: '2026-11-09' },
      { id: 11, date: '2026-11-16', number: 1 },
      { id: 6, date: '2026-11-10', status: 'cancelled' },
      { id: 7, date: '2026-11-11', status: 'unknown' },
    ]
    const expected = { 3: '', 7: '3', 4: '3 7', 11: '3 7 4', 12: '3 7 4 11', 5: '3 7 4 11 12' }
    expect(befores(courses(lessons))).toEqual(expected)
    expect(befores(courses(lessons.toReversed()))).toEqual(expected)
  })

  test('is of the same subject and class', () => {
    const lessons: Lessons = [
      { id: 1, date: '2026-11-09' },
      { id: 2, date: '2026-11-09', number: 2, subject: 'Физика' },
      { id: 3, date: '2026-11-09', class: '7Б' },
      { id: 4, date: '2026-11-10', subject: null },
      { id: 5, date: '2026-11-11', subject: null },
      { id: 6, date: '2026-11-11', number: 2 },
    ]
    expect(befores(courses(lessons))).toEqual({ 1: '', 2: '', 3: '', 4: '', 5: '4', 6: '1' })
  })

  test('reaches five weeks back, to the day, also before the days asked for', () => {
    const lessons: Lessons = [
      { id: 1, date: '2026-10-11' },
      { id: 2, date: '2026-10-12' },
      { id: 3, date: '2026-10-13' },
      { id: 4, date: '2026-11-16' },
      { id: 5, date: '2026-11-17' },
      { id: 6, date: '2026-11-18' },
    ]
    expect(befores(courses(lessons, { from: '2026-11-16', to: '2026-11-17' }))).toEqual({
      4: '2 3',
      5: '3 4',
    })
  })

  test('a subgroup has its own lessons and those of the whole class', () => {
    const lessons: Lessons = [
      { id: 1, date: '2026-11-09' },
      { id: 2, date: '2026-11-10', group: 'первая' },
      { id: 3, date: '2026-11-10', group: 'вторая' },
      { id: 4, date: '2026-11-11', group: 'первая' },
    ]
    expect(befores(courses(lessons))).toMatchObject({ 2: '1', 3: '1', 4: '1 2' })
  })

  test('of a class’s subgroups the one that had most stands for all, of two that had as much the first', () => {
    const before: Lessons = [
      { id: 1, date: '2026-11-09', group: 'вторая' },
      { id: 2, date: '2026-11-10', group: 'первая' },
      { id: 3, date: '2026-11-11', group: 'вторая' },
      { id: 4, date: '2026-11-12', group: 'третья' },
      { id: 5, date: '2026-11-13' },
    ]
    expect(befores(courses([...before, { id: 9, date: '2026-11-16' }]))).toMatchObject({ 9: '1 3 5' })
    const equal: Lessons = [...before, { id: 6, date: '2026-11-13', number: 2, group: 'первая' }]
    expect(befores(courses([...equal, { id: 9, date: '2026-11-16' }]))).toMatchObject({ 9: '2 5 6' })
  })
})

describe('whether the weeks before were all read', () => {
  const read = (lessons: Lessons, more: Days = {}) => courses(lessons, more).at(-1)?.isReadBefore()
  const without = (week: string) => ({
    looks: (all: readonly LastLook[]) => all.filter(look => look.week !== week),
  })
  const monday: Lessons = [{ id: 1, date: '2026-11-16' }]

  test('each of the five weeks counts, and the lesson’s own', () => {
    expect(read(monday)).toBe(true)
    for (const week of ['2026-10-12', '2026-10-19', '2026-11-09', '2026-11-16'])
      expect(read(monday, without(week))).toBe(false)
    expect(read(monday, { ...without('2026-10-05'), readFrom: '2026-10-05' })).toBe(true)
  })

  test('weeks of holidays and of the study year before needn’t be read', () => {
    const holidays = [{ from: '2026-10-26', to: '2026-11-01' }]
    expect(read(monday, { ...without('2026-10-26'), holidays })).toBe(true)
    const september: Lessons = [{ id: 1, date: '2026-09-09' }]
    expect(read(september, { ...without('2026-08-24'), readFrom: '2026-08-03' })).toBe(true)
    expect(read(september, { ...without('2026-08-31'), readFrom: '2026-08-03' })).toBe(false)
  })

  test('another kind of window, or another class’s, doesn’t count', () => {
    const only = (look: LastLook) => look.resource !== 'lessons' || look.groupId !== '101'
    expect(read(monday, { looks: all => all.filter(only) })).toBe(false)
  })
})

describe('a lesson was perhaps given by who stands in', () => {
  const given = (...teachers: readonly (readonly number[])[]): Lessons =>
    teachers.map((ofLesson, index) => ({
      id: index + 1,
      date: `2026-11-${String(9 + index).padStart(2, '0')}`,
      teachers: [...ofLesson],
    }))
  const last = (lessons: Lessons, isOfPlan: (lesson: { id: string }) => boolean = () => true) => {
    const course = courses(lessons).at(-1)
    return course && isSubstituted(course, isOfPlan)
  }

  test('where somebody else gave the group as many of these lessons, or more', () => {
    expect(last(given([9001], [9002]))).toBe(true)
    expect(last(given([9001], [9001], [9002]))).toBe(true)
    expect(last(given([9001], [9002], [9002]))).toBe(false)
    expect(last(given([9001], [9001]))).toBe(false)
    expect(last(given([9001]))).toBe(false)
  })

  test('of two teachers the one that gave more of them counts', () => {
    expect(last(given([9001], [9001], [9001, 9002]))).toBe(false)
    expect(last(given([9003], [9003], [9001], [9001, 9002]))).toBe(true)
    expect(last(given([9003], [9001], [9001, 9002]))).toBe(false)
  })

  test('never where the lesson names nobody', () => {
    expect(last(given([9001], []))).toBe(false)
  })

  test('lessons of other groups and of another plan don’t count', () => {
    const [first, second] = given([9001], [9002]) as [Lessons[0], Lessons[0]]
    expect(last([first, { ...second, group: 'первая' }])).toBe(false)
    expect(last([first, second], ({ id }) => id !== '1')).toBe(false)
  })
})

test('who has held a lesson tells the order only of their own; of a lesson without teacher everybody does', () => {
  const [one, both, other, nobody] = courses([
    { id: 1, date: '2026-11-09', teachers: [9001] },
    { id: 2, date: '2026-11-10', teachers: [9002, 9001] },
    { id: 3, date: '2026-11-11', teachers: [9003] },
    { id: 4, date: '2026-11-12', teachers: [] },
  ]).map(({ lesson }) => lesson)
  if (!one || !both || !other || !nobody) throw new Error('Four lessons are needed')
  expect([isByTheSame(one, both), isByTheSame(both, one)]).toEqual([true, true])
  expect([isByTheSame(one, other), isByTheSame(one, nobody), isByTheSame(nobody, one)]).toEqual([
    false,
    false,
    true,
  ])
})
