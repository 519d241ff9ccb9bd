import { describe, expect, test } from '@jest/globals'
import { rules } from '../../src/regulation/index.js'
import { caseFiles } from './corpus.js'
import { touchedRules } from './edge-cases.js'

describe.each(Object.entries(touchedRules))('edge case %s', (row, touched) => {
  const cases = caseFiles.filter(({ rows }) => rows.some(name => name === row))

  test.each(touched)('is shown for %s in three zones', id => {
    const zones = new Set(cases.filter(({ rule }) => rule === id).flatMap(({ zones: own }) => own))
    expect([...zones].length).toBeGreaterThanOrEqual(3)
  })

  test('is shown for no other rule, and touches each once', () => {
    expect(
      cases.filter(({ rule }) => !touched.includes(rule)).map(({ rule, file }) => `${rule}/${file}`),
    ).toEqual([])
    expect(touched.toSorted()).toEqual(
      rules
        .map(({ id }) => id)
        .filter(id => touched.includes(id))
        .sort(),
    )
  })
})
