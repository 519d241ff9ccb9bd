import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { sendDigests } from '../../src/app.js'
import { BridgeError } from '../../src/errors.js'
import type { Mailer } from '../../src/mail.js'
import { aReport } from '../support/report.js'
import { type Installation, installation } from './installation.js'

let house: Installation
beforeAll(async () => {
  house = await installation('2026-10-20T07:30:00+03:00')
})
afterAll(() => house.close())

test('a mail server that comes back gets each digest once; one refused recipient keeps nobody waiting', async () => {
  const school = {
    ...house.school,
    digestTo: [{ address: 'first@example.org' }, { address: 'second@example.org' }],
  }
  const delivered: string[] = []
  let refused = 'first@example.org'
  const mailer: Mailer = {
    async send({ to, messageId }) {
      const address = typeof to === 'string' ? to : to.address
      if (address === refused) throw new BridgeError('MAIL_FAILED', { message: 'Сервер не принял письмо' })
      delivered.push(address)
      return { messageId, file: null }
    },
  }
  const deps = { ...house.app.deps, mailer }
  const send = () => sendDigests(deps, school, aReport())
  await expect(send()).rejects.toMatchObject({ code: 'MAIL_FAILED' })
  expect(delivered).toEqual(['second@example.org'])
  refused = ''
  expect(await send()).toMatchObject({ already: ['second@example.org'] })
  expect(delivered).toEqual(['second@example.org', 'first@example.org'])
  expect((await send()).already).toHaveLength(2)
})
