import { createHash } from 'node:crypto'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { canonicalize } from 'json-canonicalize'
import type { LessonRecord } from '../../src/journal/index.js'
import { seenRecord } from '../../src/mirror/canonical.js'
import { lesson } from './answers.js'

const aTopic = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\\u0000', '\\ud800', 'ё"\\\n\t/', '\u2028', '😀'),
)
const aLesson: fc.Arbitrary<LessonRecord> = fc
  .record({
    topic: fc.option(aTopic.filter(text => !/\0|\p{Surrogate}/u.test(text))),
    number: fc.option(fc.integer()),
    teacherIds: fc.array(fc.nat().map(String), { maxLength: 3 }),
  })
  .map(facts => lesson('1', facts))

test('a record is kept as canonical JSON, with the hash that every earlier version of the mirror gave it', () => {
  fc.assert(
    fc.property(aLesson, fc.boolean(), (record, reversed) => {
      const given = reversed
        ? (Object.fromEntries(Object.entries(record).reverse()) as unknown as LessonRecord)
        : record
      const { text, hash } = seenRecord(given)
      expect(text).toBe(canonicalize(record))
      expect(hash).toBe(createHash('sha256').update(text).digest('base64url'))
    }),
  )
})

test('what PostgreSQL cannot keep is replaced, and nothing else', () => {
  const kept = (topic: string) => JSON.parse(seenRecord(lesson('1', { topic })).text).topic
  expect(kept('a\0b')).toBe('a\ufffdb')
  expect(kept('a\ud83db')).toBe('a\ufffdb')
  expect(kept('\\u0000 😀 \x1f')).toBe('\\u0000 😀 \x1f')
})
