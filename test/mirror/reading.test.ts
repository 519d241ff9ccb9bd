import { expect, jest, test } from '@jest/globals'
import type { Answer } from '../../src/journal/index.js'
import { createReadingAhead, readAnswer } from '../../src/mirror/reading.js'
import { answer, at, lesson } from './answers.js'

const one = (id: string): Answer => answer([lesson(id)], { askedAt: at(0) })
const broken = (): Answer => ({
  ...one('1'),
  parse() {
    throw new Error('not what was asked')
  },
})

test('of several upcoming answers one is read ahead each time, in their order, and none twice', () => {
  const ahead = createReadingAhead()
  const answers = ['1', '2', '3'].map(one)
  const parses = answers.map(each => jest.spyOn(each, 'parse'))
  const upcoming = answers.map(each => ahead.upcoming(() => readAnswer(each)))
  const read = () => parses.map(parse => parse.mock.calls.length)
  expect(read()).toEqual([0, 0, 0])
  upcoming[0]?.read()
  ahead.readNext()
  expect(read()).toEqual([1, 1, 0])
  for (const each of upcoming) expect(each.read().seen.size).toBe(1)
  ahead.readNext()
  expect(read()).toEqual([1, 1, 1])
})

test('what nobody needs any more is not read', () => {
  const ahead = createReadingAhead()
  const unneeded = one('1')
  const parse = jest.spyOn(unneeded, 'parse')
  ahead.upcoming(() => readAnswer(unneeded)).drop()
  ahead.readNext()
  expect(parse).not.toHaveBeenCalled()
})

test('an answer that can’t be read fails for the one who needs it, not for the one who reads ahead', () => {
  const ahead = createReadingAhead()
  const upcoming = ahead.upcoming(() => readAnswer(broken()))
  ahead.readNext()
  expect(() => upcoming.read()).toThrow('not what was asked')
})
