import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { BridgeError } from '../../src/errors.js'
import { createLogger, type Logger, silentLogger } from '../../src/log.js'
import {
  defineJob,
  type JobContext,
  type JobKind,
  type QueueBackend,
  type QueueName,
} from '../../src/queue/index.js'

/** What a suite needs to open queues on one fresh store. */
export interface QueueStore {
  open(jobs: readonly JobKind[], log?: Logger): Promise<QueueBackend>
  drop(): Promise<void>
}

type Act = (word: string, context: JobContext) => Promise<void> | void
interface Deps {
  act: Act
}
const payload = z.strictObject({ word: z.string() })
const job = (name: string, queue: QueueName, attempts = 1) =>
  defineJob<Deps, z.infer<typeof payload>>({
    name,
    queue,
    payload,
    attempts,
    run: async ({ word }, deps, context) => deps.act(word, context),
  })
const jobs = [
  job('look', 'dnevnik'),
  job('stubborn-look', 'dnevnik', 3),
  job('sum-up', 'local'),
  job('store', 'archive'),
]
const look = (word: string, id?: string) => ({
  name: 'look',
  payload: { word },
  ...(id !== undefined && { id }),
})
const concurrency = { dnevnik: 2, local: 1, archive: 1 }

/** A promise that the test opens by hand. */
function gate() {
  let open = () => {}
  const opened = new Promise<void>(resolve => {
    open = resolve
  })
  return { opened, open }
}
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await delay(10)
}
const aborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))))

export function queueContract(name: string, prepare: () => Promise<QueueStore>): void {
  describe(`queue contract: ${name}`, () => {
    let store: QueueStore
    let queue: QueueBackend
    let done: string[]
    const workWith = (act: Act, log: Logger = silentLogger, atOnce = concurrency) =>
      queue.work<Deps>({ jobs, deps: { act }, log, concurrency: atOnce })
    const noting: Act = word => {
      done.push(word)
    }
    beforeEach(async () => {
      done = []
      store = await prepare()
      queue = await store.open(jobs)
    })
    afterEach(async () => {
      await queue.close()
      await store.drop()
    })

    test('holds what is added until somebody works, then runs it with its payload and its id', async () => {
      await queue.add(look('Monday', 'school:7/lessons'))
      await queue.add(look('Tuesday', '1024'))
      expect((await queue.counts()).dnevnik).toEqual({ waiting: 2, active: 0, failed: 0 })
      const ids: string[] = []
      const workers = await workWith((word, { jobId }) => {
        done.push(word)
        ids.push(jobId)
      })
      await queue.idle()
      await workers.close()
      expect(done.sort()).toEqual(['Monday', 'Tuesday'])
      expect(ids.sort()).toEqual(['1024', 'school:7/lessons'])
      expect(await queue.counts()).toEqual({
        dnevnik: { waiting: 0, active: 0, failed: 0 },
        local: { waiting: 0, active: 0, failed: 0 },
        archive: { waiting: 0, active: 0, failed: 0 },
      })
    })

    test('runs the same id once while it is known, finished or not', async () => {
      await queue.add(look('first', 'a:1'))
      await queue.add(look('second', 'a:1'))
      const workers = await workWith(noting)
      await queue.idle()
      await queue.add(look('third', 'a:1'))
      await queue.idle()
      await workers.close()
      expect(done).toEqual(['first'])
    })

    test('tells ids apart that differ only in escaped signs', async () => {
      for (const id of ['a:b', 'a%3Ab', 'a b', '31', '%331']) await queue.add(look(id, id))
      const workers = await workWith(noting)
      await queue.idle()
      await workers.close()
      expect(done.sort()).toEqual(['%331', '31', 'a b', 'a%3Ab', 'a:b'])
    })

    test('refuses a job that nobody knows, and with it the whole tree', async () => {
      await expect(queue.add({ name: 'unheard-of', payload: {} })).rejects.toMatchObject({
        code: 'JOB_UNKNOWN',
      })
      const tree = {
        name: 'sum-up',
        payload: { word: 'x' },
        children: [look('y'), { name: 'unheard-of', payload: {} }],
      }
      await expect(queue.addTree(tree)).rejects.toMatchObject({ code: 'JOB_UNKNOWN' })
      expect((await queue.counts()).dnevnik.waiting).toBe(0)
    })

    test('a payload of another shape fails for good and never runs', async () => {
      await queue.add({ name: 'stubborn-look', payload: { word: 7 } })
      await queue.add({ name: 'stubborn-look', payload: { word: 'x', name: 'Иванов' } })
      const log = new PassThrough()
      const workers = await workWith(noting, createLogger('info', log))
      await queue.idle()
      await workers.close()
      log.end()
      expect(done).toEqual([])
      expect((await queue.counts()).dnevnik.failed).toBe(2)
      const lines = await text(log)
      expect(lines.match(/JOB_PAYLOAD/g)).toHaveLength(2)
      expect(lines).not.toContain('Иванов')
    })

    test('tries again when that can help, up to the attempts of the job', async () => {
      await queue.add({ name: 'stubborn-look', payload: { word: 'recovers' } })
      await queue.add({ name: 'look', payload: { word: 'has one attempt' } })
      const workers = await workWith(word => {
        done.push(word)
        if (done.filter(other => other === word).length < 2) {
          throw new BridgeError('DNEVNIK_TIMEOUT', { message: 'Платформа не ответила.' })
        }
      })
      await queue.idle()
      await workers.close()
      expect(done.sort()).toEqual(['has one attempt', 'recovers', 'recovers'])
      expect((await queue.counts()).dnevnik.failed).toBe(1)
    })

    test('does not try again what is known not to pass', async () => {
      await queue.add({ name: 'stubborn-look', payload: { word: 'dead token' } })
      const workers = await workWith(word => {
        done.push(word)
        throw new BridgeError('DNEVNIK_TOKEN_DEAD', { message: 'Токен недействителен.' })
      })
      await queue.idle()
      await workers.close()
      expect(done).toEqual(['dead token'])
      expect((await queue.counts()).dnevnik.failed).toBe(1)
    })

    test('logs a failure by code and place, never by the text of a foreign error', async () => {
      await queue.add(look('x', 'run-1'))
      const log = new PassThrough()
      const workers = await workWith(
        () => {
          throw new Error('Key (name)=(Иванова Анна) already exists')
        },
        createLogger('info', log),
      )
      await queue.idle()
      await workers.close()
      log.end()
      const lines = await text(log)
      expect(lines).toContain('"code":"INTERNAL"')
      expect(lines).toContain('"id":"run-1"')
      expect(lines).not.toContain('Иванова')
    })

    test('a parent runs after all its children, whichever way they ended', async () => {
      await queue.addTree({
        ...{ name: 'sum-up', payload: { word: 'root' } },
        children: [
          look('good'),
          look('bad'),
          { name: 'sum-up', payload: { word: 'middle' }, children: [look('deep'), look('bad')] },
        ],
      })
      const workers = await workWith(word => {
        done.push(word)
        if (word === 'bad') throw new BridgeError('DNEVNIK_FORBIDDEN', { message: 'Нет доступа.' })
      })
      await queue.idle()
      await workers.close()
      expect([...done].sort()).toEqual(['bad', 'bad', 'deep', 'good', 'middle', 'root'])
      expect(done.at(-1)).toBe('root')
      expect(done.indexOf('middle')).toBeGreaterThan(done.indexOf('deep'))
      expect(await queue.counts()).toMatchObject({ dnevnik: { failed: 2 }, local: { failed: 0 } })
    })

    test('a parent waits for the retries of its children', async () => {
      const child = { name: 'stubborn-look', payload: { word: 'child' } }
      await queue.addTree({ name: 'sum-up', payload: { word: 'parent' }, children: [child] })
      const workers = await workWith(word => {
        done.push(word)
        if (done.length === 1) throw new Error('once')
      })
      await queue.idle()
      await workers.close()
      expect(done).toEqual(['child', 'child', 'parent'])
    })

    test('a tree whose root is known adds nothing', async () => {
      const tree = {
        name: 'sum-up',
        payload: { word: 'root' },
        id: 'run:1',
        children: [look('leaf', 'run:1/leaf')],
      }
      await queue.addTree(tree)
      await queue.addTree({ ...tree, children: [look('other leaf')] })
      const workers = await workWith(noting)
      await queue.idle()
      await queue.addTree(tree)
      await queue.idle()
      await workers.close()
      expect(done).toEqual(['leaf', 'root'])
    })

    test('children that ended before, well or not, hold no new parent up', async () => {
      const workers = await workWith(word => {
        done.push(word)
        if (word === 'bad') throw new BridgeError('DNEVNIK_FORBIDDEN', { message: 'Нет доступа.' })
      })
      const children = [look('good', 'w:1'), look('bad', 'w:2')]
      await queue.addTree({ name: 'sum-up', payload: { word: 'first' }, children })
      await queue.idle()
      await queue.addTree({ name: 'sum-up', payload: { word: 'second' }, children })
      await queue.addTree({
        name: 'sum-up',
        payload: { word: 'third' },
        children: [...children, look('new')],
      })
      await queue.idle()
      await workers.close()
      expect(done.slice(0, 2).sort()).toEqual(['bad', 'good'])
      // What has no order between it: the second tree and the new look of the third.
      expect(done.slice(2).sort()).toEqual(['first', 'new', 'second', 'third'])
      expect(done.at(2)).toBe('first')
      expect(done.indexOf('new')).toBeLessThan(done.indexOf('third'))
    })

    test('two trees that share an unfinished child both come to their end', async () => {
      const children = [look('shared', 'w:1')]
      await queue.addTree({ name: 'sum-up', payload: { word: 'first' }, children })
      await queue.addTree({ name: 'sum-up', payload: { word: 'second' }, children })
      const workers = await workWith(noting)
      await queue.idle()
      await workers.close()
      expect(done).toEqual(expect.arrayContaining(['shared', 'first', 'second']))
    })

    test('urgent work passes planned work, and a tree hands its urgency down', async () => {
      await queue.add({ ...look('planned'), priority: 90 })
      await queue.add(look('ordinary'))
      await queue.addTree({
        name: 'sum-up',
        payload: { word: 'sum' },
        priority: 10,
        children: [look('urgent leaf')],
      })
      await queue.add({ ...look('most urgent'), priority: 1 })
      const workers = await workWith(noting, silentLogger, { ...concurrency, dnevnik: 1 })
      await queue.idle()
      await workers.close()
      expect(done.filter(word => word !== 'sum')).toEqual([
        'most urgent',
        'urgent leaf',
        'ordinary',
        'planned',
      ])
      await expect(queue.add({ ...look('x'), priority: 0 })).rejects.toMatchObject({ code: 'INTERNAL' })
    })

    test('whoever works some queues leaves the jobs of the others to those who work them', async () => {
      await queue.addTree({
        name: 'sum-up',
        payload: { word: 'after all' },
        children: [{ name: 'store', payload: { word: 'stored' }, children: [look('seen')] }],
      })
      const some = (...names: QueueName[]) =>
        queue.work<Deps>({
          jobs: jobs.filter(job => names.includes(job.queue)),
          deps: { act: noting },
          log: silentLogger,
          concurrency,
        })
      const worker = await some('dnevnik', 'local')
      await until(() => done.length === 1)
      await delay(300)
      expect(done).toEqual(['seen'])
      expect((await queue.counts()).archive).toEqual({ waiting: 1, active: 0, failed: 0 })
      const archivist = await some('archive')
      await queue.idle()
      await worker.close()
      await archivist.close()
      expect(done).toEqual(['seen', 'stored', 'after all'])
    })

    test('a long job makes room for a more urgent one, and goes on afterwards without losing an attempt', async () => {
      await queue.add({ ...look('long'), priority: 50 })
      await queue.add({ ...look('equal'), priority: 50 })
      const begun = gate()
      const asked = gate()
      const attempts: boolean[] = []
      const act: Act = async (word, { giveWay, lastAttempt }) => {
        if (word === 'long') {
          attempts.push(lastAttempt)
          begun.open()
          await asked.opened
          await giveWay()
        }
        done.push(word)
      }
      const workers = await workWith(act, silentLogger, { dnevnik: 1, local: 1, archive: 1 })
      await begun.opened
      await queue.add({ ...look('urgent'), priority: 1 })
      asked.open()
      await queue.idle()
      await workers.close()
      // Equals don't pass each other for good, whatever their order after that.
      expect(done[0]).toBe('urgent')
      expect([...done].sort()).toEqual(['equal', 'long', 'urgent'])
      // `look` has one attempt, and begins it twice.
      expect(attempts).toEqual([true, true])
      expect((await queue.counts()).dnevnik).toEqual({ waiting: 0, active: 0, failed: 0 })
    })

    test('runs as many jobs at once as it may, not more', async () => {
      const three = gate()
      let active = 0
      let most = 0
      for (let index = 0; index < 9; index += 1) await queue.add(look(String(index)))
      const act: Act = async () => {
        active += 1
        most = Math.max(most, active)
        if (active === 3) three.open()
        await three.opened
        active -= 1
      }
      const workers = await workWith(act, silentLogger, { ...concurrency, dnevnik: 3 })
      await queue.idle()
      await workers.close()
      expect(most).toBe(3)
    })

    test('a running job may add work, and idle waits for that too', async () => {
      await queue.add({ name: 'sum-up', payload: { word: 'plan' } })
      const workers = await workWith(async (word, context) => {
        done.push(word)
        await context.progress(0.5)
        if (word === 'plan') for (const day of ['Mo', 'Tu']) await context.queue.add(look(day))
      })
      await queue.idle()
      await workers.close()
      expect(done).toEqual(['plan', 'Mo', 'Tu'])
    })

    test('an idle worker starts a new job promptly', async () => {
      const workers = await workWith(noting)
      await queue.add(look('wakes up'))
      await queue.idle()
      const before = performance.now()
      await queue.add(look('prompt'))
      await queue.idle()
      expect(performance.now() - before).toBeLessThan(1_500)
      await workers.close()
      expect(done).toEqual(['wakes up', 'prompt'])
    })

    test('closing waits for what runs and leaves the rest', async () => {
      const [started, finish] = [gate(), gate()]
      await queue.add({ ...look('runs'), priority: 1 })
      await queue.add(look('stays'))
      const act: Act = async word => {
        started.open()
        await finish.opened
        done.push(word)
      }
      const workers = await workWith(act, silentLogger, { ...concurrency, dnevnik: 1 })
      await started.opened
      const closed = workers.close()
      finish.open()
      await closed
      expect(done).toEqual(['runs'])
      expect((await queue.counts()).dnevnik).toEqual({ waiting: 1, active: 0, failed: 0 })
    })

    test('giving up stops running jobs by their signal, and they run again without having lost an attempt', async () => {
      const started = gate()
      await queue.add(look('interrupted'))
      const first = await workWith(async (_, { signal }) => {
        started.open()
        await aborted(signal)
      })
      await started.opened
      // Asked to finish in peace first; the second request doesn't wait any longer.
      const peaceful = first.close()
      await first.close(true)
      await peaceful
      expect((await queue.counts()).dnevnik).toEqual({ waiting: 1, active: 0, failed: 0 })
      const second = await workWith(noting)
      await queue.idle()
      await second.close()
      expect(done).toEqual(['interrupted'])
    })

    test('waiting for idleness can be given up', async () => {
      await queue.add(look('nobody works'))
      const controller = new AbortController()
      const waiting = queue.idle(controller.signal)
      controller.abort()
      await expect(waiting).rejects.toMatchObject({ code: 'INTERRUPTED' })
      await expect(queue.idle(controller.signal)).rejects.toMatchObject({ code: 'INTERRUPTED' })
    })
  })
}
