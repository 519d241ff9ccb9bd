import { describe, expect, test } from '@jest/globals'
import { defaultRegulation, TypedEdition } from '../../src/regulation/index.js'
import { basisTexts, passportGaps, passportLines } from '../../src/report/index.js'

const edition = (shape: object) => TypedEdition.parse(shape)
const seed = edition({ number: '1' })
const letter = 'письмо от 15.02.2012 № АП-147/07'
const facts = { number: '2', date: '2026-12-29', order: 'приказ № 3', from: '2027-01-11' }
const whole = edition({ ...facts, letters: [letter] })

const told = (lines: ReturnType<typeof passportLines>) =>
  Object.fromEntries(lines.map(({ name, text }) => [name, text]))

describe('the passport of an edition', () => {
  test('names title, number, order, first day, the letters and the acts after them', () => {
    expect(told(passportLines(defaultRegulation.title, whole))).toEqual({
      Регламент: 'Регламент ведения электронного журнала',
      Редакция: '№ 2',
      'Дата приказа': '29.12.2026',
      'Приказ, которым введён': 'приказ № 3',
      'На чём основан': letter,
      Действует: 'с 11.01.2027',
      'Более новые акты': expect.stringMatching(/№ 704.*01\.09\.2025.*01\.10\.2021 № СК-403\/08/),
    })
  })

  test('says of letters that the school hasn’t named that they are those of the seed regulation', () => {
    expect(told(passportLines('Регламент', seed))['На чём основан']).toMatch(
      /^как в образце, школа своего не назвала: .*15\.02\.2012 № АП-147\/07; .* 21\.10\.2014 № АК-3358\/08$/,
    )
    expect(basisTexts([edition(facts)])[0]).toMatch(
      /^Основание регламента — как в образце, школа своего не назвала: письмо /,
    )
  })

  test('says of what is missing where to write it', () => {
    const empty = passportLines('Регламент', edition({ letters: [] })).filter(({ text }) => text === null)
    expect(empty.map(({ name }) => name)).toEqual([
      'Дата приказа',
      'Приказ, которым введён',
      'На чём основан',
    ])
    expect(empty[0]?.fill).toBe('впишите date у редакции № 1: schools[].regulation.editions в bridge.yaml')
    expect(passportGaps(edition({ order: 'приказ № 3' }))).toBe(
      'не указано: дата приказа (date); впишите в schools[].regulation.editions в bridge.yaml',
    )
    expect(passportGaps(whole)).toBeNull()
  })

  test('doesn’t call newer what the text itself names', () => {
    const letters = ['письмо от 01.10.2021 № СК-403/08']
    const { 'Более новые акты': newer } = told(passportLines('Регламент', edition({ letters })))
    expect(newer).toMatch(/^приказ[^;]*$/)
    const all = edition({ ...whole, letters: [...letters, 'приказ № 704'] })
    expect(told(passportLines('Регламент', all))).not.toHaveProperty('Более новые акты')
    const bare = edition({ letters: ['письмо №СК-403/08', 'приказ №\u00a0704'] })
    expect(told(passportLines('Регламент', bare))).not.toHaveProperty('Более новые акты')
    const other = edition({ letters: ['приказ № 7041'] })
    expect(told(passportLines('Регламент', other))['Более новые акты']).toMatch(/№ 704, .*СК-403/)
    expect(basisTexts([all])).toEqual([`Основание регламента: ${letters[0]}; приказ № 704.`])
  })
})

test('a report names the letters of all its editions once, and which of them have gaps', () => {
  const [basis, assumed, newer, gaps, ...others] = basisTexts([seed, whole, whole])
  expect(basis).toBe(`Основание регламента: ${letter}.`)
  expect(assumed).toMatch(/^Основание регламента — как в образце, .*: письмо [^;]*; письмо [^;]*\.$/)
  expect(newer).toMatch(/^Более новые акты, с которыми его сличает человек: /)
  expect(gaps).toBe(
    'Паспорт редакции № 1 заполнен не полностью, не указано: дата приказа (date), приказ, которым введён (order); впишите в schools[].regulation.editions в bridge.yaml.',
  )
  expect(others).toEqual([])
})
