import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { JobDeps } from '../../jobs/deps.js'
import { addDueNotices, nextNotices, sendOwedNotices } from '../../jobs/steps/notices.js'
import { officeSchools } from '../../jobs/steps/office.js'
import { programTroubles } from '../../jobs/steps/program-troubles.js'
import type { Letter } from '../../src/mail.js'
import type { JobRequest } from '../../src/queue/index.js'
import { type Installation, installation } from './installation.js'

let house: Installation
let deps: JobDeps
let delivered: Letter[]
beforeAll(async () => {
  house = await installation('2026-10-20T06:30:00+03:00')
  await house.run('sync', { from: '2026-10-12', to: '2026-10-20' })
})
afterAll(() => house.close())
beforeEach(async () => {
  house.clock.set(Date.parse('2026-10-20T07:30:00+03:00'))
  delivered = []
  await house.app.database.pool.query('truncate ledger.digest, ledger.told')
  const mailer: JobDeps['mailer'] = {
    async send(letter) {
      delivered.push(letter)
      return { messageId: letter.messageId, file: null }
    },
  }
  deps = Object.create(house.app.deps, {
    mailer: { value: mailer },
    administrators: { value: [{ address: 'it@example.org' }] },
    office: { value: { name: 'Отдел образования', digestTo: [{ address: 'office@example.org' }] } },
  })
})
const on = (text: string) => house.clock.set(Date.parse(`${text}:00+03:00`))

describe('whoever runs the program', () => {
  test('hears nothing while nothing is wrong', async () => {
    const program = (await nextNotices(deps)).filter(({ kind }) => kind === 'program')
    expect(program).toMatchObject([{ whole: true, notSent: 'nothing-new' }])
  })

  test('hears on working days that a journal is not read, and once that it is over', async () => {
    on('2026-10-23T07:30')
    expect((await programTroubles(deps)).map(({ code }) => code)).toContain('unread')
    await sendOwedNotices(deps)
    await sendOwedNotices(deps)
    // A Saturday.
    on('2026-10-24T07:30')
    await sendOwedNotices(deps)
    const program = () => delivered.filter(({ messageId }) => messageId.startsWith('<program.'))
    expect(program()).toHaveLength(1)
    expect(program()[0]?.text).toMatch(/журнал не читался с 20\.10\.2026/)
    on('2026-10-20T07:31')
    await sendOwedNotices(deps)
    expect(program().map(({ subject }) => subject)).toEqual([
      expect.stringContaining('нужно внимание'),
      expect.stringContaining('всё снова в порядке'),
    ])
    await sendOwedNotices(deps)
    expect(program()).toHaveLength(2)
  })

  test('hears of a disk that is full and of reading that failed', async () => {
    const copySettings = { ...deps.copySettings, freeGigabytes: 1_000_000 }
    const crowded: JobDeps = Object.create(deps, { copySettings: { value: copySettings } })
    expect((await programTroubles(crowded)).map(({ code }) => code)).toContain('disk')
    const failed = await house.app.deps.runs.create(
      {
        id: 'broken-run',
        kind: 'sync',
        school: house.school.id,
        from: '2026-10-19',
        to: '2026-10-19',
        classIds: null,
        askedBy: 'cron',
      },
      house.clock.now(),
    )
    expect(failed).toBe(true)
    await deps.runs.finish('broken-run', house.clock.now(), {
      state: 'failed',
      error: { code: 'DNEVNIK_DOWN', message: 'нет' },
    })
    const texts = (await programTroubles(deps)).map(({ text }) => text)
    expect(texts.join()).toContain('за сутки не удалось чтений журнала: 1 (DNEVNIK_DOWN)')
  })
})

describe('the office', () => {
  test('hears once a week of all schools, of no class, teacher or pupil', async () => {
    await sendOwedNotices(deps)
    on('2026-10-21T07:30')
    await sendOwedNotices(deps)
    on('2026-10-26T07:30')
    await sendOwedNotices(deps)
    const office = delivered.filter(({ messageId }) => messageId.startsWith('<office.'))
    expect(office).toHaveLength(2)
    const directory = await deps.mirror.directory(house.school.id)
    const [school] = await officeSchools(deps, [house.school])
    expect(school?.weeks).toHaveLength(8)
    expect(school?.weeks[0]).toEqual({ week: '2026-08-31', kept: null })
    // On a Monday the week that is over is the last of them.
    expect(school?.weeks.at(-1)).toEqual({ week: school?.from, kept: school?.kept })
    expect(school?.weeks.at(-2)?.kept).toBe(school?.keptBefore)
    expect(school?.keptBefore).not.toBeNull()
    for (const { text, html } of office) {
      expect(text).toContain(house.school.name)
      for (const { lastName } of directory.teachers) expect(html).not.toContain(lastName ?? '-')
      for (const { name } of directory.classes) expect(text).not.toContain(`${name},`)
    }
  })
})

test('the notices of a day are added once, however many schedulers ask, and again where they didn’t go', async () => {
  const added: string[] = []
  const queue = {
    add: async ({ id }: JobRequest) => {
      added.push(id ?? '')
    },
    addTree: async () => {},
  }
  // A former day's job that somebody sends off again has nothing to do with this day's.
  on('2026-10-20T06:50')
  await sendOwedNotices(deps)
  on('2026-10-20T07:29')
  await addDueNotices(deps, queue, { digestAt: '07:30' })
  expect(added).toEqual([])
  on('2026-10-20T07:30')
  await Promise.all([1, 2, 3].map(() => addDueNotices(deps, queue, { digestAt: '07:30' })))
  on('2026-10-20T07:40')
  await addDueNotices(deps, queue, { digestAt: '07:30' })
  expect(added).toEqual(['send-notices/2026-10-20T07:30'])
  // The mail server was away longer than the job tries, or the program died with a letter in hand.
  on('2026-10-20T07:46')
  await addDueNotices(deps, queue, { digestAt: '07:30' })
  expect(added).toEqual(['send-notices/2026-10-20T07:30', 'send-notices/2026-10-20T07:46'])
  await sendOwedNotices(deps)
  on('2026-10-20T12:00')
  await addDueNotices(deps, queue, { digestAt: '07:30' })
  expect(added).toHaveLength(2)
})
