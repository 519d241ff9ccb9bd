import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { addDueRuns } from '../../src/app.js'
import { authCommand } from '../../src/cli/commands/auth.js'
import { doctorCommand } from '../../src/cli/commands/doctor.js'
import { forgetToken, storeToken } from '../../src/config/index.js'
import { run } from './command.js'
import { type House, openHouse } from './house.js'

/** A dead token is a state: paused, shown, told once; not a crash and not a storm. */
describe('a token that dies while the service runs', () => {
  let house: House
  let token: string
  beforeEach(async () => {
    house = await openHouse('2026-10-19T06:00:00+03:00')
    token = house.platform.issue()
    await storeToken(house.secrets, token)
  })
  afterEach(() => house.close())

  const state = async () => (await house.app.deps.access.state()).kind
  /** Every twenty minutes of the hours, as the scheduler would ask. */
  async function hours(from: number, to: number): Promise<string[]> {
    const added: string[] = []
    for (let hour = from; hour < to; hour += 1) {
      for (let minute = 0; minute < 60; minute += 20) {
        const at = `2026-10-19T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00+03:00`
        added.push(...(await house.tick(at)))
      }
    }
    return added
  }

  test('one mail, no runs, one question an hour; a new token is noticed, told of and used', async () => {
    expect(await house.tick('2026-10-19T06:10:00+03:00')).toHaveLength(1)
    house.platform.kill(token)
    const failed = await house.sync('dies')
    expect(failed).toMatchObject({ state: 'failed', errorCode: 'DNEVNIK_TOKEN_DEAD' })
    expect(await state()).toBe('dead')

    const before = house.platform.asked.length
    expect(await hours(7, 17)).toEqual([])
    const asked = house.platform.asked.slice(before)
    expect(new Set(asked)).toEqual(new Set(['users/me/context']))
    expect(asked.length).toBeGreaterThan(0)
    expect(asked.length).toBeLessThanOrEqual(10)
    expect(await house.mails()).toEqual(['Электронный журнал не читается: нужен новый вход на платформу'])

    await storeToken(house.secrets, house.platform.issue())
    await hours(17, 18)
    const added = await house.tick('2026-10-19T23:55:00+03:00')
    expect(added).toHaveLength(1)
    for (const id of added) expect(await house.app.deps.runs.get(id)).toMatchObject({ state: 'done' })
    expect(await state()).toBe('alive')
    expect(await house.mails()).toEqual([
      'Электронный журнал не читается: нужен новый вход на платформу',
      'Электронный журнал снова читается',
    ])
  })

  test('runs in flight end at once, without asking the platform again', async () => {
    house.platform.kill(token)
    await house.sync('first')
    const before = house.platform.asked.length
    for (const id of ['second', 'third']) {
      expect(await house.sync(id)).toMatchObject({ state: 'failed', errorCode: 'DNEVNIK_TOKEN_DEAD' })
    }
    expect(house.platform.asked.length).toBe(before)
  })

  test('a token that dies in the middle of a sweep ends the run, with one question whether it is so', async () => {
    await house.sync('whole')
    house.clock.set(Date.parse('2026-10-20T06:00:00+03:00'))
    const before = house.platform.asked.length
    house.platform.killAfter(token, 4)
    expect(await house.sync('cut')).toMatchObject({ state: 'failed', errorCode: 'DNEVNIK_TOKEN_DEAD' })
    // Four in flight at most, each of which may have met the death, and the question.
    expect(house.platform.asked.length - before).toBeLessThanOrEqual(4 + 4 + 1)
    expect(house.platform.asked.slice(before).filter(path => path === 'users/me/context')).toHaveLength(2)
  })

  test('the same token may live again: the hourly question finds out', async () => {
    house.platform.kill(token)
    await house.sync('dies')
    await house.tick('2026-10-19T06:05:00+03:00')
    house.platform.revive(token)
    expect(await house.tick('2026-10-19T06:30:00+03:00')).toEqual([])
    expect(await house.tick('2026-10-19T07:10:00+03:00')).not.toEqual([])
    expect(await house.mails()).toHaveLength(2)
  })

  test('a new token that is dead too is the same outage: no second mail', async () => {
    house.platform.kill(token)
    await house.sync('dies')
    await house.tick('2026-10-19T06:05:00+03:00')
    await storeToken(house.secrets, 'AnotherTokenThatNobodyKnows00000')
    const before = house.platform.asked.length
    await hours(7, 10)
    expect(house.platform.asked.length - before).toBeLessThanOrEqual(3)
    expect(await house.mails()).toHaveLength(1)
  })

  test('one resource that answers 401 is no dead token: the sweep goes on and coverage says so', async () => {
    house.sandbox.setFaults([{ match: /\/final-marks|\/marks\//, times: 1000, kind: 'token-dead' }])
    const run = await house.sync('refused')
    expect(run).toMatchObject({ state: 'done-with-gaps' })
    expect(run.complete).toBeGreaterThan(run.incomplete)
    expect(run.incomplete).toBeGreaterThan(0)
    expect(await state()).toBe('alive')
    expect(await house.tick('2026-10-19T06:05:00+03:00')).not.toEqual([])
    expect(await house.mails()).toEqual([])
  })

  test('while nobody can tell, the token is not called dead', async () => {
    house.sandbox.setFaults([
      { match: /\/edu-groups$/, times: 1, kind: 'token-dead' },
      { match: /context/, times: 1000, kind: 'server-error' },
    ])
    await expect(house.app.deps.access.probe()).rejects.toMatchObject({ code: 'DNEVNIK_DOWN' })
    expect(await house.sync('unknown')).toMatchObject({ errorCode: 'DNEVNIK_DOWN' })
    expect(await state()).toBe('alive')
  })

  test('auth status and doctor tell of it, and a question by a human ends it', async () => {
    const { environment, folder } = house
    const now = () => new Date(house.clock.now()).toISOString()
    const status = () =>
      run(authCommand, ['status', '--data', folder, '--json', '--now', now()], { environment }).end
    expect(await status()).toMatchObject({ code: 0, lines: [{ alive: true, deadSince: null }] })
    house.platform.kill(token)
    await house.sync('dies')
    await house.tick('2026-10-19T06:05:00+03:00')
    const dead = await status()
    expect(dead).toMatchObject({
      code: 4,
      lines: [
        {
          alive: false,
          source: 'store',
          deadSince: '2026-10-19T03:00:00.000Z',
          notifiedAt: '2026-10-19T03:05:00.000Z',
        },
      ],
    })
    expect(dead.written).not.toContain(token)
    const health = await run(doctorCommand, ['--data', folder, '--json', '--now', now()], { environment }).end
    expect(health.code).toBe(4)
    expect(health.lines).toContainEqual({
      check: 'токен',
      ok: false,
      message: expect.stringContaining('чтение приостановлено с 19.10.2026 06:00'),
    })
    house.platform.revive(token)
    expect(await status()).toMatchObject({ code: 0, lines: [{ alive: true }] })
    expect(await house.sync('again')).toMatchObject({ state: 'done' })
  })

  test('a stored token that vanishes pauses reading with one mail; one that comes back is used', async () => {
    await house.tick('2026-10-19T06:10:00+03:00')
    await forgetToken(house.secrets)
    const before = house.platform.asked.length
    expect(await hours(7, 17)).toEqual([])
    expect(house.platform.asked.length).toBe(before)
    expect(await state()).toBe('missing')
    const lost = 'Электронный журнал не читается: у программы нет токена платформы'
    expect(await house.mails()).toEqual([lost])
    await storeToken(house.secrets, token)
    expect(await house.tick('2026-10-19T23:55:00+03:00')).toHaveLength(1)
    expect(await state()).toBe('alive')
    expect((await house.mails()).sort()).toEqual([lost, 'Электронный журнал снова читается'])
  })

  test('a file that the environment names and that vanishes is no failure of the scheduler, but the same pause', async () => {
    const file = join(house.folder, 'given-token')
    await writeFile(file, token)
    const other = await house.another({ ...house.environment, DNEVNIK_TOKEN_FILE: file })
    const queue = await other.inlineQueue()
    const schedule = { nightAt: '00:20', digestAt: '07:30', plannedLooks: true, requestsADay: 10_000 }
    const tick = (at: string) => {
      house.clock.set(Date.parse(at))
      return addDueRuns(other.deps, queue, { schools: other.schools, schedule })
    }
    await rm(file)
    expect(await tick('2026-10-19T06:10:00+03:00')).toEqual([])
    expect(await tick('2026-10-19T23:55:00+03:00')).toEqual([])
    expect(await other.deps.access.state()).toMatchObject({
      kind: 'missing',
      problem: expect.stringContaining('DNEVNIK_TOKEN_FILE'),
    })
    expect(await house.mails()).toHaveLength(1)
    await writeFile(file, token)
    expect(await tick('2026-10-19T23:56:00+03:00')).toHaveLength(1)
    await queue.close()
  })

  test('a token that dies and then vanishes is one outage, with one mail', async () => {
    house.platform.kill(token)
    await house.sync('dies')
    await house.tick('2026-10-19T06:05:00+03:00')
    await forgetToken(house.secrets)
    await house.tick('2026-10-19T06:25:00+03:00')
    expect(await house.mails()).toHaveLength(1)
  })

  test('two schedulers send one mail', async () => {
    house.platform.kill(token)
    await house.sync('dies')
    const other = await house.another()
    const queue = await other.inlineQueue()
    const schedule = { nightAt: '00:20', digestAt: '07:30', plannedLooks: true, requestsADay: 10_000 }
    await Promise.all([
      house.tick('2026-10-19T06:05:00+03:00'),
      addDueRuns(other.deps, queue, { schools: other.schools, schedule }),
    ])
    await queue.close()
    expect(await house.mails()).toHaveLength(1)
  })
})
