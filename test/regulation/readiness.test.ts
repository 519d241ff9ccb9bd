import { describe, expect, test } from '@jest/globals'
import { createCalendar } from '../../src/calendar/index.js'
import { createJournal, type LastLook } from '../../src/journal/index.js'
import { formed, type ReadinessItem } from '../../src/regulation/readiness.js'
import { instantOf, requestOf } from './build-slice.js'
import { SmallJournal, type SmallJournalInput } from './small-journal.js'

const zone = 'Europe/Moscow'

/** Two weeks of study up to the end of the first period, all read; its Sundays and the sixth are days off. */
const term = {
  asOf: '2026-09-14 12:00',
  looked: '2026-09-14 06:00',
  periods: [{ id: 1, start: '2026-09-01', finish: '2026-09-13' }],
} satisfies Partial<SmallJournalInput>

/** Since when the class has it, and the look that tells what it hasn't; the clock is the school's. */
function ready(
  item: ReadinessItem,
  small: Partial<SmallJournalInput>,
  classId = '101',
  looksAs: (look: LastLook) => readonly LastLook[] = look => [look],
) {
  const request = requestOf(
    '2.2-sections-formed',
    SmallJournal.parse({ title: 'До начала учебного года', ...term, ...small }),
  )
  const { since, lookedAt } = formed(item, {
    journal: createJournal({ ...request.slice, looks: request.slice.looks.flatMap(looksAs) }),
    calendar: createCalendar(request.facts),
    ...{ classId, date: '2026-09-05', openedOn: null },
  })
  return { since: since && time(since.presentAt), looked: lookedAt === null ? null : time(lookedAt) }
}

function time(instant: number): string {
  const moscow = new Date(instant + 3 * 3_600_000).toISOString()
  return `${moscow.slice(0, 10)} ${moscow.slice(11, 16)}`
}

test('times of this test are the school’s', () => {
  expect(time(instantOf('2026-09-02 06:00', zone))).toBe('2026-09-02 06:00')
})

describe('a list', () => {
  const lists = ['groups', 'class-subjects', 'periods', 'bells', 'work-types', 'mark-values'] as const
  /** Each list came on a day of its own, and was last read on another. */
  const apart = {
    lists: lists.map((resource, index) => ({ resource, seen: `2026-08-2${index} 06:00` })),
    looks: Object.fromEntries(lists.map((resource, index) => [resource, `2026-09-0${index + 1} 06:00`])),
  }

  test.each<[ReadinessItem, number]>([
    ['class', 0],
    ['subjects', 1],
    ['periods', 2],
    ['dates', 2],
    ['bells', 3],
    ['work-types', 4],
    ['marks', 5],
  ])('%s is told by its own one', (item, index) => {
    expect(ready(item, apart)).toEqual({
      since: `2026-08-2${index} 06:00`,
      looked: `2026-09-0${index + 1} 06:00`,
    })
    const others = apart.lists.filter((_, other) => other !== index)
    expect(ready(item, { ...apart, lists: others }).since).toBeNull()
  })

  test('of one class says nothing of another; those of the school are everybody’s', () => {
    const two = { ...apart, lessons: [{ id: 1, date: '2026-09-02', class: '8Б' }] }
    expect(ready('subjects', two, '102').since).toBeNull()
    expect(ready('bells', two, '102').since).toBeNull()
    expect(ready('class', two, '102').since).toBeNull()
    expect(ready('work-types', two, '102').since).toBe('2026-08-24 06:00')
    expect(ready('marks', two, '102').since).toBe('2026-08-25 06:00')
  })
})

describe('people', () => {
  const joined = (pupil: number, seen: string) => ({ pupil, joined: { seen } })

  test('pupils are there since the first one is, in whatever order they stand', () => {
    const members = [
      joined(1001, '2026-08-30 06:00'),
      joined(1002, '2026-08-28 06:00'),
      joined(1003, '2026-08-29 06:00'),
    ]
    expect(ready('pupils', { members })).toEqual({ since: '2026-08-28 06:00', looked: '2026-09-14 06:00' })
    expect(ready('pupils', { members: [] }).since).toBeNull()
    expect(ready('pupils', { members, looks: { members: '2026-09-03 06:00' } }).looked).toBe(
      '2026-09-03 06:00',
    )
  })

  test('a class teacher is its own one', () => {
    const appeared = { seen: '2026-08-27 06:00' }
    const lessons = [{ id: 1, date: '2026-09-02', class: '8Б' }]
    const looks = { 'class-teacher': '2026-09-03 06:00' }
    const own = { lessons, looks, classTeachers: [{ teacher: 9001, appeared }] }
    expect(ready('class-teacher', own)).toEqual({ since: '2026-08-27 06:00', looked: '2026-09-03 06:00' })
    expect(ready('class-teacher', own, '102').since).toBeNull()
  })

  test('subgroups are formed when the last of them has its first pupil', () => {
    const subgroups = {
      англ1: { pupils: [joined(1001, '2026-09-03 06:00'), joined(1002, '2026-09-02 06:00')] },
      англ2: { pupils: [joined(1003, '2026-08-31 06:00')] },
    }
    const members = [joined(1001, '2026-08-28 06:00')]
    expect(ready('subgroups', { members, subgroups })).toEqual({
      since: '2026-09-02 06:00',
      looked: '2026-09-14 06:00',
    })
    expect(ready('subgroups', { members, subgroups: { ...subgroups, нем: { pupils: [] } } }).since).toBeNull()
    expect(ready('subgroups', { members: [], subgroups }).since).toBeNull()
  })

  test('a class without subgroups has them formed with its pupils', () => {
    expect(ready('subgroups', { members: [joined(1001, '2026-08-28 06:00')] }).since).toBe('2026-08-28 06:00')
  })

  test('that lists of subgroups weren’t read leaves open who is in them', () => {
    const small = { subgroups: { англ1: { pupils: [] } }, looks: { members: null } }
    expect(ready('subgroups', small)).toEqual({ since: null, looked: null })
  })

  test('of several lists the one counts that was read longest ago; where one never was, none', () => {
    const small = { subgroups: { англ1: { pupils: [] }, англ2: { pupils: [] } } }
    const [first, second] = ['201', '202']
    for (const groupId of ['101', first, second]) {
      const day = instantOf('2026-09-03 06:00', zone)
      const late = (look: LastLook) => [look.groupId === groupId ? { ...look, at: day } : look]
      expect(ready('subgroups', small, '101', late).looked).toBe('2026-09-03 06:00')
      const never = (look: LastLook) => (look.groupId === groupId ? [] : [look])
      expect(ready('subgroups', small, '101', never).looked).toBeNull()
    }
  })
})

describe('lessons up to the end of the first period', () => {
  const [first, second] = ['2026-09-02', '2026-09-09']
  const seen = (day: string) => ({ appeared: { seen: `${day} 06:00` } })

  test('are there since the last of the weeks has one', () => {
    const lessons = [
      { id: 1, date: first, ...seen('2026-08-30') },
      { id: 2, date: first, number: 2, ...seen('2026-08-26') },
      { id: 3, date: second, ...seen('2026-08-29') },
      { id: 4, date: second, number: 2, ...seen('2026-08-31') },
    ]
    expect(ready('lessons', { lessons })).toEqual({ since: '2026-08-29 06:00', looked: '2026-09-14 06:00' })
  })

  test('a lesson on the last day of a week, be it a Sunday, is one of it', () => {
    const lessons = [
      { id: 1, date: '2026-09-01' },
      { id: 2, date: '2026-09-13' },
    ]
    expect(ready('lessons', { lessons }).since).toBe('2026-09-01 06:00')
  })

  test('a week that was read and is empty, or has only cancelled ones, shows that some are missing', () => {
    const lessons = [
      { id: 1, date: first },
      { id: 2, date: second, status: 'cancelled' as const },
    ]
    expect(ready('lessons', { lessons })).toEqual({ since: null, looked: '2026-09-14 06:00' })
  })

  test('of the weeks the one counts that was read longest ago', () => {
    for (const week of ['2026-08-31', '2026-09-07']) {
      const day = instantOf('2026-09-08 06:00', zone)
      const earlier = (look: LastLook) => [look.week === week ? { ...look, at: day } : look]
      const lessons = [
        { id: 1, date: first },
        { id: 2, date: second },
      ]
      expect(ready('lessons', { lessons }, '101', earlier).looked).toBe('2026-09-08 06:00')
    }
  })

  test('where a week was never read nothing is known, however full the others are', () => {
    expect(ready('lessons', { lessons: [{ id: 1, date: first }] })).toEqual({ since: null, looked: null })
  })

  test('weeks of holidays need none', () => {
    const holidays = [{ from: '2026-09-07', to: '2026-09-13' }]
    expect(ready('lessons', { holidays, lessons: [{ id: 1, date: first }] }).since).toBe('2026-09-01 06:00')
  })

  test('no period holds the day, or only the year does: nothing is known', () => {
    const lessons = [
      { id: 1, date: first },
      { id: 2, date: second },
    ]
    const unknown = { since: null, looked: null }
    const year = { id: 2, type: 'year' as const, start: '2026-09-01', finish: '2026-09-13' }
    expect(ready('lessons', { lessons, periods: [] })).toEqual(unknown)
    expect(ready('lessons', { lessons, periods: [year] })).toEqual(unknown)
    expect(ready('lessons', { lessons, periods: [{ start: '2026-09-06', finish: '2026-09-13' }] })).toEqual(
      unknown,
    )
    expect(ready('lessons', { lessons, periods: [{ start: '2026-09-01', finish: '2026-09-04' }] })).toEqual(
      unknown,
    )
  })

  test('a period that begins or ends on the fifth of September holds it', () => {
    const lessons = [{ id: 1, date: first }]
    const periods = [{ start: '2026-09-01', finish: '2026-09-05' }]
    expect(ready('lessons', { lessons, periods }).since).toBe('2026-09-01 06:00')
    const late = [{ start: '2026-09-05', finish: '2026-09-13' }]
    expect(ready('lessons', { lessons: [{ id: 1, date: second }], periods: late }).since).toBe(
      '2026-09-01 06:00',
    )
  })

  test('of two periods that hold the day the earlier one counts', () => {
    const periods = [
      { id: 2, start: '2026-09-02', finish: '2026-10-25' },
      { id: 1, start: '2026-09-01', finish: '2026-09-06' },
    ]
    expect(ready('lessons', { periods, lessons: [{ id: 1, date: first }] }).since).toBe('2026-09-01 06:00')
  })
})

describe('a teacher for each subject', () => {
  const named = (id: number, seen: string, more: object = {}) => ({
    ...{ id, date: '2026-09-02', number: id, appeared: { seen } },
    ...more,
  })
  const physics = { subject: 'Физика' }

  test('is there since the last subject has its first lesson with one', () => {
    const lessons = [
      named(1, '2026-08-28 06:00', { teachers: [] }),
      named(2, '2026-08-29 06:00'),
      named(3, '2026-08-27 06:00', physics),
      named(4, '2026-08-31 06:00'),
    ]
    expect(ready('teachers', { lessons })).toEqual({ since: '2026-08-29 06:00', looked: '2026-09-14 06:00' })
    const later = [...lessons.slice(0, 2), named(3, '2026-08-30 06:00', physics)]
    expect(ready('teachers', { lessons: later }).since).toBe('2026-08-30 06:00')
  })

  test('one subject without any is enough, whichever; a lesson of no subject asks for none', () => {
    const lacking = named(1, '2026-08-28 06:00', { teachers: [] })
    const other = named(2, '2026-08-28 06:00', physics)
    expect(ready('teachers', { lessons: [lacking, other] }).since).toBeNull()
    expect(ready('teachers', { lessons: [{ ...lacking, id: 3, number: 3 }, other] }).since).toBeNull()
    const lessons = [other, named(3, '2026-08-28 06:00', { subject: null, teachers: [] })]
    expect(ready('teachers', { lessons }).since).toBe('2026-08-28 06:00')
  })

  test('without lessons nobody is named', () => {
    expect(ready('teachers', { lessons: [] }).since).toBeNull()
  })
})

describe('dates of periods', () => {
  const whole = { lists: [{ resource: 'periods' as const, seen: '2026-08-28 06:00' }] }
  const areWhole = (...periods: NonNullable<SmallJournalInput['periods']>) =>
    ready('dates', { ...whole, periods: periods.map((period, index) => ({ id: index + 1, ...period })) })
      .since !== null

  test.each<[string, NonNullable<SmallJournalInput['periods']>, boolean]>([
    ['one after the other', [{}, { start: '2026-11-02', finish: '2026-12-30' }], true],
    [
      'in whatever order they stand',
      [{ start: '2026-11-02', finish: '2026-12-30' }, { start: '2027-01-11', finish: '2027-03-19' }, {}],
      true,
    ],
    ['the next day', [{}, { start: '2026-10-26', finish: '2026-12-30' }], true],
    ['on the day on which another ends', [{}, { start: '2026-10-25', finish: '2026-12-30' }], false],
    ['that end before they begin', [{}, { start: '2026-12-30', finish: '2026-11-02' }], false],
    ['of a day', [{ start: '2026-09-05', finish: '2026-09-05' }], true],
    ['after the fifth of September', [{ start: '2026-09-06' }], false],
    ['before the fifth of September', [{ finish: '2026-09-04' }], false],
    ['of the year over them', [{}, { type: 'year', finish: '2027-05-26' }], true],
    ['half-years over quarters', [{}, { type: 'half-year', finish: '2026-12-30' }], true],
    [
      'half-years of which none holds the day',
      [{}, { type: 'half-year', start: '2027-01-11', finish: '2027-05-26' }],
      false,
    ],
  ])('%s', (_, periods, isWhole) => {
    expect(areWhole(...periods)).toBe(isWhole)
  })
})
