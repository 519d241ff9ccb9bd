import { describe, expect, test } from '@jest/globals'
import { parseAnswer } from '../../src/dnevnik/index.js'
import { BridgeError } from '../../src/errors.js'
import { aWindow, group, monday, school } from './a-source.js'

const lessons = (body: string) => parseAnswer(aWindow('lessons'), body)
const marks = (body: string) => parseAnswer(aWindow('marks'), body)

describe('what does not parse is kept apart', () => {
  test('with its place, its problem and its own text, while its neighbours are read', () => {
    const broken = '{"id":2392148420039838221,"date":"2026-02-30T00:00:00","title":"Тема"}'
    const body = `[{"id":1,"date":"${monday}"},null,${broken},{"id":3,"date":"${monday}"}]`
    const { records, quarantined } = lessons(body)
    expect(records.map(record => record.id)).toEqual(['1', '3'])
    expect(quarantined).toEqual([
      { path: '[2].date', problem: 'date: нет даты или это не дата', raw: broken },
    ])
  })

  test('a work inside a lesson costs only itself', () => {
    const body = `[{"id":1,"date":"${monday}","works":[{"type":"Homework"},"слово"]}]`
    const { records, quarantined } = lessons(body)
    expect(records.map(record => record.kind)).toEqual(['lesson'])
    expect(quarantined.map(item => item.path)).toEqual(['[0].works[0].id', '[0].works[1]'])
  })

  test('problems never repeat what stood in the field', () => {
    const body = '[{"id":"Вымышленный Лев","person":{"lastName":"Вымышленный"},"value":["Лев"],"date":"Лев"}]'
    const { records, quarantined } = marks(body)
    expect(records).toEqual([])
    expect(quarantined[0]?.problem).toMatch(/^id: .+; person: .+; value: .+; date: /)
    expect(quarantined[0]?.problem).not.toMatch(/Лев|Вымышленный/)
    expect(quarantined[0]?.raw).toBe(body.slice(1, -1))
  })

  test.each([
    ['a mark without value', marks, '[{"id":1,"person":2,"value":null}]', '[0].value'],
    ['an id of zero', marks, '[{"id":0,"person":2,"value":"5"}]', '[0].id'],
    ['an id beyond 64 bits', marks, '[{"id":9223372036854775808,"person":2,"value":"5"}]', '[0].id'],
    ['a fraction as id', marks, '[{"id":1.5,"person":2,"value":"5"}]', '[0].id'],
    ['a stamp without day', marks, '[{"id":1,"person":2,"value":"5","date":"10:30"}]', '[0].date'],
    ['text in the place of a list', lessons, `[{"id":1,"date":"${monday}","works":"нет"}]`, '[0].works'],
    ['a list in the place of an object', lessons, '[[]]', '[0]'],
  ])('%s', (_, parse, body, path) => {
    const { records, quarantined } = parse(body)
    expect(records).toEqual([])
    expect(quarantined.map(item => item.path)).toEqual([path])
  })

  test('bells whose days or times mean nothing', () => {
    const item = (fields: object) =>
      JSON.stringify({ LessonNumber: 1, Start: '08:30', Finish: '09:15', ...fields })
    const items = [{ DaysOfWeek: ['Понедельник'] }, { Finish: '08:00' }, { Start: '25:00' }].map(item)
    const { records, quarantined } = parseAnswer(aWindow('bells'), `{"Items":[${items.join()}]}`)
    expect(records).toEqual([])
    expect(quarantined.map(item => item.path)).toEqual([
      '.Items[0].DaysOfWeek',
      '.Items[1].Start',
      '.Items[2].Start',
    ])
  })
})

describe('what is new on the wire is told', () => {
  test('fields that nobody knows, by the name that they have there', () => {
    const { drift, quarantined } = lessons(
      `[{"id":1,"date":"${monday}","newField":1,"works":[{"id":2,"Odd":null}]}]`,
    )
    expect(quarantined).toEqual([])
    expect(drift).toEqual(['lesson.newField', 'work.Odd'])
  })

  test('and what known fields its objects had, be they empty', () => {
    const { fields = [] } = lessons(
      `[{"id":1,"date":"${monday}","title":null,"status":"Active"},{"id":2,"date":"${monday}","title":""},{"date":1}]`,
    )
    const use = (name: string) => fields.find(field => field.name === name)?.use
    expect(use('lesson.title')).toBe('always')
    expect(use('lesson.status')).toBe('sometimes')
    expect(use('lesson.works')).toBe('never')
    expect(use('work.text')).toBeUndefined()
  })

  test('an id given twice: once when equal, the later one when not', () => {
    const mark = (value: string) => `{"id":1,"person":2,"value":"${value}"}`
    expect(marks(`[${mark('5')},${mark('5')}]`)).toMatchObject({ records: [{ value: '5' }], drift: [] })
    const differing = marks(`[${mark('5')},${mark('2')}]`)
    expect(differing).toMatchObject({ records: [{ value: '2' }], quarantined: [], drift: ['duplicate mark'] })
  })
})

describe('answers to another question', () => {
  test('lessons of another week are refused; a straggler among right ones is only told', () => {
    expect(() => lessons('[{"id":1,"date":"2026-11-30"}]')).toThrow(
      expect.objectContaining({ code: 'DNEVNIK_UNEXPECTED' }),
    )
    const { records, drift } = lessons(`[{"id":1,"date":"2026-11-23"},{"id":2,"date":"${monday}"}]`)
    expect(records).toHaveLength(2)
    expect(drift).toEqual(['lesson outside the asked week'])
  })

  describe('about another class', () => {
    const other = '2260325488551003873'
    const unknownGroup = '2260325488551003999'
    const neighbours = {
      otherClasses: new Set([other]),
      people: new Set(['1', '2']),
      peopleElsewhere: new Set(['3', '4']),
    }
    const lesson = (id: number, of: string | null) =>
      `{"id":${id},"group":${of},"date":"${monday}","works":[{"id":${id}0}]}`
    const parsedLessons = (...items: string[]) =>
      parseAnswer(aWindow('lessons'), `[${items.join()}]`, neighbours)
    const unexpected = expect.objectContaining({ code: 'DNEVNIK_UNEXPECTED' })

    test('lessons are refused when none is of the class; a foreign one among its own is kept apart', () => {
      expect(() => parsedLessons(lesson(1, other), lesson(2, other))).toThrow(unexpected)
      expect(() => parsedLessons(lesson(1, other), lesson(2, unknownGroup))).toThrow(unexpected)
      const { records, quarantined } = parsedLessons(lesson(1, group), lesson(2, other))
      expect(records.map(record => record.id)).toEqual(['1', '10'])
      expect(quarantined.map(({ path, problem }) => [path, problem])).toEqual([
        ['[1]', 'group: урок другого класса'],
      ])
    })

    test('lessons of groups that nobody knows yet are taken: they may be its subgroups', () => {
      expect(parsedLessons(lesson(1, unknownGroup), lesson(2, null)).quarantined).toEqual([])
    })

    test.each([
      ['marks', (person: number) => `{"id":${person},"person":${person},"value":"5"}`],
      ['attendance', (person: number) => `{"lesson":1,"person":${person},"status":"Ill"}`],
      ['final-marks', (person: number) => `{"person":${person},"per-subject-final-marks":[]}`],
    ] as const)(
      '%s are refused when they know nobody of the class but somebody of another',
      (resource, of) => {
        const parsed = (...persons: number[]) =>
          parseAnswer(aWindow(resource), `[${persons.map(of).join()}]`, neighbours)
        expect(() => parsed(3, 4, 9)).toThrow(unexpected)
        // New pupils aren't known, and subgroups may have pupils of several classes.
        for (const persons of [[9], [1, 3], []]) expect(parsed(...persons).quarantined).toEqual([])
      },
    )
  })

  test('of a class whose people are known another one’s list is refused; of a new class nobody can tell', () => {
    const parsed = (people: readonly string[], ...persons: number[]) =>
      parseAnswer(aWindow('members'), `[${persons.map(id => `{"id":${id}}`).join()}]`, {
        otherClasses: new Set(),
        people: new Set(people),
        peopleElsewhere: new Set(['3', '4']),
      }).records.length
    expect(() => parsed(['1', '2'], 3, 4, 9)).toThrow(expect.objectContaining({ code: 'DNEVNIK_UNEXPECTED' }))
    expect(parsed(['1', '2'], 1, 3)).toBe(2)
    expect(parsed(['1', '2'], 9)).toBe(1)
    expect(parsed([], 3, 4)).toBe(2)
  })

  test('work types of another school are refused', () => {
    const of = (id: string) => `[{"id":5,"schoolId":${id},"title":"Тест"}]`
    expect(() => parseAnswer(aWindow('work-types'), of('1000009999999'))).toThrow(
      expect.objectContaining({ code: 'DNEVNIK_UNEXPECTED' }),
    )
    for (const id of [school, 'null', '0'])
      expect(parseAnswer(aWindow('work-types'), of(id)).records).toHaveLength(1)
  })

  test('a lesson of quite another week among right ones is kept apart', () => {
    const { records, quarantined } = lessons(`[{"id":1,"date":"2026-12-10"},{"id":2,"date":"${monday}"}]`)
    expect(records.map(record => record.id)).toEqual(['2'])
    expect(quarantined.map(({ problem }) => problem)).toEqual(['date: урок другой недели'])
  })

  test('final marks of another class are refused', () => {
    const of = (id: string) => `[{"person":1,"group":${id},"per-subject-final-marks":[]}]`
    expect(() => parseAnswer(aWindow('final-marks'), of('2260325488551003873'))).toThrow(
      expect.objectContaining({ code: 'DNEVNIK_UNEXPECTED' }),
    )
    expect(parseAnswer(aWindow('final-marks'), of(group)).quarantined).toEqual([])
  })

  test.each([
    '[{"id":1',
    '[{"id":1,}]',
    '[1 2]',
    '',
    '[{"id":1,"id":2}]',
    `${'['.repeat(200_000)}${']'.repeat(200_000)}`,
  ])('a body that is no whole JSON is never half believed (%#)', body => {
    expect(() => marks(body)).toThrow(expect.objectContaining({ code: 'DNEVNIK_TRUNCATED' }))
  })

  test('a body of brackets is refused at any depth', () => {
    for (let depth = 1_000; depth < 10_000; depth += 500) {
      const nested = `[${'['.repeat(depth)}${']'.repeat(depth)},{"id":"x","a":${'{"b":'.repeat(depth)}1${'}'.repeat(depth)}}]`
      let code = 'quarantine'
      try {
        expect(marks(nested).quarantined).toHaveLength(2)
      } catch (error) {
        if (!(error instanceof BridgeError)) throw error
        code = error.code
      }
      expect(['quarantine', 'DNEVNIK_TRUNCATED', 'DNEVNIK_UNEXPECTED']).toContain(code)
    }
  })
})
