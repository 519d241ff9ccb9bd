import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { evaluate, record, type School, sendSchoolLetters } from '../../src/app.js'
import { webDeps } from '../../src/cli/web-deps.js'
import { type Line, startWeb, type WebServer } from '../../src/web/index.js'
import { type Installation, installation } from '../jobs/installation.js'
import { chief, passwordOf } from '../people/house.js'
import { clientOf } from './served.js'
import { type Visitor, visitor } from './visitor.js'

/** A letter on the page is made once for all who may see it, until something has changed that it rests on. */

const other = { id: '1000000000002', name: 'Вторая школа' }
const deputies = [{ address: 'zavuch@example.org' }, { address: 'second@example.org' }]
const at = (text: string) => Date.parse(`${text}:00+03:00`)

let house: Installation
let deps: Installation['app']['deps']
let web: WebServer
let judging: Line
let school: School
let slice: { readonly mock: { readonly calls: unknown[] } }
let leaders: { readonly login: string; readonly person: string }[]
const visitors = new Map<string, Visitor>()

beforeAll(async () => {
  // A Tuesday.
  house = await installation('2026-10-20T07:00:00+03:00', { otherSchools: [other] })
  await house.run('sync', { from: '2026-10-12', to: '2026-10-19' })
  const { app } = house
  const { classTeachers } = await app.deps.mirror.directory(house.school.id)
  leaders = classTeachers.map(({ person }, index) => ({ login: `leader-${index}`, person: person.id }))
  expect(leaders).toHaveLength(2)
  school = {
    ...house.school,
    digestTo: deputies,
    teachers: leaders.map(({ login, person }) => ({
      ...{ person, address: `${login}@example.org`, letters: ['class'] as const },
    })),
  }
  const schools = app.schools.map(one => (one.id === school.id ? school : { ...one, digestTo: deputies }))
  slice = jest.spyOn(app.deps.mirror, 'slices')
  deps = {
    ...app.deps,
    webUrl: 'http://127.0.0.1:8420/',
    schools,
    school: id => schools.find(one => one.id === id) ?? app.deps.school(id),
    mailer: { send: async ({ messageId }) => ({ messageId, file: null }) },
  }
  const pages = { ...webDeps({ ...app, deps, schools }, house.queue), boardQueues: [] }
  judging = pages.judging
  web = await startWeb(pages, { host: '127.0.0.1', port: 0, publicUrl: null, trustedProxies: [] })
  const grants = {
    chief,
    ...Object.fromEntries(
      leaders.map(({ login, person }) => [
        login,
        { role: 'class-teacher', school: school.id, person } as const,
      ]),
    ),
  }
  for (const [login, grant] of Object.entries(grants)) {
    const password = { chosen: passwordOf(login) }
    await app.people.add({ login, name: login, subject: null, grants: [grant], by: 'тест', password })
    const guest = visitor(clientOf(web))
    await guest.logIn(login, passwordOf(login))
    visitors.set(login, guest)
  }
})
afterAll(async () => {
  await web.close()
  await house.close()
})
afterEach(() => house.clock.set(at('2026-10-20T07:00')))

async function get(login: string, query = '', of = school.id) {
  const guest = visitors.get(login)
  if (guest === undefined) throw new Error(login)
  const path = `/schools/${of}/digests${query}`
  const answer = await guest.get(path)
  if (answer.status !== 303) return answer
  // The clock has ended the session.
  await guest.logIn(login, passwordOf(login))
  return guest.get(path)
}

/** How often a journal was judged meanwhile. */
async function judgedBy(visit: () => Promise<unknown>): Promise<number> {
  const before = slice.mock.calls.length
  await visit()
  return slice.mock.calls.length - before
}

/** How often a journal is judged for two visits after that. */
async function judgedAfter(what: () => Promise<unknown> | unknown): Promise<number> {
  await get('chief')
  await what()
  return judgedBy(async () => {
    const [first, second] = [await get('chief'), await get('chief')]
    expect(first.text).toContain('Тема: <b>')
    expect(second.text).toBe(first.text)
  })
}

/** Queries of the addressees' letters, by address. */
async function queries(): Promise<ReadonlyMap<string, string>> {
  const { text } = await get('chief')
  const links = [
    ...text.matchAll(/href="[^"]*digests(\?letter=[^"]+)"[^>]*><bdi>([^<]*)<\/bdi>(.*?)<\/li>/gs),
  ]
  return new Map(
    links.map(([, query = '', name = '', rest = '']) => [/<bdi>(.*?)<\/bdi>/.exec(rest)?.[1] ?? name, query]),
  )
}

const evaluated = () =>
  evaluate(deps, { school: school.id, from: '2026-10-13', to: '2026-10-20', classIds: null })

describe('a letter is judged for anew', () => {
  test('not while nothing has changed', async () => {
    await get('chief')
    expect(await judgedAfter(() => undefined)).toBe(0)
  })

  const signature = { author: 'Иванова', at: at('2026-10-20T07:00') }
  const changes: Readonly<Record<string, () => Promise<unknown> | unknown>> = {
    'after the school was looked at': () => {
      const window = { school: school.id, resource: 'teachers', group: null, week: null } as const
      return deps.mirror.recordFailedLook(window, signature.at, 'DNEVNIK_DOWN')
    },
    'after something was stated': () =>
      deps.statements.enter(school.id, 'reply', { entry: '0123456789abcdef', text: 'Болел' }, signature),
    'after a plan was entered': async () => {
      const { classes, subjects } = await deps.mirror.directory(school.id)
      const scope = { studyYear: 2026, groupId: null, teacherId: null }
      const of = { classId: classes[0]?.id ?? '', subjectId: subjects[0]?.id ?? '' }
      const file = { name: 'план.xlsx', sha256: '0'.repeat(64) }
      const draft = { ...scope, ...of, from: '2026-09-01', rows: [], file }
      await deps.thematicPlans.enter(school.id, [draft], { ...signature, why: null })
    },
    'after something was proved of the platform': () =>
      deps.calibrations.record(school.id, {
        ...{ what: 'stamps', result: 'local', provenAt: signature.at, evidence: {}, byWhom: 'Иванова' },
      }),
    'after a check was recorded': async () => record(deps, await evaluated(), null),
    'after something was archived': async () => {
      const file = { path: 'note.txt', bytes: new TextEncoder().encode('x') }
      const archive = await deps.archive()
      await archive.put({ id: 'urn:test:first', message: 'Запись', actor: 'archivist', files: [file] })
      await get('chief')
      await archive.put({ id: 'urn:test:note', message: 'Запись', actor: 'archivist', files: [file] })
    },
    'after a letter went': async () =>
      sendSchoolLetters(deps, { ...(await evaluated()), school }, { kinds: ['deputy'], asked: true }),
    'after somebody ended his letters': async () => {
      const key = { school: school.id, recipient: leaders[0]?.login ?? '', kind: 'class-1' }
      await deps.letters.mute(await deps.letters.token(key, 'a'.repeat(32)), signature.at)
    },
    'after a look was missed': async () => {
      const look = {
        id: 'look',
        kind: 'night',
        at: signature.at + 60_000,
        until: signature.at + 120_000,
      } as const
      const of = {
        from: '2026-10-19',
        to: '2026-10-19',
        classIds: null,
        decides: ['x'],
        price: 1,
        dropped: false,
      }
      await deps.plan.write({ school: school.id, date: '2026-10-20' }, [{ ...look, ...of }], signature.at)
      await get('chief')
      house.clock.set(at('2026-10-20T07:03'))
    },
    'in the next hour': async () => {
      house.clock.set(at('2026-10-20T08:59'))
      await get('chief')
      house.clock.set(at('2026-10-20T09:00'))
    },
  }
  test.each(Object.entries(changes))('%s', async (_, change) => {
    expect(await judgedAfter(change)).toBe(1)
  })

  test('when its own time has come and gone', async () => {
    const fate = async () => /Уйдёт [^<]*/.exec((await get('chief', '', other.id)).text)?.[0]
    house.clock.set(at('2026-10-21T07:29'))
    expect(await fate()).toBe('Уйдёт 21.10.2026 07:30.')
    house.clock.set(at('2026-10-21T07:31'))
    expect(await fate()).toBe('Уйдёт 22.10.2026 07:30.')
  })
})

test('once it is made, nobody waits for it in the line', async () => {
  const made = await get('chief')
  const end = new AbortController()
  const others = judging.through(new AbortController().signal, () => once(end.signal, 'abort'))
  expect((await get('chief')).text).toBe(made.text)
  end.abort()
  await others
})

test('who comes while it is judged waits for the same letter', async () => {
  house.clock.set(at('2026-10-20T09:00'))
  const judged = await judgedBy(async () => {
    const answers = await Promise.all([get('chief'), get('chief'), get('chief')])
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  })
  expect(judged).toBe(1)
})

test('all deputy heads are told of the same judgement, each in the own letter', async () => {
  house.clock.set(at('2026-10-20T10:00'))
  const found = await queries()
  const judged = await judgedBy(async () => {
    for (const { address } of deputies)
      expect((await get('chief', found.get(address))).text).toContain(`Кому: <bdi>${address}</bdi>`)
  })
  expect(judged).toBe(0)
})

test('each school has letters of its own, also to the same address', async () => {
  const own = await get('chief')
  const others = await get('chief', '', other.id)
  const letter = (text: string) => /<pre class="letter-text">[^<]*/.exec(text)?.[0]
  expect(letter(others.text)).toContain(other.name)
  expect(letter(own.text)).not.toContain(other.name)
  expect((await get('chief')).text).toBe(own.text)
})

test('what was made for one is shown to who may see it, and to nobody else', async () => {
  const found = await queries()
  const [first, second] = leaders.map(({ login }) => ({ login, address: `${login}@example.org` }))
  if (!first || !second) throw new Error('Two are needed')
  const query = found.get(first.address)
  expect((await get('chief', query)).status).toBe(200)
  const judged = await judgedBy(async () => {
    expect((await get(first.login, query)).text).toContain(`Кому: <bdi>${first.address}</bdi>`)
    const refused = await get(second.login, query)
    expect([refused.status, refused.text.includes(first.address)]).toEqual([404, false])
  })
  expect(judged).toBe(0)
})
