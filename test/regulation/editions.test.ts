import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createCalendar } from '../../src/calendar/index.js'
import { checkJournal, editionOn, editionsDuring, RegulationSchema } from '../../src/regulation/index.js'
import { requestOf } from './build-slice.js'
import { SmallJournal } from './small-journal.js'

const journal = SmallJournal.parse({
  title: 'Короткие темы до и после новой редакции',
  lessons: ['2026-11-16', '2026-11-17', '2026-11-18'].map((date, index) => ({
    id: index + 1,
    date,
    topic: [{ value: 'Дроби', absent: '2026-11-16 06:00', seen: '2026-11-16 07:00' }],
  })),
  asOf: '2026-11-20 12:00',
  looked: '2026-11-20 06:00',
})
const request = requestOf('2.3-topic-filled', journal)
const { addDays, days } = createCalendar(request.facts)
const before = (date: string) => addDays(date, -1)
const strict = { rules: { '2.3-topic-filled': { minimumLetters: 10 } } }

describe('editions of the regulation', () => {
  test('each day is judged by the one in force', () => {
    const settings = RegulationSchema.parse({
      editions: [{}, { number: '2', from: '2026-11-17', ...strict }],
    })
    const result = checkJournal({ ...request, settings })
    expect(result.verdicts.map(({ date, verdict }) => [date, verdict])).toEqual([
      ['2026-11-16', 'kept'],
      ['2026-11-17', 'broken'],
      ['2026-11-18', 'broken'],
    ])
    expect(result.counts['2.3-topic-filled']).toMatchObject({ kept: 1, broken: 2 })
  })

  test('an edition that begins after the days asked for changes nothing', () => {
    const settings = RegulationSchema.parse({
      editions: [{}, { number: '2', from: '2027-09-01', ...strict }],
    })
    expect(checkJournal({ ...request, settings })).toEqual(checkJournal(request))
  })

  test.each([
    [[{}, {}], /нет первого дня действия/],
    [[{ from: '2026-09-01' }, { number: '2', from: '2026-09-01' }], /по порядку, с разных дней/],
    [[{}, { from: '2026-09-01' }], /Номер «1» уже есть у редакции выше/],
    [[{ from: '2027-01-11' }, { from: '2026-09-01' }], /по порядку, с разных дней/],
  ])('contradictory days are refused: %j', (editions, message) => {
    const { error } = RegulationSchema.safeParse({ editions })
    expect(error?.issues.map(issue => issue.message).join('\n')).toMatch(message)
  })

  test.each<[string, readonly object[], readonly (readonly [PropertyKey[], string])[]]>([
    ['one may be alone', [{ from: '2026-09-01' }], []],
    [
      'each begins after the one before, the first perhaps always',
      [{}, { number: '2', from: '2026-09-01' }],
      [],
    ],
    [
      'an edition without a first day can only be the first',
      [{}, { number: '2' }],
      [
        [
          ['editions', 1, 'from'],
          'У редакции «2» нет первого дня действия (from): без него может быть только первая',
        ],
      ],
    ],
    [
      'each begins after the one before',
      [{ from: '2026-09-01' }, { number: '2', from: '2027-01-11' }, { number: '3', from: '2027-01-10' }],
      [
        [
          ['editions', 2, 'from'],
          'Редакция «3» действует с 2027-01-10, а стоящая перед ней «2» — с 2027-01-11: поставьте их по порядку, с разных дней',
        ],
      ],
    ],
    [
      'no number stands twice, be there another between',
      [{}, { number: '2', from: '2026-09-01' }, { from: '2027-01-11' }],
      [[['editions', 2, 'number'], 'Номер «1» уже есть у редакции выше: отчёты называют редакцию по номеру']],
    ],
  ])('of a regulation: %s', (_, editions, problems) => {
    const { error } = RegulationSchema.safeParse({ editions })
    expect((error?.issues ?? []).map(({ path, message }) => [path, message])).toEqual(problems)
  })

  test('cover every day once, and agree with the edition of the day', () => {
    const date = fc.integer({ min: 0, max: 60 }).map(day => addDays('2026-09-01', day))
    const starts = fc.uniqueArray(date, { maxLength: 4 }).map(list => list.sort())
    fc.assert(
      fc.property(
        starts,
        fc.boolean(),
        date,
        fc.integer({ min: 0, max: 40 }),
        (froms, isFirstOpen, from, length) => {
          const editions = [...(isFirstOpen || froms.length === 0 ? [null] : []), ...froms].map(
            (start, index) => ({
              number: String(index + 1),
              from: start,
            }),
          )
          const settings = RegulationSchema.parse({ editions })
          const to = addDays(from, length)
          const parts = editionsDuring(settings, from, to, before)
          expect(parts.flatMap(part => days(part.from, part.to))).toEqual(days(from, to))
          for (const part of parts) {
            for (const day of days(part.from, part.to)) expect(editionOn(settings, day)).toBe(part.edition)
          }
        },
      ),
    )
  })
})
