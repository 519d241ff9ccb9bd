import { expect, test } from '@jest/globals'
import { windowCounts } from '../../src/cli/commands/sync.js'

test('lists that the platform does not offer are no gap of a run that is done', () => {
  const run = { state: 'done', windows: 33, complete: 30, incomplete: 0 } as const
  expect(windowCounts(run)).toEqual({ windows: 30, complete: 30, incomplete: 0 })
})

test('a run that failed half-way owns up to what it has not asked for', () => {
  const run = { state: 'failed', windows: 33, complete: 10, incomplete: 1 } as const
  expect(windowCounts(run)).toEqual({ windows: 33, complete: 10, incomplete: 23 })
  expect(windowCounts({ ...run, windows: null })).toEqual({ windows: 11, complete: 10, incomplete: 1 })
})
