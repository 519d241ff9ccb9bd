import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type DatabaseHandle, openDatabase } from '../../src/database/index.js'
import { createLetters, type Letters } from '../../src/ledger/index.js'
import { type TestDatabase, testDatabase } from '../support/database.js'
import { aScope, aVerdict, ledgerOfVerdicts, noon, school } from './verdicts.js'

let database: TestDatabase
let handle: DatabaseHandle
let letters: Letters

beforeAll(async () => {
  database = await testDatabase()
  handle = openDatabase(database)
  letters = createLetters(handle)
})
beforeEach(() => handle.pool.query('truncate ledger.digest, ledger.told, ledger.subscription'))
afterAll(async () => {
  await handle.close()
  await database.drop()
})

const letter = { school, recipient: 'zavuch@example.org', kind: 'deputy' }
const key = { ...letter, period: '2026-11-23' }
const minutes = (count: number) => noon + count * 60_000
const sent = (at: number, messageId = '<id>') => ({ at, messageId, whole: true })

describe('the right to send', () => {
  test('of many senders exactly one may send', async () => {
    const claims = await Promise.all([1, 2, 3, 4].map(() => letters.claim(key, noon)))
    expect(claims.sort()).toEqual(['busy', 'busy', 'busy', 'claimed'])
    expect(await letters.claim({ ...key, period: '2026-11-24' }, noon)).toBe('claimed')
    expect(await letters.claim({ ...key, recipient: 'other@example.org' }, noon)).toBe('claimed')
  })

  test('a claim without confirmation is free again after 15 minutes, and never after confirmation', async () => {
    expect(await letters.claim(key, noon)).toBe('claimed')
    expect(await letters.claim(key, minutes(14))).toBe('busy')
    expect(await letters.claim(key, minutes(15))).toBe('claimed')
    expect(await letters.claim(key, minutes(16))).toBe('busy')
    expect(await letters.lastSent(letter)).toBeNull()
    await letters.confirm(key, sent(minutes(17), '<first@example.org>'))
    await letters.confirm(key, sent(minutes(18), '<second@example.org>'))
    expect(await letters.claim(key, minutes(600))).toBe('sent')
    const { rows } = await handle.pool.query('select sent_at, message_id from ledger.digest')
    expect(rows).toEqual([{ sent_at: String(minutes(17)), message_id: '<first@example.org>' }])
    expect(await letters.lastSent(letter)).toEqual({ at: minutes(17), whole: true })
  })

  test('a claim that was given back is free at once; a letter that went out is not', async () => {
    expect(await letters.claim(key, noon)).toBe('claimed')
    await letters.release(key)
    expect(await letters.claim(key, noon)).toBe('claimed')
    await letters.confirm(key, sent(noon))
    await letters.release(key)
    expect(await letters.claim(key, noon)).toBe('sent')
  })
})

describe('what a recipient knows', () => {
  test('is what the last letter told, of that kind and to that address', async () => {
    const ledger = ledgerOfVerdicts(handle)
    const verdicts = ['1', '2'].map(lesson => aVerdict({}, lesson))
    await ledger.record(aScope(), verdicts)
    const [first, second] = (await ledger.list({ school })).map(({ id }) => id)
    if (first === undefined || second === undefined) throw new Error('no entries')
    await letters.confirm(key, {
      ...sent(noon),
      told: [
        { entry: first, as: 'broken' },
        { entry: second, as: 'broken' },
      ],
    })
    expect(await letters.told({ ...letter, kind: 'owed' })).toEqual(new Map())
    const next = { ...key, period: '2026-11-24' }
    await letters.confirm(next, { ...sent(minutes(1)), told: [{ entry: second, as: 'mended' }] })
    expect(await letters.told(letter)).toEqual(new Map([[second, 'mended']]))
    // A second confirmation of the same letter tells nothing anew.
    await letters.confirm(next, { ...sent(minutes(2)), told: [{ entry: first, as: 'broken' }] })
    expect(await letters.told(letter)).toEqual(new Map([[second, 'mended']]))
  })
})

describe('letters that their recipient may end', () => {
  test('are ended and begun again by the link that they carry, which stays the same', async () => {
    const token = await letters.token(letter, 'a'.repeat(32))
    expect(await letters.token(letter, 'b'.repeat(32))).toBe(token)
    expect(await letters.isMuted(letter)).toBe(false)
    expect(await letters.mute(token, noon)).toEqual(letter)
    expect(await letters.isMuted(letter)).toBe(true)
    expect(await letters.isMuted({ ...letter, kind: 'owed' })).toBe(false)
    expect(await letters.ofToken(token)).toEqual({ ...letter, muted: true })
    await letters.mute(token, null)
    expect(await letters.isMuted(letter)).toBe(false)
    expect(await letters.mute('c'.repeat(32), noon)).toBeNull()
  })
})

test('what pages keep of letters is good until one goes, or somebody ends or begins them, in that school', async () => {
  const states: string[] = []
  const note = async () => states.push(await letters.state(school))
  await note()
  const token = await letters.token(letter, 'b'.repeat(32))
  await letters.claim(key, noon)
  await letters.claim({ ...key, school: '1000000000002' }, noon)
  await letters.confirm({ ...key, school: '1000000000002' }, sent(noon))
  await note()
  // Neither a link nor a claim is a letter, and another school's is none of this one.
  expect(states[1]).toBe(states[0])
  await letters.confirm(key, sent(noon))
  await note()
  for (const at of [noon, null, minutes(1)]) {
    await letters.mute(token, at)
    await note()
  }
  const [, , went, ended, begun, endedAgain] = states
  expect(begun).toBe(went)
  expect(new Set([states[0], went, ended, endedAgain]).size).toBe(4)
})
