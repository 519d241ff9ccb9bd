import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { BridgeError } from '../../src/errors.js'
import type { LetterDeps } from '../../src/web/index.js'
import { chief, type House, openHouse, passwordOf } from '../people/house.js'
import { noLetters, type Served, school, serve } from './served.js'
import { type Visitor, visitor } from './visitor.js'

/** The letters before they go, to each viewer those that are his to see. */

const teacher = (id: string, kind: 'class' | 'owed', person: string) => ({
  ...{ id, kind, person, address: `${id}@example.org`, name: `Учитель ${person}` },
  className: kind === 'class' ? '7А' : null,
})
const deputy = { id: 'deputy.1', kind: 'deputy' as const, address: 'zavuch@example.org', person: null }
const all = [
  { ...deputy, name: null, className: null },
  teacher('class-71.1', 'class', '71'),
  teacher('class-72.1', 'class', '72'),
  teacher('owed.71', 'owed', '71'),
  teacher('owed.72', 'owed', '72'),
]
const content = (subject: string) => ({
  subject,
  html: '<p onclick="alert(1)">Письмо</p><script>alert(1)</script>',
  text: `Текст: ${subject} <b>`,
})
const letters: LetterDeps = {
  ...noLetters,
  addressees: async () => all,
  next: async (_, id) =>
    id === 'owed.71'
      ? null
      : { address: 'x@example.org', content: content(`О ${id}`), fate: 'Уйдёт завтра.' },
  notices: async kind => [
    { address: 'it@example.org', content: content(`О ${kind}`), fate: 'Уйдёт завтра.' },
  ],
}

describe('the next letters', () => {
  let house: House
  let served: Served
  const visitors = new Map<string, Visitor>()
  beforeAll(async () => {
    house = await openHouse()
    await house.add('chief', chief)
    await house.add('deputy', { role: 'deputy', school, person: null })
    await house.add('class-teacher', { role: 'class-teacher', school, person: '71' })
    await house.add('subject-teacher', { role: 'subject-teacher', school, person: '71' })
    await house.add('without-letters', { role: 'class-teacher', school, person: '75' })
    await house.add('office', { role: 'office', school: null, person: null })
    served = await serve({ people: house.people, now: () => house.clock.now(), letters })
    for (const { login } of await house.people.accounts.list()) {
      const guest = visitor(served)
      await guest.logIn(login, passwordOf(login))
      visitors.set(login, guest)
    }
  })
  afterAll(async () => {
    await served.close()
    await house.close()
  })
  const get = async (login: string, path = `/schools/${school}/digests`) => {
    const guest = visitors.get(login)
    if (!guest) throw new Error(login)
    return guest.get(path)
  }
  const letter = (id: string) => `/schools/${school}/digests?letter=${id}`

  test('a deputy head and an administrator choose among all of the school, each as it would go: subject, when, HTML, text', async () => {
    for (const login of ['deputy', 'chief']) {
      const { text } = await get(login)
      for (const { id } of all) expect([login, id, text.includes(`?letter=${id}`)]).toEqual([login, id, true])
      expect(text).toContain('О deputy.1')
      const { text: other } = await get(login, letter('class-72.1'))
      expect(other).toContain('Тема: <b>О class-72.1</b>')
      expect(other).toContain('Уйдёт завтра.')
      expect(other).toContain('<pre class="letter-text">Текст: О class-72.1 &lt;b></pre>')
    }
  })

  test('a teacher sees what he gets himself, by the role that he has, and no address of anybody else', async () => {
    const own = { 'class-teacher': 'class-71.1', 'subject-teacher': 'owed.71' }
    for (const [login, id] of Object.entries(own)) {
      const { text } = await get(login)
      for (const other of all.filter(one => one.id !== id)) {
        expect([login, other.id, text.includes(other.address)]).toEqual([login, other.id, false])
        expect([login, other.id, (await get(login, letter(other.id))).status]).toEqual([login, other.id, 404])
      }
      expect((await get(login, letter(id))).status).toBe(200)
    }
    expect((await get('class-teacher')).text).toContain('Тема: <b>О class-71.1</b>')
    expect((await get('subject-teacher')).text).toContain('Писать не о чем')
    expect((await get('without-letters')).text).toContain('Писем вам программа не отправляет')
  })

  test('the letter about the program is the administrator’s, the one over all schools the office’s', async () => {
    const statuses = async (path: string) => {
      const found: Record<string, number> = {}
      for (const login of visitors.keys()) found[login] = (await get(login, path)).status
      return found
    }
    const nobody = Object.fromEntries([...visitors.keys()].map(login => [login, 403]))
    expect(await statuses('/digests/program')).toEqual({ ...nobody, chief: 200 })
    expect(await statuses('/digests/office')).toEqual({ ...nobody, office: 200 })
    expect((await get('chief', '/digests/program')).text).toContain('Тема: <b>О program</b>')
  })

  test('in the frame nothing runs', async () => {
    const { text } = await get('deputy')
    // Links open beside the frame; whatever else a page may do, this one may not.
    expect(text).toMatch(/ sandbox="allow-popups allow-popups-to-escape-sandbox"><\/iframe>/)
    expect(text).not.toContain('<script>alert')
  })
})

test('a letter that takes longer than a page waits is left out, and the page says so', async () => {
  const never: LetterDeps['next'] = (_school, _id, signal) =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(new BridgeError('INTERRUPTED', { message: 'Прервано' })))
    })
  const served = await serve({ letters: { ...letters, next: never }, patienceMs: 1 })
  const { status, text } = await served.get(`/schools/${school}/digests`)
  await served.close()
  expect(status).toBe(200)
  expect(text).toContain('Письмо составляется дольше, чем ждёт страница')
})
