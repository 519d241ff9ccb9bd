import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { figuresAndWords, inWords, leafForms } from '../../src/report/numerals.js'

describe('numbers in words', () => {
  test.each([
    [0, 'ноль'],
    [1, 'один'],
    [2, 'два'],
    [11, 'одиннадцать'],
    [19, 'девятнадцать'],
    [20, 'двадцать'],
    [21, 'двадцать один'],
    [40, 'сорок'],
    [90, 'девяносто'],
    [100, 'сто'],
    [112, 'сто двенадцать'],
    [200, 'двести'],
    [999, 'девятьсот девяносто девять'],
    [1000, 'одна тысяча'],
    [2002, 'две тысячи два'],
    [5011, 'пять тысяч одиннадцать'],
    [21_500, 'двадцать одна тысяча пятьсот'],
    [111_111, 'сто одиннадцать тысяч сто одиннадцать'],
  ])('%d is «%s»', (number, words) => expect(inWords(number)).toBe(words))

  test('the noun agrees with the figure', () => {
    expect([1, 2, 5, 11, 21, 104].map(count => figuresAndWords(count, leafForms))).toEqual([
      '1 (один) лист',
      '2 (два) листа',
      '5 (пять) листов',
      '11 (одиннадцать) листов',
      '21 (двадцать один) лист',
      '104 (сто четыре) листа',
    ])
  })

  test('no two numbers have the same words, and thousands are said before what is below them', () => {
    const number = fc.integer({ min: 0, max: 999_999 })
    fc.assert(fc.property(number, number, (a, b) => (inWords(a) === inWords(b)) === (a === b)))
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 1, max: 999 }), (thousands, rest) => {
        expect(inWords(thousands * 1000 + rest)).toBe(`${inWords(thousands * 1000)} ${inWords(rest)}`)
      }),
    )
  })

  test('what no book of paper holds has no words', () => {
    for (const number of [-1, 1.5, 1_000_000, Number.NaN]) expect(() => inWords(number)).toThrow(RangeError)
  })
})
