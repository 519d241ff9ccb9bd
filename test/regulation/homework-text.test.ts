import { describe, expect, test } from '@jest/globals'
import { compareTasks, isSpecified, statedMinutes } from '../../src/regulation/homework-text.js'

/** What the text of homework says, as far as words and numbers show it. */

const content = (text: string | null, fileCount = 0) => ({ text, fileCount, draft: false })

describe('a change', () => {
  test.each([
    ['same', '№ 5–7', '№ 5, 6, 7'],
    ['same', '№ 5 - 7', '№ 5—7'],
    ['same', 'Ещё раз § 5', 'еще раз, § 5!'],
    ['same', '№ 5-5', '№ 5'],
    ['more', '№ 5–7', '№ 5–8'],
    ['more', '§ 5', '§ 5, упр. 123'],
    ['shortened', '№ 5–7', '№ 5, 7'],
    ['shortened', '№ 123, 124', '№ 123'],
    ['shortened', '№ 8–12', '№ 8–9'],
    ['unclear', '№ 5', '№ 6'],
    ['unclear', '№ 5–7', '№ 5–7, кроме 6'],
    ['unclear', '№ 123', '№ 124'],
    // A range turned round, or longer than any homework, is two numbers.
    ['same', '№ 9–5', '№ 5, 9'],
    ['more', '№ 5, 9', '№ 5, 9, 6'],
    ['same', '2000–2300', '2000, 2300'],
    ['shortened', '№ 1–201', '№ 200'],
    ['unclear', '№ 1–202', '№ 200'],
    ['more', null, '№ 5'],
    ['shortened', '№ 5', null],
  ])('%s: from «%s» to «%s»', (change, before, after) => {
    expect(compareTasks(content(before), content(after))).toBe(change)
  })

  test.each([
    ['same', content('§ 5', 1), content('§ 5', 1)],
    ['shortened', content('§ 5', 2), content('§ 5', 1)],
    ['shortened', content('§ 5, 6', 1), content('§ 5', 1)],
    ['unclear', content('§ 5, 6', 1), content('§ 5', 2)],
    ['unclear', content('§ 5', 1), content('§ 5', 2)],
    ['unclear', content('§ 5', 2), content('§ 5, 6', 1)],
    ['more', content('§ 5', 1), content('§ 5, 6', 2)],
  ])('%s: of files, too', (change, before, after) => {
    expect(compareTasks(before, after)).toBe(change)
  })
})

describe('minutes', () => {
  test.each([
    [40, '§ 3, 40 мин'],
    [90, '1,5 ч'],
    [90, '1.5 часа'],
    [150, 'Проект, 2 часа; § 3 — 30 минут'],
    [null, 'Сообщение на 2 минуты'],
    [null, '§ 5'],
    [null, ''],
    [null, null],
  ])('%s: «%s»', (minutes, text) => {
    expect(statedMinutes(text)).toBe(minutes)
  })
})

describe('what is set', () => {
  const textbook = { reference: true, enough: ['выучи', 'ёлк'] }
  const without = { reference: false, enough: [] }
  test.each([
    [true, '§ 12', textbook],
    [true, 'упр. 5', textbook],
    [true, 'стр. сорок', textbook],
    [true, 'https://example.org', textbook],
    [true, 'Выучить наизусть', textbook],
    [true, 'Нарисовать елку', textbook],
    [false, 'Читать', textbook],
    [false, 'Повторить всё', textbook],
    [true, 'Повторить всё', without],
    [false, '5', without],
    [false, '!!!', textbook],
    [false, null, textbook],
    [false, null, without],
  ])('%s: «%s»', (isSaid, text, demands) => {
    expect(isSpecified(content(text), demands)).toBe(isSaid)
  })

  test('stands in a file', () => {
    expect(isSpecified(content(null, 1), textbook)).toBe(true)
  })
})
