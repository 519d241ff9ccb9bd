import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { z } from 'zod'
import { fieldsOf, fieldsReader } from '../../src/dnevnik/schema/fields.js'
import { day, id } from '../../src/dnevnik/schema/values.js'

const used = ['id', 'lesson', 'workType', 'constructor']
const ignored = ['mood', 'toString']
const names = [
  ...['id', 'Id', 'id_str', 'IdStr', 'lesson', 'Lesson', 'lesson_str', 'workType', 'WorkType', 'work-type'],
  ...['constructor', 'mood', 'Mood', 'moodStr', 'toString', 'hasOwnProperty', 'news', 'newsStr', '__proto__'],
]
const anObject = fc
  .array(
    fc.tuple(
      fc.constantFrom(...names),
      fc.constantFrom(null, 1, 17, '1', '17', '018', 'word', ['1', '17'], [1]),
    ),
    {
      maxLength: 8,
    },
  )
  .map(entries => {
    const parts = [...new Map(entries)].map(
      ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
    )
    return JSON.parse(`{${parts.join()}}`) as object
  })

test('a reader of one kind of object finds what the reader of any object finds', () => {
  const read = fieldsReader(used, ignored)
  fc.assert(
    fc.property(anObject, element => {
      const told: string[] = []
      const fields = read(element, name => told.push(name))
      const all = fieldsOf(element) ?? {}
      expect(Object.keys(fields)).toEqual(used)
      for (const name of used) expect(fields[name]).toBe(all[name])
      const strange = Object.keys(element).filter(name =>
        ['hasOwnProperty', 'news', 'newsStr', '__proto__'].includes(name),
      )
      expect(told).toEqual(strange)
    }),
    { numRuns: 500 },
  )
})

test('a day is one of the calendar', () => {
  const number = (max: number, digits: number) =>
    fc.nat({ max }).map(value => `${value}`.padStart(digits, '0'))
  const aYear = fc.oneof(number(9999, 4), fc.constantFrom('1900', '2000', '2024', '2026', '2100'))
  fc.assert(
    fc.property(
      aYear,
      number(13, 2),
      number(32, 2),
      fc.constantFrom('', 'T00:00:00', ' 7'),
      (year, month, date, rest) => {
        const text = `${year}-${month}-${date}`
        const at = new Date(`${text}T00:00:00Z`)
        const exists = year !== '0001' && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
        const read = z.object({ day }).safeParse({ day: text + rest })
        expect(read.success ? read.data.day : null).toBe(exists ? text : null)
      },
    ),
    { numRuns: 2000 },
  )
})

test('an id of nineteen digits is one that fits into 64 bits', () => {
  const greatest = 2n ** 63n - 1n
  const near = fc.bigInt({ min: -1000n, max: 1000n }).map(distance => greatest + distance)
  const any = fc.bigInt({ min: 10n ** 18n, max: 10n ** 19n - 1n })
  fc.assert(
    fc.property(fc.oneof(near, any), fc.constantFrom('', '0', '+', ' '), (value, before) => {
      const text = `${before}${value}`
      const read = z.object({ id }).safeParse({ id: text })
      expect(read.success ? read.data.id : null).toBe(before === '' && value <= greatest ? text : null)
    }),
    { numRuns: 500 },
  )
})
