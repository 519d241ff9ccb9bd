import { describe, expect, test } from '@jest/globals'
import { createCalendar } from '../../src/calendar/index.js'
import { createJournal } from '../../src/journal/index.js'
import { askTheDay } from '../../src/regulation/neighbours.js'
import { requestOf } from './build-slice.js'
import { SmallJournal, type SmallJournalInput } from './small-journal.js'

type Attendance = NonNullable<SmallJournalInput['attendance']>
type Lessons = NonNullable<SmallJournalInput['lessons']>

const date = '2026-11-16'
const five: Lessons = [1, 2, 3, 4, 5].map(number => ({ id: number, date, number }))
const away = (lesson: number, pupil = 1001, status: Attendance[number]['status'] = 'absent') => ({
  ...{ lesson, pupil, status },
  seen: '2026-11-16 15:00',
})

/** What the other lessons of the day say of lesson 3. */
function asked(small: Omit<SmallJournalInput, 'title'>, { id = '3', wholeDay = false } = {}) {
  const request = requestOf(
    '2.5-attendance-daily',
    SmallJournal.parse({ title: 'Что говорит остальной день', lessons: five, ...small }),
  )
  const lesson = request.slice.lessons.find(one => one.id === id)
  if (!lesson) throw new Error(`There is no lesson ${id}`)
  const dayEnd = createCalendar(request.facts).dayEnd(date)
  const { sign, pupils } = askTheDay({ journal: createJournal(request.slice), lesson, dayEnd, wholeDay })
  return `${sign} ${pupils}`
}

describe('the lessons around say that a pupil was away', () => {
  test('from the one just before and the one just after', () => {
    expect(asked({ attendance: [away(2), away(4)] })).toBe('absent 1')
    expect(asked({ attendance: [away(2, 1001, 'ill'), away(4, 1001, 'excused')] })).toBe('absent 1')
    expect(asked({ attendance: [away(2), away(4), away(2, 1002), away(4, 1002)] })).toBe('absent 2')
  })

  test('on one side only, where the other saw the pupil there, or nobody was entered', () => {
    expect(asked({ attendance: [away(2), away(4, 1001, 'late')] })).toBe('one-side 1')
    expect(asked({ attendance: [away(4)] })).toBe('one-side 1')
    expect(asked({ attendance: [away(2), away(4, 1002)] })).toBe('one-side 2')
    expect(asked({ attendance: [away(2), away(4), away(2, 1002)] })).toBe('absent 1')
  })

  test('further off, with a row of empty lessons between', () => {
    expect(asked({ attendance: [away(1)] })).toBe('one-side 1')
    expect(asked({ attendance: [away(5)] })).toBe('one-side 1')
    expect(asked({ attendance: [away(1), away(2, 1001, 'present')] })).toBe('nobody 0')
    expect(asked({ attendance: [away(1), away(2, 1002, 'present')] })).toBe('nobody 0')
    expect(asked({ attendance: [away(1), away(2, 1001, 'unset')] })).toBe('one-side 1')
  })

  test('nothing, where nobody was away; a cleared cell is no entry', () => {
    expect(asked({})).toBe('nobody 0')
    expect(asked({ attendance: [away(2, 1001, 'present'), away(4, 1001, 'unset')] })).toBe('nobody 0')
    expect(asked({ attendance: [away(2, 1001, 'unknown'), away(4, 1001, 'unknown')] })).toBe('nobody 0')
  })

  test('what stands at the lesson itself, or at another one of its hour, says nothing', () => {
    expect(asked({ attendance: [away(3)] })).toBe('nobody 0')
    const lessons: Lessons = [...five, { id: 6, date, number: 3 }]
    expect(asked({ lessons, attendance: [away(6), away(2)] })).toBe('one-side 1')
    expect(asked({ lessons, attendance: [away(6, 1001, 'present'), away(2), away(4)] })).toBe('absent 1')
  })

  test('cancelled lessons and those without a number lie between none', () => {
    const without = (lesson: Partial<Lessons[0]>): Lessons =>
      five.map(one => (one.id === 4 ? { ...one, ...lesson } : one))
    const attendance = [away(2), away(4, 1001, 'present'), away(5)]
    expect(asked({ lessons: without({ status: 'cancelled' }), attendance })).toBe('absent 1')
    expect(asked({ lessons: without({ number: null }), attendance })).toBe('absent 1')
    expect(asked({ lessons: five, attendance })).toBe('one-side 1')
  })
})

describe('absence all day', () => {
  const all = [1, 2, 4, 5].map(lesson => away(lesson))

  test('proves absence at the first and last lesson where the school says so', () => {
    const attendance = [away(1), away(2), away(3), away(4)]
    expect(asked({ attendance }, { id: '5', wholeDay: true })).toBe('absent 1')
    expect(asked({ attendance }, { id: '5' })).toBe('one-side 1')
    expect(asked({ attendance: [away(2), away(3), away(4), away(5)] }, { id: '1', wholeDay: true })).toBe(
      'absent 1',
    )
  })

  test('isn’t proved by one other lesson, nor with one at which the pupil was there', () => {
    expect(asked({ lessons: five.slice(0, 2), attendance: [away(2)] }, { id: '1', wholeDay: true })).toBe(
      'one-side 1',
    )
    const attendance = [away(1), away(2), away(3, 1001, 'present'), away(4)]
    expect(asked({ attendance }, { id: '5', wholeDay: true })).toBe('one-side 1')
  })

  test('is all that can be known of a lesson without a number', () => {
    const lessons: Lessons = five.map(one => (one.id === 3 ? { ...one, number: null } : one))
    expect(asked({ lessons, attendance: all }, { wholeDay: true })).toBe('absent 1')
    expect(asked({ lessons, attendance: all })).toBe('nobody 0')
  })
})

describe('where subgroups are taught', () => {
  const subgroups = { англ1: { pupils: [1001] }, англ2: { pupils: [1002] } }
  const own: Lessons = five.map(one => (one.id === 3 ? { ...one, group: 'англ1' } : one))

  test('only the subgroup’s own pupils count at its lesson', () => {
    expect(asked({ subgroups, lessons: own, attendance: [away(2), away(4)] })).toBe('absent 1')
    expect(asked({ subgroups, lessons: own, attendance: [away(2, 1002), away(4, 1002)] })).toBe('nobody 0')
  })

  test('nothing is known while nobody knows who is in it', () => {
    const unknown = { ...subgroups, англ1: { pupils: [] } }
    expect(asked({ subgroups: unknown, lessons: own, attendance: [away(2), away(4)] })).toBe(
      'unknown-group 0',
    )
  })

  test('who had left it, or came only later, isn’t asked about', () => {
    const attendance = [away(2), away(4)]
    const changed = (pupil: object) => ({
      ...subgroups,
      англ1: { pupils: [{ pupil: 1001, ...pupil }, 1003] },
    })
    const [before, after] = ['2026-11-13', '2026-11-18'].map(day => ({
      absent: `${day} 06:00`,
      seen: `${day} 12:00`,
    }))
    expect(asked({ subgroups: changed({ left: before }), lessons: own, attendance })).toBe('nobody 0')
    expect(asked({ subgroups: changed({ left: after }), lessons: own, attendance })).toBe('absent 1')
    expect(asked({ subgroups: changed({ joined: after }), lessons: own, attendance })).toBe('nobody 0')
  })

  test('lessons of the other subgroup are none of the pupil’s, unless the pupil has an entry there', () => {
    const lessons: Lessons = [
      ...five.map(one => (one.id === 4 ? { ...one, group: 'англ2' } : one)),
      { id: 6, date, number: 4, group: 'англ1' },
    ]
    expect(asked({ subgroups, lessons, attendance: [away(2), away(6)] })).toBe('absent 1')
    expect(asked({ subgroups, lessons, attendance: [away(2), away(4, 1002, 'present'), away(6)] })).toBe(
      'absent 1',
    )
    expect(asked({ subgroups, lessons, attendance: [away(2), away(4, 1001, 'present'), away(6)] })).toBe(
      'one-side 1',
    )
    expect(asked({ subgroups, lessons, attendance: [away(2), away(4)] })).toBe('one-side 1')
  })

  test('a subgroup between whose pupils nobody knows is none of the pupil’s', () => {
    const lessons: Lessons = five.map(one => (one.id === 4 ? { ...one, group: 'англ3' } : one))
    expect(asked({ subgroups, lessons, attendance: [away(2), away(5)] })).toBe('absent 1')
  })
})
