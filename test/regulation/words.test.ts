import { describe, expect, test } from '@jest/globals'
import { createJournal } from '../../src/journal/index.js'
import { firstPeriod, gradeOf } from '../../src/regulation/grade.js'
import { startsWithAny } from '../../src/regulation/subject-names.js'
import { compileTemplate } from '../../src/regulation/template.js'
import { topicTest } from '../../src/regulation/topic-text.js'
import { requestOf } from './build-slice.js'
import { SmallJournal, type SmallJournalInput } from './small-journal.js'

/** What people write freely, and what messages make of words. */

describe('a topic', () => {
  const isTopic = topicTest({ minimumLetters: 4, placeholders: ['Тема урока', 'учёба', '-'] })

  test.each(['Дроби', 'Тема урока: дроби', 'Урок 1', '§ 12 Река', 'уроки', 'Тема урока дня'])(
    '%p is one',
    topic => {
      expect(isTopic(topic)).toBe(true)
      expect(isTopic(topic)).toBe(true)
    },
  )

  test.each([
    null,
    '',
    'Дро',
    '1 2 3 4 5',
    'тема  урока',
    ' ТЕМА\nУРОКА. ',
    'Тема урока…',
    'УЧЕБА',
    'Учёба...',
  ])('%p is none', topic => {
    expect(isTopic(topic)).toBe(false)
    expect(isTopic(topic)).toBe(false)
  })
})

describe('a subject named by its beginning', () => {
  test.each([
    ['Разговоры о важном', true],
    ['разговоры  о важном', true],
    [' Разговоры о главном', true],
    ['Ещё час', true],
    ['Важные разговоры', false],
    ['Разговор', false],
  ])('%p: %p', (name, expected) => {
    expect(startsWithAny(name, ['Разговоры о ', ' еще  час'])).toBe(expected)
  })

  test('no beginnings name none', () => {
    expect(startsWithAny('Разговоры о важном', [])).toBe(false)
  })
})

describe('a message', () => {
  test('takes its words, and a full stop that one of them brings along only once', () => {
    const fill = compileTemplate('{where}: срок — {span}. Дальше {span}, {where}.')
    expect(fill({ where: '7А', span: '2 дн.' })).toBe('7А: срок — 2 дн. Дальше 2 дн., 7А.')
    expect(fill({ where: 7, span: '3 ч' })).toBe('7: срок — 3 ч. Дальше 3 ч, 7.')
  })

  test('begins and ends with a word, or has none', () => {
    expect(compileTemplate('{a}{b}')({ a: 'один', b: 'два' })).toBe('одиндва')
    expect(compileTemplate('без слов.')({})).toBe('без слов.')
    expect(compileTemplate('')({})).toBe('')
  })

  test('has no hole in it', () => {
    expect(compileTemplate('{a}')({ a: '' })).toBe('')
    expect(() => compileTemplate('{where}: {what}.')({ where: '7А' })).toThrow(
      'No value for {what} in the message «{where}: {what}.»',
    )
  })
})

describe('the grade of a class', () => {
  const gradeBy = (name: string, parallel: number | null, id = '101') => {
    const small = SmallJournal.parse({ title: 'Параллель класса', class: name, parallel })
    return gradeOf(createJournal(requestOf('2.3-topic-filled', small).slice), id)
  }

  test('is what the platform says, or else what its name begins with', () => {
    expect(gradeBy('10А', 11)).toBe(11)
    expect(gradeBy('10А', null)).toBe(10)
    expect(gradeBy('1 «Солнышко»', null)).toBe(1)
  })

  test('is unknown where neither tells, and of a class that nobody knows', () => {
    expect(gradeBy('Гимназисты', null)).toBeNull()
    expect(gradeBy('7А', 7, '999')).toBeNull()
  })
})

test('the first period of a class is the first quarter, or else whatever is the first beside the year', () => {
  const first = (...periods: NonNullable<SmallJournalInput['periods']>) => {
    const small = SmallJournal.parse({ title: 'Первый период', periods })
    return firstPeriod(createJournal(requestOf('2.3-topic-filled', small).slice), '101')?.id ?? null
  }
  const quarter = { id: 1, finish: '2026-10-25' }
  const half = { id: 2, type: 'half-year', finish: '2026-12-30' } as const
  const others = [
    { id: 3, number: 2, start: '2026-08-01', finish: '2026-08-31' },
    { id: 4, type: 'year', finish: '2026-09-02' },
  ] as const
  expect(first(half, ...others, quarter)).toBe('1')
  expect(first(quarter, half)).toBe('1')
  expect(first(...others, half)).toBe('2')
  expect(first(...others)).toBeNull()
})
