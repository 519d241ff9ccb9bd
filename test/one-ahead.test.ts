import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { eachOneAhead } from '../src/one-ahead.js'

/** What happened, in order; reading takes its time. */
function watched({ failsAt, readFailsAt }: { failsAt?: number; readFailsAt?: number } = {}) {
  const told: string[] = []
  return {
    told,
    async read(item: number) {
      told.push(`reads ${item}`)
      await wait(5)
      if (item === readFailsAt) throw new Error(`can't read ${item}`)
      told.push(`has read ${item}`)
      return item * 10
    },
    async use(one: number, item: number) {
      told.push(`uses ${one} of ${item}`)
      await wait(1)
      if (item === failsAt) throw new Error(`can't use ${item}`)
      told.push(`has used ${item}`)
    },
  }
}

test('the next item is read while the last is used, one at a time and in turn', async () => {
  const { told, read, use } = watched()
  await eachOneAhead([1, 2, 3], read, use)
  expect(told).toEqual([
    ...['reads 1', 'has read 1', 'reads 2', 'uses 10 of 1', 'has used 1'],
    ...['has read 2', 'reads 3', 'uses 20 of 2', 'has used 2'],
    ...['has read 3', 'uses 30 of 3', 'has used 3'],
  ])
})

test('nothing is read of no items', async () => {
  const { told, read, use } = watched()
  await eachOneAhead([], read, use)
  expect(told).toEqual([])
})

test('after a failure nothing more is begun, and what is being read is waited for', async () => {
  const { told, read, use } = watched({ failsAt: 1 })
  await expect(eachOneAhead([1, 2, 3], read, use)).rejects.toThrow("can't use 1")
  expect(told.slice(-2)).toEqual(['uses 10 of 1', 'has read 2'])
})

test('what can’t be read is told when it is its turn', async () => {
  const { told, read, use } = watched({ readFailsAt: 2 })
  await expect(eachOneAhead([1, 2, 3], read, use)).rejects.toThrow("can't read 2")
  expect(told).toEqual(['reads 1', 'has read 1', 'reads 2', 'uses 10 of 1', 'has used 1'])
})

test('of two failures the one that came first is told', async () => {
  const { read, use } = watched({ failsAt: 1, readFailsAt: 2 })
  await expect(eachOneAhead([1, 2, 3], read, use)).rejects.toThrow("can't use 1")
})
