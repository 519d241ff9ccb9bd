import { beforeEach, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { JournalSlice, Period } from '../../src/journal/index.js'
import type { SliceOf } from '../../src/mirror/index.js'
import { judgedPart } from '../support/judged-part.js'
import { answer, at, attendance, finalMark, lesson, mark, period, school, window, work } from './answers.js'
import { openedMirror } from './opened-mirror.js'

const opened = openedMirror()
beforeEach(() => opened().clear())

const weeks = ['2026-11-09', '2026-11-16', '2026-11-23'] as const
type Week = (typeof weeks)[number]
const days = { from: '2026-11-16', to: '2026-11-20' }
const zone = 'Europe/Moscow'
const whole = () => opened().mirror.slice({ school, ...days }, zone)
const judged = { mayEnd: ({ finish }: Period) => finish === '2026-11-22', sheets: false }
const toJudge = (more: Partial<typeof judged> = {}) =>
  opened().mirror.slice({ school, ...days, judged: { ...judged, ...more } }, zone)

type Resource = 'lessons' | 'marks' | 'attendance'
const look = (resource: Resource, week: Week, records: Parameters<typeof answer>[0], minute: number) =>
  opened().mirror.recordLook(window(resource, { week }), answer(records, { askedAt: at(minute) }))

/** A lesson in each of the weeks, numbered by it, with a mark of each of two pupils and somebody absent. */
async function threeWeeks(): Promise<void> {
  for (const [index, week] of weeks.entries()) {
    const id = `${index + 1}`
    await look('lessons', week, [lesson(id, { date: week })], 0)
    const marks = ['501', '502'].map(personId => mark(`${personId}${id}`, { lessonId: id, personId }))
    await look('marks', week, marks, 0)
    await look('attendance', week, [attendance(id, '503')], 0)
  }
}

const marksIn = ({ marks }: JournalSlice) => marks.map(({ id }) => id)
const attendedIn = (slice: JournalSlice) => slice.attendance.map(({ lessonId }) => lessonId)

test('what is only judged has the lessons around its days, and marks and attendance of its own weeks', async () => {
  await threeWeeks()
  const slice = await toJudge()
  expect(slice.lessons.map(({ id }) => id)).toEqual(['1', '2', '3'])
  expect(marksIn(slice)).toEqual(['5012', '5022'])
  expect(attendedIn(slice)).toEqual(['2'])
  expect(marksIn(await whole())).toHaveLength(6)
})

test('who lost a mark in these days has what came since in other weeks there: perhaps it is the same', async () => {
  await threeWeeks()
  await look('marks', '2026-11-16', [mark('5022', { lessonId: '2', personId: '502' })], 10)
  await look('marks', '2026-11-09', [mark('5011', { lessonId: '1' }), mark('9', { lessonId: '1' })], 20)
  const slice = await toJudge()
  expect(slice.goneMarks.map(({ id }) => id)).toEqual(['5012'])
  expect(marksIn(slice)).toEqual(expect.arrayContaining(['9', '5022']))
  expect(marksIn(slice)).not.toContain('5021')
  expect(marksIn(slice)).not.toContain('5023')
})

test('a lesson that came from another week has its marks there, though they still stand in that one', async () => {
  await threeWeeks()
  await look(
    'lessons',
    '2026-11-16',
    [lesson('2', { date: '2026-11-16' }), lesson('1', { date: '2026-11-17' })],
    10,
  )
  const slice = await toJudge()
  expect(marksIn(slice)).toEqual(['5011', '5012', '5021', '5022'])
  expect(attendedIn(slice)).toEqual(['1', '2'])
})

test('where somebody is said to be present all attendance is there: it tells the habit of the school', async () => {
  await threeWeeks()
  await look('attendance', '2026-11-23', [attendance('3', '503', { statusWord: 'Attend' })], 10)
  expect(attendedIn(await toJudge())).toEqual(['1', '2', '3'])
})

test('tells whether attendance says of anybody that they were there', async () => {
  const saysPresence = () =>
    opened().mirror.slices({ school, ...days }, { timeZone: zone }, slices => slices.saysPresence())
  await threeWeeks()
  expect(await saysPresence()).toBe(false)
  await look('attendance', '2026-11-23', [attendance('3', '503', { statusWord: 'Attend' })], 10)
  expect(await saysPresence()).toBe(true)
})

test('works that came with marks of another week are there without them', async () => {
  await threeWeeks()
  await look('marks', '2026-11-23', [work('7', { lessonId: '3' }), mark('5013', { lessonId: '3' })], 10)
  const slice = await toJudge()
  expect(slice.works.map(({ id }) => id)).toEqual(['7'])
  expect(marksIn(slice)).toEqual(['5012', '5022'])
})

test('of lessons alone there are those works too that came with marks, and marks and attendance of weeks that are named', async () => {
  await threeWeeks()
  await look('lessons', '2026-11-09', [lesson('1', { date: '2026-11-09' }), work('6', { lessonId: '1' })], 10)
  await look('marks', '2026-11-16', [work('7', { lessonId: '2' }), mark('5012', { lessonId: '2' })], 10)
  const read = (of: Partial<SliceOf>) =>
    opened().mirror.slices({ school, ...days }, { timeZone: zone }, async slices => {
      const { slice } = await slices.read({ classIds: null, only: ['lessons'], ...of })
      return { works: slice.works.map(({ id }) => id), marks: marksIn(slice), attended: attendedIn(slice) }
    })
  expect(await read({})).toEqual({ works: ['6'], marks: [], attended: [] })
  expect(await read({ allWorks: true })).toEqual({ works: ['6', '7'], marks: [], attended: [] })
  const besides = { only: ['marks', 'attendance'], weeks: ['2026-11-23'] } as const
  expect(await read({ allWorks: true, besides })).toEqual({
    ...{ works: ['6', '7'], marks: ['5013', '5023'], attended: ['3'] },
  })
})

test('final marks are there where a period may end, or printed sheets are compared with them', async () => {
  await threeWeeks()
  const finals = window('final-marks')
  await opened().mirror.recordLook(finals, answer([finalMark('501', '301')], { askedAt: at(0) }))
  expect((await toJudge()).finalMarks).toEqual([])
  expect((await toJudge({ sheets: true })).finalMarks).toHaveLength(1)
  const ends = period('1', { start: '2026-11-02', finish: '2026-11-22' })
  await opened().mirror.recordLook(window('periods'), answer([ends], { askedAt: at(10) }))
  const slice = await toJudge()
  expect(slice.finalMarks).toHaveLength(1)
  expect(marksIn(slice)).toHaveLength(6)
})

const aWeek = fc.constantFrom(...weeks)
const aStep = fc.record({
  /** Where each of three lessons stands. */
  places: fc.tuple(aWeek, aWeek, aWeek),
  /** Which of the lessons have a mark of each pupil. */
  marked: fc.uniqueArray(fc.constantFrom('5011', '5012', '5013', '5021', '5022', '5023')),
  present: fc.boolean(),
  read: fc.uniqueArray(fc.tuple(fc.constantFrom('lessons', 'marks', 'attendance'), aWeek), {
    selector: ([resource, week]) => `${resource}/${week}`,
  }),
})

test('whatever happens, all of the journal that verdicts may rest on is there, and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aStep, { minLength: 2, maxLength: 6 }), async steps => {
      await opened().clear()
      await threeWeeks()
      for (const [index, { places, marked, present, read }] of steps.entries()) {
        const standing = (week: Week) => places.flatMap((place, n) => (place === week ? [`${n + 1}`] : []))
        for (const [turn, [resource, week]] of read.entries()) {
          const ids = standing(week)
          const minute = 10 + index * 20 + turn
          // What stays, so that no loss is implausible.
          const own = `9${weeks.indexOf(week)}`
          const records = {
            lessons: () => [...ids, own].map(id => lesson(id, { date: week })),
            marks: () => [
              mark(own, { lessonId: own, personId: '504' }),
              ...marked
                .filter(id => ids.includes(id.slice(3)))
                .map(id => mark(id, { lessonId: id.slice(3), personId: id.slice(0, 3) })),
            ],
            attendance: () => [
              attendance(own, '504'),
              ...ids.map(id => attendance(id, '503', present ? { statusWord: 'Attend' } : {})),
            ],
          }
          await look(resource, week, records[resource](), minute)
        }
      }
      const [all, slice] = [await whole(), await toJudge()]
      const least = judgedPart(all, { ...days, ...judged })
      for (const part of ['lessons', 'works', 'marks', 'goneMarks', 'attendance', 'finalMarks'] as const) {
        const texts = (items: readonly unknown[]) => items.map(item => JSON.stringify(item))
        expect(texts(slice[part])).toEqual(expect.arrayContaining(texts(least[part])))
        expect(texts(all[part])).toEqual(expect.arrayContaining(texts(slice[part])))
      }
      const { marks: _m, goneMarks: _g, attendance: _a, finalMarks: _f, ...rest } = slice
      const { marks: _n, goneMarks: _h, attendance: _b, finalMarks: _e, ...others } = all
      expect({ ...rest, markMeanings: {} }).toEqual({ ...others, markMeanings: {} })
    }),
    { numRuns: Number(process.env.LAW_RUNS ?? 40) },
  )
})
