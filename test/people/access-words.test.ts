import { expect, test } from '@jest/globals'
import { entryWords } from '../../src/people/index.js'

test.each([
  ['log-in', 'log-in', 'вход: удалось'],
  ['refused-log-in', 'log-in', 'вход: отказано'],
  ['look', 'see-journal', 'просмотр: журнал класса'],
  ['change', 'granted administrator', /^изменение: дана роль «/],
] as const)('%s of %s reads as a sentence would', (act, about, words) => {
  expect(entryWords({ act, about })).toEqual(typeof words === 'string' ? words : expect.stringMatching(words))
})
