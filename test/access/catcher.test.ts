import { describe, expect, test } from '@jest/globals'
import { startCatcher } from '../../src/cli/login/catcher.js'

const never = new AbortController().signal
const gone = AbortSignal.abort()

describe('the catcher of the browser', () => {
  test('gives up when the human takes too long, and when asked to stop', async () => {
    const catcher = await startCatcher({ port: 0, state: 's' })
    await expect(catcher.caught({ stop: never, expired: gone })).rejects.toMatchObject({
      code: 'LOGIN_TIMEOUT',
    })
    await expect(catcher.caught({ stop: gone, expired: never })).rejects.toMatchObject({
      code: 'INTERRUPTED',
    })
    await catcher.close()
  })

  test('listens on this machine only, frees its port, and says so where it is taken', async () => {
    const first = await startCatcher({ port: 0, state: 's' })
    const port = Number(new URL(first.redirectUrl).port)
    expect(first.redirectUrl).toBe(`http://127.0.0.1:${port}/`)
    await expect(startCatcher({ port, state: 's' })).rejects.toMatchObject({ code: 'PORT_IN_USE' })
    await first.close()
    await (await startCatcher({ port, state: 's' })).close()
  })

  test('a form too long to be a login is refused', async () => {
    const catcher = await startCatcher({ port: 0, state: 's' })
    const { origin } = new URL(catcher.redirectUrl)
    const body = new URLSearchParams({ fragment: 'x'.repeat(20_000) })
    const answer = await fetch(catcher.redirectUrl, { method: 'POST', body, headers: { origin } })
    expect(answer.status).toBe(400)
    await catcher.close()
  })
})
