import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { allPermissions, type Grant, type Permission, type Role, roles } from '../../src/people/index.js'
import { chief, type House, openHouse, passwordOf } from '../people/house.js'
import { timeZone } from '../support/report.js'
import { type Answer, type Served, serve } from './served.js'
import { type Visitor, visitor } from './visitor.js'

/** Every address that the program has × every role × two schools, over HTTP, with sessions of real accounts. */

const own = '1000000000000000123'
const other = '1000000000000000456'

/** Once more by hand, so that no change of the roles goes unnoticed. */
const allowed: Readonly<Record<Permission, readonly Role[]>> = {
  'see-findings': ['deputy', 'class-teacher', 'subject-teacher'],
  'see-journal': ['deputy', 'class-teacher', 'subject-teacher'],
  'see-sheets': ['deputy', 'class-teacher'],
  'see-archive': ['administrator', 'deputy', 'auditor'],
  'read-archive': ['deputy', 'auditor'],
  'see-sync': ['administrator', 'deputy'],
  resync: ['administrator', 'deputy'],
  'see-decisions': ['deputy', 'auditor'],
  decide: ['deputy'],
  control: ['deputy'],
  acquaint: ['class-teacher'],
  'see-plans': ['administrator', 'deputy', 'auditor', 'class-teacher', 'subject-teacher'],
  'change-plans': ['administrator', 'deputy'],
  reply: ['deputy', 'class-teacher', 'subject-teacher'],
  'see-settings': ['administrator', 'deputy'],
  'change-settings': ['deputy'],
  'see-digests': ['administrator', 'deputy', 'class-teacher', 'subject-teacher'],
  'see-program-letter': ['administrator'],
  'see-office-letter': ['office'],
  'see-overview': ['office'],
  'manage-people': ['administrator'],
  'see-access-log': ['administrator', 'deputy', 'auditor'],
  'operate-queues': ['administrator'],
}

const refused = 'Эта страница вам не открыта'
type Outcome = 'shown' | 'refused' | 'asked who it is'

function outcomeOf({ status, text, headers }: Answer): Outcome {
  if (status === 403 && text.includes(refused)) return 'refused'
  const toLogIn = String(headers.location ?? '').startsWith('/login')
  return (status === 401 && text.includes('Вход')) || toLogIn ? 'asked who it is' : 'shown'
}

describe('who may see what', () => {
  let house: House
  let served: Served
  const visitors = new Map<string, Visitor>()
  const grantOf = (role: Role, school: string | null): Grant => ({
    ...{ role, school },
    person: role.endsWith('-teacher') ? '71' : null,
  })
  const everywhere: readonly Role[] = roles.filter(role => !role.endsWith('-teacher'))

  beforeAll(async () => {
    house = await openHouse()
    await house.add('chief', chief)
    for (const role of roles) await house.add(role, grantOf(role, own))
    for (const role of everywhere) await house.add(`${role}.all`, grantOf(role, null))
    await house.add('nobody')
    const schools = [
      { id: own, name: 'МБОУ «СОШ № 7»', timeZone },
      { id: other, name: 'МБОУ «Лицей № 8»', timeZone },
    ]
    served = await serve({ people: house.people, now: () => house.clock.now(), schools })
    for (const { login } of await house.people.accounts.list()) {
      const guest = visitor(served)
      await guest.logIn(login, passwordOf(login))
      visitors.set(login, guest)
    }
    visitors.set('', visitor(served))
  })
  afterAll(async () => {
    await served.close()
    await house.close()
  })

  async function ask(login: string, route: { method: string; path: string }, school = own): Promise<Answer> {
    const guest = visitors.get(login)
    if (!guest) throw new Error(login)
    const path = route.path.replace(':school', school).replace(/:\w+|\*/g, '1')
    return route.method === 'GET' ? guest.get(path) : guest.post(path, [])
  }
  const outcome = async (...asked: Parameters<typeof ask>) => outcomeOf(await ask(...asked))
  const guarded = () =>
    served.routes.flatMap(({ method, path, gate }) =>
      typeof gate === 'object' && method !== 'HEAD' ? [{ method, path, ...gate }] : [],
    )

  test('each permission is known to this table, and each is asked for as the table says', () => {
    expect(Object.keys(allowed).sort()).toEqual([...allPermissions].sort())
    expect(guarded().length).toBeGreaterThan(5)
  })

  test('a stranger and somebody without a role see nothing, wherever they ask', async () => {
    for (const route of served.routes.filter(({ gate, method }) => gate !== 'open' && method !== 'HEAD')) {
      expect([route.method, route.path, await outcome('', route)]).toEqual([
        ...[route.method, route.path, 'asked who it is'],
      ])
    }
    for (const route of guarded())
      expect([route.path, await outcome('nobody', route)]).toEqual([route.path, 'refused'])
  })

  test('what is open to strangers is a short list', () => {
    const open = served.routes.filter(({ gate, method }) => gate === 'open' && method !== 'HEAD')
    const paths = open.map(({ method, path }) => `${method} ${path.replace(/[0-9a-f]{12}/, '…')}`)
    expect(paths.sort()).toEqual([
      'GET /assets/…/htmx.js',
      'GET /assets/…/style.css',
      'GET /healthz',
      'GET /letters/:token',
      'GET /login',
      'GET /login/code',
      'GET /readyz',
      'POST /letters/:token',
      'POST /login',
      'POST /login/code',
      'POST /logout',
    ])
  })

  for (const role of roles) {
    test(`${role}: of the own school what the role needs, of the other one nothing`, async () => {
      for (const route of guarded()) {
        const may = allowed[route.needs].includes(role)
        // A role in one school opens nothing of the whole installation.
        const expected = may && route.of !== 'installation' ? 'shown' : 'refused'
        const answer = await ask(role, route)
        expect([route.method, route.path, outcomeOf(answer)]).toEqual([route.method, route.path, expected])
        expect([route.path, answer.text.includes('Лицей № 8')]).toEqual([route.path, false])
        if (route.of !== 'school') continue
        const elsewhere = await ask(role, route, other)
        expect([route.path, outcomeOf(elsewhere)]).toEqual([route.path, 'refused'])
        expect([route.path, elsewhere.text.includes('Лицей № 8')]).toEqual([route.path, false])
      }
    })
  }

  test('a role in all schools is one in each, and of the installation', async () => {
    for (const role of everywhere) {
      for (const route of guarded()) {
        const expected = allowed[route.needs].includes(role) ? 'shown' : 'refused'
        for (const school of route.of === 'school' ? [own, other] : [own]) {
          const seen = await outcome(`${role}.all`, route, school)
          expect([role, route.path, school, seen]).toEqual([role, route.path, school, expected])
        }
      }
    }
  })

  test('each page with persons that was shown stands in the log, and none that was refused', async () => {
    const all = { from: 0, until: house.clock.now() + 1, schools: null, most: 100_000 }
    const before = (await house.people.log.read(all)).length
    const looks: string[] = []
    for (const role of roles) {
      for (const route of guarded().filter(({ of, method }) => of === 'school' && method === 'GET')) {
        const { status } = await ask(role, route)
        if (
          status === 200 &&
          /findings|journal|sheets|reply|decisions|decide|control|acquaint|plans|digests|change-settings|read-archive|access-log/.test(
            route.needs,
          )
        )
          looks.push(`${role} ${route.needs}`)
        await ask(role, route, other)
      }
    }
    const log = (await house.people.log.read(all)).slice(0, -before || undefined).reverse()
    expect(log.map(({ account, about }) => `${account} ${about}`)).toEqual(looks)
    expect(log.length).toBeGreaterThan(2)
    for (const { school, act, name } of log)
      expect([school, act, name]).toEqual([
        own,
        expect.stringMatching(/^(look|export)$/),
        expect.stringMatching(/^Некто /),
      ])
  })
})
