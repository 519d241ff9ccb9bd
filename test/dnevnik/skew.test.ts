import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { narrowed, type SkewRange, skewOf, skewRange } from '../../src/dnevnik/skew.js'
import { aSource, aWindow } from './a-source.js'

const start = Date.parse('2026-11-16T12:00:00Z')
const httpDate = (instant: number) => new Date(instant).toUTCString()

/** What one answer tells when the platform's clock is `skew` ahead of ours. */
function measured(skew: number, askedAt: number, waits: readonly [number, number]): SkewRange | null {
  const [before, after] = waits
  const date = httpDate(askedAt + before + skew)
  return skewRange({ date, age: null, askedAt, answeredAt: askedAt + before + after })
}

test('the true skew lies within what is measured, and several answers narrow it', () => {
  const wait = fc.integer({ min: 0, max: 30_000 })
  const answers = fc.array(fc.tuple(fc.integer({ min: 0, max: 600_000 }), wait, wait), { minLength: 1 })
  fc.assert(
    fc.property(fc.integer({ min: -3_600_000, max: 3_600_000 }), answers, (skew, list) => {
      const ranges = list.map(([offset, before, after]) => measured(skew, start + offset, [before, after]))
      const all = ranges.reduce(narrowed, null)
      const result = skewOf(all, false)
      expect(result).not.toBeNull()
      if (!result || !all) return
      expect(Math.abs(result.ms - skew)).toBeLessThanOrEqual(result.errorMs + 1)
      for (const range of ranges)
        if (range) expect(all.most - all.least).toBeLessThanOrEqual(range.most - range.least)
    }),
  )
})

test('a clock that was set between two answers leaves what the newer one tells', () => {
  const [before, after] = [measured(0, start, [5, 5]), measured(90_000, start, [5, 5])]
  expect(narrowed(before, after)).toEqual(after)
})

describe('a look', () => {
  let server: Server
  let baseUrl: string
  let headers: Record<string, string>
  beforeAll(async () => {
    server = createServer((_, response) => {
      response.sendDate = false
      response.writeHead(200, { 'Content-Type': 'application/json', ...headers }).end('[]')
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => new Promise<void>(resolve => server.close(() => resolve())))

  async function skewOfLook(given: Record<string, string>, clockIsSimulated = false) {
    headers = given
    const { source } = aSource({ baseUrl, clockIsSimulated })
    const answer = await source.read(aWindow('marks'))
    await source.close()
    return answer.skew
  }

  test('tells how far the platform is ahead, to the second that its header has', async () => {
    expect(await skewOfLook({ Date: httpDate(start + 180_000) })).toEqual({ ms: 180_500, errorMs: 500 })
  })

  test.each([
    ['without a date', {}],
    ['with a date that is none', { Date: 'yesterday' }],
    ['out of a cache', { Date: httpDate(start), Age: '30' }],
  ])('%s tells nothing', async (_, given) => {
    expect(await skewOfLook(given)).toBeNull()
  })

  test('by a simulated clock tells something only where the server follows that clock', async () => {
    expect(await skewOfLook({ Date: httpDate(start + 86_400_000) }, true)).toBeNull()
    expect(await skewOfLook({ Date: httpDate(start + 2_000) }, true)).toMatchObject({ errorMs: 500 })
  })
})
