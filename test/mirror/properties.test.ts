import { beforeEach, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { LessonRecord, MarkRecord } from '../../src/journal/index.js'
import { answer, at, lesson, mark, school, window } from './answers.js'
import { openedMirror } from './opened-mirror.js'

const opened = openedMirror()
beforeEach(() => opened().clear())

const marks = window('marks')
const slice = () => opened().mirror.slice({ school, from: '2026-11-16', to: '2026-11-22' }, 'Europe/Moscow')

async function standing(): Promise<Record<string, string | null>> {
  const { rows } = await opened().handle.pool.query<{ record: string; lesson: string | null }>(
    `select record, content->>'lessonId' as lesson from mirror.version
     where ended_at is null and kind = 'mark' order by record`,
  )
  return Object.fromEntries(rows.map(row => [row.record, row.lesson]))
}

test('a mark that is moved to other lessons stands once, where it was seen last, since it was first seen', async () => {
  const path = fc.array(fc.constantFrom('11', '12', '13'), { minLength: 1, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(path, async lessonIds => {
      await opened().clear()
      await opened().mirror.recordLook(
        window('lessons'),
        answer(
          ['11', '12', '13'].map(id => lesson(id)),
          { askedAt: at(0) },
        ),
      )
      for (const [index, lessonId] of lessonIds.entries()) {
        await opened().mirror.recordLook(
          marks,
          answer([mark('7', { lessonId })], { askedAt: at(index * 10) }),
        )
      }
      const found = (await slice()).marks
      expect(found).toMatchObject([
        { id: '7', lessonId: lessonIds.at(-1), appeared: { presentAt: at(0) + 1000 } },
      ])
    }),
    { numRuns: 25 },
  )
})

test('a substituted teacher is a version of the lesson; the lesson keeps its first sight and its topic', async () => {
  const look = (records: LessonRecord[], minute: number) =>
    opened().mirror.recordLook(window('lessons'), answer(records, { askedAt: at(minute) }))
  await look([lesson('1', { topic: 'Дроби' })], 0)
  expect(await look([lesson('1', { topic: 'Дроби', teacherIds: ['402'] })], 10)).toMatchObject({
    changed: 1,
    gone: 0,
  })
  const [found] = (await slice()).lessons
  expect(found).toMatchObject({ teacherIds: ['402'], moved: false, appeared: { presentAt: at(0) + 1000 } })
  expect(found?.topic).toHaveLength(1)
  const { rows } = await opened().handle.pool.query(
    `select content->>'teacherIds' as teachers, ended_at is null as open from mirror.version order by seq`,
  )
  expect(rows).toEqual([
    { teachers: '["401"]', open: false },
    { teachers: '["402"]', open: true },
  ])
})

test('of one id twice in an answer one record stands, however often and in whatever order it comes', async () => {
  const body = fc.array(
    fc.record({ id: fc.constantFrom('1', '2', '3'), value: fc.constantFrom('3', '4', '5') }),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  await fc.assert(
    fc.asyncProperty(body, async items => {
      await opened().clear()
      const records: MarkRecord[] = items.map(({ id, value }) => mark(id, { value }))
      const look = await opened().mirror.recordLook(marks, answer(records, { askedAt: at(0) }))
      const last = new Map(items.map(({ id, value }) => [id, value]))
      expect(look).toMatchObject({ records: last.size, changed: last.size, gone: 0, complete: true })
      const found = (await slice()).marks.map(({ id, values }) => [id, values.at(-1)?.value])
      expect(found).toEqual([...last].sort(([a], [b]) => (a < b ? -1 : 1)))
    }),
    { numRuns: 25 },
  )
})

test('records whose ids differ only in what the database cannot keep are one', async () => {
  const values = ['\0', '\ufffd'].map(value => ({
    kind: 'mark-value' as const,
    id: `word:${value}`,
    markTypeWord: 'word',
    value,
  }))
  const look = await opened().mirror.recordLook(
    window('mark-values', { group: null }),
    answer(values, { askedAt: at(0) }),
  )
  expect(look).toMatchObject({ records: 1, changed: 1, complete: true })
})

test('a record that comes back is the same record: one history, with a gap for each absence', async () => {
  const presence = fc.array(fc.boolean(), { minLength: 1, maxLength: 10 })
  await fc.assert(
    fc.asyncProperty(presence, async sequence => {
      await opened().clear()
      // A mark that stays: a window that loses all at once waits for a second look.
      for (const [index, present] of sequence.entries()) {
        const records = [mark('1'), ...(present ? [mark('7')] : [])]
        await opened().mirror.recordLook(marks, answer(records, { askedAt: at(index * 10) }))
      }
      const { rows } = await opened().handle.pool.query<{ seq: number; gone: boolean; open: boolean }>(
        `select seq, gone, ended_at is null as open from mirror.version where record = '7' order by seq`,
      )
      const arrivals = sequence.filter((present, index) => present && sequence[index - 1] !== true).length
      const standsNow = sequence.at(-1) === true
      expect(rows).toEqual(
        Array.from({ length: arrivals }, (_, index) => {
          const open = standsNow && index === arrivals - 1
          return { seq: index + 1, gone: !open, open }
        }),
      )
    }),
    { numRuns: 25 },
  )
})

test('workers that look at one window at once leave it as their newest answer says, whoever comes first', async () => {
  const aBody = fc.uniqueArray(fc.constantFrom('1', '2', '3', '4'), { minLength: 1, maxLength: 4 })
  const run = fc.record({
    bodies: fc.array(aBody, { minLength: 2, maxLength: 5 }),
    order: fc.infiniteStream(fc.nat()),
  })
  await fc.assert(
    fc.asyncProperty(run, async ({ bodies, order }) => {
      await opened().clear()
      const looks = bodies.map((ids, index) => ({ ids, askedAt: at(index * 10) }))
      const shuffled = looks.map(look => ({ look, turn: order.next().value })).sort((a, b) => a.turn - b.turn)
      const results = await Promise.allSettled(
        shuffled.map(({ look }) =>
          opened().mirror.recordLook(
            marks,
            answer(
              ['9', ...look.ids].map(id => mark(id)),
              look,
            ),
          ),
        ),
      )
      // An older answer that comes after a newer one is refused whole; the newest never is.
      for (const [index, result] of results.entries()) {
        if (result.status === 'fulfilled') continue
        expect(result.reason).toMatchObject({ code: 'CLOCK_BEHIND' })
        expect(shuffled[index]?.look).not.toBe(looks.at(-1))
      }
      expect(Object.keys(await standing())).toEqual([...(looks.at(-1)?.ids ?? []), '9'].sort())
      const { rows } = await opened().handle.pool.query(
        `select 1 from mirror.version where ended_at is not null and ended_at <= coalesce(absent_at, 0)`,
      )
      expect(rows).toEqual([])
    }),
    { numRuns: 25 },
  )
})
