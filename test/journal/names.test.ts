import { expect, test } from '@jest/globals'
import { nameWithInitials } from '../../src/journal/index.js'

const person = (lastName: string | null, firstName: string | null, middleName: string | null = null) => ({
  ...{ id: '31', lastName, firstName, middleName, shortName: null },
})

test.each([
  ['Петрова М. И.', person('Петрова', 'Мария', 'Ивановна')],
  ['Ли В.', person('Ли', 'Вера')],
  ['Ли', person('Ли', '', '')],
  ['№ 31', person(null, 'Вера')],
  // A character outside the first plane is two units of a string, and half of it is none.
  ['Ли 😀. 𐐐.', person('Ли', '😀улыбка', '𐐐')],
  // A letter that came as two: the breve and the dots belong to it.
  ['Ли Й. Ё.', person('Ли', 'И\u0306ван', 'Е\u0308лкин')],
  // What turns the line around, or isn't seen, is nobody's initial.
  ['Ли В.', person('Ли', '\u202e Вера', '\u200b \u0000')],
])('%s', (expected, { ...name }) => {
  expect(nameWithInitials(name)).toBe(expected)
})
