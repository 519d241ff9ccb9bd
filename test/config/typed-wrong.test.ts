import { describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { parseYaml } from '../../src/config/load.js'

const schema = z.strictObject({
  minutes: z.int().min(0).max(90).default(5),
  share: z.number().gt(0).default(1),
  name: z.string().min(1).max(3).default('a'),
  rows: z.array(z.string()).min(2).default(['a', 'b']),
  is: z.boolean().default(true),
  kind: z.enum(['max', 'min']).default('max'),
  week: z.union([z.literal(5), z.literal(6)]).default(5),
  grades: z.tuple([z.int(), z.int()]).default([1, 11]),
  none: z.null().default(null),
  never: z.never().optional(),
  part: z.strictObject({ day: z.string() }).default({ day: '' }),
})

describe('what is wrong with a value is told in Russian, without a word of English', () => {
  test.each([
    ['minutes: -4', 'minutes: число должно быть не меньше 0'],
    ['minutes: 120', 'minutes: число должно быть не больше 90'],
    ['minutes: 1.5', 'minutes: ожидается целое число'],
    ['minutes: два', 'minutes: ожидается число'],
    ['share: 0', 'share: число должно быть больше 0'],
    ['name: ""', 'name: не заполнено'],
    ['name: abcd', 'name: знаков должно быть не больше 3'],
    ['name: [a]', 'name: ожидается текст'],
    ['rows: [a]', 'rows: значений должно быть не меньше 2'],
    ['rows: 5', 'rows: ожидается список'],
    ['grades: 5', 'grades: ожидается список'],
    ['none: 5', 'none: ожидается null'],
    ['is: да', 'is: ожидается true или false'],
    ['kind: avg', 'kind: возможны только: max, min'],
    ['week: 7', 'week: возможны только: 5, 6'],
    ['part: {}', 'part.day: не задано: ожидается текст'],
    ['- a', '(весь файл): ожидаются ключи со значениями, а не список и не одно значение'],
  ])('%s', (text, told) => {
    expect(() => parseYaml(text, 'x.yaml', schema)).toThrow(new RegExp(`${told.replace(/[().]/g, '\\$&')}$`))
  })

  test('what has no words of its own is told as zod tells it', () => {
    expect(() => parseYaml('never: 5', 'x.yaml', schema)).toThrow(/never: Неверный ввод/)
  })
})
