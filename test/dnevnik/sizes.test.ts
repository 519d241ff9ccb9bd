import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { mayBeTooMuch } from '../../src/dnevnik/sizes.js'
import { BridgeError } from '../../src/errors.js'
import { silentLogger } from '../../src/log.js'
import { aSource, aWindow, failureOf, group, monday } from './a-source.js'

/** A platform with limits: it counts the days or ids of each request. */
let server: Server
let baseUrl: string
let asked: string[]
let refusing: (size: number) => { status: number; body: string } | null

const dayMs = 86_400_000

function sizeOf(url: string): number {
  const lessons = url.match(/lessons=/g)
  if (lessons) return lessons.length
  const [from = '', to = ''] = url.match(/\d{4}-\d{2}-\d{2}/g) ?? []
  return (Date.parse(to) - Date.parse(from)) / dayMs + 1
}

function reply({ url = '' }: IncomingMessage, response: ServerResponse) {
  asked.push(url.replace(/^.*\/(?=[\d-]+\/[\d-]+$)/, ''))
  const refusal = refusing(sizeOf(url))
  response.writeHead(refusal?.status ?? 200, { 'Content-Type': 'application/json' })
  const day = /\d{4}-\d{2}-\d{2}/.exec(url)?.[0] ?? monday
  response.end(refusal?.body ?? `[{"id":${asked.length},"date":"${day}","value":"5","person":2,"lesson":1}]`)
}

beforeEach(async () => {
  asked = []
  server = createServer(reply)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(async () => {
  await new Promise(resolve => server.close(resolve))
})

const parameter = '{"type":"parameterInvalid","description":"range"}'
const above = (limit: number, status: number, body: string) => (size: number) =>
  size > limit ? { status, body } : null

describe('days at once', () => {
  test.each([
    [400, parameter],
    [413, ''],
    [414, '<html>URI too long</html>'],
  ])(
    'a week refused with %d is read in halves, joined to one body, remembered and told once',
    async (status, body) => {
      refusing = above(4, status, body)
      const told: unknown[] = []
      const info = (message: string, facts?: unknown) => {
        told.push([message, facts])
        return silentLogger
      }
      const { source } = aSource({
        baseUrl,
        attempts: 1,
        log: Object.assign(Object.create(silentLogger), { info }),
      })
      const answer = await source.read(aWindow('lessons'))
      expect(asked).toEqual(['2026-11-16/2026-11-22', '2026-11-16/2026-11-19', '2026-11-20/2026-11-22'])
      expect(answer.body).toMatch(/^\{"parts":\[\[\{"id":2,.+\}\],\[\{"id":3,.+\}\]\],"works":\[\]\}$/)
      expect(answer.parse().records.map(record => record.id)).toEqual(['2', '3'])
      expect((await source.read(aWindow('lessons'))).requests).toBe(2)
      expect(told).toEqual([['platform takes smaller requests only', { request: 'lessonsDays', size: 4 }]])
      await source.close()
    },
  )

  test.each([
    [500, '{"type":"apiServerError","description":"fault"}'],
    [504, ''],
  ])(
    'a week that ends with %d is read in halves; only the third in a row is remembered',
    async (status, body) => {
      refusing = above(4, status, body)
      const { source } = aSource({ baseUrl, attempts: 1 })
      const costs: number[] = []
      for (let week = 0; week < 4; week += 1) costs.push((await source.read(aWindow('lessons'))).requests)
      expect(costs).toEqual([3, 3, 3, 2])
      await source.close()
    },
  )

  test('bad hours between good weeks never make a week cost twice', async () => {
    const { source } = aSource({ baseUrl, attempts: 1 })
    for (let hour = 0; hour < 5; hour += 1) {
      let failures = 1
      refusing = () => (failures-- > 0 ? { status: 500, body: '' } : null)
      expect((await source.read(aWindow('marks'))).requests).toBe(3)
      expect((await source.read(aWindow('marks'))).requests).toBe(1)
    }
    await source.close()
  })

  test('a day alone that is refused is a failure of the window, whatever came before', async () => {
    refusing = size => (asked.length > 8 || size > 1 ? { status: 400, body: parameter } : null)
    const { source } = aSource({ baseUrl, attempts: 1 })
    expect((await failureOf(source.read(aWindow('marks')))).code).toBe('DNEVNIK_PARAMETER')
    await source.close()
  })

  test('works in progress and refusals of another kind are not answered with more requests', async () => {
    const { source } = aSource({ baseUrl, attempts: 1 })
    for (const [status, body] of [
      [503, ''],
      [403, '{}'],
      [200, '<html>Работы</html>'],
    ] as const) {
      asked = []
      refusing = () => ({ status, body })
      await failureOf(source.read(aWindow('marks')))
      expect(asked).toHaveLength(1)
    }
    await source.close()
  })

  test('an outage teaches nothing: afterwards the week is asked for at once', async () => {
    refusing = () => ({ status: 500, body: '' })
    const { source } = aSource({ baseUrl, attempts: 1 })
    await failureOf(source.read(aWindow('marks')))
    refusing = () => null
    expect((await source.read(aWindow('marks'))).requests).toBe(1)
    await source.close()
  })

  test('begin at what the settings say', async () => {
    refusing = () => null
    const { source } = aSource({ baseUrl, sizes: { marksDays: 3 } })
    await source.read(aWindow('marks'))
    expect(asked).toEqual(['2026-11-16/2026-11-18', '2026-11-19/2026-11-21', '2026-11-22/2026-11-22'])
    await source.close()
  })
})

test('a time-out that was never sent says nothing of sizes', () => {
  const away = (requests: number) =>
    new BridgeError('DNEVNIK_TIMEOUT', { message: 'Платформа недоступна', details: { requests } })
  expect(mayBeTooMuch(away(0))).toBe(false)
  expect(mayBeTooMuch(away(4))).toBe(true)
})

test('ids at once: too many lessons in one address are asked for in halves', async () => {
  const lessonIds = async () => Array.from({ length: 100 }, (_, index) => `${index + 1}`)
  refusing = size =>
    asked.at(-1)?.includes(`group/${group}`) || size > 30 ? { status: 414, body: '' } : null
  const { source } = aSource({ baseUrl, attempts: 1 })
  await source.read(aWindow('attendance'), { lessonIds })
  expect(asked.filter(url => url.includes('lessons=')).map(sizeOf)).toEqual([100, 50, 25, 25, 25, 25])
  await source.close()
})
