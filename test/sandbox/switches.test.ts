import { afterEach, describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { ManualClock } from '../../src/clock.js'
import type { SandboxOptions, SwitchesGiven } from '../../src/sandbox/index.js'
import { type Asking, ask, Entries, firstClass, Groups, Lessons, Marks } from './asking.js'

/** Each unknown of the platform in its other positions, over real HTTP. */

const week = '2026-11-16/2026-11-22'
const open: Asking[] = []

async function at(switches: SwitchesGiven, more: Partial<SandboxOptions> & { now?: string } = {}) {
  const asking = await ask({ classes: 4, ...more, switches })
  open.push(asking)
  return asking
}
afterEach(async () => {
  for (const { sandbox } of open.splice(0)) await sandbox.close()
})

function hoursApart(one = '', other = ''): number {
  return (Date.parse(`${one}Z`) - Date.parse(`${other}Z`)) / 3_600_000
}

async function sentHomework(asking: Asking, group: string) {
  const lessons = await asking.read(`edu-groups/${group}/lessons/${week}`, Lessons)
  return lessons.flatMap(({ works }) => works).filter(({ sentDate }) => sentDate !== null)
}

describe('stamps', () => {
  test('of acts and of homework have zones of their own', async () => {
    const timeZone = 'Asia/Kamchatka'
    const utc = await at({}, { timeZone })
    const group = await firstClass(utc)
    const stampOf = async (asking: Asking) =>
      (await asking.read(`edu-groups/${group}/marks/${week}`, Marks))[0]?.date
    const sentOf = async (asking: Asking) => (await sentHomework(asking, group))[0]?.sentDate ?? ''
    const mixed = await at({ stampZone: 'moscow', sentZone: 'local' }, { timeZone })
    expect(hoursApart(await stampOf(mixed), await stampOf(utc))).toBe(3)
    expect(hoursApart(await sentOf(mixed), await sentOf(utc))).toBe(12)
    const same = await at({ stampZone: 'local' }, { timeZone })
    expect(hoursApart(await sentOf(same), await sentOf(utc))).toBe(12)
  })

  test('and the Date header are as wrong as the platform’s clock', async () => {
    const ahead = await at({ clockSkewSeconds: 90 })
    const answer = await ahead.raw('users/me')
    expect(Date.parse(answer.headers.get('date') ?? '') - ahead.clock.now()).toBe(90_000)
  })
})

describe('an edit', () => {
  test.each([
    ['keep', false, false],
    ['move-stamp', true, false],
    ['new-id', true, true],
  ] as const)('%s: moves the stamp %p, gives a new id %p', async (onEdit, moves, renews) => {
    const asking = await at({ onEdit }, { classes: 8 })
    const changed = asking.sandbox.truth.innocent.find(({ note }) => note === 'mark changed on a later day')
    if (changed === undefined) throw new Error('no mark was changed')
    const { lesson, person, mark } = changed.subject
    const read = async () => await asking.read(`persons/${person}/lessons/${lesson}/marks`, Marks)
    asking.at(Date.parse(`${changed.date}T23:59:00+03:00`))
    const before = (await read()).find(({ id }) => id === mark)
    asking.at('2026-12-20T12:00:00+03:00')
    const after = (await read()).find(({ work }) => work === before?.work)
    expect(after?.date !== before?.date).toBe(moves)
    expect(after?.id !== before?.id).toBe(renews)
    expect((await asking.raw(`marks/${after?.id}`)).status).toBe(200)
    expect((await asking.raw(`marks/${before?.id}`)).status).toBe(renews ? 404 : 200)
  })

  test('of homework is found under its new id only, wherever it is named', async () => {
    const asking = await at({ onEdit: 'new-id' }, { classes: 8 })
    const edited = asking.sandbox.truth.innocent.find(({ note }) => note === 'homework edited later')
    const { work = '', lesson } = edited?.subject ?? {}
    asking.at(Date.parse(edited?.enteredAt ?? '') + 1000)
    expect((await asking.raw(`works/${work}`)).status).toBe(200)
    asking.at('2026-12-20T12:00:00+03:00')
    expect((await asking.raw(`works/${work}`)).status).toBe(404)
    const works = await asking.read(
      `works?lesson=${lesson}`,
      z.array(z.object({ id: z.string(), type: z.string() })),
    )
    const now = works.find(({ type }) => type === 'Homework')
    expect((await asking.raw(`works/${now?.id}`)).status).toBe(200)
  })
})

test('homework hangs on the lesson at which it is given, or for which it is due', async () => {
  const [due, given] = [await at({}), await at({ homeworkOn: 'given' })]
  const group = await firstClass(due)
  const lessonDays = async (asking: Asking) => {
    const lessons = await asking.read(`edu-groups/${group}/lessons/2026-11-16/2026-12-06`, Lessons)
    return lessons.flatMap(({ date, works }) =>
      works.flatMap(({ targetDate, sentDate }) => (sentDate === null ? [] : [{ date, targetDate }])),
    )
  }
  for (const { date, targetDate } of await lessonDays(due)) expect(targetDate).toBe(date)
  const hung = await lessonDays(given)
  expect(hung.length).toBeGreaterThan(10)
  for (const { date, targetDate } of hung) expect((targetDate ?? '') > date).toBe(true)
})

describe('limits', () => {
  test.each([
    ['429', 'seconds', 429, '1'],
    ['433', 'none', 433, null],
    ['200', 'none', 200, null],
  ] as const)('refuse with %s and Retry-After %s', async (refusal, retryAfter, status, header) => {
    const limitClock = new ManualClock(0)
    const asking = await at({ limits: { perSecond: 2, refusal, retryAfter } }, { limitClock })
    await asking.raw('users/me')
    await asking.raw('users/me')
    const refused = await asking.raw('users/me')
    expect(refused).toMatchObject({ status, text: expect.stringContaining('"type":"apiRequestLimit"') })
    expect(refused.headers.get('retry-after')).toBe(header)
    limitClock.set(1000)
    expect((await asking.raw('users/me')).text).toContain('"id":')
  })

  test('say until when in the form of a date', async () => {
    const asking = await at({ limits: { perDay: 1, retryAfter: 'date' } })
    await asking.raw('users/me')
    const refused = await asking.raw('users/me')
    expect(Date.parse(refused.headers.get('retry-after') ?? '') - asking.clock.now()).toBe(2000)
  })

  test('by the day end with the school’s day', async () => {
    const asking = await at({ limits: { perDay: 1 } })
    expect((await asking.raw('users/me')).status).toBe(200)
    expect((await asking.raw('users/me')).status).toBe(429)
    asking.at('2026-11-23T00:00:01+03:00')
    expect((await asking.raw('users/me')).status).toBe(200)
  })

  test('of requests at once let the next in as soon as one has ended', async () => {
    const asking = await at({ limits: { inFlight: 1 } })
    asking.sandbox.setFaults([{ kind: 'slow', match: /users\/me$/, bytesPerSecond: 1 }])
    const giveUp = new AbortController()
    const slow = await fetch(`${asking.sandbox.url}/v2/users/me`, {
      headers: { 'Access-Token': asking.sandbox.token },
      signal: giveUp.signal,
    })
    expect(slow.status).toBe(200)
    expect((await asking.raw('marks/values')).status).toBe(429)
    giveUp.abort()
    let status = 429
    while (status === 429) status = (await asking.raw('marks/values')).status
    expect(status).toBe(200)
  })
})

describe('rights', () => {
  test('a pupil sees no list of classes and no bells but his own, names are short, other classes’ marks are there', async () => {
    const staff = await at({})
    const pupil = await at({ role: 'pupil' })
    const { id: school } = pupil.sandbox.school
    expect(await pupil.raw('users/me/roles')).toMatchObject({ text: '["EduStudent"]' })
    expect(await pupil.raw(`schools/${school}/edu-groups`)).toMatchObject({
      status: 403,
      text: expect.stringContaining('"type":"authorizationSystemForbidden"'),
    })
    const groups = await staff.read(`schools/${school}/edu-groups`, Groups)
    const classes = groups.filter(({ type }) => type === 'Group').map(({ id }) => id)
    const statuses = await Promise.all(
      classes.map(async id => (await pupil.raw(`edu-groups/${id}/timetables`)).status),
    )
    expect(statuses.toSorted()).toEqual([200, 403, 403, 403])
    for (const id of classes) {
      expect((await pupil.raw(`edu-groups/${id}/marks/${week}`)).status).toBe(200)
      const { text } = await pupil.raw(`edu-groups/${id}/persons`)
      expect(text).toContain('"shortName":')
      expect(text).not.toContain('"lastName":')
    }
    const [own] = z
      .array(z.object({ parallel: z.number() }))
      .parse(JSON.parse((await pupil.raw(`persons/${await personId(pupil)}/edu-groups`)).text))
    expect(own).toBeDefined()
    expect((await pupil.raw(`schools/${school}/teachers`)).status).toBe(200)
  })

  test('a pupil reads his own homework and nobody else’s', async () => {
    const pupil = await at({ role: 'pupil' })
    const school = pupil.sandbox.school.id
    const range = 'startDate=2026-11-16&endDate=2026-11-22'
    const mine = await pupil.raw(`users/me/school/${school}/homeworks?${range}`)
    expect(JSON.parse(mine.text).works.length).toBeGreaterThan(3)
    const staff = await at({})
    const group = await firstClass(staff)
    const other = await staff.read(`edu-groups/${group}/persons`, z.array(z.object({ id: z.number() })))
    const me = await personId(pupil)
    const stranger = other.find(({ id }) => id !== me)
    expect((await pupil.raw(`persons/${stranger?.id}/school/${school}/homeworks?${range}`)).status).toBe(403)
  })

  test('a teacher reads the journals of his classes only; staff and administrators differ by their roles', async () => {
    const teacher = await at({ role: 'teacher' }, { classes: 8 })
    const groups = await teacher.read(`schools/${teacher.sandbox.school.id}/edu-groups`, Groups)
    const statuses = await Promise.all(
      groups.map(async ({ id }) => (await teacher.raw(`edu-groups/${id}/marks/${week}`)).status),
    )
    expect(new Set(statuses)).toEqual(new Set([200, 403]))
    const staff = await at({ role: 'staff' })
    expect((await staff.raw('users/me/roles')).text).toBe('["EduStaff"]')
    const both = await at({ role: 'administrator' })
    expect((await both.raw('users/me/roles')).text).toBe('["EduStaff","EduSchoolAdministrator"]')
  })

  test('surnames may be missing for staff, too', async () => {
    const asking = await at({ names: 'short' })
    const { text } = await asking.raw(`edu-groups/${await firstClass(asking)}/persons`)
    expect(text).not.toContain('"lastName":')
  })

  async function personId(asking: Asking): Promise<number> {
    return JSON.parse((await asking.raw('users/me')).text).personId
  }
})

describe('too much asked for', () => {
  const many = Array.from({ length: 4 }, (_, index) => `lessons=${index + 1}`).join('&')

  test.each([
    ['parameterInvalid', 400, 'parameterInvalid'],
    ['apiServerError', 500, 'apiServerError'],
  ] as const)('is refused with %s', async (rangeRefusal, status, type) => {
    const asking = await at({ maxDays: { marks: 7 }, maxIds: 3, rangeRefusal })
    const group = await firstClass(asking)
    expect((await asking.raw(`edu-groups/${group}/marks/${week}`)).status).toBe(200)
    expect((await asking.raw(`edu-groups/${group}/lessons/2026-11-16/2026-12-31`)).status).toBe(200)
    for (const path of [`edu-groups/${group}/marks/2026-11-16/2026-11-23`, `lesson-log-entries?${many}`])
      expect(await asking.raw(path)).toMatchObject({ status, text: expect.stringContaining(type) })
  })

  test('or cut without a word', async () => {
    const asking = await at({ maxDays: { lessons: 2 }, rangeRefusal: 'cut' })
    const lessons = await asking.read(`edu-groups/${await firstClass(asking)}/lessons/${week}`, Lessons)
    expect([...new Set(lessons.map(({ date }) => date.slice(0, 10)))].toSorted()).toEqual([
      '2026-11-16',
      '2026-11-17',
    ])
  })
})

test.each([
  ['object', 200, '{"Name"'],
  ['array', 200, '[{"Name"'],
  ['refused', 403, '{"type"'],
] as const)('bells are %s', async (timetables, status, start) => {
  const asking = await at({ timetables })
  const answer = await asking.raw(`edu-groups/${await firstClass(asking)}/timetables`)
  expect(answer.status).toBe(status)
  expect(answer.text.startsWith(start)).toBe(true)
})

test('marks of periods may stand in the lists of a class', async () => {
  const days = { from: '2026-10-19', to: '2026-10-25', now: '2026-11-01T12:00:00+03:00' }
  const withFinals = await at({ periodMarksInLists: true }, days)
  const group = await firstClass(withFinals)
  const path = `edu-groups/${group}/marks/2026-10-19/2026-10-25`
  const [without, all] = [await (await at({}, days)).read(path, Marks), await withFinals.read(path, Marks)]
  const finals = all.filter(({ lesson }) => lesson === null)
  expect(finals.length).toBeGreaterThan(100)
  expect(all.length).toBe(without.length + finals.length)
})

test('words of a lesson’s status and whose id the author’s is', async () => {
  const asking = await at(
    { lessonWords: { held: 'Held', cancelled: 'NotHeld' }, createdBy: 'user' },
    { classes: 8, now: '2026-12-20T12:00:00+03:00' },
  )
  const groups = await asking.read(`schools/${asking.sandbox.school.id}/edu-groups`, Groups)
  const lessons = await Promise.all(
    groups.map(({ id }) => asking.read(`edu-groups/${id}/lessons/${week}`, Lessons)),
  )
  expect(new Set(lessons.flat().map(({ status }) => status))).toEqual(new Set(['Held', 'NotHeld']))
  const teachers = z
    .array(z.object({ Id: z.number(), UserId: z.number() }))
    .parse(JSON.parse((await asking.raw(`schools/${asking.sandbox.school.id}/teachers`)).text))
  const users = new Set(teachers.map(({ UserId }) => UserId))
  for (const work of lessons.flat().flatMap(({ works }) => works)) expect(users).toContain(work.createdBy)
})

test('a present pupil’s entry and the need of a subject', async () => {
  const asking = await at({ attendWritten: true, subjectRequired: true })
  const group = await firstClass(asking)
  const path = `lesson-log-entries/group/${group}?from=2026-11-16&to=2026-11-22`
  expect((await asking.raw(path)).status).toBe(400)
  const [lesson] = await asking.read(`edu-groups/${group}/lessons/${week}`, Lessons)
  const entries = await asking.read(`${path}&subject=${lesson?.subject.id}`, Entries)
  expect(entries.some(entry => entry?.status === 'Attend')).toBe(true)
})

describe('words and units that nobody knows', () => {
  test('of works, of tasks and of the school’s zone', async () => {
    const asking = await at(
      { workWords: { sent: 'Issued' }, taskWord: 'Assigned', schoolTimeZone: 'minutes' },
      { timeZone: 'Asia/Yekaterinburg' },
    )
    const group = await firstClass(asking)
    const [homework] = await sentHomework(asking, group)
    expect(homework?.status).toBe('Issued')
    const tasks = await asking.read(`works/${homework?.id}/tasks`, z.array(z.object({ status: z.string() })))
    expect(new Set(tasks.map(({ status }) => status))).toEqual(new Set(['Assigned']))
    const school = z.object({ timeZone: z.number() })
    const path = `schools/${asking.sandbox.school.id}`
    expect((await asking.read(path, school)).timeZone).toBe(300)
    const usual = await at({}, { timeZone: 'Asia/Yekaterinburg' })
    expect((await usual.read(path, school)).timeZone).toBe(5)
  })

  test('forms are taken for bodies only where they are asked for', async () => {
    const asking = await at({ formBodies: true })
    const group = await firstClass(asking)
    const lessons = await asking.read(`edu-groups/${group}/lessons/${week}`, Lessons)
    const form = {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: lessons.map(({ id }) => `lessons=${id}`).join('&'),
    }
    expect(await asking.read('lessons/many', Lessons, form)).toHaveLength(lessons.length)
    expect((await (await at({})).raw('lessons/many', form)).status).toBe(400)
  })

  test('the token dies after its days', async () => {
    const asking = await at({ tokenDays: 30 }, { now: '2026-11-22T12:00:00+03:00' })
    expect((await asking.raw('users/me')).status).toBe(200)
    asking.at('2026-12-22T12:00:00+03:00')
    const dead = await asking.raw('users/me')
    expect(dead.status).toBe(401)
    expect(dead.text).toContain('invalidToken')
  })
})
