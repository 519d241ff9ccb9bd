import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Grant } from '../../src/people/index.js'
import { chief, type House, openHouse, passwordOf } from '../people/house.js'
import { aPerson, moscow, timeZone } from '../support/report.js'
import { type Served, school, serve } from './served.js'
import { fieldsOf, type Visitor, visitor } from './visitor.js'

const other = '1000000000000000456'
const ofSchool = (role: Grant['role'], at: string | null = school): Grant => ({
  role,
  school: at,
  person: null,
})

let house: House
let served: Served
const visitors = async (...logins: readonly string[]): Promise<Visitor[]> => {
  const all = logins.map(() => visitor(served))
  for (const [index, login] of logins.entries()) await all[index]?.logIn(login, passwordOf(login))
  return all
}
beforeEach(async () => {
  house = await openHouse()
  await house.add('chief', chief)
  await house.add('local', ofSchool('administrator'))
  await house.add('deputy', ofSchool('deputy'))
  await house.add('far', ofSchool('deputy', other))
  await house.add('both', ofSchool('deputy'), ofSchool('deputy', other))
  served = await serve({
    people: house.people,
    now: () => house.clock.now(),
    schools: [
      { id: school, name: 'МБОУ «СОШ № 7»', timeZone },
      { id: other, name: 'МБОУ «Лицей № 8»', timeZone },
    ],
    teacher: async (_school, text) => {
      if (text === 'Петрова') return { kind: 'one', person: aPerson('71', 'Петрова', 'Мария', null) }
      return text === 'Иванова'
        ? {
            kind: 'several',
            people: [aPerson('72', 'Иванова', 'Анна', null), aPerson('73', 'Иванова', 'Яна', null)],
          }
        : { kind: 'none' }
    },
  })
})
afterEach(async () => {
  await served.close()
  await house.close()
})

describe('«Люди»', () => {
  const typed = {
    name: 'Петрова М. И.',
    login: 'm.petrova',
    role: 'class-teacher',
    school,
    person: 'Петрова',
  }

  /** Selects aren't inputs: what they say is sent beside. */
  async function send(guest: Visitor, action: string, page: string, values: Record<string, string>) {
    const [first] = [...page.matchAll(/name="_csrf" value="([^"]*)"/g)].slice(-1)
    return guest.post(action, [['_csrf', String(first?.[1])], ...Object.entries(values)])
  }

  test('an account is made with its first role, and its temporary password is shown once', async () => {
    const [guest] = await visitors('chief')
    if (!guest) return
    const list = await guest.get('/people')
    for (const name of ['chief', 'local', 'deputy', 'far', 'both'])
      expect(list.text).toContain(`Некто ${name}`)
    const made = await send(guest, '/people', list.text, typed)
    const password = /<pre>([^<]*)<\/pre>/.exec(made.text)?.[1] ?? ''
    expect(password).toMatch(/^([a-z2-9]{4}-){4}/)
    expect(await house.people.accounts.get('m.petrova')).toMatchObject({
      temporary: true,
      createdBy: 'chief',
      grants: [{ role: 'class-teacher', school, person: '71' }],
    })
    expect((await guest.get('/people/m.petrova')).text).not.toContain(password)
    expect((await visitor(served).logIn('m.petrova', password)).status).toBe(303)
  })

  test('what is wrong is said at its field, and what was typed stays', async () => {
    const [guest] = await visitors('chief')
    if (!guest) return
    const list = await guest.get('/people')
    const cases: [Record<string, string>, string][] = [
      [{ login: 'Петрова' }, 'латинских букв'],
      [{ login: 'deputy' }, 'уже занято'],
      [{ person: 'Сидорова' }, 'Такого учителя в списке школы нет.'],
      [{ person: 'Иванова' }, 'Иванова Анна — 72; Иванова Яна — 73'],
      [{ person: '' }, 'Назовите учителя'],
      [{ school: 'all' }, 'Выберите школу этого учителя.'],
      [{ school: '5' }, 'Такой школы нет.'],
      [{ role: 'deputy' }, 'нет своих классов'],
      [{ role: 'director' }, 'Выберите роль.'],
      [{ name: ' ' }, 'Назовите человека.'],
      [{ _csrf: 'x' }, 'открыта слишком давно'],
    ]
    for (const [change, problem] of cases) {
      const { status, text } = await send(guest, '/people', list.text, { ...typed, ...change })
      expect([change, status, text.includes(problem)]).toEqual([change, 422, true])
      if (!('login' in change)) expect(text).toContain('value="m.petrova"')
    }
    expect(await house.people.accounts.find('m.petrova')).toBeNull()
  })

  test('who manages one school sees and changes nothing of another, nor what reaches beyond', async () => {
    const [guest] = await visitors('local')
    if (!guest) return
    const list = await guest.get('/people')
    for (const name of ['local', 'deputy', 'both']) expect(list.text).toContain(`Некто ${name}`)
    for (const name of ['chief', 'far']) expect(list.text).not.toContain(`Некто ${name}`)
    expect(list.text).not.toContain('все школы</option>')
    const elsewhere = { ...typed, role: 'deputy', person: '' }
    for (const place of ['all', other]) {
      const answer = await send(guest, '/people', list.text, { ...elsewhere, school: place })
      expect([place, answer.status, answer.text.includes('другой администратор')]).toEqual([place, 422, true])
    }
    expect((await guest.get('/people/far')).status).toBe(404)
    expect((await guest.get('/people/both')).text).toContain('не вы')
    const seen = await guest.get('/people/deputy')
    for (const [login, expected] of [
      ['far', 404],
      ['chief', 404],
      ['both', 422],
      ['local', 422],
      ['deputy', 303],
    ] as const) {
      const answer = await send(guest, `/people/${login}`, seen.text, { act: 'lock' })
      expect([login, answer.status]).toEqual([login, expected])
    }
    const locked = (await house.people.accounts.list()).filter(({ lockedAt }) => lockedAt !== null)
    expect(locked.map(({ login }) => login)).toEqual(['deputy'])
  })

  test('a role is given and taken, a session ended, a password given; nobody changes himself', async () => {
    const [guest, deputy] = await visitors('chief', 'deputy')
    if (!guest || !deputy) return
    const today = `/schools/${school}`
    expect((await deputy.get(today)).status).toBe(200)
    const page = await guest.get('/people/deputy')
    const revoke = fieldsOf(page.text, '/people/deputy')
    expect((await guest.post('/people/deputy', revoke)).headers.location).toBe('/people/deputy?done=revoke')
    expect((await deputy.get(today)).status).toBe(403)
    const again = { act: 'grant', role: 'deputy', school, person: '' }
    expect((await send(guest, '/people/deputy', page.text, again)).status).toBe(303)
    expect((await deputy.get(today)).status).toBe(200)
    await send(guest, '/people/deputy', page.text, { act: 'sessions' })
    expect((await deputy.get(today)).status).toBe(303)
    const given = await send(guest, '/people/deputy', page.text, { act: 'password' })
    expect(given.text).toContain('Временный пароль')
    await deputy.logIn('deputy', /<pre>([^<]*)<\/pre>/.exec(given.text)?.[1] ?? '')
    expect((await deputy.get(today)).headers.location).toBe('/account/password')
    const own = await send(guest, '/people/chief', page.text, {
      act: 'grant',
      role: 'deputy',
      school,
      person: '',
    })
    expect([own.status, own.text.includes('другой администратор')]).toEqual([422, true])
    const strange = await send(guest, '/people/deputy', page.text, { act: 'delete' })
    expect(strange.status).toBe(422)
    const log = await house.people.log.read({
      from: 0,
      until: house.clock.now() + 1,
      schools: null,
      most: 100,
    })
    const changes = log.filter(({ act }) => act === 'change').reverse()
    expect(changes.map(({ account, document, about }) => `${account} ${document} ${about}`)).toEqual([
      'chief deputy revoked deputy',
      'chief deputy granted deputy',
      'chief deputy sessions-ended',
      'chief deputy password-reset',
    ])
  })
})

test('the name of a school leads to what is open there', async () => {
  const [all, mine] = await visitors('chief', 'both')
  for (const [guest, first] of [
    [all, `/schools/${other}/sync`],
    [mine, `/schools/${other}`],
  ] as const) {
    const page = await guest?.get('/account')
    const link = /<a href="([^"]*)"[^>]* title="МБОУ «Лицей № 8»"/.exec(page?.text ?? '')?.[1]
    expect([link, (await guest?.get(link ?? ''))?.status]).toEqual([first, 200])
  }
})

describe('«Кто что смотрел»', () => {
  const days = 'from=2026-11-19&to=2026-11-20'

  test('tells who looked at what; each sees the looks of where that is theirs to ask', async () => {
    const [all, mine, farther] = await visitors('chief', 'deputy', 'far')
    if (!all || !mine || !farther) return
    await mine.get(`/schools/${school}?class=71`)
    await farther.get(`/schools/${other}`)
    const whole = (await all.get(`/access-log?${days}`)).text
    expect(whole).toContain('Некто deputy')
    expect(whole).toContain('Некто far')
    expect(whole).toContain('вход: удалось')
    expect(whole).toContain('МБОУ «СОШ № 7», 7А')
    const own = (await mine.get(`/access-log?${days}`)).text
    expect(own).toContain('просмотр: что найдено в журнале')
    expect(own).not.toContain('Некто far')
    expect(own).not.toContain('Лицей')
    expect((await all.get(`/access-log?${days}&account=far`)).text).not.toContain('Некто deputy')
    expect((await all.get('/access-log?from=2026-11-21&to=2026-11-20')).status).toBe(422)
  })

  test('is taken along as a table that a spreadsheet opens, and that stands in it too', async () => {
    const [all] = await visitors('chief')
    if (!all) return
    await house.people.log.enter({
      ...{ at: moscow('2026-11-20T11:00'), act: 'look', account: 'x', name: '=1+1; "Кто"', address: '' },
      ...{ about: 'see-journal', school, path: '/', classId: '71', pupil: '5', document: null },
    })
    const file = await all.get(`/access-log?${days}&as=csv&pupil=5`)
    expect(file.headers['content-disposition']).toBe(
      'attachment; filename="access-log-2026-11-19-2026-11-20.csv"',
    )
    const [head, row, end] = file.text.split('\r\n')
    expect(head?.startsWith('\uFEFFКогда (Europe/Moscow);')).toBe(true)
    expect(row).toContain(`20.11.2026 11:00;x;"'=1+1; ""Кто""";просмотр;журнал класса;`)
    expect(end).toBe('')
    const [last] = await house.people.log.read({
      from: 0,
      until: house.clock.now() + 1,
      schools: null,
      most: 1,
    })
    expect(last).toMatchObject({ act: 'export', account: 'chief', about: 'see-access-log', pupil: '5' })
  })
})
