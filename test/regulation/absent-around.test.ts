import { describe, expect, test } from '@jest/globals'
import { createCalendar } from '../../src/calendar/index.js'
import { createJournal } from '../../src/journal/index.js'
import { eachAbsentAround } from '../../src/regulation/absent-around.js'
import { requestOf } from './build-slice.js'
import { SmallJournal, type SmallJournalInput } from './small-journal.js'

type Attendance = NonNullable<SmallJournalInput['attendance']>
type Lessons = NonNullable<SmallJournalInput['lessons']>

const date = '2026-11-16'
const lessonsOf = (...numbers: readonly (number | null)[]): Lessons =>
  numbers.map((number, index) => ({ id: index + 1, date, number }))
/** What stands at the lessons of a pupil, from the first on; null: nothing. */
const entries = (statuses: readonly (Attendance[number]['status'] | null)[], pupil = 1001): Attendance =>
  statuses.flatMap((status, index) =>
    status === null ? [] : [{ lesson: index + 1, pupil, status, seen: '2026-11-16 15:00' }],
  )

/** Lessons between two from which the pupil was away: lesson, pupil, what stands there, and around; «?» where it may be another's. */
function found(small: Omit<SmallJournalInput, 'title'>, days = { from: '2026-09-01', to: '2027-05-31' }) {
  const { slice, facts } = requestOf(
    '2.5-attendance-gaps',
    SmallJournal.parse({ title: 'Кого не было до и после', ...small }),
  )
  const found: string[] = []
  eachAbsentAround(
    createJournal(slice),
    createCalendar(facts),
    days,
    ({ lesson, personId, entry, around, isOwn }) =>
      found.push(
        `${lesson.id} ${personId} ${entry?.status ?? '-'} ${around.map(({ lessonId }) => lessonId)}${isOwn === 'yes' ? '' : ' ?'}`,
      ),
  )
  return found
}

describe('a pupil was away before a lesson and after it', () => {
  const lessons = lessonsOf(1, 2, 3)

  test('whatever stands there, for whatever reason the pupil was away around', () => {
    expect(found({ lessons, attendance: entries(['absent', null, 'ill']) })).toEqual(['2 1001 - 1,3'])
    expect(found({ lessons, attendance: entries(['excused', 'late', 'absent']) })).toEqual([
      '2 1001 late 1,3',
    ])
    expect(found({ lessons, attendance: entries(['absent', 'absent', 'absent']) })).toEqual([
      '2 1001 absent 1,3',
    ])
    expect(found({ lessons, attendance: entries(['absent', 'unset', 'absent']) })).toEqual(['2 1001 - 1,3'])
  })

  test.each<[string, Parameters<typeof entries>[0]]>([
    ['present before', ['present', null, 'absent']],
    ['late after', ['absent', null, 'late']],
    ['nothing after', ['absent', 'absent', null]],
    ['a cleared cell before', ['unset', 'absent', 'absent']],
    ['away once', ['absent', null, null]],
    ['a status that nobody understands', ['absent', null, 'unknown']],
  ])('not with %s', (_, statuses) => {
    expect(found({ lessons, attendance: entries(statuses) })).toEqual([])
  })

  test('only the lessons right around count, in the order of the day', () => {
    const five = lessonsOf(1, 2, 3, 4, 5)
    expect(found({ lessons: five, attendance: entries(['absent', null, null, null, 'absent']) })).toEqual([])
    expect(found({ lessons: five, attendance: entries(['absent', null, 'ill', null, 'absent']) })).toEqual([
      '2 1001 - 1,3',
      '4 1001 - 3,5',
    ])
    expect(found({ lessons: lessonsOf(3, 2, 1), attendance: entries(['absent', null, 'ill']) })).toEqual([
      '2 1001 - 3,1',
    ])
  })

  test('each pupil by their own entries, each class and day by its own lessons', () => {
    const attendance = [...entries(['absent', null, 'ill']), ...entries(['absent', 'absent', null], 1002)]
    expect(found({ lessons, attendance })).toEqual(['2 1001 - 1,3'])
    const twoDays: Lessons = [...lessonsOf(1, 2), { id: 3, date: '2026-11-17', number: 3 }]
    expect(found({ lessons: twoDays, attendance: entries(['absent', null, 'ill']) })).toEqual([])
    const classes: Lessons = [...lessonsOf(1, 2), { id: 3, date, number: 3, class: '7Б' }]
    expect(found({ lessons: classes, attendance: entries(['absent', null, 'ill']) })).toEqual([])
  })

  test('cancelled lessons and those without a number lie between none', () => {
    const attendance = entries(['absent', null, 'ill'])
    const [first, second, third] = lessons as [Lessons[0], Lessons[0], Lessons[0]]
    expect(found({ lessons: [first, { ...second, status: 'cancelled' }, third], attendance })).toEqual([])
    expect(found({ lessons: [first, { ...second, number: null }, third], attendance })).toEqual([])
    const fourth = { id: 4, date, number: 2 }
    expect(
      found({ lessons: [first, { ...second, status: 'cancelled' }, third, fourth], attendance }),
    ).toEqual(['4 1001 - 1,3'])
  })

  test('on the first and last of the days asked for, and on no other', () => {
    const attendance = entries(['absent', null, 'ill'])
    const on = (from: string, to: string) => found({ lessons, attendance }, { from, to })
    expect(on(date, date)).toEqual(['2 1001 - 1,3'])
    expect(on('2026-11-17', '2026-11-20')).toEqual([])
    expect(on('2026-11-10', '2026-11-15')).toEqual([])
  })
})

describe('where subgroups are taught at one hour', () => {
  const subgroups = { англ1: { pupils: [1001] }, англ2: { pupils: [1002] } }
  const day: Lessons = [
    { id: 1, date, number: 1 },
    { id: 2, date, number: 2, group: 'англ1' },
    { id: 3, date, number: 2, group: 'англ2' },
    { id: 4, date, number: 3 },
  ]

  test('the pupil’s own is the one between', () => {
    expect(found({ subgroups, lessons: day, attendance: entries(['absent', null, null, 'ill']) })).toEqual([
      '2 1001 - 1,4',
    ])
    expect(
      found({ subgroups, lessons: day, attendance: entries(['absent', null, null, 'ill'], 1002) }),
    ).toEqual(['3 1002 - 1,4'])
  })

  test('a pupil who is in neither has no lesson at that hour: those before and after lie side by side', () => {
    const lessons: Lessons = [...day, { id: 5, date, number: 4 }]
    const attendance = entries(['absent', null, null, null, 'ill'], 1003)
    expect(found({ subgroups, lessons, attendance })).toEqual(['4 1003 - 1,5'])
    expect(
      found({ subgroups, lessons, attendance: entries(['absent', null, null, 'ill', null], 1003) }),
    ).toEqual([])
  })

  test('an entry shows where a pupil is, whatever the lists say', () => {
    const attendance = entries(['absent', null, 'present', 'ill'])
    expect(found({ subgroups, lessons: day, attendance })).toEqual(['3 1001 present 1,4'])
  })

  test('who had left the subgroup by that day isn’t taught there; who leaves later is', () => {
    const left = (day: string) => ({
      англ1: { pupils: [{ pupil: 1001, left: { absent: `${day} 06:00`, seen: `${day} 12:00` } }] },
      англ2: { pupils: [1002] },
    })
    const attendance = entries(['absent', null, null, 'ill'])
    expect(found({ subgroups: left('2026-11-13'), lessons: day, attendance })).toEqual([])
    expect(found({ subgroups: left('2026-11-17'), lessons: day, attendance })).toEqual(['2 1001 - 1,4'])
  })

  test('of a subgroup whose pupils nobody knows it may be the pupil’s, or not', () => {
    const unknown = { англ1: { pupils: [] }, англ2: { pupils: [1002] } }
    expect(
      found({ subgroups: unknown, lessons: day, attendance: entries(['absent', null, null, 'ill']) }),
    ).toEqual(['2 1001 - 1,4 ?'])
    expect(
      found({ subgroups: unknown, lessons: day, attendance: entries(['absent', 'present', null, 'ill']) }),
    ).toEqual(['2 1001 present 1,4'])
  })

  const around: Lessons = [
    { id: 1, date, number: 1, group: 'англ1' },
    { id: 2, date, number: 1, group: 'англ2' },
    { id: 3, date, number: 2 },
    { id: 4, date, number: 3 },
  ]

  test('the pupil was away at an hour where all that is taught to them says so', () => {
    const both = { англ1: { pupils: [1001] }, англ2: { pupils: [1001] } }
    const inOne = entries(['absent', null, null, 'ill'])
    expect(found({ subgroups, lessons: around, attendance: inOne })).toEqual(['3 1001 - 1,4'])
    expect(found({ subgroups: both, lessons: around, attendance: inOne })).toEqual([])
    expect(
      found({ subgroups: both, lessons: around, attendance: entries(['absent', 'ill', null, 'ill']) }),
    ).toEqual(['3 1001 - 1,2,4'])
    expect(
      found({ subgroups: both, lessons: around, attendance: entries(['absent', 'present', null, 'ill']) }),
    ).toEqual([])
    const nobody = { англ1: { pupils: [] }, англ2: { pupils: [1001] } }
    expect(
      found({ subgroups: nobody, lessons: around, attendance: entries([null, 'ill', null, 'ill']) }),
    ).toEqual(['3 1001 - 2,4'])
  })
})
