import { expect, test } from '@jest/globals'
import { figureCounts, noFigures } from '../../src/regulation/index.js'

test('where nothing was counted every figure is nought, and whoever counts has a record of their own', () => {
  const counts = noFigures()
  expect(Object.keys(counts)).toEqual([...figureCounts])
  expect(new Set(Object.values(counts))).toEqual(new Set([0]))
  counts.lessons += 1
  expect(noFigures().lessons).toBe(0)
})
