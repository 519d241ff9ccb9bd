import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { fontFace } from '../../src/report/fonts.js'
import { breakLines, page, printed, splitColumns } from '../../src/report/page.js'
import { columnsOf, type } from '../../src/report/sheet-columns.js'
import { layOut, splitRows } from '../../src/report/sheet-layout.js'
import { aSheet } from '../support/report.js'

const face = fontFace('Sans')

describe('pages of a sheet', () => {
  const shape = fc.record({
    pupils: fc.integer({ min: 0, max: 40 }),
    subjects: fc.integer({ min: 0, max: 45 }),
    periodId: fc.constantFrom('901', null),
  })

  test('every pupil meets every column exactly once', () => {
    fc.assert(
      fc.property(shape, request => {
        const sheet = aSheet(request)
        const { pages } = layOut(sheet, face)
        const cells = pages.flatMap(({ from, to, columns }) =>
          Array.from({ length: to - from }, (_, row) =>
            columns.map(column => `${from + row}/${column.place}`),
          ).flat(),
        )
        expect(new Set(cells).size).toBe(cells.length)
        expect(cells).toHaveLength(request.pupils * columnsOf(sheet).length)
      }),
      { numRuns: 40 },
    )
  })

  test('no page is wider than the paper, and only the first has the full title', () => {
    fc.assert(
      fc.property(shape, request => {
        const { pages, fixed } = layOut(aSheet(request), face)
        const room = page.width - page.margins.left - page.margins.right
        for (const part of pages) {
          const width = [...fixed, ...part.columns.map(column => column.width)].reduce(
            (sum, item) => sum + item,
            0,
          )
          expect(width).toBeLessThanOrEqual(room)
        }
        expect(pages.map(part => part.first)).toEqual(pages.map((_, index) => index === 0))
      }),
      { numRuns: 40 },
    )
  })

  test('the type is never smaller than 8 pt', () => {
    expect(Math.min(...Object.values(type))).toBeGreaterThanOrEqual(8)
  })
})

describe('columns', () => {
  const column = (index: number) => ({ index, width: 30 })

  test('are shared out evenly over as few pages as fit', () => {
    const parts = splitColumns(
      Array.from({ length: 25 }, (_, index) => column(index)),
      20 * 30,
    )
    expect(parts.map(part => part.length)).toEqual([13, 12])
  })

  test('one that is wider than the page still gets a page', () => {
    expect(
      splitColumns([column(0), { ...column(1), width: 900 }, column(2)], 100).map(part => part.length),
    ).toEqual([1, 1, 1])
  })
})

describe('rows', () => {
  const rooms = { first: 100, next: 150, closing: 40 }

  test('break between pupils when the page is full', () => {
    expect(splitRows(Array(10).fill(30), rooms)).toEqual([3, 8, 10])
  })

  test('the signatures never stand on a page without pupils', () => {
    expect(splitRows(Array(3).fill(30), rooms)).toEqual([1, 3])
    expect(splitRows(Array(2).fill(30), rooms)).toEqual([2])
  })

  test('a sheet without pupils is one page', () => {
    expect(splitRows([], rooms)).toEqual([0])
  })
})

describe('lines', () => {
  const widthOf = (text: string) => text.length

  test('break at blanks and hyphens, and inside a word only when it is longer than the line', () => {
    expect(breakLines('Основы духовно-нравственной культуры', 18, widthOf)).toEqual([
      'Основы духовно-',
      'нравственной',
      'культуры',
    ])
    expect(breakLines('Естествознание', 5, widthOf)).toEqual(['Естес', 'твозн', 'ание'])
  })

  test('lose no letter and exceed no width', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('а', 'Щ', '-', ' ', '😀'), maxLength: 40 }),
        fc.integer({ min: 2, max: 12 }),
        (text, width) => {
          const lines = breakLines(text, width, widthOf)
          expect(lines.join('').replaceAll(' ', '')).toBe(printed(text).replaceAll(' ', ''))
          for (const line of lines) expect(line.length).toBeLessThanOrEqual(width)
        },
      ),
    )
  })

  test('invisible characters and decomposed letters are printed as people see them', () => {
    expect(printed(' Ё\u200bл\u00adкин\u00a0 И\u0306ван\n')).toBe('Ёлкин Йван')
  })
})
