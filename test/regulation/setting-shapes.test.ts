import { describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { rules, type SettingShape, settingShapes } from '../../src/regulation/index.js'

/** How settings look to whoever fills in a form for them. */

function shapeOf(schema: z.ZodType): SettingShape {
  const [shape] = settingShapes({ settings: z.strictObject({ one: schema }) })
  if (!shape) throw new Error('no shape')
  return shape
}

describe('a setting', () => {
  test.each<[string, z.ZodType, SettingShape['kind']]>([
    ['a number', z.number().describe('сколько'), 'number'],
    ['a whole number', z.int().describe('сколько'), 'number'],
    ['a text', z.string().describe('что'), 'text'],
    ['words', z.array(z.string()).describe('какие'), 'list'],
    ['numbers in their order', z.array(z.number()).describe('какие'), 'list'],
    ['rows', z.array(z.strictObject({ days: z.int() })).describe('какие'), 'rows'],
    ['words by name', z.record(z.string(), z.number()).describe('сколько'), 'map'],
    ['yes or no', z.boolean().describe('так ли'), 'choice'],
    ['one of several', z.enum(['a', 'b']).describe('что'), 'choice'],
    ['only one thing', z.literal('a').describe('что'), 'choice'],
  ])('that is %s', (_, schema, kind) => {
    expect(shapeOf(schema).kind).toBe(kind)
    expect(shapeOf(schema).key).toBe('one')
    expect(shapeOf(schema).nullable).toBe(false)
    expect(shapeOf(schema.nullable()).kind).toBe(kind)
    expect(shapeOf(schema.nullable()).nullable).toBe(true)
  })

  test('has the bounds that somebody set, and no others', () => {
    expect(shapeOf(z.int().min(2).max(40))).toMatchObject({ least: 2, most: 40 })
    expect(shapeOf(z.int().min(0))).toMatchObject({ least: 0, most: null })
    expect(shapeOf(z.number())).toMatchObject({ least: null, most: null })
    expect(shapeOf(z.number().max(0).nullable())).toMatchObject({ least: null, most: 0 })
  })

  test('offers what may be chosen, in words: its own, or the usual ones', () => {
    expect(shapeOf(z.boolean()).choices).toEqual([
      { value: true, text: 'да' },
      { value: false, text: 'нет' },
    ])
    const words = { early: 'рано', true: 'да, всегда' }
    const either = z
      .union([z.enum(['early', 'late']), z.boolean()])
      .meta({ description: 'когда: рано или нет', words })
    expect(shapeOf(either)).toMatchObject({
      kind: 'choice',
      words,
      choices: [
        { value: 'early', text: 'рано' },
        { value: 'late', text: 'late' },
        { value: true, text: 'да, всегда' },
        { value: false, text: 'нет' },
      ],
    })
    expect(shapeOf(z.number()).choices).toEqual([])
  })

  test('is told in its own words; those of the choices stand at the choices', () => {
    expect(shapeOf(z.number().describe('сколько: в днях')).about).toBe('сколько: в днях')
    expect(shapeOf(z.number()).about).toBe('one')
    expect(shapeOf(z.boolean().describe('так ли: всегда')).about).toBe('так ли: всегда')
    expect(
      shapeOf(z.boolean().meta({ description: 'так ли: всегда', words: { true: 'всегда' } })).about,
    ).toBe('так ли')
    const named = z
      .record(z.string(), z.int())
      .meta({ description: 'по классам: дни', words: { 5: '5 класс' } })
    expect(shapeOf(named)).toMatchObject({ about: 'по классам: дни', words: { 5: '5 класс' } })
  })

  test('that has none is no setting', () => {
    expect(settingShapes({ settings: z.strictObject({}) })).toEqual([])
  })
})

test('every setting of every rule says what it means, and each choice has a word', () => {
  for (const rule of rules)
    for (const { key, about, choices } of settingShapes(rule)) {
      expect([rule.id, key, about]).toEqual([rule.id, key, expect.stringMatching(/[а-яё]/i)])
      expect(about).not.toBe(key)
      for (const { text } of choices) expect(text).not.toBe('')
    }
})
