import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { webDeps } from '../../src/cli/web-deps.js'
import { startWeb } from '../../src/web/index.js'
import { chief, passwordOf } from '../people/house.js'
import { type House, house } from './house.js'
import { clientOf } from './served.js'
import { type Visitor, visitor } from './visitor.js'

/** Clause 2.4: a class teacher enters on a page when the own class was shown its journal. */

const week = '2026-10-19'

let home: House
let base: string
let classes: readonly { readonly classId: string; readonly teacher: string }[]
let own: Visitor
let other: Visitor

beforeAll(async () => {
  home = await house('2026-10-23T21:00:00+03:00')
  const { app, school } = home.inside
  await home.inside.run('sync', { from: '2026-10-12', to: '2026-10-23' })
  const { classTeachers } = await app.deps.mirror.directory(school.id)
  classes = classTeachers.map(({ classId, person }) => ({ classId, teacher: person.id }))
  base = `/schools/${school.id}`
  const add = (login: string, ...grants: Parameters<typeof app.people.add>[0]['grants']) =>
    app.people.add({
      ...{ login, name: `Некто ${login}`, subject: null, grants, by: 'тест' },
      password: { chosen: passwordOf(login) },
    })
  await add('chief', chief)
  const leads = (person: string | undefined) => ({
    ...{ role: 'class-teacher' as const, school: school.id },
    person: person ?? null,
  })
  await add('own', leads(classes[0]?.teacher))
  await add('other', leads(classes[1]?.teacher))
  own = visitor(home)
  await own.logIn('own', passwordOf('own'))
  other = visitor(home)
  await other.logIn('other', passwordOf('other'))
})
afterAll(() => home.close())

const address = () => `${base}/acquaintance`
const enter = async (guest: Visitor, typed: Record<string, string>) => {
  const page = await guest.get(address())
  const token = /name="_csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
  return guest.post(address(), Object.entries({ _csrf: token, week, on: '2026-10-23', ...typed }))
}
const standing = () => home.inside.app.deps.statements.standing(home.inside.school.id, 'acquaintance')
const verdictOf = async (classId: string) => {
  const { ledger } = home.inside.app.deps
  const entries = await ledger.list({
    ...{ school: home.inside.school.id, from: week, to: '2026-10-25', classIds: [classId] },
  })
  return entries.find(
    ({ verdict }) => verdict.rule === '2.4-weekly-acquaintance' && verdict.subject.part === week,
  )?.verdict.verdict
}

test('the menu leads there; the page shows the own class only, and which weeks are entered', async () => {
  expect((await own.get(`${base}/journal`)).text).toContain(`href="${address()}"`)
  const { status, text } = await own.get(address())
  expect([status, text.match(/<h2>/g)?.length]).toEqual([200, 1])
  expect(text).toContain('19.10–25.10.2026')
  expect(text).toContain('не отмечено')
})

test('what is wrong is said at its field, what was typed stays, and nothing is entered', async () => {
  const wrong = [
    [{ week: '' }, 422, 'Выберите.'],
    [{ on: '2026-10-18' }, 422, 'С журналом недели нельзя ознакомиться раньше, чем она началась'],
    [{ on: 'вчера' }, 422, 'вчера'],
    [{ _csrf: 'x'.repeat(43) }, 403, 'Не записано: страница была открыта слишком давно'],
  ] as const
  for (const [typed, status, words] of wrong) {
    const answer = await enter(own, typed)
    expect([words, answer.status, answer.text.includes(words)]).toEqual([words, status, true])
    if (!('week' in typed)) expect(answer.text).toContain(`<option value="${week}" selected`)
  }
  expect(await standing()).toEqual([])
})

test('law: a class that isn’t the own one is entered and taken back by nobody but its teacher', async () => {
  const strange = await enter(own, { class: classes[1]?.classId ?? '' })
  expect([strange.status, await standing()]).toEqual([404, []])
})

test('an entry closes the week at once; only who entered it may take it back, with a reason', async () => {
  const classId = classes[0]?.classId ?? ''
  expect(await verdictOf(classId)).toBe('pending')
  expect((await enter(own, {})).status).toBe(303)
  const [entered, ...more] = await standing()
  expect(more).toEqual([])
  expect(entered?.content).toEqual({ classId, week, on: '2026-10-23' })
  expect(await verdictOf(classId)).not.toBe('pending')
  const page = await own.get(`${address()}?entered=1`)
  expect(page.text).toContain('журнал просмотрен 23.10.2026 (<bdi>Некто own</bdi>)')
  const withdraw = `${address()}/${entered?.number}/withdraw`
  expect((await other.get(withdraw)).status).toBe(404)
  expect((await other.get(address())).text).not.toContain('Некто own')
  await own.get(withdraw)
  expect((await own.submit(withdraw)).text).toContain('Заполните.')
  expect((await own.submit(withdraw, { why: 'Внесено по ошибке' })).status).toBe(303)
  expect(await standing()).toEqual([])
  expect(await verdictOf(classId)).toBe('pending')
})

test('where its week takes long to be judged, the next page is told so, and that of taking it back too', async () => {
  const { app } = home.inside
  const deps = webDeps(app, home.queue)
  const decisions: typeof deps.decisions = {
    ...deps.decisions,
    enter: async (...entry) => ({ ...(await deps.decisions.enter(...entry)), checking: 'check-1' }),
    withdraw: async (...of) => ({ ...(await deps.decisions.withdraw(...of)), checking: 'check-2' }),
  }
  const web = await startWeb(
    { ...deps, boardQueues: [], decisions },
    { host: '127.0.0.1', port: 0, publicUrl: null, trustedProxies: [] },
  )
  const guest = visitor(clientOf(web))
  await guest.logIn('own', passwordOf('own'))
  const entered = await enter(guest, {})
  const [statement] = await standing()
  const withdraw = `${address()}/${statement?.number}/withdraw`
  await guest.get(withdraw)
  const back = await guest.submit(withdraw, { why: 'Внесено по ошибке' })
  await web.close()
  expect([entered.headers.location, back.headers.location]).toEqual([
    `${address()}?entered=1&checking=check-1`,
    `${address()}?checking=check-2`,
  ])
})
