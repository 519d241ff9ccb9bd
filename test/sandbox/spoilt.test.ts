import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type Asking, ask, firstClass, Lessons, Marks } from './asking.js'

/** Faults that leave the answer's form alone and spoil what it says, and those on its way. */

const week = '2026-11-16/2026-11-22'
const days = 'from=2026-11-16&to=2026-11-22'
let asking: Asking
let group: string

beforeEach(async () => {
  asking = await ask({ classes: 3 })
  group = await firstClass(asking)
})
afterEach(() => asking.sandbox.close())

const lessonsNow = () => asking.read(`edu-groups/${group}/lessons/${week}`, Lessons)

function fetchMarks(signal?: AbortSignal): Promise<Response> {
  return fetch(`${asking.sandbox.url}/v2/edu-groups/${group}/marks/${week}`, {
    headers: { 'Access-Token': asking.sandbox.token },
    ...(signal && { signal }),
  })
}

describe('on the way', () => {
  test('a reset connection gives no answer', async () => {
    asking.sandbox.setFaults([{ kind: 'reset', times: 1 }])
    await expect(fetchMarks()).rejects.toThrow()
    expect((await fetchMarks()).status).toBe(200)
  })

  test('a body may hang behind its headers', async () => {
    asking.sandbox.setFaults([{ kind: 'hang-body' }])
    const giveUp = new AbortController()
    const response = await fetchMarks(giveUp.signal)
    expect(response.status).toBe(200)
    const reader = response.body?.getReader()
    const { value } = (await reader?.read()) ?? {}
    expect(value?.length).toBe(Math.floor(Number(response.headers.get('content-length')) / 2))
    giveUp.abort()
    await expect(reader?.read()).rejects.toThrow()
  })

  test('a slow body comes byte by byte and is whole in the end', async () => {
    const { text } = await asking.raw('users/me/schools')
    asking.sandbox.setFaults([{ kind: 'slow', bytesPerSecond: 20 }])
    const response = await fetch(`${asking.sandbox.url}/v2/users/me/schools`, {
      headers: { 'Access-Token': asking.sandbox.token },
    })
    const pieces: string[] = []
    for await (const piece of response.body ?? []) pieces.push(Buffer.from(piece).toString())
    expect(pieces.join('')).toBe(text)
    expect(pieces.length).toBeGreaterThan(text.length / 2)
  })

  test('corrupted JSON is no JSON, whatever the seed', async () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      asking.sandbox.setFaults([{ kind: 'corrupted', seed }])
      const { status, text } = await asking.raw(`edu-groups/${group}/lessons/${week}`)
      expect(status).toBe(200)
      expect(() => JSON.parse(text)).toThrow(SyntaxError)
    }
    asking.sandbox.setFaults([{ kind: 'corrupted' }])
    expect(() => JSON.parse('[]')).not.toThrow()
    const empty = await asking.raw(`edu-groups/${group}/marks/2026-07-01/2026-07-02`)
    expect(() => JSON.parse(empty.text)).toThrow(SyntaxError)
  })

  test('a proxy’s page has its status', async () => {
    asking.sandbox.setFaults([{ kind: 'html-error', status: 503 }])
    expect(await asking.raw('users/me')).toMatchObject({ status: 503, type: 'text/html' })
  })

  test.each([
    [429, 'rate-limit', 'none', null],
    [429, 'rate-limit', 5, '5'],
    [433, 'rate-limit-433', 2, '2'],
    [200, 'rate-limit-200', undefined, null],
  ] as const)('a limit: %s %s, Retry-After %s', async (status, kind, retryAfter, header) => {
    asking.sandbox.setFaults([{ kind, ...(retryAfter !== undefined && { retryAfter }) }])
    const answer = await asking.raw('users/me')
    expect(answer).toMatchObject({ status, text: expect.stringContaining('apiRequestLimit') })
    expect(answer.headers.get('retry-after')).toBe(header)
  })
})

describe('in what it says', () => {
  test('another class’s records', async () => {
    asking.sandbox.setFaults([{ kind: 'wrong-class', times: 1 }])
    await asking.raw('users/me')
    const own = (lessons: Awaited<ReturnType<typeof lessonsNow>>) =>
      lessons.filter(lesson => lesson.group === group)
    expect(own(await lessonsNow())).toHaveLength(0)
    expect(own(await lessonsNow()).length).toBeGreaterThan(15)
  })

  test('half of the records', async () => {
    const all = await lessonsNow()
    asking.sandbox.setFaults([{ kind: 'half' }])
    expect(await lessonsNow()).toEqual(all.slice(0, Math.floor(all.length / 2)))
  })

  test('yesterday’s answer', async () => {
    const path = `edu-groups/${group}/marks/${week}`
    asking.at('2026-11-18T20:00:00+03:00')
    const yesterday = await asking.raw(path)
    asking.at('2026-11-19T20:00:00+03:00')
    const today = await asking.read(path, Marks)
    asking.sandbox.setFaults([{ kind: 'stale' }])
    const stale = await asking.raw(path)
    expect(stale.text).toBe(yesterday.text)
    expect((await asking.read(path, Marks)).length).toBeLessThan(today.length)
  })

  test.each([
    ['renamed', (mark: Record<string, unknown>) => !('date' in mark) && typeof mark.dateV2 === 'string'],
    ['missing', (mark: Record<string, unknown>) => !('date' in mark)],
    ['type', (mark: Record<string, unknown>) => typeof mark.date === 'object'],
    ['new', (mark: Record<string, unknown>) => typeof mark.date === 'string' && 'dateExtra' in mark],
  ] as const)('a field %s', async (change, holds) => {
    asking.sandbox.setFaults([{ kind: 'drift', field: 'date', change }])
    const marks: Record<string, unknown>[] = JSON.parse(
      (await asking.raw(`edu-groups/${group}/marks/${week}`)).text,
    )
    expect(marks.length).toBeGreaterThan(10)
    expect(marks.every(holds)).toBe(true)
  })

  test('a field of one kind of object only, named by its path', async () => {
    asking.sandbox.setFaults([{ kind: 'drift', field: 'works.id', change: 'missing' }])
    const lessons: { works: object[] }[] = JSON.parse(
      (await asking.raw(`edu-groups/${group}/lessons/${week}`)).text,
    )
    expect(lessons.every(lesson => 'id' in lesson)).toBe(true)
    const works = lessons.flatMap(lesson => lesson.works)
    expect(works.length).toBeGreaterThan(10)
    expect(works.some(work => 'id' in work)).toBe(false)
  })

  test('fields of nested objects drift, too, when no field is asked for', async () => {
    const path = `edu-groups/${group}/lessons/2026-11-16/2026-11-16`
    const usual = JSON.parse((await asking.raw(path)).text)[0]
    const hit = new Set<string>()
    for (let seed = 0; seed < 60; seed++) {
      asking.sandbox.setFaults([{ kind: 'drift', change: 'missing', seed }])
      const spoilt = JSON.parse((await asking.raw(path)).text)[0]
      if (spoilt.subject === undefined) continue
      const missing = Object.keys(usual.subject).filter(field => !(field in spoilt.subject))
      for (const field of missing) hit.add(`subject.${field}`)
    }
    expect(hit.size).toBeGreaterThan(3)
  })

  test('without a field asked for, each of them drifts under some seed', async () => {
    const path = `edu-groups/${group}/marks/2026-11-16/2026-11-16`
    const fields = Object.keys(JSON.parse((await asking.raw(path)).text)[0])
    const drifted = new Set<string>()
    for (let seed = 0; seed < 200; seed++) {
      asking.sandbox.setFaults([{ kind: 'drift', change: 'missing', seed }])
      const left = Object.keys(JSON.parse((await asking.raw(path)).text)[0])
      for (const field of fields) if (!left.includes(field)) drifted.add(field)
    }
    expect([...drifted].toSorted()).toEqual(fields.toSorted())
  })
})

describe('a share of the calls', () => {
  const paths = Array.from({ length: 300 }, (_, index) => `edu-groups/${index + 1}`)

  async function struck(order: readonly string[], seed: number): Promise<string[]> {
    asking.sandbox.setFaults([{ kind: 'server-error', share: 0.1, seed }])
    const answers = new Map<string, number>()
    for (const path of order) answers.set(path, (await asking.raw(path)).status)
    return paths.filter(path => answers.get(path) === 500)
  }

  test('is struck by the seed, whatever the order of the calls', async () => {
    const forth = await struck(paths, 1)
    expect(forth.length).toBeGreaterThan(15)
    expect(forth.length).toBeLessThan(50)
    expect(await struck(paths.toReversed(), 1)).toEqual(forth)
    expect(await struck(paths, 2)).not.toEqual(forth)
  })

  test('and trying again has its own luck', async () => {
    asking.sandbox.setFaults([{ kind: 'server-error', share: 0.5, seed: 4 }])
    const statuses: number[] = []
    for (let turn = 0; turn < 40; turn++) statuses.push((await asking.raw('users/me')).status)
    expect(new Set(statuses)).toEqual(new Set([200, 500]))
  })
})

test('faults are ordered from another process, and refused when they are none', async () => {
  const post = { method: 'POST', headers: { 'Content-Type': 'application/json' } }
  const body = JSON.stringify([{ kind: 'server-error', match: 'users', status: 503, times: 1 }])
  expect((await asking.raw('/_sandbox/faults', { ...post, body })).text).toBe('{"faults":1}')
  expect(JSON.parse((await asking.raw('/_sandbox/faults')).text)).toEqual(JSON.parse(body))
  expect((await asking.raw('users/me')).status).toBe(503)
  for (const [wrong, named] of [
    ['[{"kind":"nonsense"}]', '[0].kind'],
    ['{"kind":"hang","match":"("}', '[0].match'],
    ['reset', '[0]'],
    ['{"kind":"slow","speed":1}', 'speed'],
  ] as const) {
    const { status, text } = await asking.raw('/_sandbox/faults', { ...post, body: wrong })
    expect({ wrong, status, text }).toEqual({ wrong, status: 400, text: expect.stringContaining(named) })
  }
  expect((await asking.raw(`lesson-log-entries/group/${group}?${days}`)).status).toBe(200)
})
