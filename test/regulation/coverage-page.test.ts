import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { clauses, coveragePage, rules } from '../../src/regulation/index.js'

test('docs/coverage.md is what the clauses say; if not: npm run generate', () => {
  expect(readFileSync(new URL('../../docs/coverage.md', import.meta.url), 'utf8')).toBe(coveragePage())
})

test('the page shows every clause and rule, the unchecked ones with their reason', () => {
  const page = coveragePage()
  const wanted = [
    ...clauses.flatMap(({ title, unchecked }) => [title, unchecked ?? '']),
    ...rules.map(rule => rule.id),
  ]
  expect(wanted.filter(text => !page.includes(text))).toEqual([])
  const rows = page.split('\n').filter(line => /^\| \d/.test(line))
  expect(rows.map(row => row.split(' | ').length)).toEqual(rows.map(() => 6))
  expect(rows).toHaveLength(clauses.length)
})
