import { expect, test } from '@jest/globals'
import { newerActs, seedLetters } from '../../src/regulation/index.js'

test.each([
  ['that names neither', [], ['704', 'СК-403/08']],
  ['of the seed regulation', seedLetters, ['704', 'СК-403/08']],
  ['with the order', ['приказ Минпросвещения от 18.07.2025 № 704'], ['СК-403/08']],
  ['with the order, written together', ['приказ №704'], ['СК-403/08']],
  ['with a space that doesn’t break', ['приказ №\u00a0704 и другие'], ['СК-403/08']],
  ['with another order whose number begins so', ['приказ № 7041'], ['704', 'СК-403/08']],
  ['with that number, but not as one', ['от 704 школ'], ['704', 'СК-403/08']],
  ['with the letter', ['письмо от 01.10.2021 № СК-403/08'], ['704']],
  ['with both', ['письмо № СК-403/08', 'приказ № 704'], []],
])('a text %s is told of acts that are younger', (_, letters, numbers) => {
  const told = newerActs(letters)
  expect(told).toHaveLength(numbers.length)
  for (const [index, number] of numbers.entries()) expect(told[index]).toContain(`№ ${number}`)
})
