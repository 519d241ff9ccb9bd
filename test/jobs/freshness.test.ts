import { describe, expect, test } from '@jest/globals'
import { isListDue, readsAhead } from '../../jobs/steps/freshness.js'
import { classDirectoryWindows, journalWindows, schoolWindows } from '../../jobs/steps/windows.js'
import { createCalendar } from '../../src/calendar/index.js'
import { type Directory, type Period, windowKey } from '../../src/journal/index.js'

const calendar = createCalendar({
  timeZone: 'Asia/Kamchatka',
  week: 6,
  production: { restDays: [], workingDays: [] },
  holidays: {},
  bells: {},
})

function aSchool(classes: number, periods: readonly Period[] = []): Directory {
  const ids = Array.from({ length: classes }, (_, index) => String(100 + index))
  return {
    school: '9',
    classes: ids.map(id => ({ id, name: id, parallel: 5 })),
    archivedClasses: [],
    classTeachers: [],
    subgroups: ids.flatMap(id => [1, 2].map(n => ({ id: `${id}${n}`, name: id, classIds: [id] }))),
    subjects: [],
    classSubjects: [],
    periods,
    teachers: [],
    members: [],
  }
}

/** Reads what is due night after night; the share of each night, and the longest that a list stood unread. */
function nights(directory: Directory, count: number) {
  const windows = [
    ...schoolWindows('9'),
    ...directory.classes.flatMap(group => classDirectoryWindows('9', group.id, directory)),
  ]
  const read = new Map<string, string>()
  const longest = new Map<string, number>()
  const shares = Array.from({ length: count }, (_, night) => {
    const today = calendar.addDays('2026-11-05', night)
    const due = windows.filter(window => {
      const last = read.get(windowKey(window)) ?? null
      return isListDue(window, last, { calendar, directory, today })
    })
    for (const window of due) {
      const last = read.get(windowKey(window))
      const days = last === undefined ? 0 : calendar.days(last, today).length - 1
      longest.set(window.resource, Math.max(longest.get(window.resource) ?? 0, days))
      read.set(windowKey(window), today)
    }
    return due.length
  })
  return { windows: windows.length, shares, longest }
}

describe('lists of a school of forty classes', () => {
  const { windows, shares, longest } = nights(aSchool(40), 120)

  test('are all read at first, then in shares of which none is a sweep', () => {
    expect(shares[0]).toBe(windows)
    const later = shares.slice(1)
    // A night of two weeks: three requests a class-week, five a school, of which one is the check of the token.
    const floor = 3 * 2 * 40 + 5
    const mean = later.reduce((sum, share) => sum + share, 0) / later.length
    expect(mean + 1).toBeLessThanOrEqual(5 + 0.05 * floor)
    expect(Math.max(...later)).toBeLessThanOrEqual(2 * mean)
  })

  test('a Monday, whose fourteen days touch only two weeks, bears less of them', () => {
    const directory = aSchool(40)
    for (const [night, share] of shares.entries()) {
      if (night === 0) continue
      const today = calendar.addDays('2026-11-05', night)
      const floor = 3 * (calendar.weekday(today) === 1 ? 2 : 3) * 40 + 5
      const ahead = directory.classes.filter(({ id }) =>
        readsAhead({ kind: 'report', askedBy: 'cron' }, id, { calendar, directory, today }),
      )
      // One of the five a school is the check of the token.
      expect(share + ahead.length + 1).toBeLessThanOrEqual(5 + 0.05 * floor)
    }
  })

  test('none stands unread for longer than its days', () => {
    expect(Object.fromEntries(longest)).toEqual({
      groups: 1,
      teachers: 7,
      subjects: 7,
      'work-types': 7,
      members: 84,
      bells: 14,
      periods: 56,
      'class-subjects': 84,
      'class-teacher': 84,
      'mark-values': 28,
    })
  })
})

test('while a period closes, who is in a class is asked daily', () => {
  const period = (classId: string): Period => ({
    ...{ id: '301', classId, number: 2, type: 'quarter', name: '2 четверть' },
    ...{ start: '2026-11-02', finish: '2026-11-29' },
  })
  const directory = aSchool(2, [period('100')])
  const due = (classId: string, today: string) =>
    isListDue({ school: '9', resource: 'members', group: classId, week: null }, calendar.addDays(today, -1), {
      calendar,
      directory,
      today,
    })
  const week = calendar.days('2026-11-22', '2026-11-30')
  expect(week.filter(today => due('100', today))).toEqual(week)
  expect(week.filter(today => due('101', today)).length).toBeLessThan(3)
})

test.each([
  ['without a worked Saturday', []],
  ['with one, which comes before it', ['2026-11-21']],
])('lessons are read up to the next one of a Monday’s weekly subject, %s', (_, workingDays) => {
  const fiveDays = createCalendar({ ...calendar.facts, week: 5, production: { restDays: [], workingDays } })
  const run = { school: '9', kind: 'sync', askedBy: 'cli', classIds: null } as const
  const windows = journalWindows(
    { ...run, from: '2026-11-16', to: '2026-11-16' },
    {
      ...{ calendar: fiveDays, directory: aSchool(1), today: '2026-11-17', homeworkAhead: true },
      ...{ printed: new Set(), examined: new Set(), resits: [] },
    },
  )
  const lessons = [...windows.values()].flat().filter(({ resource }) => resource === 'lessons')
  expect(lessons.map(({ week }) => week)).toEqual(['2026-11-16', '2026-11-23'])
})
