import { beforeEach, expect, jest, test } from '@jest/globals'
import fc from 'fast-check'
import { type Window, windowKey } from '../../src/journal/index.js'
import { chainLockName } from '../../src/mirror/chain.js'
import type { LookResult, Mirror } from '../../src/mirror/index.js'
import { answer, at, classId, mark, repeated, unreadable, window } from './answers.js'
import { kept } from './kept.js'
import { openedMirror } from './opened-mirror.js'

/** Looks that find what was there before are taken in by groups; nobody may be able to tell. */

const opened = openedMirror()
beforeEach(() => opened().clear())

const weeks = ['2026-11-16', '2026-11-23', '2026-11-30']
const places = [classId, '2260325488551003873'].flatMap(group =>
  weeks.map(week => window('marks', { group, week })),
)

/** What a look brings: the marks' value; nothing at all; something that can't be read. */
const aBody = fc.constantFrom('5', '5', '5', '4', 'nothing', 'unreadable')
type Body = typeof aBody extends fc.Arbitrary<infer T> ? T : never

function look(place: Window, body: Body, minute: number) {
  const records =
    body === 'nothing'
      ? []
      : ['1', '2', '3'].map(id => mark(`${windowKey(place)}/${id}`, { value: body === '4' ? '4' : '5' }))
  return answer(records, { askedAt: at(minute), quarantined: body === 'unreadable' ? [unreadable] : [] })
}

test('looks at many windows at once, by two processes, leave what the same looks leave one by one', async () => {
  const sequences = fc.tuple(...places.map(() => fc.array(aBody, { minLength: 1, maxLength: 4 })))
  await fc.assert(
    fc.asyncProperty(sequences, fc.nat({ max: 63 }), async (bodies, byAnother) => {
      const { mirror, another } = opened()
      const takeAll = (of: (index: number) => Mirror) =>
        places
          .map(place => bodies[places.indexOf(place)] ?? [])
          .map((sequence, index) => async () => {
            const results: LookResult[] = []
            for (const [turn, body] of sequence.entries()) {
              const place = places[index] as Window
              results.push(await of(index).recordLook(place, look(place, body, turn)))
            }
            return results
          })
      await opened().clear()
      const oneByOne: LookResult[][] = []
      for (const lane of takeAll(() => mirror)) oneByOne.push(await lane())
      const expected = await kept(opened())
      await opened().clear()
      const atOnce = await Promise.all(
        takeAll(index => ((byAnother >> index) % 2 === 1 ? another : mirror)).map(lane => lane()),
      )
      expect(atOnce).toEqual(oneByOne)
      expect(await kept(opened())).toEqual(expected)
    }),
    { numRuns: 10 },
  )
})

/** A first look at each place. */
async function firstLooks(): Promise<void> {
  for (const place of places) await opened().mirror.recordLook(place, look(place, '5', 0))
}

/** What the first look brought, once more. */
const again = (place: Window) => repeated(look(place, '5', 0), at(10))

test('many windows that stand unchanged cost one connection, once, and no parsing', async () => {
  await firstLooks()
  const connect = jest.spyOn(opened().handle.pool, 'connect')
  try {
    const results = await Promise.all(places.map(place => opened().mirror.recordLook(place, again(place))))
    expect(results.every(({ unchanged, records }) => unchanged && records === 3)).toBe(true)
    expect(connect).toHaveBeenCalledTimes(1)
  } finally {
    connect.mockRestore()
  }
})

test('a look at one window many times at once is as many looks', async () => {
  await firstLooks()
  const [place] = places as [Window]
  const { mirror, another } = opened()
  const mirrors = Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? mirror : another))
  const results = await Promise.all(mirrors.map(each => each.recordLook(place, again(place))))
  expect(results.every(({ unchanged }) => unchanged)).toBe(true)
  expect(await mirror.looks(place)).toHaveLength(11)
})

test('a window that somebody else holds keeps no other waiting', async () => {
  await firstLooks()
  const { another, handle } = opened()
  const [held, , , ofAnotherClass] = places as [Window, Window, Window, Window]
  const client = await handle.pool.connect()
  let waits = true
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [chainLockName(held)])
    const late = another.recordLook(held, again(held))
    void late.then(() => {
      waits = false
    })
    const look = await another.recordLook(ofAnotherClass, again(ofAnotherClass))
    expect(look.unchanged).toBe(true)
    expect(waits).toBe(true)
    await client.query('rollback')
    expect(await late).toMatchObject({ unchanged: true, records: 3 })
  } finally {
    client.release()
  }
})

test('a look that the database refuses fails alone', async () => {
  await firstLooks()
  const ends = await Promise.allSettled(
    places.map((place, index) => {
      const given = { ...again(place), requests: index === 2 ? 2 ** 40 : 1 }
      return opened().mirror.recordLook(place, given)
    }),
  )
  expect(ends.map(({ status }) => status)).toEqual(
    places.map((_, index) => (index === 2 ? 'rejected' : 'fulfilled')),
  )
  expect(ends[2]).toMatchObject({ reason: { code: 'INTERNAL' } })
})
