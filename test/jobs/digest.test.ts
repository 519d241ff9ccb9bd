import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { JobDeps, School } from '../../jobs/deps.js'
import { classLetters, deputyLetters, type Outcome, sendLetter } from '../../jobs/steps/digest.js'
import { owedLetters } from '../../jobs/steps/owed.js'
import { BridgeError } from '../../src/errors.js'
import type { Letter } from '../../src/mail.js'
import type { Verdict } from '../../src/regulation/index.js'
import { ledgerOfVerdicts } from '../ledger/verdicts.js'
import { aReport, aVerdict, wholeCoverage } from '../support/report.js'
import { type Installation, installation } from './installation.js'

let house: Installation
let deps: JobDeps
let school: School
let delivered: Letter[]
let down = false
beforeAll(async () => {
  // A Tuesday.
  house = await installation('2026-10-20T07:30:00+03:00')
  await house.run('sync', { from: '2026-10-12', to: '2026-10-19' })
})
afterAll(() => house.close())
beforeEach(async () => {
  house.clock.set(at('2026-10-20T07:30'))
  delivered = []
  down = false
  await house.app.database.pool.query(
    'truncate ledger.entry, ledger.event, ledger.rule_day, ledger.checked_day, ledger.digest, ledger.told, ledger.subscription',
  )
  school = { ...house.school, digestTo: [{ address: 'zavuch@example.org' }] }
  const mailer: JobDeps['mailer'] = {
    async send(letter) {
      if (down) throw new BridgeError('MAIL_FAILED', { message: 'Сервер не принял письмо' })
      delivered.push(letter)
      return { messageId: letter.messageId, file: null }
    },
  }
  deps = Object.create(house.app.deps, {
    mailer: { value: mailer },
    webUrl: { value: 'http://127.0.0.1:8420/' },
  })
})

const at = (text: string) => Date.parse(`${text}:00+03:00`)

function breach(lesson: string, shape: Partial<Verdict> = {}): Verdict {
  return {
    ...aVerdict({ rule: '2.3-topic-filled', subject: { class: '71', lesson }, date: '2026-10-19' }),
    message: `Урок ${lesson}: темы нет.`,
    ...shape,
  }
}

/** The ledger as a check leaves it that found just these. */
async function found(...verdicts: readonly Verdict[]): Promise<void> {
  const scope = {
    school: school.id,
    from: '2026-09-01',
    to: '2026-10-31',
    classIds: null,
    rules: ['2.3-topic-filled'],
    asOf: house.clock.now(),
    looksHash: 'a'.repeat(64),
    runId: null,
  }
  await ledgerOfVerdicts(house.app.database).record(scope, verdicts)
}

async function morning(when: string, more: { coverage?: typeof wholeCoverage } = {}): Promise<Outcome[]> {
  house.clock.set(at(when))
  const days = { from: when.slice(0, 10), to: when.slice(0, 10), asOf: house.clock.now() }
  const report = aReport({ verdicts: [], coverage: wholeCoverage, ...days, ...more })
  const outcomes: Outcome[] = []
  for (const letter of await deputyLetters(deps, school, report))
    outcomes.push(await sendLetter(deps, letter, { kind: 'deputy', school, asked: false }))
  return outcomes
}
const subjects = () => delivered.map(({ subject }) => subject)

test('a letter goes when there are news, and on the first working day of a week in any case', async () => {
  await found(breach('1'))
  await morning('2026-10-20T07:30')
  await found(breach('1'))
  expect(await morning('2026-10-21T07:30')).toMatchObject([{ notSent: 'nothing-new' }])
  await found(breach('1'), breach('2'))
  await morning('2026-10-22T07:30')
  await found(breach('1', { verdict: 'mended' }), breach('2'))
  await morning('2026-10-23T07:30')
  // Saturday and Sunday: however much there is to tell.
  await found(breach('2'), breach('3'))
  expect(await morning('2026-10-24T07:30')).toMatchObject([{ notSent: 'day-off' }])
  await morning('2026-10-26T07:30')
  expect(await morning('2026-10-27T07:30')).toMatchObject([{ notSent: 'nothing-new' }])
  expect(await morning('2026-11-02T07:30')).toMatchObject([{ notSent: null }])
  expect(subjects()).toEqual([
    'Журнал: 1 нарушение, охват 100 %',
    'Журнал: 1 новое нарушение, открыто 1, охват 100 %',
    'Журнал: новых нарушений нет, 1 исправлено, открыто 1, охват 100 %',
    'Журнал: 1 новое нарушение, уточнений 1, открыто 1, охват 100 %',
    'Журнал: новых нарушений нет, открыто 2, охват 100 %',
  ])
})

test('what a mail server refused is told by the next letter, together with what came since; never twice', async () => {
  await morning('2026-10-19T07:30')
  await found(breach('1'))
  down = true
  await expect(morning('2026-10-20T07:30')).rejects.toMatchObject({ code: 'MAIL_FAILED' })
  down = false
  await found(breach('1'), breach('2'))
  expect(await morning('2026-10-21T07:30')).toMatchObject([{ notSent: null }])
  expect(await morning('2026-10-21T07:31')).toMatchObject([{ notSent: 'nothing-new' }])
  expect(subjects()[1]).toBe('Журнал: 2 новых нарушения, охват 100 %')
  expect(delivered[1]?.text).toContain('п. 2.3 Тема урока записана: 2 нарушения')
})

test('mail that is down for days is made up for by one letter, with what was mended and taken back meanwhile', async () => {
  await found(breach('1'), breach('2'))
  await morning('2026-10-20T07:30')
  down = true
  await found(breach('1', { verdict: 'mended' }), breach('2'), breach('3'))
  await expect(morning('2026-10-21T07:30')).rejects.toMatchObject({ code: 'MAIL_FAILED' })
  await found(breach('1', { verdict: 'mended' }), breach('3'), breach('4'))
  await expect(morning('2026-10-22T07:30')).rejects.toMatchObject({ code: 'MAIL_FAILED' })
  down = false
  await morning('2026-10-23T07:30')
  expect(subjects()).toEqual([
    'Журнал: 2 нарушения, охват 100 %',
    'Журнал: 2 новых нарушения, 1 исправлено, уточнений 1, охват 100 %',
  ])
  expect(delivered[1]?.text).toContain(
    'больше не нарушение — соблюдено, или запись исчезла. Было сказано: Урок 2',
  )
  // It says that it is more than a day's letter.
  expect(delivered[1]?.text).toContain('Новое — с прошлого письма, 20.10.2026 07:30.')
  expect(delivered[0]?.text).not.toContain('с прошлого письма')
})

test('of several senders at once one sends; a sender that died is followed after a quarter of an hour, by the same letter', async () => {
  await found(breach('1'))
  const [letter] = await deputyLetters(deps, school, aReport({ verdicts: [], coverage: wholeCoverage }))
  if (letter === undefined) throw new Error('no letter')
  const send = () => sendLetter(deps, letter, { kind: 'deputy', school, asked: false })
  const outcomes = await Promise.allSettled([send(), send(), send()])
  expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0)
  expect(delivered).toHaveLength(1)
  // It went, and whoever sent it died before that was noted.
  await house.app.database.pool.query('update ledger.digest set sent_at = null, message_id = null')
  await expect(send()).rejects.toMatchObject({ code: 'MAIL_FAILED' })
  house.clock.set(at('2026-10-20T07:46'))
  expect(await send()).toMatchObject({ notSent: null })
  expect(new Set(delivered.map(({ messageId }) => messageId)).size).toBe(1)
  expect(delivered).toHaveLength(2)
  expect(await send()).toMatchObject({ notSent: 'already' })
})

test('equal quiet hours are none', async () => {
  await found(breach('1'))
  const never = { quietHours: { value: { from: '07:00', to: '07:00' } } }
  deps = Object.create(deps, never)
  expect(await morning('2026-10-20T23:30')).toMatchObject([{ notSent: null }])
})

test('in quiet hours nothing goes, and nothing is lost', async () => {
  await found(breach('1'))
  expect(await morning('2026-10-20T22:15')).toMatchObject([{ notSent: 'quiet' }])
  expect(await morning('2026-10-21T06:59')).toMatchObject([{ notSent: 'quiet' }])
  expect(await morning('2026-10-21T07:00')).toMatchObject([{ notSent: null }])
})

test('that the journal is not read any more is news, once', async () => {
  await morning('2026-10-19T07:30')
  const coverage = { ...wholeCoverage, complete: 0 }
  expect(await morning('2026-10-20T07:30', { coverage })).toMatchObject([{ notSent: null }])
  expect(await morning('2026-10-21T07:30', { coverage })).toMatchObject([{ notSent: 'nothing-new' }])
  expect(subjects()[1]).toBe('Журнал: нарушений нет, охват 0 %')
})

test('what was told of an earlier study year is not taken back when the next begins', async () => {
  await found(breach('1'))
  await morning('2026-10-20T07:30')
  house.clock.set(at('2027-09-01T07:30'))
  expect(await morning('2027-09-01T07:30')).toMatchObject([{ notSent: null }])
  expect(subjects()[1]).toBe('Журнал: нарушений нет, охват 100 %')
})

test('one refused recipient keeps nobody waiting, and each gets a message of its own', async () => {
  school = { ...school, digestTo: [{ address: 'first@example.org' }, { address: 'second@example.org' }] }
  await morning('2026-10-20T07:30')
  expect(new Set(delivered.map(({ messageId }) => messageId)).size).toBe(2)
  expect(delivered.map(({ to }) => to)).toMatchObject([
    { address: 'first@example.org' },
    { address: 'second@example.org' },
  ])
})

test('a table is attached for who wants it', async () => {
  school = { ...school, digestTo: [{ address: 'zavuch@example.org', xlsx: true }] }
  await morning('2026-10-20T07:30')
  expect(delivered[0]?.attachments?.[0]?.name).toMatch(/^Отчёт о ведении журнала .*\.xlsx$/)
  expect(
    Buffer.from(delivered[0]?.attachments?.[0]?.bytes ?? [])
      .subarray(0, 2)
      .toString(),
  ).toBe('PK')
})

test('a class teacher hears once a week of the own class, and can end that', async () => {
  const { classTeachers, classes } = await deps.mirror.directory(school.id)
  const [own] = classTeachers
  if (own === undefined) throw new Error('no class teacher')
  const other = classes.find(({ id }) => id !== own.classId)?.id ?? ''
  const teacher = { person: own.person.id, address: 'petrova@example.org', letters: ['class' as const] }
  school = { ...school, teachers: [teacher] }
  await found(
    breach('1', { subject: { class: own.classId, lesson: '1' } }),
    breach('2', { subject: { class: other, lesson: '2' } }),
  )
  const days = { from: '2026-10-13', to: '2026-10-20' }
  const send = async () => {
    const letters = await classLetters(deps, school, days)
    return Promise.all(
      letters.map(letter => sendLetter(deps, letter, { kind: 'class', school, asked: false })),
    )
  }
  expect(await send()).toMatchObject([{ notSent: null }])
  expect(delivered[0]?.text).toContain('Урок 1: темы нет.')
  expect(delivered[0]?.text).not.toContain('Урок 2')
  expect(await send()).toEqual([])
  const token = /letters\/([0-9a-f]{32})$/.exec(delivered[0]?.unsubscribe ?? '')?.[1] ?? ''
  await deps.letters.mute(token, house.clock.now())
  house.clock.set(at('2026-10-26T07:30'))
  expect(await send()).toMatchObject([{ notSent: 'muted' }])
})

test('a subject teacher gets what is still owed and until when: the own only, and not what today only begins', async () => {
  const teacher = { person: '31', address: 'petrova@example.org', letters: ['owed' as const] }
  school = { ...school, teachers: [teacher] }
  const deadline = at('2026-10-21T12:00')
  await found(
    breach('1'),
    breach('2', { responsible: ['32'] }),
    breach('3', { verdict: 'pending', deadline }),
    breach('4', { verdict: 'pending', deadline, date: '2026-10-20' }),
  )
  const send = async () =>
    Promise.all(
      (await owedLetters(deps, school)).map(letter =>
        sendLetter(deps, letter, { kind: 'owed', school, asked: false }),
      ),
    )
  expect(await send()).toMatchObject([{ notSent: null }])
  const text = delivered[0]?.text ?? ''
  expect(text).toMatch(/СРОК СКОРО ИСТЕЧЁТ: 1\n- Урок 3: темы нет\.\n\nСРОК ПРОШЁЛ/)
  expect(text).toContain('Урок 1: темы нет.')
  expect(text).not.toMatch(/Урок [24]/)
  house.clock.set(at('2026-10-21T07:30'))
  expect((await send()).map(({ notSent }) => notSent)).toEqual([null])
  house.clock.set(at('2026-10-22T07:30'))
  await found(breach('1'))
  expect(await send()).toMatchObject([{ notSent: 'nothing-new' }])
  await found()
  expect(await send()).toEqual([])
})
