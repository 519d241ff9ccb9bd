import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { readWindow } from '../../jobs/steps/read-window.js'
import type { Answer, Quarantined, Window } from '../../src/journal/index.js'
import type { Run } from '../../src/runs/index.js'
import { type Installation, installation } from './installation.js'

/** Two runs look at one window; the answer of the one that asked later comes first. */
let house: Installation
beforeAll(async () => {
  house = await installation('2026-10-19T20:00:00+03:00')
})
afterAll(() => house.close())

const unread: Quarantined = { path: '[0]', problem: 'не понят', raw: '{}' }

function answerAt(askedAt: number, quarantined: readonly Quarantined[]): Answer {
  const body = JSON.stringify(quarantined)
  const sha256 = createHash('sha256').update(body).digest('hex')
  const parse = () => ({ records: [], quarantined, drift: [] })
  return { askedAt, answeredAt: askedAt + 500, body, sha256, requests: 1, parse }
}

/** @param quarantined what the later look couldn't read */
async function overtaken(id: string, window: Window, quarantined: readonly Quarantined[]): Promise<Run> {
  const { deps } = house.app
  const days = { from: '2026-10-19', to: '2026-10-19', classIds: null }
  await deps.runs.create({ id, kind: 'sync', school: house.school.id, ...days, askedBy: 'test' }, 0)
  const run = (await deps.runs.get(id)) as Run
  const source = {
    ...deps.source,
    async read() {
      const askedAt = deps.clock.now()
      house.clock.set(askedAt + 1000)
      await deps.mirror.recordLook(window, answerAt(deps.clock.now(), quarantined))
      house.clock.set(askedAt + 2000)
      return answerAt(askedAt, [])
    },
  }
  const signal = new AbortController().signal
  await readWindow({ ...deps, source }, { run, log: deps.log, window, finished: new Set(), signal })
  return (await deps.runs.get(id)) as Run
}

test('a look that another run has overtaken is as whole as the look that overtook it', async () => {
  const window: Window = { school: house.school.id, resource: 'subjects', group: null, week: null }
  expect(await overtaken('whole', window, [])).toMatchObject({ complete: 1, incomplete: 0 })
  expect(await overtaken('broken', window, [unread])).toMatchObject({ complete: 0, incomplete: 1 })
})
