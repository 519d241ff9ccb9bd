import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { LetterKey } from '../../src/ledger/index.js'
import { noLetters, type Served, school, serve } from './served.js'

const token = 'ab'.repeat(16)
const key: LetterKey = { school, recipient: 'petrova@example.org', kind: 'class-71' }
let served: Served
let muted: boolean
beforeEach(async () => {
  muted = false
  served = await serve({
    letters: {
      ...noLetters,
      links: {
        ofToken: async asked => (asked === token ? { ...key, muted } : null),
        mute: async (asked, at) => {
          if (asked === token) muted = at !== null
          return asked === token ? key : null
        },
      },
    },
  })
})
afterEach(() => served.close())

test('looking at the link ends nothing: mail programs open links by themselves', async () => {
  const { status, text } = await served.get(`/letters/${token}`)
  expect(status).toBe(200)
  expect(text).toContain('Больше не присылать эти письма?')
  expect(muted).toBe(false)
})

test('a press on the page ends the letters, another begins them again', async () => {
  expect((await served.post(`/letters/${token}`, [])).text).toContain('больше не приходят')
  expect(muted).toBe(true)
  expect((await served.post(`/letters/${token}`, [['again', 'yes']])).status).toBe(200)
  expect(muted).toBe(false)
})

test('a mail program ends them with one request of its own, without page, origin or password (RFC 8058)', async () => {
  const answer = await served.post(`/letters/${token}`, [['List-Unsubscribe', 'One-Click']], {
    origin: 'https://mail.example',
  })
  expect(answer.status).toBe(200)
  expect(muted).toBe(true)
})

test('a link that nobody was given tells nothing, and its page shows no section of ours', async () => {
  for (const wrong of ['cd'.repeat(16), 'x', `${token}0`]) {
    const { status, text } = await served.get(`/letters/${wrong}`)
    expect(status).toBe(404)
    expect(text).not.toContain('petrova')
  }
  expect((await served.get(`/letters/${token}`)).text).not.toContain('Чтения журнала')
})
