import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { JobDeps, School } from '../../jobs/deps.js'
import { addressees } from '../../jobs/steps/addressees.js'
import { hourIsQuiet } from '../../jobs/steps/deliver.js'
import { evaluate, record } from '../../jobs/steps/evaluate.js'
import { previewNotices, sendOwedNotices } from '../../jobs/steps/notices.js'
import { previewLetters, sendSchoolLetters } from '../../jobs/steps/school-letters.js'
import type { Letter } from '../../src/mail.js'
import { type Installation, installation } from './installation.js'

/** What is shown of a letter before it goes is what goes, and when. */

let house: Installation
let deps: JobDeps
let school: School
let delivered: Letter[]
const at = (text: string) => Date.parse(`${text}:00+03:00`)
const days = { from: '2026-10-13', to: '2026-10-20' }

beforeAll(async () => {
  // A Tuesday.
  house = await installation('2026-10-20T07:00:00+03:00')
  await house.run('sync', { from: '2026-10-12', to: '2026-10-19' })
  const { classTeachers, teachers } = await house.app.deps.mirror.directory(house.school.id)
  const [led] = classTeachers
  if (led === undefined) throw new Error('no class teacher')
  const others = teachers.map(({ id }) => id).filter(id => id !== led.person.id)
  school = {
    ...house.school,
    digestTo: [{ address: 'zavuch@example.org' }],
    teachers: [
      { person: led.person.id, address: 'class@example.org', letters: ['class'] },
      ...others.map(person => ({ person, address: `t${person}@example.org`, letters: ['owed' as const] })),
    ],
  }
})
afterAll(() => house.close())
beforeEach(async () => {
  house.clock.set(at('2026-10-20T07:00'))
  delivered = []
  await house.app.database.pool.query('truncate ledger.digest, ledger.told, ledger.subscription')
  const mailer: JobDeps['mailer'] = {
    async send(letter) {
      delivered.push(letter)
      return { messageId: letter.messageId, file: null }
    },
  }
  deps = Object.create(house.app.deps, {
    mailer: { value: mailer },
    webUrl: { value: 'http://127.0.0.1:8420/' },
    school: { value: () => school },
    schools: { value: [school] },
    administrators: { value: [{ address: 'it@example.org' }] },
    office: { value: { name: 'Отдел образования', digestTo: [{ address: 'office@example.org' }] } },
  })
})

const shown = async (of = deps) => {
  const to = await addressees(of, of.school(school.id))
  return previewLetters(of, school.id, { to })
}
const toDeputy = async (of = deps) => {
  const [letter] = (await shown(of)).filter(({ key }) => key.kind === 'deputy')
  if (letter === undefined) throw new Error('no letter')
  const { notSent, goesAt } = letter
  return {
    notSent,
    goesAt: goesAt === null ? null : new Date(goesAt + 3 * 3_600_000).toISOString().slice(0, 16),
  }
}
async function send(): Promise<void> {
  const evaluation = await evaluate(deps, { school: school.id, ...days, classIds: null })
  await sendSchoolLetters(
    deps,
    { ...evaluation, school },
    { kinds: ['deputy', 'class', 'owed'], asked: false },
  )
}

test('the letters that are shown are those that go, to the same addresses, word for word', async () => {
  await record(deps, await evaluate(deps, { school: school.id, ...days, classIds: null }), null)
  const letters = [
    ...(await shown()),
    ...(await previewNotices(deps, 'office')),
    ...(await previewNotices(deps, 'program')),
  ]
  await send()
  await sendOwedNotices(deps)
  const words = (list: readonly (Pick<Letter, 'subject' | 'html' | 'text'> & { address: string })[]) =>
    list.map(({ address, subject, html, text }) => ({ address, subject, html, text }))
  const sent = delivered.map(letter => ({
    ...letter,
    address: typeof letter.to === 'string' ? letter.to : letter.to.address,
  }))
  const going = letters.filter(({ notSent }) => notSent === null)
  const before = going.map(({ to, content }) => ({ ...content, address: to.address }))
  const byAddress = (list: ReturnType<typeof words>) =>
    list.toSorted((a, b) => (a.address < b.address ? -1 : 1))
  expect(byAddress(words(sent))).toEqual(byAddress(words(before)))
  expect(new Set(sent.map(({ address }) => address.replace(/\d+/, '')))).toEqual(
    new Set(['zavuch@example.org', 'class@example.org', 't@example.org', 'office@example.org']),
  )
})

describe('when a letter goes', () => {
  test('at the next hour of letters; after it, on the next working day', async () => {
    expect(await toDeputy()).toEqual({ notSent: null, goesAt: '2026-10-20T07:30' })
    house.clock.set(at('2026-10-20T12:00'))
    expect(await toDeputy()).toEqual({ notSent: null, goesAt: '2026-10-21T07:30' })
  })

  test('not on days off and in quiet hours, which are said', async () => {
    house.clock.set(at('2026-10-24T06:00'))
    expect(await toDeputy()).toEqual({ notSent: 'day-off', goesAt: '2026-10-26T07:30' })
    house.clock.set(at('2026-10-23T22:00'))
    expect(await toDeputy()).toEqual({ notSent: 'quiet', goesAt: '2026-10-26T07:30' })
  })

  test('never where the hour of letters is a quiet one', async () => {
    const late: JobDeps = Object.create(deps, { digestAt: { value: '21:30' } })
    expect(await toDeputy(late)).toEqual({ notSent: null, goesAt: null })
    // Of which `doctor` tells.
    expect([hourIsQuiet(late), hourIsQuiet(deps)]).toEqual([true, false])
  })

  test('once it has gone: with news the next day, without any in the next week', async () => {
    await record(deps, await evaluate(deps, { school: school.id, ...days, classIds: null }), null)
    await send()
    house.clock.set(at('2026-10-20T09:00'))
    expect(await toDeputy()).toEqual({ notSent: 'nothing-new', goesAt: '2026-10-26T07:30' })
    await house.app.database.pool.query('delete from ledger.told')
    expect(await toDeputy()).toEqual({ notSent: 'already', goesAt: '2026-10-21T07:30' })
    const [ofClass] = (await shown()).filter(({ key }) => key.kind.startsWith('class-'))
    expect(ofClass).toMatchObject({ notSent: 'nothing-new', goesAt: at('2026-10-26T07:30') })
  })

  test('never to whom has refused it', async () => {
    const [ofClass] = (await shown()).filter(({ key }) => key.kind.startsWith('class-'))
    const token = /letters\/([0-9a-f]{32})$/.exec(ofClass?.mute ?? '')?.[1] ?? ''
    await deps.letters.mute(token, house.clock.now())
    const [muted] = (await shown()).filter(({ key }) => key.kind.startsWith('class-'))
    expect(muted).toMatchObject({ notSent: 'muted', goesAt: null })
  })

  test('of who is named nowhere a letter is shown and none goes', async () => {
    const unnamed = { ...school, digestTo: [], teachers: [] }
    const of: JobDeps = Object.create(deps, {
      school: { value: () => unnamed },
      administrators: { value: [] },
      office: { value: { name: '', digestTo: [] } },
    })
    expect(await shown(of)).toMatchObject([{ notSent: 'nobody-named', goesAt: null }])
    expect(await previewNotices(of, 'office')).toMatchObject([{ notSent: 'nobody-named', goesAt: null }])
    await sendOwedNotices(of)
    expect(delivered).toEqual([])
  })

  test('about the program none while nothing is wrong, and each working day while something is', async () => {
    expect(await previewNotices(deps, 'program')).toEqual([])
    house.clock.set(at('2026-10-24T12:00'))
    expect(await previewNotices(deps, 'program')).toMatchObject([
      { whole: false, notSent: 'day-off', goesAt: at('2026-10-26T07:30') },
    ])
  })
})
