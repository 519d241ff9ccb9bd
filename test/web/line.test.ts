import { once } from 'node:events'
import { expect, test } from '@jest/globals'
import { createLine } from '../../src/web/index.js'

/** So many at a time; the others wait for their turn. */

const forever = new AbortController().signal

/** Work that goes on until it is told to end, and tells when it begins. */
function work(name: string, begun: string[]) {
  const end = new AbortController()
  return {
    end: () => end.abort(),
    async go() {
      begun.push(name)
      if (!end.signal.aborted) await once(end.signal, 'abort')
      return name
    },
  }
}

/** Everybody who may go on by now has done so. */
const settled = () => new Promise(resolve => setImmediate(resolve))

test('lets no more through than it may, and the others in the order in which they came', async () => {
  const line = createLine(2)
  const begun: string[] = []
  const works = ['a', 'b', 'c', 'd'].map(name => work(name, begun))
  const answers = works.map(({ go }) => line.through(forever, go))
  await settled()
  expect(begun).toEqual(['a', 'b'])
  works[1]?.end()
  await settled()
  expect(begun).toEqual(['a', 'b', 'c'])
  for (const { end } of works) end()
  expect(await Promise.all(answers)).toEqual(['a', 'b', 'c', 'd'])
  expect(begun).toEqual(['a', 'b', 'c', 'd'])
})

test('who gives up while waiting is never begun, and holds nobody up', async () => {
  const line = createLine(1)
  const begun: string[] = []
  const [first, left, last] = ['first', 'left', 'last'].map(name => work(name, begun))
  if (!first || !left || !last) throw new Error('Three are needed')
  const going = line.through(forever, first.go)
  const patience = new AbortController()
  const waiting = line.through(patience.signal, left.go)
  const after = line.through(forever, last.go)
  patience.abort()
  await expect(waiting).rejects.toMatchObject({ code: 'INTERRUPTED' })
  await expect(line.through(patience.signal, left.go)).rejects.toMatchObject({ code: 'INTERRUPTED' })
  first.end()
  last.end()
  expect(await Promise.all([going, after])).toEqual(['first', 'last'])
  expect(begun).toEqual(['first', 'last'])
})

test('what fails makes room for the next one', async () => {
  const line = createLine(1)
  const failed = line.through(forever, async () => {
    throw new Error('no')
  })
  await expect(failed).rejects.toThrow('no')
  expect(await line.through(forever, async () => 'next')).toBe('next')
})
