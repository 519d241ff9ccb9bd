import { expect, test } from '@jest/globals'
import { flowText, readFlow } from '../../src/config/index.js'

test('a value in one line is read as it was written', () => {
  const value = { works: ['control'], grades: [5, 11], note: 'да: *нет' }
  expect(readFlow(flowText(value))).toEqual({ value })
})

test.each(['{works: [control', '*a', '{a: *b}', '[&a [1], *a]', '&a [*a]'])('%s is no value', text => {
  expect(readFlow(text)).toBeNull()
})
