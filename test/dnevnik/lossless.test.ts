import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parse } from 'lossless-json'
import { losslessText, numberText, parseLossless } from '../../src/dnevnik/lossless.js'
import { exactNumber, parseAndRestore } from '../../src/dnevnik/restored-numbers.js'

/** What a parser that knows no shortcut makes of the text. */
function parsePlainly(text: string): unknown {
  return parse(text, undefined, exactNumber)
}

function outcome(parser: (text: string) => unknown, text: string) {
  try {
    const value = parser(text)
    return { value, text: losslessText(value) }
  } catch (error) {
    return { error: (error as Error).name }
  }
}

const digits = (max: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: max })
const aNumber = fc.oneof(
  fc.integer().map(String),
  fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }).map(String),
  fc
    .tuple(fc.constantFrom('', '-'), fc.constantFrom('0', '1', '90'), digits(20))
    .map(([sign, first, more]) => sign + (first === '0' ? '0' : first + more)),
  fc
    .tuple(fc.integer(), digits(19), fc.constantFrom('', 'e5', 'E-30', 'e+400', 'e0'))
    .map(([whole, fraction, exponent]) => `${whole}.${fraction}0${exponent}`),
  fc.constantFrom('-0', '0.10', '1e3', '1E400', '9007199254740993', '100000000000000000000', '1e21'),
  fc.constantFrom('1.0', '-0.0', '-5', '1.10', '2.5', '-2.5e3', '0e0', '5e-324', '-12345678901234567'),
  fc.constantFrom('999999999999999', '1000000000000000', '-1000000000000000', '1e15', '123456789012345.5'),
)
const aString = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }).map(text => JSON.stringify(text)),
  fc.constantFrom(
    '"12345678901234567890"',
    '"\\":12345678901234567890,"',
    '"\\\\"',
    '"\\u0022:1"',
    '"\\ud83d"',
    '"\\\\\\""',
    '"{\\"id\\":9007199254740993}"',
    // What a scan that doesn't know strings takes for numbers and members.
    '":9007199254740993"',
    '", -0 ,"',
    '"[1.10]"',
    '"08:46:09.8114348"',
    '": "',
    '"\\":"',
    '"\\u003a12345678901234567,"',
    '"~12345678901234567"',
  ),
)
const aKey = fc.oneof(
  aString,
  fc.constantFrom(
    '"id"',
    '"id"',
    '"a"',
    '"7"',
    '"12"',
    '"__proto__"',
    '"\\u0069d"',
    '""',
    '"constructor"',
    '"-1"',
  ),
)
const aSpace = fc.constantFrom('', '', '', ' ', '\n\t ')

const { aJson } = fc.letrec<{ aJson: string }>(again => ({
  aJson: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(aNumber, aNumber, aString, fc.constantFrom('null', 'true', 'false')),
    fc
      .array(fc.tuple(aSpace, again('aJson'), aSpace), { maxLength: 4 })
      .map(items => `[${items.map(item => item.join('')).join()}]`),
    fc
      .array(fc.tuple(aSpace, aKey, aSpace, aSpace, again('aJson'), aSpace), { maxLength: 4 })
      .map(all => `{${all.map(([a, key, b, c, value, d]) => `${a}${key}${b}:${c}${value}${d}`).join()}}`),
  ),
}))

describe('the quick way of reading JSON', () => {
  test('gives what the plain way gives, for any JSON text', () => {
    fc.assert(
      fc.property(aJson, text => {
        expect(outcome(parseLossless, text)).toEqual(outcome(parsePlainly, text))
      }),
      { numRuns: 5_000 },
    )
  })

  test('refuses what the plain way refuses, wherever a text is damaged', () => {
    const piece = fc.constantFrom(
      '',
      '"',
      '\\',
      ',',
      ':',
      ']',
      '}',
      '{',
      '0',
      '12345678901234567890',
      '-',
      '\0',
    )
    fc.assert(
      fc.property(aJson, fc.nat(), fc.nat(3), piece, (text, place, length, inserted) => {
        const at = place % (text.length + 1)
        const damaged = text.slice(0, at) + inserted + text.slice(at + length)
        expect(outcome(parseLossless, damaged)).toEqual(outcome(parsePlainly, damaged))
      }),
      { numRuns: 5_000 },
    )
  })

  test('keeps every number as it was written, behind whatever else the text holds', () => {
    fc.assert(
      fc.property(fc.array(aNumber, { minLength: 1, maxLength: 40 }), aString, (numbers, text) => {
        const body = `[${numbers.map(number => `{"id":${number},"text":${text}}`).join()}]`
        const elements = parseLossless(body) as readonly { id: unknown }[]
        expect(elements.map(({ id }) => numberText(id))).toEqual(numbers)
      }),
    )
  })

  test('an object that says two things under one key is refused, and one that repeats itself is read', () => {
    const twice = (first: string, second: string) => `[{"id":${first},"x":[{}],"id":${second}}]`
    expect(() => parseLossless(twice('1', '2'))).toThrow(SyntaxError)
    expect(() => parseLossless(twice('9007199254740993', '9007199254740992'))).toThrow(SyntaxError)
    expect(parseLossless(twice('1', '1'))).toEqual([{ id: 1, x: [{}] }])
  })

  test.each([
    [
      'a number in a string beside one whose value doesn’t show how it was written',
      '{"a":",-0,","b":1.5,"c":1.0}',
    ],
    ['long digits in a string before the same digits', '{"a":":9007199254740993","b": 9007199254740992}'],
    ['a member in a string and a key that comes again after a space', '[{"a":":"},{"a":1,"a"\t:1}]'],
    ['keys in another order than the text', '[{"b":9007199254740993,"1":9007199254740995}]'],
    ['a key that is the prototype elsewhere', '[{"__proto__":9007199254740993,"x":1.10}]'],
    ['a lone number', ' 1.0 '],
    ['nothing but numbers', '[-0,0.0,1e400,-1e400,1.10,15,-15,12345678901234567890]'],
    [
      'a week of a real form',
      '[{"id":2210522571508899670,"date":"2026-10-12T15:33:57.9678252","w":[1,2.50]}]',
    ],
  ])('gives what the plain way gives: %s', (_name, text) => {
    expect(outcome(parseLossless, text)).toEqual(outcome(parsePlainly, text))
  })

  test('a body like the platform’s needs no slow way', () => {
    const body =
      '[{"id":2210522571508899670,"id_str":"2210522571508899670","at":"2026-10-12T15:33:57.9678252"}]'
    expect(parseAndRestore(body)).not.toBeNull()
  })

  test('absurd nesting is an error and no crash', () => {
    expect(() => parseLossless('['.repeat(200_000) + ']'.repeat(200_000))).toThrow(RangeError)
  })
})
