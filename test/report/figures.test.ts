import { describe, expect, test } from '@jest/globals'
import type { z } from 'zod'
import { createCalendar } from '../../src/calendar/index.js'
import { type FigureCount, type FigureCounts, judgeJournal, noFigures } from '../../src/regulation/index.js'
import { countFigures, type FigureSource, figuresOf, resultsOf } from '../../src/report/index.js'
import { requestOf } from '../regulation/build-slice.js'
import { SmallJournal } from '../regulation/small-journal.js'

type Small = z.input<typeof SmallJournal>

/** The counts of a small journal, summed over all that it has. */
function counted(small: Omit<Small, 'title'>) {
  const { rules: _all, ...request } = requestOf(
    '2.3-topic-filled',
    SmallJournal.parse({ title: 'what is counted for the figures', ...small }),
  )
  const { facts, ...input } = request
  const days = countFigures({ ...input, calendar: createCalendar(facts), judged: judgeJournal(request) })
  const sum = (name: FigureCount) => days.reduce((total, day) => total + day.counts[name], 0)
  return { days, sum }
}

const monday = '2026-11-16'
const inTime = { absent: `${monday} 08:00`, seen: `${monday} 20:00` }
const late = { absent: '2026-11-17 06:00', seen: '2026-11-17 20:00' }
const unknown = { absent: `${monday} 20:00`, seen: '2026-11-17 20:00' }

describe('what is counted', () => {
  test('of four lessons two topics were in time, one late; the straddled one is in neither part, but filled', () => {
    const topic = (seen: typeof inTime) => [{ ...seen, value: 'Квадратные уравнения' }]
    const { sum } = counted({
      lessons: [
        { id: 1, number: 1, date: monday, topic: topic(inTime) },
        { id: 2, number: 2, date: monday, topic: topic(inTime) },
        { id: 3, number: 3, date: monday, topic: topic(late) },
        { id: 4, number: 4, date: monday, topic: topic(unknown) },
        { id: 5, number: 5, date: monday },
        { id: 6, number: 6, date: monday, status: 'cancelled', topic: topic(inTime) },
      ],
    })
    expect(
      ['lessons', 'topics', 'topicsInTime', 'topicsLate', 'topicsUnproven'].map(n => sum(n as FigureCount)),
    ).toEqual([5, 4, 2, 1, 1])
  })

  test('a lesson that nobody has read since its day is in no per cent', () => {
    const { sum } = counted({ lessons: [{ id: 1, date: monday }], looks: { lessons: `${monday} 12:00` } })
    expect([sum('lessons'), sum('unread')]).toEqual([0, 1])
  })

  test('homework: one of two lessons, in time; a lesson without is no breach', () => {
    const { sum } = counted({
      lessons: [
        { id: 1, number: 1, date: monday },
        { id: 2, number: 2, date: monday },
      ],
      homework: [{ id: 21, lesson: 1, states: [{ absent: `${monday} 08:00`, seen: `${monday} 09:30` }] }],
      otherSettings: { '2.6-homework-in-time': { lesson: 'given' } },
    })
    expect([sum('withHomework'), sum('homeworkInTime'), sum('homeworkLate')]).toEqual([1, 1, 0])
  })

  test('marks: of three pupils × two lessons two places are filled, one of them late; written work counts as a mark only', () => {
    const { sum, days } = counted({
      members: [
        { pupil: 1001 },
        { pupil: 1002 },
        { pupil: 1003, left: { absent: '2026-10-01 06:00', seen: '2026-10-02 06:00' } },
        { pupil: 1004 },
      ],
      lessons: [
        { id: 1, number: 1, date: monday },
        { id: 2, number: 2, date: monday },
      ],
      marks: [
        { id: 31, lesson: 1, pupil: 1001, ...inTime },
        { id: 32, lesson: 2, pupil: 1002, ...late },
        { id: 33, lesson: 2, pupil: 1004, value: 'н/а', ...late },
      ],
    })
    expect([sum('marks'), sum('seats'), sum('marksInTime')]).toEqual([2, 6, 1])
    expect(days.map(({ pupils }) => pupils)).toEqual([3])
  })

  test('attendance counts lessons of days on which somebody was away, and only of groups the pupil belongs to', () => {
    const { sum } = counted({
      subgroups: { 'англ. 1': { pupils: [1001] }, 'англ. 2': { pupils: [1002] } },
      lessons: [
        { id: 1, number: 1, date: monday },
        { id: 2, number: 2, date: monday },
        { id: 3, number: 3, date: monday, group: 'англ. 1', subject: 'Английский' },
        { id: 4, number: 3, date: monday, group: 'англ. 2', subject: 'Английский' },
        { id: 5, number: 1, date: '2026-11-17' },
      ],
      attendance: [{ lesson: 1, pupil: 1001, ...inTime }],
    })
    expect([sum('absences'), sum('attended')]).toEqual([3, 1])
  })

  test('the programme: three of four planned hours were held by that day; what is planned for later isn’t owed yet', () => {
    const { sum } = counted({
      asOf: '2026-11-18 12:00',
      lessons: [
        { id: 1, number: 1, date: monday },
        { id: 2, number: 2, date: monday },
        { id: 3, number: 1, date: '2026-11-17' },
        { id: 4, number: 2, date: '2026-11-17', subject: 'Музыка' },
      ],
      plans: [
        {
          rows: [
            { topic: 'Уравнения', hours: 2, date: monday },
            { topic: 'Неравенства', hours: 2, date: '2026-11-17' },
            { topic: 'Повторение', hours: 3, date: '2026-11-30' },
          ],
        },
      ],
    })
    expect([sum('plannedHalves') / 2, sum('heldByPlan')]).toEqual([4, 3])
  })

  test('final marks: filled and empty cells, values, each with the teacher who answers', () => {
    const { sum, days } = counted({
      asOf: '2026-11-01 12:00',
      looked: '2026-11-01 06:00',
      periods: [{ id: 1, start: '2026-09-01', finish: '2026-10-25' }],
      members: [1001, 1002, 1003, 1004].map(pupil => ({ pupil })),
      lessons: [{ id: 1, number: 1, date: '2026-10-20' }],
      finals: [
        { pupil: 1001, value: '5', absent: '2026-10-20 08:00', seen: '2026-10-23 08:00' },
        { pupil: 1002, value: '2', absent: '2026-10-20 08:00', seen: '2026-10-23 08:00' },
        { pupil: 1003, value: 'н/а', absent: '2026-10-20 08:00', seen: '2026-10-23 08:00' },
      ],
    })
    expect(
      ['finalsDue', 'finalsFilled', 'fives', 'twos', 'notAttested'].map(n => sum(n as FigureCount)),
    ).toEqual([4, 3, 1, 1, 1])
    expect(days.filter(day => day.counts.finalsDue > 0).map(({ teacherIds }) => teacherIds)).toEqual([
      ['9001'],
    ])
  })
  test('means and numbers of marks: each subgroup’s with the teacher who gave it lessons, also where some work is void', () => {
    const english = { subject: 'Английский', seen: '2026-10-23 08:00', absent: '2026-10-20 08:00' }
    const days = ['2026-10-06', '2026-10-13', '2026-10-20']
    const groups = [
      { group: 'англ. 1', teachers: [9001], pupil: 1001, value: '5' },
      { group: 'англ. 2', teachers: [9002], pupil: 1002, value: '4' },
    ]
    const year: Omit<Small, 'title'> = {
      asOf: '2026-10-28 12:00',
      looked: '2026-10-28 06:00',
      periods: [{ id: 1, start: '2026-10-05', finish: '2026-10-25' }],
      members: [{ pupil: 1001 }, { pupil: 1002 }],
      subgroups: { 'англ. 1': { pupils: [1001] }, 'англ. 2': { pupils: [1002] } },
      lessons: groups.flatMap(({ group, teachers }, index) =>
        days.map((date, day) => ({ id: 10 * index + day + 1, date, group, teachers, subject: 'Английский' })),
      ),
      marks: groups.flatMap(({ pupil, value }, index) =>
        days.map((date, day) => {
          const lesson = 10 * index + day + 1
          return { id: 100 + lesson, lesson, pupil, value, seen: `${date} 14:00` }
        }),
      ),
      finals: groups.map(({ pupil, value }) => ({ ...english, pupil, value })),
    }
    const on = '2026-10-19'
    const incident = {
      learned: `${on} 09:00`,
      head: `${on} 09:10`,
      support: `${on} 09:30`,
      passwordChanged: `${on} 15:00`,
    }
    const forged = { id: 21, lesson: 1, states: [{ absent: `${on} 12:00`, seen: `${on} 13:10` }] }
    for (const small of [year, { ...year, incidents: [incident], homework: [forged] }]) {
      const found = counted(small).days.filter(({ counts }) => counts.meansEqual > 0)
      expect(
        found.map(({ teacherIds, counts }) => [...teacherIds, counts.meansEqual, counts.basesEnough]),
      ).toEqual([
        ['9001', 1, 1],
        ['9002', 1, 1],
      ])
    }
  })
})

const source = (counts: Partial<FigureCounts>, more: Partial<FigureSource> = {}): FigureSource => ({
  counts: { ...noFigures(), ...counts },
  pupilWeeks: 0,
  mendingDays: null,
  ...more,
})

function figure(name: string, from: FigureSource) {
  const found = figuresOf(from).find(one => one.name === name)
  if (!found) throw new Error(`no figure ${name}`)
  return found
}

describe('figures', () => {
  test('what isn’t proved is in neither part, and its number is told', () => {
    const from = source({ homeworkInTime: 18, homeworkLate: 2, homeworkUnproven: 5 })
    expect(figure('homeworkInTime', from)).toMatchObject({ value: 90, part: 18, whole: 20, unproven: 5 })
  })

  test('where there is nothing to divide there is no per cent, and why', () => {
    for (const one of figuresOf(source({}))) {
      expect([one.name, one.value]).toEqual([one.name, null])
      expect(one.why).toMatch(/[а-я]{4}/)
    }
    const unproven = figure('marksInTime', source({ marksUnproven: 7 }))
    expect(unproven).toMatchObject({ value: null, unproven: 7, why: 'все такие случаи не доказаны' })
  })

  test('one missing of ten thousand is never a hundred per cent', () => {
    expect(figure('topicsFilled', source({ topics: 9_999, lessons: 10_000 })).value).toBe(99.9)
  })

  test('accumulation is marks for each pupil and lesson, density marks for each pupil and week', () => {
    const from = source({ marks: 60, seats: 250 }, { pupilWeeks: 50 })
    expect([figure('accumulation', from).value, figure('density', from).value]).toEqual([0.24, 1.2])
  })

  test('who leads the programme isn’t held to a hundred per cent', () => {
    expect(figure('programme', source({ heldByPlan: 11, plannedHalves: 20 })).value).toBe(110)
  })

  test('results by hand: 4 fives, 3 fours, 2 threes, 1 two, 1 «н/а»', () => {
    // N = 11: (9 of them passed) 81.8 %, (7 good) 63.6 %, (400 + 192 + 72 + 16 + 7) ÷ 11 = 62.5, 40 ÷ 10 = 4.
    const counts = { ...noFigures(), fives: 4, fours: 3, threes: 2, twos: 1, notAttested: 1 }
    expect(resultsOf(counts)).toEqual({
      pupils: 11,
      attainment: 81.8,
      quality: 63.6,
      learning: 62.5,
      middle: 4,
    })
    expect(resultsOf(noFigures())).toEqual({
      pupils: 0,
      ...{ attainment: null, quality: null, learning: null, middle: null },
    })
  })
})
