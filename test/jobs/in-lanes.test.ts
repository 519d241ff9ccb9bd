import { describe, expect, test } from '@jest/globals'
import { inLanes } from '../../jobs/steps/in-lanes.js'

/** Lets everything that is due happen. */
const settled = () => new Promise(resolve => setImmediate(resolve))

describe('work in lanes', () => {
  test('is done for every item, no more at once than there are lanes', async () => {
    const done: number[] = []
    let atOnce = 0
    let most = 0
    await inLanes([1, 2, 3, 4, 5], 2, async item => {
      atOnce += 1
      most = Math.max(most, atOnce)
      await settled()
      atOnce -= 1
      done.push(item)
    })
    expect(done.sort()).toEqual([1, 2, 3, 4, 5])
    expect(most).toBe(2)
  })

  test('a failure begins nothing new, and ends only after what was under way', async () => {
    const begun: number[] = []
    let finish = () => {}
    const underWay = new Promise<void>(resolve => {
      finish = resolve
    })
    let ended = false
    const all = inLanes([1, 2, 3, 4], 2, async item => {
      begun.push(item)
      if (item === 2) throw new Error('the token died')
      await underWay
    }).finally(() => {
      ended = true
    })
    const failure = expect(all).rejects.toThrow('the token died')
    await settled()
    expect(ended).toBe(false)
    finish()
    await failure
    expect(begun).toEqual([1, 2])
  })
})
