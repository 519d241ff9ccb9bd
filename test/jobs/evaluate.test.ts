import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { evaluate, judge } from '../../src/app.js'
import { createCalendar } from '../../src/calendar/index.js'
import type { JournalSlice } from '../../src/journal/index.js'
import { inWords, judgeJournal } from '../../src/regulation/index.js'
import { countFigures } from '../../src/report/index.js'
import { type Installation, installation } from './installation.js'

let house: Installation
beforeAll(async () => {
  house = await installation('2026-10-20T23:00:00+03:00')
  await house.run('sync', { from: '2026-10-19', to: '2026-10-20' })
})
afterAll(() => house.close())

test('a check that is told to stop stops between two rules, so that a stop takes seconds', async () => {
  const request = { school: house.school.id, from: '2026-10-19', to: '2026-10-20', classIds: null }
  const stop = new AbortController()
  const whole = await evaluate(house.app.deps, request, stop.signal)
  expect(whole.result.verdicts.length).toBeGreaterThan(0)
  stop.abort()
  await expect(evaluate(house.app.deps, request, stop.signal)).rejects.toMatchObject({ code: 'INTERRUPTED' })
})

test('days are judged and counted by the part of the journal that they rest on as they would be by all of it', async () => {
  const autumn = await installation('2026-11-29T23:00:00+03:00', {
    school: { seed: 7, classes: 2, from: '2026-11-09', to: '2026-11-29' },
  })
  try {
    const { app, school, run } = autumn
    await run('sync', { from: '2026-11-09', to: '2026-11-29' })
    const told = (slice: JournalSlice, judgement: Awaited<ReturnType<typeof judge>>) => {
      const { facts, decisions, plans, archived, asOf, from, to } = judgement
      const settings = judgement.school.regulation
      const judged = judgeJournal({ slice, facts, settings, decisions, plans, archived, asOf, from, to })
      const calendar = createCalendar(facts)
      const figures = countFigures({ slice, calendar, judged, settings, plans, from, to, asOf })
      return { ...inWords(judged), figures }
    }
    for (const days of [
      { from: '2026-11-16', to: '2026-11-29' },
      { from: '2026-11-18', to: '2026-11-18' },
      { from: '2026-11-26', to: '2026-11-28' },
    ]) {
      const judgement = await judge(app.deps, { school: school.id, classIds: null, ...days })
      const whole = await app.deps.mirror.slice({ school: school.id, ...days }, school.timeZone)
      expect(judgement.slice.marks.length).toBeGreaterThan(0)
      expect(judgement.slice.marks.length).toBeLessThan(whole.marks.length)
      expect(told(judgement.slice, judgement)).toEqual(told(whole, judgement))
    }
  } finally {
    await autumn.close()
  }
})
