import { once } from 'node:events'
import { beforeEach, describe, expect, test } from '@jest/globals'
import { judgingOnce, type JudgeOnce } from '../../src/cli/web-deps/judged-once.js'
import { createLine, type Line } from '../../src/web/index.js'

/** What several people ask of a page is judged once, and kept while it is true. */

const most = 2
let line: Line
let judgeOnce: JudgeOnce<string>
let judged: string[]
beforeEach(() => {
  line = createLine(1)
  judgeOnce = judgingOnce(line, most)
  judged = []
})

const forever = new AbortController().signal
/** Everybody who may go on by now has done so. */
const settled = () => new Promise(resolve => setImmediate(resolve))

const ask = (key: string, state: string, signal = forever) =>
  judgeOnce({ key, state, signal }, async () => {
    judged.push(`${key} ${state}`)
    return `${key} ${state}`
  })

/** A judgement that goes on until it is told to end, or to stop. */
function long(name: string) {
  const end = new AbortController()
  return {
    end: () => end.abort(),
    ask: (state: string, signal = forever) =>
      judgeOnce({ key: name, state, signal }, async stop => {
        judged.push(`${name} begun`)
        await Promise.race([once(end.signal, 'abort'), once(stop, 'abort')])
        if (!stop.aborted) return name
        judged.push(`${name} stopped`)
        throw new Error('stopped')
      }),
  }
}

describe('what was judged', () => {
  test('is the answer as long as nothing has changed that it rests on', async () => {
    expect([await ask('a', '1'), await ask('a', '1')]).toEqual(['a 1', 'a 1'])
    expect(judged).toEqual(['a 1'])
    expect(await ask('a', '2')).toBe('a 2')
    expect(await ask('b', '2')).toBe('b 2')
    expect(await ask('a', '2')).toBe('a 2')
    expect(judged).toEqual(['a 1', 'a 2', 'b 2'])
  })

  test('is told without a turn while others are judged for', async () => {
    await ask('a', '1')
    const other = long('other')
    const going = other.ask('1')
    await settled()
    expect(await ask('a', '1')).toBe('a 1')
    other.end()
    await going
  })

  test('is forgotten for what was asked later, where it is too much', async () => {
    for (const key of ['a', 'b', 'c', 'a']) await ask(key, '1')
    expect(judged).toEqual(['a 1', 'b 1', 'c 1', 'a 1'])
  })

  test('isn’t kept where it failed', async () => {
    const failing = judgeOnce({ key: 'a', state: '1', signal: forever }, async () => {
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await ask('a', '1')).toBe('a 1')
  })
})

describe('who asks while it is judged', () => {
  test('gets that answer, and takes no turn', async () => {
    const work = long('a')
    const answers = [work.ask('1'), work.ask('1')]
    await settled()
    work.end()
    expect(await Promise.all(answers)).toEqual(['a', 'a'])
    expect(judged).toEqual(['a begun'])
  })

  test('gets it although the first one has gone; it ends when nobody waits any more', async () => {
    const [first, second] = [new AbortController(), new AbortController()]
    const work = long('a')
    const left = work.ask('1', first.signal)
    await settled()
    const staying = work.ask('1', second.signal)
    first.abort()
    await expect(left).rejects.toMatchObject({ code: 'INTERRUPTED', details: {} })
    await settled()
    expect(judged).toEqual(['a begun'])
    second.abort()
    await expect(staying).rejects.toMatchObject({ code: 'INTERRUPTED' })
    await settled()
    expect(judged).toEqual(['a begun', 'a stopped'])
    // Neither is it kept, nor does it hold up the line.
    expect(await ask('a', '1')).toBe('a 1')
  })

  test('is told that it wasn’t his turn, where it wasn’t; then nothing is judged for him', async () => {
    const other = long('other')
    const going = other.ask('1')
    const patience = new AbortController()
    const waiting = ask('a', '1', patience.signal)
    await settled()
    patience.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'INTERRUPTED', details: { waited: true } })
    other.end()
    await going
    await settled()
    expect(judged).toEqual(['other begun'])
  })

  test('of what has changed meanwhile, gets an answer of his own', async () => {
    const work = long('a')
    const before = work.ask('1')
    await settled()
    const after = ask('a', '2')
    await settled()
    work.end()
    expect([await before, await after]).toEqual(['a', 'a 2'])
    expect(await ask('a', '2')).toBe('a 2')
    expect(judged).toEqual(['a begun', 'a 2'])
  })

  test('and is gone already doesn’t take the answer from others', async () => {
    await ask('a', '1')
    await expect(ask('a', '1', AbortSignal.abort())).rejects.toMatchObject({ code: 'INTERRUPTED' })
    await ask('a', '1')
    expect(judged).toEqual(['a 1'])
  })
})
