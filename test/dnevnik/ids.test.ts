import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseAnswer } from '../../src/dnevnik/index.js'
import { aWindow } from './a-source.js'

/** Any id that the platform may write; 0 is its way to say "none". */
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).filter(id => id !== 0n)

function onlyMark(element: string) {
  const { records, quarantined } = parseAnswer(aWindow('marks'), `[${element}]`)
  expect(quarantined).toEqual([])
  return records[0]
}

describe('64-bit ids stay exact', () => {
  test('with the string twin and without', () => {
    fc.assert(
      fc.property(int64, int64, fc.boolean(), (id, person, twin) => {
        const twins = twin ? `"id_str":"${id}","person_str":"${person}",` : ''
        const mark = onlyMark(`{${twins}"id":${id},"person":${person},"workType":${id},"value":"5"}`)
        expect(mark).toMatchObject({ id: `${id}`, personId: `${person}`, workTypeId: `${id}` })
      }),
    )
  })

  test('the twin wins over a number that somebody rounded, whatever the order and the casing', () => {
    fc.assert(
      fc.property(int64, fc.constantFrom('id_str', 'IdStr', 'idStr'), fc.boolean(), (id, twin, before) => {
        const fields = [`"id":${Number(id)}`, `"${twin}":"${id}"`]
        const mark = onlyMark(`{${(before ? fields.reverse() : fields).join()},"person":1,"value":"5"}`)
        expect(mark?.id).toBe(`${id}`)
      }),
    )
  })

  test('a number and a twin that name two different things are believed neither', () => {
    fc.assert(
      fc.property(int64, int64, (id, other) => {
        fc.pre(Number(id) !== Number(other))
        const parsed = (fields: string) => parseAnswer(aWindow('marks'), `[{${fields},"value":"5"}]`)
        for (const fields of [
          `"id":${id},"id_str":"${other}","person":1`,
          `"id":1,"person":${id},"person_str":"${other}"`,
          `"id":1,"person":2,"lesson":${id},"lesson_str":"${other}"`,
        ]) {
          const { records, quarantined } = parsed(fields)
          expect(records).toEqual([])
          expect(quarantined[0]?.problem).toMatch(/^(id|person|lesson): число и его строка расходятся$/)
        }
      }),
    )
    const lesson = (teachers: string) => `[{"id":1,"date":"2026-11-16",${teachers}}]`
    for (const teachers of ['"teachers":[1],"teachers_str":["2"]', '"teachers":[],"teachers_str":["2"]']) {
      const { quarantined } = parseAnswer(aWindow('lessons'), lesson(teachers))
      expect(quarantined[0]?.path).toBe('[0].teachers')
    }
  })

  test('0 is no id, with a twin of its own or without', () => {
    for (const none of ['"lesson":0', '"lesson":0,"lesson_str":"0"', '"lesson":null,"lesson_str":null'])
      expect(onlyMark(`{"id":1,"person":2,${none},"value":"5"}`)).toMatchObject({ lessonId: null })
  })

  test('a twin that is no number is passed over', () => {
    expect(onlyMark('{"id":7,"id_str":null,"person":1,"person_str":"","value":"5"}')?.id).toBe('7')
  })

  test('lists of ids keep every digit', () => {
    fc.assert(
      fc.property(fc.array(int64, { maxLength: 5 }), fc.boolean(), (ids, twin) => {
        const twins = twin ? `,"teachers_str":${JSON.stringify(ids.map(String))}` : ''
        const body = `[{"id":1,"date":"2026-11-16","teachers":[${ids.join()}]${twins}}]`
        const [lesson] = parseAnswer(aWindow('lessons'), body).records
        expect(lesson).toMatchObject({ teacherIds: ids.map(String) })
      }),
    )
  })

  test('the quarantine keeps the digits too', () => {
    fc.assert(
      fc.property(int64, id => {
        const element = `{"id":${id},"value":"5"}`
        expect(parseAnswer(aWindow('marks'), `[${element}]`).quarantined[0]?.raw).toBe(element)
      }),
    )
  })
})
