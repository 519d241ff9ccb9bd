import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseAnswer } from '../../src/dnevnik/index.js'
import { BridgeError } from '../../src/errors.js'
import type { PlatformRecord, Resource } from '../../src/journal/index.js'
import { aWindow, fixture } from './a-source.js'

const bodies: readonly (readonly [Resource, string])[] = [
  ['groups', fixture('edu-groups')],
  ['teachers', fixture('teachers')],
  ['subjects', fixture('subjects')],
  ['work-types', fixture('work-types')],
  ['members', fixture('persons')],
  ['class-subjects', fixture('subjects')],
  ['periods', `[${fixture('reporting-periods')},${fixture('reporting-period-group')}]`],
  ['bells', fixture('timetables')],
  ['lessons', fixture('lessons')],
  ['marks', fixture('marks')],
  ['attendance', fixture('lesson-log-entries')],
  ['final-marks', fixture('final-marks')],
  ['exam-marks', `{"pupils":[${fixture('allfinalmarks')}]}`],
]

const anyBody = fc.constantFrom(...bodies)
const idForm = /^-?[1-9]\d{0,18}$/
const dayForm = /^\d{4}-\d{2}-\d{2}$/

/** Parses, or fails in one of the two ways that are allowed. */
function outcome(resource: Resource, body: string) {
  try {
    return parseAnswer(aWindow(resource), body)
  } catch (error) {
    expect(error).toBeInstanceOf(BridgeError)
    expect(['DNEVNIK_TRUNCATED', 'DNEVNIK_UNEXPECTED']).toContain((error as BridgeError).code)
    return null
  }
}

function isJson(body: string): boolean {
  try {
    JSON.parse(body)
    return true
  } catch {
    return false
  }
}

/** What the mirror may rely on, whatever came over the wire. */
function checkRecord(record: PlatformRecord): void {
  const wrong = Object.entries(record).filter(([field, value]) => !isSound(record.kind, field, value))
  expect(wrong).toEqual([])
  expect(JSON.parse(JSON.stringify(record))).toEqual(record)
}

function isSound(kind: PlatformRecord['kind'], field: string, value: unknown): boolean {
  if (value === undefined) return false
  if (field === 'id') return typeof value === 'string' && value !== ''
  if (value === null) return true
  if (/Ids$/.test(field)) return Array.isArray(value) && value.every(id => idForm.test(id))
  if (/Id$/.test(field)) return typeof value === 'string' && idForm.test(value)
  if (kind === 'bell' || !/^(date|start|finish|targetDate)$/.test(field)) return true
  return typeof value === 'string' && dayForm.test(value) && !Number.isNaN(Date.parse(value))
}

describe('bodies that were damaged', () => {
  test('cut off anywhere, are never believed', () => {
    fc.assert(
      fc.property(anyBody, fc.double({ min: 0, max: 1, noNaN: true }), ([resource, body], share) => {
        const whole = body.trimEnd()
        const cut = whole.slice(0, Math.floor(share * (whole.length - 1)))
        expect(() => parseAnswer(aWindow(resource), cut)).toThrow(
          expect.objectContaining({ code: 'DNEVNIK_TRUNCATED' }),
        )
      }),
      { numRuns: 1_000 },
    )
  })

  test('with pieces lost, doubled or replaced, are refused unless they are JSON, and then give sound records', () => {
    const piece = fc.constantFrom(
      '',
      '"',
      ',',
      ']',
      '}',
      'null',
      '0',
      '-1',
      '[]',
      '{}',
      '1e400',
      '99999999999999999999',
      '"x"',
    )
    const place = fc.nat(2_000)
    fc.assert(
      fc.property(anyBody, place, fc.nat(12), piece, ([resource, body], at, length, inserted) => {
        const from = at % body.length
        const damaged = body.slice(0, from) + inserted + body.slice(from + length)
        const parsed = outcome(resource, damaged)
        if (!isJson(damaged)) expect(parsed).toBeNull()
        for (const record of parsed?.records ?? []) checkRecord(record)
      }),
      { numRuns: 3_000 },
    )
  })

  test('with fields of any other kind, lose nothing: each element is a record, in quarantine or null', () => {
    const value = fc.jsonValue({ maxDepth: 2 })
    const mark = fc.dictionary(
      fc.constantFrom('id', 'person', 'value', 'lesson', 'date', 'id_str', 'x'),
      value,
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(mark, value, fc.constant(null)), { maxLength: 6 }), elements => {
        const alone = elements.map(element => parseAnswer(aWindow('marks'), JSON.stringify([element])))
        for (const [index, { records, quarantined }] of alone.entries()) {
          expect(records.length + quarantined.length).toBe(elements[index] === null ? 0 : 1)
          records.forEach(checkRecord)
        }
        const together = parseAnswer(aWindow('marks'), JSON.stringify(elements))
        expect(together.quarantined.map(item => item.raw)).toEqual(
          alone.flatMap(item => item.quarantined.map(one => one.raw)),
        )
        const ids = new Set(alone.flatMap(item => item.records.map(record => record.id)))
        expect(new Set(together.records.map(record => record.id))).toEqual(ids)
      }),
      { numRuns: 2_000 },
    )
  })

  test('of any words at all, never crash', () => {
    fc.assert(
      fc.property(fc.constantFrom(...bodies.map(([resource]) => resource)), fc.json(), (resource, body) => {
        for (const record of outcome(resource, body)?.records ?? []) checkRecord(record)
      }),
      { numRuns: 2_000 },
    )
  })
})
