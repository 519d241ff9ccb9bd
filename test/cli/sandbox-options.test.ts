import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readFaults, readSwitches, sandboxClock } from '../../src/cli/sandbox-options.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-options-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('switches', () => {
  test('are named by path, the rest keeps its default', () => {
    expect(
      readSwitches([
        'role=pupil',
        'limits.perSecond=5',
        'limits.refusal=433',
        'maxDays.marks=30',
        'attendWritten=true',
      ]),
    ).toMatchObject({
      role: 'pupil',
      limits: { perSecond: 5, inFlight: null, refusal: '433' },
      maxDays: { marks: 30, lessons: null },
      attendWritten: true,
      stampZone: 'utc',
    })
  })
  test.each(['nonsense=1', 'role=director', 'limits.perYear=5', 'role', 'maxIds=0'])(
    '%s is refused',
    term => {
      expect(() => readSwitches([term])).toThrow(expect.objectContaining({ code: 'USAGE' }))
    },
  )
})

describe('faults', () => {
  test('are written as words, as JSON or in a file', async () => {
    const file = join(folder, 'faults.json')
    await writeFile(file, '[{"kind":"hang","match":"marks","times":2}]')
    expect(
      await readFaults(['rate-limit,share=0.1,seed=7,retryAfter=date', '{"kind":"reset"}', file]),
    ).toEqual([
      { kind: 'rate-limit', share: 0.1, seed: 7, retryAfter: 'date' },
      { kind: 'reset' },
      { kind: 'hang', match: /marks/, times: 2 },
    ])
  })
  test.each(['rate-limit,share=2', 'slow,speed=1', '{"kind":"nonsense"}', 'no-such-file'])(
    '%s is refused',
    async text => {
      await expect(readFaults([text])).rejects.toMatchObject({ code: 'USAGE' })
    },
  )
})

test('a clock goes on by itself only where a speed is given', () => {
  expect(sandboxClock(5, undefined).now()).toBe(5)
  expect(() => sandboxClock(5, '0')).toThrow(expect.objectContaining({ code: 'USAGE' }))
  expect(() => sandboxClock(5, 'fast')).toThrow(expect.objectContaining({ code: 'USAGE' }))
})
