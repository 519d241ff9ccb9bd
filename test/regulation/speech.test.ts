import { describe, expect, test } from '@jest/globals'
import { createCalendar } from '../../src/calendar/index.js'
import { createJournal } from '../../src/journal/index.js'
import { checkJournal } from '../../src/regulation/index.js'
import { createSpeech, spanText } from '../../src/regulation/speech.js'
import { instantOf, requestOf } from './build-slice.js'
import { SmallJournal } from './small-journal.js'

test('a lesson that stands in the journals of two classes is named by each of them', () => {
  const story = SmallJournal.parse({
    title: 'Один урок двух классов, темы нет',
    asOf: '2026-11-18 12:00',
    looked: '2026-11-18 06:00',
    lessons: [
      { id: 1, date: '2026-11-16' },
      { id: 1, date: '2026-11-16', class: '7Б' },
    ],
  })
  const { verdicts } = checkJournal(requestOf('2.3-topic-filled', story))
  expect(verdicts.map(({ message }) => message.slice(0, 3))).toEqual(['7А,', '7Б,'])
})

const [second, minute, hour] = [1000, 60_000, 3_600_000] as const

describe('a span', () => {
  test.each([
    [0, '1 с'],
    [1999, '1 с'],
    [59 * second, '59 с'],
    [minute, '1 мин'],
    [hour - 1, '59 мин'],
    [hour, '1 ч'],
    [3 * hour + 10 * minute, '3 ч 10 мин'],
    [48 * hour - 1, '47 ч 59 мин'],
    [48 * hour, '2 дн.'],
    [95 * hour, '3 дн.'],
  ])('of %d ms is told as %p', (ms, text) => {
    expect(spanText(ms)).toBe(text)
  })
})

describe('a place in the journal', () => {
  const small = SmallJournal.parse({
    title: 'Урок, о котором мало известно',
    lessons: [
      { id: 1, date: '2026-11-16', number: 3 },
      { id: 2, date: '2026-11-16', number: null, subject: null },
    ],
  })
  const { slice, facts } = requestOf('2.3-topic-filled', small)
  const speech = createSpeech(createJournal(slice), createCalendar(facts))
  const wheres = slice.lessons.map(lesson => speech.lesson(lesson).where)

  test('is told by class, day, number and subject, as far as they are known', () => {
    expect(wheres).toEqual([
      '7А, 16.11.2026, урок 3, Алгебра',
      '7А, 16.11.2026, урок без номера, предмет не указан',
    ])
    const unknown = slice.lessons.map(lesson => ({ ...lesson, classId: '999', subjectId: '998' }))
    expect(unknown.map(lesson => speech.lesson(lesson).where)[0]).toBe(
      'класс № 999, 16.11.2026, урок 3, предмет № 998',
    )
  })

  test('on the sheet is told by class, subject and period, each cell by its own', () => {
    const cell = { classId: '101', subjectId: '501', periodName: '1 четверть' }
    expect(speech.cell(cell)).toEqual({
      className: '7А',
      subjectName: 'Алгебра',
      periodName: '1 четверть',
      where: '7А, Алгебра, 1 четверть',
    })
    const others = [{ classId: '999' }, { subjectId: '998' }, { periodName: 'год' }, {}]
    expect(others.map(other => speech.cell({ ...cell, ...other }).where)).toEqual([
      'класс № 999, Алгебра, 1 четверть',
      '7А, предмет № 998, 1 четверть',
      '7А, Алгебра, год',
      '7А, Алгебра, 1 четверть',
    ])
  })

  test('moments and terms are told by the school’s clock, and what an outage has put off', () => {
    const due = instantOf('2026-11-16 23:59', 'Europe/Moscow')
    expect(speech.moment(due)).toBe('16.11.2026 23:59')
    expect(speech.moment(due + minute)).toBe('17.11.2026 00:00')
    expect(speech.term(due, due)).toBe('16.11.2026 23:59')
    expect(speech.term(due, due + 2 * hour)).toBe('17.11.2026 01:59 (продлён на 2 ч из-за сбоя платформы)')
  })
})
