import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { likenessOf, piecesOf, plainTopics } from '../../src/regulation/likeness.js'
import { searchIn } from '../../src/regulation/plan-search.js'
import { topicsByPlan } from '../../src/regulation/rules/2.3-topics-by-plan.js'

const { abbreviations, likeness: threshold } = topicsByPlan.settings.parse({})
const plain = plainTopics(abbreviations)

function likeness(one: string, other: string): number {
  const [a, b] = [piecesOf(plain(one)), piecesOf(plain(other))]
  return likenessOf(a.filter(piece => b.includes(piece)).length, a.length, b.length)
}

describe('a topic made plain', () => {
  test.each([
    ['Урок 12. Сложение дробей', 'сложение дробей'],
    ['Урок № 12 — Сложение дробей', 'сложение дробей'],
    ['Тема урока: «Сложение дробей».', 'сложение дробей'],
    ['Тема 3.4. Сложение дробей (2 ч)', 'сложение дробей'],
    ['12) Сложение дробей', 'сложение дробей'],
    ['№ 7 Объём', 'объем'],
    ['К/р № 2 по теме «Дроби»', 'контрольная работа 2 по теме дроби'],
    ['к.р. №2', 'контрольная работа 2'],
    ['К / Р', 'контрольная работа'],
    ['Контр. раб. по теме «Дроби»', 'контрольная работа по теме дроби'],
    ['Вн. чт. Сказки', 'внеклассное чтение сказки'],
    ['Контроль и окр/среда', 'контроль и окр среда'],
    ['Темасовы и урокопад', 'темасовы и урокопад'],
    ['1812 год', '1812 год'],
    ['Урок', 'урок'],
    ['урок12 Сложение', 'сложение'],
    ['Урок  №  12  .  Сложение', 'сложение'],
    ['Урок 3-14. Сложение', 'сложение'],
    ['Занятие 5) Сложение', 'сложение'],
    ['Тема: сложение', 'сложение'],
    ['Тема  урока 5 — сложение', 'сложение'],
    ['Урок сложения', 'урок сложения'],
    ['Повторение. Урок 5. Сложение', 'повторение урок 5 сложение'],
    ['№ 3.14. Сложение', 'сложение'],
    ['№12-13 — Сложение', 'сложение'],
    ['12.Сложение', 'сложение'],
    ['13.14.15. Сложение', 'сложение'],
    ['Сложение (12 часов)', 'сложение'],
    ['Сложение ( 2ч. ) ', 'сложение'],
    ['Сложение (2 человека)', 'сложение 2 человека'],
    ['Сложение (2 ч) дробей', 'сложение 2 ч дробей'],
    ['Урок 12', 'урок 12'],
    ['Урок 12 (2 ч)', 'урок 12'],
    ['Занятие 3-12.', 'занятие 3 12'],
    ['№ 12', '12'],
    ['12)', '12'],
    ['…', ''],
  ])('%p is %p', (topic, expected) => {
    expect(plain(topic)).toBe(expected)
  })
})

describe('abbreviations of a school', () => {
  test.each<[Record<string, string>, string, string]>([
    [{}, 'К/р № 2', 'к р 2'],
    [{ Ёмк: 'Учёт ёмкостей' }, 'емк. тел', 'учет емкостей тел'],
    [{ 'п. р.': 'повторение' }, 'П/Р и п.р', 'повторение и повторение'],
    [{ 'контр.': 'контрольная', 'контр. раб.': 'срез знаний' }, 'Контр. раб. 3', 'срез знаний 3'],
    [{ 'контр. раб.': 'срез знаний', 'контр.': 'контрольная' }, 'Контр. раб. 3', 'срез знаний 3'],
    [{ 'контр.': 'контрольная' }, 'Контр', 'контр'],
    [{ ВПР: 'всероссийская проверочная' }, 'ВПР. Пробная', 'всероссийская проверочная пробная'],
    [{ ВПР: 'всероссийская проверочная' }, 'ВПР1, АВПР', 'впр1 авпр'],
    [{ 'р-р': 'развитие речи' }, 'Р-р 2', 'развитие речи 2'],
    [{ 'р+р': 'развитие речи' }, 'р+р, рр', 'развитие речи рр'],
  ])('%j: %p is %p', (own, topic, expected) => {
    expect(plainTopics(own)(topic)).toBe(expected)
  })
})

describe('likeness', () => {
  test.each([
    ['Сложение дробей', 'Сложение обыкновенных дробей'],
    ['Сложение дробей', 'Сложения дробей. Решение задач'],
    ['Контрольная работа по теме «Дроби»', 'К/р «Дроби»'],
    ['Роман А. С. Пушкина «Евгений Онегин»', 'Пушкин А.С. "Евгений Онегин"'],
  ])('%p and %p are one topic', (one, other) => {
    expect(likeness(one, other)).toBeGreaterThanOrEqual(threshold)
  })

  test.each([
    ['Сложение дробей', 'Треугольники и их виды'],
    ['Масштаб', 'Проценты'],
    ['Роман «Отцы и дети»', 'Роман «Евгений Онегин»'],
  ])('%p and %p are two', (one, other) => {
    expect(likeness(one, other)).toBeLessThan(threshold)
  })

  test.each([
    ['all of it', 8, 8, 30, 1],
    ['nearly all of it', 8, 10, 40, 0.8],
    ['nearly all of it, whichever is the longer', 8, 40, 10, 0.8],
    ['less than that', 7, 10, 40, 14 / 50],
    ['all of a short one, which says nothing', 7, 7, 28, 14 / 35],
    ['nothing', 0, 10, 40, 0],
    ['nothing of nothing', 0, 0, 40, 0],
  ])('where %s stands in a longer text', (_, common, one, other, expected) => {
    expect(likenessOf(common, one, other)).toBe(expected)
  })

  const words = fc.array(fc.constantFrom('дробь', 'ёмкость', 'задача', 'число', 'угол', 'и', '7'), {
    maxLength: 8,
  })

  test('is symmetric, from 0 to 1, and 1 for the same words in any order and case', () => {
    fc.assert(
      fc.property(words, words, (one, other) => {
        const [a, b] = [one.join(' '), other.join(' ')]
        expect(likeness(a, b)).toBe(likeness(b, a))
        expect(likeness(a, b)).toBeGreaterThanOrEqual(0)
        expect(likeness(a, b)).toBeLessThanOrEqual(1)
        if (one.length > 0) expect(likeness(a, one.toReversed().join(' ').toUpperCase())).toBe(1)
      }),
    )
  })

  test('the search in a plan finds what comparing with each row would', () => {
    const topics = fc.array(
      words.map(list => list.join(' ')).filter(text => text !== ''),
      { minLength: 1, maxLength: 9 },
    )
    fc.assert(
      fc.property(topics, words, (rows, topic) => {
        const text = topic.join(' ')
        const search = searchIn(
          {
            version: 1,
            from: '2026-09-01',
            rows: rows.map(row => ({ number: '1', topic: row, hours: 1, date: null })),
          },
          threshold,
          plain,
        )
        const each = rows.map(row => likeness(row, text))
        const { rows: found, nearest } = search.find(text)
        expect(nearest.likeness).toBeCloseTo(Math.max(...each))
        for (const row of found) expect(each[row]).toBeGreaterThanOrEqual(threshold)
        expect(found.length > 0).toBe(Math.max(...each) >= threshold)
      }),
    )
  })
})
