import { beforeEach, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { LessonRecord } from '../../src/journal/index.js'
import { answer, at, lesson, mark, school, window } from './answers.js'
import { openedMirror } from './opened-mirror.js'

const opened = openedMirror()
beforeEach(() => opened().clear())

const place = window('lessons')
const ids = ['1', '2', '3', '4', '5'] as const

/** A look: the topic of each lesson that is there. Few records, but never none, so that no loss is implausible. */
const aLook = fc.dictionary(fc.constantFrom(...ids), fc.constantFrom(null, 'a', 'b'), {
  minKeys: 1,
  maxKeys: 5,
})
type Look = Readonly<Record<string, string | null>>
const looks = fc.array(aLook, { minLength: 1, maxLength: 8 })

/** Stays as it is: topics that vanish from all lessons at once wait for a second look. */
const anchor = lesson('0', { topic: 'a' })

function recordsOf(look: Look): LessonRecord[] {
  return [anchor, ...Object.entries(look).map(([id, topic]) => lesson(id, { topic }))]
}

const askedAt = (index: number) => at(index * 10)
const answeredAt = (index: number) => askedAt(index) + 1000

async function take(
  sequence: readonly Look[],
  order: (records: LessonRecord[]) => LessonRecord[] = all => all,
) {
  await opened().clear()
  for (const [index, look] of sequence.entries()) {
    await opened().mirror.recordLook(place, answer(order(recordsOf(look)), { askedAt: askedAt(index) }))
  }
}

interface Row {
  record: string
  topic: string | null
  absent: number | null
  present: number
  ended_after: number | null
  ended: number | null
  gone: boolean
}

async function versions(): Promise<Row[]> {
  const { rows } = await opened().handle.pool.query<Row>(
    `select record, content->>'topic' as topic, absent_at::float8 as absent, present_at::float8 as present,
       ended_after::float8, ended_at::float8 as ended, gone
     from mirror.version where record <> '${anchor.id}' order by record, seq`,
  )
  return rows
}

/** What the versions have to be, by the plainest reading of the sequence. */
function expectedVersions(sequence: readonly Look[]): Row[] {
  return ids.flatMap(record => {
    const rows: Row[] = []
    for (const [index, look] of sequence.entries()) {
      const standing = rows.at(-1)?.ended === null ? rows.at(-1) : undefined
      const topic = look[record]
      if (standing && topic !== standing.topic) {
        standing.ended_after = askedAt(index - 1)
        standing.ended = answeredAt(index)
        standing.gone = topic === undefined
      }
      if (topic === undefined || (standing && standing.ended === null)) continue
      const absent = index === 0 ? null : askedAt(index - 1)
      rows.push({
        record,
        topic,
        absent,
        present: answeredAt(index),
        ended_after: null,
        ended: null,
        gone: false,
      })
    }
    return rows
  })
}

test('the mirror stands as the last look says, and each version lies between the looks around it', async () => {
  await fc.assert(
    fc.asyncProperty(looks, async sequence => {
      await take(sequence)
      expect(await versions()).toEqual(expectedVersions(sequence))
      const slice = await opened().mirror.slice(
        { school, from: '2026-11-16', to: '2026-11-22' },
        'Asia/Kamchatka',
      )
      const lessons = slice.lessons.filter(({ id }) => id !== anchor.id)
      const standing = lessons.map(({ id, topic }) => [id, topic.at(-1)?.value])
      expect(standing).toEqual(Object.entries(sequence.at(-1) ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)))
    }),
    { numRuns: 60 },
  )
})

test('marks vanish exactly by the first of two looks in a row that miss them, however few they are', async () => {
  const presence = fc.array(fc.boolean(), { minLength: 1, maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(presence, fc.integer({ min: 2, max: 9 }), async (sequence, count) => {
      await opened().clear()
      const marks = window('marks')
      const all = Array.from({ length: count }, (_, index) => mark(String(index + 1)))
      let stand = false
      for (const [index, present] of sequence.entries()) {
        const facts = { askedAt: askedAt(index) }
        const result = await opened().mirror.recordLook(marks, answer(present ? all : [], facts))
        const confirmed = index > 0 && !sequence[index - 1]
        expect(result.suspect).toBe(stand && !present && !confirmed)
        expect(result.gone).toBe(stand && !present && confirmed ? count : 0)
        stand = present || (stand && !confirmed)
      }
      const { rows } = await opened().handle.pool.query(
        `select count(*)::int as count from mirror.version where kind = 'mark' and ended_at is null`,
      )
      expect(rows).toEqual([{ count: stand ? count : 0 }])
    }),
    { numRuns: 30 },
  )
})

test('the order of records in a body does not matter', async () => {
  await fc.assert(
    fc.asyncProperty(looks, async sequence => {
      await take(sequence)
      const straight = await versions()
      await take(sequence, records => records.reverse())
      expect(await versions()).toEqual(straight)
    }),
    { numRuns: 30 },
  )
})

test('replaying a look changes nothing, at once or at every step', async () => {
  await fc.assert(
    fc.asyncProperty(looks, async sequence => {
      await take(sequence)
      const once = await versions()
      await opened().clear()
      for (const [index, look] of sequence.entries()) {
        const given = answer(recordsOf(look), { askedAt: askedAt(index) })
        await opened().mirror.recordLook(place, given)
        const again = await opened().mirror.recordLook(place, given)
        expect(again).toMatchObject({ changed: 0, gone: 0 })
      }
      expect(await versions()).toEqual(once)
    }),
    { numRuns: 30 },
  )
})

test('lessons that wander between weeks stand once, where they were last seen', async () => {
  const weeks = ['2026-11-16', '2026-11-23', '2026-11-30'] as const
  const aPlace = fc.option(fc.constantFrom(...weeks), { nil: null })
  const aStep = fc.record({
    places: fc.tuple(aPlace, aPlace, aPlace),
    order: fc.shuffledSubarray([...weeks], { minLength: weeks.length }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(aStep, { minLength: 1, maxLength: 6 }), async steps => {
      await opened().clear()
      for (const [index, step] of steps.entries()) {
        for (const [turn, week] of step.order.entries()) {
          const here = step.places.flatMap((place, n) =>
            place === week ? [lesson(String(n + 1), { date: week })] : [],
          )
          const facts = { askedAt: askedAt(index) + turn * 2000 }
          // A lesson that stays: a week that loses all its lessons at once waits for a second look.
          const records = [...here, lesson(week, { date: week })]
          await opened().mirror.recordLook(window('lessons', { week }), answer(records, facts))
        }
        const slice = await opened().mirror.slice(
          { school, from: '2026-11-23', to: '2026-11-29' },
          'Asia/Kamchatka',
        )
        const wanderers = slice.lessons.filter(({ id }) => id.length === 1)
        const stand = wanderers.map(({ id, date }) => [id, date])
        expect(stand).toEqual(
          step.places.flatMap((place, n) => (place === null ? [] : [[String(n + 1), place]])),
        )
        expect(slice.lessons.every(({ appeared }) => (appeared.absentAt ?? 0) < appeared.presentAt)).toBe(
          true,
        )
      }
    }),
    { numRuns: 40 },
  )
})
