import { describe, expect, test } from '@jest/globals'
import { createCalendar } from '../../src/calendar/index.js'
import { createJournal } from '../../src/journal/index.js'
import { areLessonsKnown, subjectTeachers } from '../../src/regulation/subject-teachers.js'
import { requestOf } from './build-slice.js'
import { SmallJournal, type SmallJournalInput } from './small-journal.js'

function opened(small: Partial<SmallJournalInput>) {
  const parsed = SmallJournal.parse({ title: 'Кто что ведёт', ...small })
  const { slice, facts } = requestOf('2.1-homework-author', parsed)
  const journal = createJournal(slice)
  const lesson = (id: number) => {
    const found = slice.lessons.find(one => one.id === String(id))
    if (!found) throw new Error(`There is no lesson ${id}`)
    return found
  }
  return { journal, slice, calendar: createCalendar(facts), lesson }
}

describe('who teaches a lesson’s subject', () => {
  const { journal, calendar, lesson } = opened({
    subgroups: { англ1: { pupils: [1001] }, англ2: { pupils: [1002] } },
    classTeachers: [{ teacher: 9009 }],
    lessons: [
      { id: 1, date: '2026-11-16', teachers: [9001], formerTeachers: [9002] },
      { id: 2, date: '2026-11-17', teachers: [9003] },
      { id: 3, date: '2026-11-16', number: 2, subject: 'Английский', group: 'англ1', teachers: [9004] },
      { id: 4, date: '2026-11-16', number: 2, subject: 'Английский', group: 'англ2', teachers: [9005] },
      { id: 5, date: '2026-11-18', subject: 'Английский', teachers: [9006] },
      { id: 6, date: '2026-11-18', number: 2, class: '7Б', teachers: [9007] },
      { id: 7, date: '2026-11-18', number: 3, subject: null, teachers: [9008] },
      { id: 8, date: '2026-11-18', number: 4, subject: null, teachers: [] },
    ],
  })
  const { teaches, all } = subjectTeachers({ journal, calendar })
  const teachersOf = (id: number) =>
    [9001, 9002, 9003, 9004, 9005, 9006, 9007, 9008, 9009].filter(one =>
      teaches(String(one), lesson(id), '2026-11-18'),
    )

  test('is whoever any of its lessons names, or named before', () => {
    expect(teachersOf(1)).toEqual([9001, 9002, 9003])
  })

  test('for a subgroup also the class’s; for the class those of its subgroups', () => {
    expect(teachersOf(3)).toEqual([9004, 9006])
    expect(teachersOf(4)).toEqual([9005, 9006])
    expect(teachersOf(5)).toEqual([9004, 9005, 9006])
  })

  test('in another class, or of no subject, is somebody else', () => {
    expect(teachersOf(6)).toEqual([9007])
    expect(teachersOf(8)).toEqual([9008])
    expect(teaches('9001', { ...lesson(1), subjectId: '999', teacherIds: [] }, '2026-11-18')).toBe(false)
    expect(teaches('9001', { ...lesson(2), subjectId: '999', groupId: '201' }, '2026-11-18')).toBe(false)
  })

  test('is whoever stood there from five weeks before that day to three after it, and at the lesson itself', () => {
    const on = (day: string) => ['9002', '9003'].map(id => teaches(id, lesson(2), day))
    expect(on('2026-12-21')).toEqual([true, true])
    expect(on('2026-12-22')).toEqual([false, true])
    expect(on('2026-10-26')).toEqual([true, true])
    expect(on('2026-10-25')).toEqual([false, true])
    expect(on('2027-03-01')).toEqual([false, true])
  })

  test('whoever is named at any lesson is a teacher; nobody else, whoever leads a class neither', () => {
    expect([9002, 9004, 9009, 1001].map(id => all().has(String(id)))).toEqual([true, true, false, false])
  })
})

describe('lessons around one are known', () => {
  const lessons = [{ id: 1, date: '2026-11-18' }]
  const known = (week: string | null, more: Partial<SmallJournalInput> = {}) => {
    const { slice, calendar, lesson } = opened({ lessons, ...more })
    const looks = slice.looks.filter(look => look.resource !== 'lessons' || look.week !== week)
    return areLessonsKnown({ journal: createJournal({ ...slice, looks }), calendar }, lesson(1))
  }

  test('where its week and two before were read', () => {
    expect(known(null)).toBe(true)
    for (const week of ['2026-11-02', '2026-11-09', '2026-11-16']) expect(known(week)).toBe(false)
    expect(known('2026-10-26')).toBe(true)
  })

  test('weeks of holidays needn’t have been', () => {
    expect(known('2026-11-09', { holidays: [{ from: '2026-11-09', to: '2026-11-15' }] })).toBe(true)
  })
})
