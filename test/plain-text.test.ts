import { expect, test } from '@jest/globals'
import { clipped, oneLine, plainText } from '../src/plain-text.js'

const turned = '7\u202EА\u2066'

test('what turns a line around goes, what is seen stays', () => {
  expect(plainText(`${turned}\r\n\tБ\u0007 👨‍👩‍👧`)).toBe('7А\r\n\tБ 👨‍👩‍👧')
})

test('on one line nothing ends it', () => {
  expect(oneLine(` ${turned}\r\n\u2028Б\u0000\u2029В\t`)).toBe('7А Б В')
})

test('a text is cut between whole characters', () => {
  expect(clipped('абв', 3)).toBe('абв')
  expect(clipped('👍👍👍', 4)).toBe('👍…')
})
