import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Asking, ask, classesOf, Lessons } from './asking.js'

/** A class's year is made when it is first asked for; what it says mustn't depend on when that is. */

const options = { classes: 4, life: 'full', now: '2026-11-22T12:00:00+03:00' } as const
const week = '2026-11-16/2026-11-22'
let first: Asking
let second: Asking

beforeAll(async () => {
  first = await ask(options)
  second = await ask(options)
})
afterAll(async () => {
  await first.sandbox.close()
  await second.sandbox.close()
})

describe('answers don’t depend on the order of questions', () => {
  test('classes read forwards and backwards, behind the truth or before it', async () => {
    const ids = (await classesOf(first)).map(({ id }) => id)
    const paths = ids.flatMap(id => [
      `edu-groups/${id}/lessons/${week}`,
      `edu-groups/${id}/marks/${week}`,
      `edu-groups/${id}/final-marks`,
      `lesson-log-entries/group/${id}?from=2026-11-16&to=2026-11-22`,
    ])
    const read = async (asking: Asking, path: string) => [path, (await asking.raw(path)).text] as const
    const forwards = []
    for (const path of paths) forwards.push(await read(first, path))
    const truth = (await second.raw('/_sandbox/truth')).text
    const backwards = []
    for (const path of paths.toReversed()) backwards.push(await read(second, path))
    expect(new Map(backwards)).toEqual(new Map(forwards))
    expect((await first.raw('/_sandbox/truth')).text).toBe(truth)
  })

  test('a lesson, a work and a mark are found by their ids in a class that nobody has read yet', async () => {
    const fresh = await ask(options)
    try {
      const last = (await classesOf(first)).at(-1)?.id ?? ''
      const lessons = await first.read(`edu-groups/${last}/lessons/${week}`, Lessons)
      const lesson = lessons.find(({ works }) => works.length > 0)
      const work = lesson?.works[0]?.id ?? ''
      for (const path of [`lessons/${lesson?.id}`, `works/${work}`, `lessons/${lesson?.id}/marks`])
        expect((await fresh.raw(path)).text).toBe((await first.raw(path)).text)
      const body = `[${lessons.map(({ id }) => id).join(',')}]`
      const post = { method: 'POST', body }
      expect((await fresh.raw('lessons/many/marks', post)).text).toBe(
        (await first.raw('lessons/many/marks', post)).text,
      )
      expect((await fresh.raw('lessons/1343883032131044633')).status).toBe(404)
    } finally {
      await fresh.sandbox.close()
    }
  })
})
