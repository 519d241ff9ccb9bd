import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { QueueBackend, Workers } from '../../src/queue/index.js'
import type { Run } from '../../src/runs/index.js'
import { type Installation, installation } from './installation.js'

/** What somebody adds, or sends off again, in the queue's dashboard. */

const week = { from: '2026-10-19', to: '2026-10-23' }
let house: Installation
let queue: QueueBackend
let workers: Workers
beforeAll(async () => {
  house = await installation('2026-10-23T21:00:00+03:00')
})
afterAll(() => house.close())
beforeEach(async () => {
  queue = await house.app.sharedQueue()
  workers = await house.app.work(queue)
})
afterEach(async () => {
  await workers.close()
  house.sandbox.setFaults([])
})

interface BoardJob {
  readonly id?: string
  readonly failedReason?: string
  getState(): Promise<string>
  retry(state: 'failed' | 'completed'): Promise<void>
}
/** The queue as bull-board has it: with a job's name and data, and without any of our options. */
interface BoardQueue {
  readonly name: string
  add(name: string, data: unknown): Promise<BoardJob>
  getJob(id: string): Promise<BoardJob | undefined>
  getFailed(): Promise<BoardJob[]>
}
const board = (name: string) =>
  (queue.boardQueues() as BoardQueue[]).find(one => one.name === name) as BoardQueue
async function added(data: unknown): Promise<BoardJob> {
  const { id = '' } = await board('dnevnik').add('resync', data)
  await queue.idle()
  return (await board('dnevnik').getJob(id)) as BoardJob
}
const runs = async (): Promise<Run[]> =>
  (await house.app.deps.runs.recent(house.school.id, 20)).filter(({ askedBy }) => askedBy === 'queue')

test('a re-sync that was added from nothing is a run like any other, and a second one if it is sent off again', async () => {
  await house.run('sync', week)
  const { classes } = await house.app.deps.mirror.directory(house.school.id)
  const classId = classes[0]?.id ?? ''
  const job = await added({ school: house.school.id, ...week, classes: [classId], kinds: ['marks'] })
  expect(await job.getState()).toBe('completed')
  expect(await runs()).toMatchObject([
    { ...week, kind: 'sync', state: 'done', classIds: [classId], kinds: ['marks'], complete: 1, requests: 1 },
  ])
  house.clock.set(house.clock.now() + 60_000)
  await job.retry('completed')
  await queue.idle()
  expect(await runs()).toMatchObject([{ state: 'done' }, { state: 'done' }])
})

test.each([
  ['a school that the settings have not', { school: '1', ...week }, 'NOT_FOUND: Школы 1 нет в настройках'],
  ['days that no calendar knows', { from: '2126-10-19', to: '2126-10-23' }, 'CALENDAR_UNKNOWN: '],
  ['days the wrong way round', { from: '2026-10-23', to: '2026-10-19' }, 'JOB_PAYLOAD: '],
  [
    'what is no kind',
    { ...week, kinds: ['тайна'] },
    'JOB_PAYLOAD: Задание «resync» заполнено неверно: kinds.0',
  ],
  ['what is none of its fields', { ...week, pupil: 'тайна' }, 'JOB_PAYLOAD: '],
  ['nothing', {}, 'JOB_PAYLOAD: '],
])('one with %s fails in plain words, and is no run', async (_, data, reason) => {
  const before = await runs()
  const job = await added({ school: house.school.id, ...data })
  expect(await job.getState()).toBe('failed')
  expect(job.failedReason?.slice(0, reason.length)).toBe(reason)
  expect(job.failedReason).not.toContain('тайна')
  expect(await runs()).toEqual(before)
})

test('a job whose failure ended its run is sent off again: the same is read in a run of its own', async () => {
  const { deps } = house.app
  house.sandbox.setFaults([{ kind: 'server-error', match: /./, times: 50 }])
  const before = new Set((await runs()).map(({ id }) => id))
  await added({ school: house.school.id, ...week })
  const [failed] = (await runs()).filter(({ id }) => !before.has(id))
  expect(failed).toMatchObject({ state: 'failed', step: 'directory', errorCode: 'DNEVNIK_DOWN' })
  house.sandbox.setFaults([])
  // The platform was away: calls fail at once until a probe has found it again.
  await deps.source.visibleSchool(house.school.id, AbortSignal.timeout(20_000))
  for (const job of await board('dnevnik').getFailed())
    if (job.failedReason?.startsWith('DNEVNIK_DOWN')) await job.retry('failed')
  await queue.idle()
  expect(await deps.runs.get(failed?.id ?? '')).toEqual(failed)
  expect(await deps.runs.get(`${failed?.id}/again`)).toMatchObject({
    ...week,
    state: 'done',
    askedBy: 'queue',
  })
})

test('the only attempt of a job that was added by hand is its last: no run stays open for ever', async () => {
  const { deps } = house.app
  await deps.runs.create(
    { id: 'by-hand', kind: 'sync', school: house.school.id, ...week, classIds: null, askedBy: 'web' },
    house.clock.now(),
  )
  await house.app.database.pool.query('alter table ledger.entry rename to entry_away')
  try {
    await board('local').add('check-journal', { run: 'by-hand' })
    await queue.idle()
  } finally {
    await house.app.database.pool.query('alter table ledger.entry_away rename to entry')
  }
  expect(await deps.runs.get('by-hand')).toMatchObject({ state: 'failed' })
})
