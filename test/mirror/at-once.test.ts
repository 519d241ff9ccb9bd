import { beforeEach, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isBridgeError } from '../../src/errors.js'
import { answer, at, lesson, window } from './answers.js'
import { openedMirror } from './opened-mirror.js'

const opened = openedMirror()
beforeEach(() => opened().clear())

const place = window('lessons')

test('looks that come at once, most of them unchanged, leave what the newest of them saw', async () => {
  const topics = fc.array(fc.constantFrom('a', 'a', 'a', 'b'), { minLength: 2, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(topics, async later => {
      await opened().clear()
      const { mirror, another, handle } = opened()
      const look = (topic: string, minute: number) =>
        (minute % 2 === 0 ? mirror : another).recordLook(
          place,
          answer([lesson('1', { topic })], { askedAt: at(minute) }),
        )
      await look('a', 0)
      const ends = await Promise.allSettled(later.map((topic, index) => look(topic, index + 1)))
      // The newest can't be refused; an older one may be, and then leaves nothing.
      expect(ends.at(-1)?.status).toBe('fulfilled')
      for (const end of ends) {
        if (end.status === 'rejected') expect(isBridgeError(end.reason, 'CLOCK_BEHIND')).toBe(true)
      }
      const taken = ends.filter(end => end.status === 'fulfilled')
      const looks = await mirror.looks(place)
      expect(looks).toHaveLength(taken.length + 1)
      expect(await mirror.lastComplete(place)).toBe(at(later.length))
      const { rows } = await handle.pool.query(
        `select content->>'topic' as topic from mirror.version where ended_at is null`,
      )
      expect(rows).toEqual([{ topic: later.at(-1) }])
      // Looks were taken in one after the other: later ones never before earlier ones.
      const { rows: inOrder } = await handle.pool.query<{ asked: number }>(
        'select asked_at::float8 as asked from mirror.observation order by id',
      )
      const asked = inOrder.map(row => row.asked)
      expect(asked).toEqual([...asked].sort((a, b) => a - b))
    }),
    { numRuns: 15 },
  )
})
