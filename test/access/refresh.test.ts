import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { readStoredAccess, storeAccess } from '../../src/config/index.js'
import { type House, openHouse } from './house.js'

const hour = 3_600_000

describe('a token that the code flow gave', () => {
  let house: House
  let token: string
  beforeEach(async () => {
    house = await openHouse('2026-10-19T06:00:00+03:00')
    token = house.platform.issue()
    const now = house.clock.now()
    await storeAccess(house.secrets, {
      token,
      refreshToken: house.platform.refreshTokenOf(token),
      clientId: house.platform.clientId,
      obtainedAt: now,
      expiresAt: now + 10 * hour,
    })
    house.platform.expiresIn = 36_000
  })
  afterEach(() => house.close())

  const visible = (app = house.app) => app.deps.source.visibleSchool(house.school.id)
  const passed = (hours: number) => house.clock.set(house.clock.now() + hours * hour)

  test('is refreshed before its end, kept with its next refresh token, and refreshed again', async () => {
    passed(7)
    await visible()
    expect(house.platform.refreshed).toHaveLength(0)
    for (const times of [1, 2]) {
      passed(8.5)
      await visible()
      await visible()
      expect(house.platform.refreshed).toHaveLength(times)
      const kept = await readStoredAccess(house.secrets)
      expect(kept).toMatchObject({
        clientId: house.platform.clientId,
        expiresAt: house.clock.now() + 10 * hour,
      })
      expect(kept?.token).not.toBe(token)
    }
    expect(new Set(house.platform.refreshed).size).toBe(2)
  })

  test('two processes that need it at once use the refresh token once, and both go on', async () => {
    const other = await house.another()
    passed(9)
    await Promise.all([visible(), visible(other), visible(), visible(other)])
    expect(house.platform.refreshed).toHaveLength(1)
    await Promise.all([visible(), visible(other)])
  })

  test('is refreshed when it dies early, in the middle of a run, which then comes through', async () => {
    house.platform.killAfter(token, 6)
    const run = await house.sync('through')
    expect(run).toMatchObject({ state: 'done', incomplete: 0 })
    expect(house.platform.refreshed).toHaveLength(1)
    expect(await house.mails()).toEqual([])
  })

  test('a process without the client secret says so, and leaves the refresh to one that has it', async () => {
    const { DNEVNIK_CLIENT_SECRET: _, ...environment } = house.environment
    const other = await house.another(environment)
    expect(await other.deps.access.token()).toMatchObject({ refresh: 'no-secret' })
    expect(await house.app.deps.access.token()).toMatchObject({ refresh: 'ready' })
    passed(9)
    await visible(other)
    expect(house.platform.refreshed).toHaveLength(0)
    await visible()
    expect(house.platform.refreshed).toHaveLength(1)
  })

  test('whose refresh is refused is used to its end, then dead; the refusal is not repeated at every question', async () => {
    house.platform.refuseGrants = true
    passed(8.5)
    await visible()
    await visible()
    house.platform.kill(token)
    await expect(visible()).rejects.toMatchObject({ code: 'DNEVNIK_TOKEN_DEAD' })
    expect(await house.app.deps.access.state()).toMatchObject({ kind: 'dead' })
    expect(await readStoredAccess(house.secrets)).toMatchObject({ token })
    expect(house.platform.refusals).toBe(1)
    // A refusal that was the platform's trouble passes: the hourly question tries the refresh again.
    house.platform.refuseGrants = false
    const at = new Date(house.clock.now() + hour).toISOString()
    await house.tick(at)
    expect(await house.app.deps.access.state()).toEqual({ kind: 'alive' })
  })

  test('is not overwritten by a refresh when somebody logs in meanwhile', async () => {
    const login = house.platform.issue()
    const mine = { token: login, refreshToken: null, clientId: null, obtainedAt: null, expiresAt: null }
    house.platform.beforeGrant = () => storeAccess(house.secrets, mine)
    passed(9)
    await visible()
    expect(house.platform.refreshed).toHaveLength(1)
    expect(await readStoredAccess(house.secrets)).toEqual(mine)
  })
})
