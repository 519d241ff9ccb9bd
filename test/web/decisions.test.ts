import { once } from 'node:events'
import { get } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { enterStatements } from '../../src/app.js'
import { decisionPages } from '../../src/cli/web-decisions.js'
import type { RunKind } from '../../src/runs/index.js'
import { addresses } from '../../src/web/addresses.js'
import { whileChecked } from '../../src/web/checking.js'
import { createLine } from '../../src/web/index.js'
import { type Installation, installation } from '../jobs/installation.js'
import { type Served, serve } from './served.js'

let house: Installation
let served: Served
let base: string
let cookie: string
let token: string
beforeAll(async () => {
  house = await installation('2026-10-20T23:00:00+03:00')
  await house.run('sync', { from: '2026-10-12', to: '2026-10-20' })
  const { id, name, timeZone } = house.school
  served = await serve({
    schools: [{ id, name, timeZone }],
    now: () => house.clock.now(),
    decisions: decisionPages(house.app.deps),
    run: id => house.app.deps.runs.get(id),
  })
  base = `/schools/${id}/decisions`
})
afterAll(async () => {
  await served.close()
  await house.close()
})
beforeEach(async () => {
  await house.app.database.pool.query('truncate ledger.statement')
  const first = await served.get(`${base}/backup/new?preview=1&on=2026-10-19&place=сейф&by=Иванова`)
  cookie = String(first.headers['set-cookie'] ?? '').split(';')[0] ?? ''
  token = /name="_csrf" value="([^"]+)"/.exec(first.text)?.[1] ?? ''
})

type Fields = readonly (readonly [string, string])[]
const query = (fields: Fields) => new URLSearchParams(fields.map(([name, value]) => [name, value])).toString()
const preview = (kind: string, fields: Fields) =>
  served.get(`${base}/${kind}/new?${query([['preview', '1'], ...fields])}`, { cookie })
const enter = (kind: string, fields: Fields) =>
  served.post(`${base}/${kind}/new`, [['_csrf', token], ['by', 'Иванова А. П., завуч'], ...fields], {
    cookie,
  })

const exemption: Fields = [
  ['from', '2026-10-19'],
  ['to', '2026-10-20'],
  ['reason', 'Курсы'],
  ['order', 'приказ № 12 от 16.10.2026'],
]

const teacher = async () => (await house.app.deps.mirror.directory(house.school.id)).teachers[0]?.id ?? ''
async function substituted(): Promise<Fields> {
  const { classes } = await house.app.deps.mirror.directory(house.school.id)
  return [
    ['group', classes[0]?.id ?? ''],
    ['date', '2026-10-19'],
    ['lesson', '1'],
    ['teacher', await teacher()],
    ['order', 'приказ № 12 от 16.10.2026'],
  ]
}

describe('days of which no calendar tells', () => {
  const year = (typed: string) => typed.slice(0, 4)

  test.each([
    ['exemption', 'to', '2062-10-20', async () => exemption.filter(([name]) => name !== 'to')],
    ['exemption', 'from', '1926-10-19', async () => exemption.filter(([name]) => name !== 'from')],
    [
      ...(['substitution', 'date', '2062-10-20'] as const),
      async () => (await substituted()).filter(([name]) => name !== 'date'),
    ],
    [
      ...(['outage', 'from', '2019-10-19T10:00'] as const),
      async (): Promise<Fields> => [
        ['to', '2026-10-19T12:00'],
        ['source', 'письмо поддержки'],
      ],
    ],
    [
      ...(['incident', 'learnedAt', '2019-10-19T10:00'] as const),
      async (): Promise<Fields> => [['teacher', await teacher()]],
    ],
    ['acquaintance', 'week', '2019-10-21', async (): Promise<Fields> => [['on', '2026-10-20']]],
    ['control', 'on', '2019-10-21', async (): Promise<Fields> => [['checked', 'темы и отметки']]],
    [
      ...(['briefing', 'on', '2019-10-21'] as const),
      async (): Promise<Fields> => [
        ['year', '2026-2027'],
        ['sheet', 'журнал № 3'],
      ],
    ],
  ] as const)('%s: «%s» says so, and all that was typed stays', async (kind, name, day, others) => {
    const rest: Fields = await others()
    const typed: Fields = [[name, day], ...rest]
    const signed: Fields = [...typed, ['by', 'Иванова']]
    for (const answer of [await preview(kind, signed), await enter(kind, typed)]) {
      expect([answer.status, answer.headers.location]).toEqual([422, undefined])
      expect(answer.text).toContain(
        `id="${name}-problem">Производственного календаря ${year(day)} года нет, известны 2025–2027 годы; ничего не сделано. Проверьте дату.`,
      )
      expect(answer.text).not.toContain('.yaml')
      for (const [field, value] of typed)
        expect([field, answer.text.includes(`value="${value}"`)]).toEqual([field, true])
    }
    expect(await house.app.deps.statements.list(house.school.id, kind)).toEqual([])
  })
})

test('whoever comes from a lesson finds its class and day in the form of a substitution', async () => {
  const { classes } = await house.app.deps.mirror.directory(house.school.id)
  const group = classes[1]?.id ?? ''
  const address = addresses.newSubstitution(house.school.id, group, '2026-10-16')
  const { text } = await served.get(address)
  expect(text).toMatch(/name="date" value="2026-10-16"|value="2026-10-16"[^>]*name="date"/)
  expect(text).toMatch(
    new RegExp(`<option[^>]*(?:selected[^>]*value="${group}"|value="${group}"[^>]*selected)`),
  )
})

describe('a preview', () => {
  const kinds = [
    ['exemption', async () => exemption],
    ['substitution', substituted],
  ] as const

  /** Pages whose previews begin when nobody waits for them any more. */
  async function slowPages(patienceMs: number) {
    const { id, name, timeZone } = house.school
    const pages = decisionPages(house.app.deps)
    const begun: ((signal: AbortSignal) => void)[] = []
    const ended: Promise<unknown>[] = []
    const slow = await serve({
      schools: [{ id, name, timeZone }],
      now: () => house.clock.now(),
      patienceMs,
      decisions: {
        ...pages,
        async preview(school, entry, signal) {
          begun.shift()?.(signal)
          if (!signal.aborted) await once(signal, 'abort')
          const work = pages.preview(school, entry, signal)
          ended.push(work.catch((error: unknown) => error))
          return work
        },
      },
    })
    return { ...slow, ended, begins: () => new Promise<AbortSignal>(resolve => begun.push(resolve)) }
  }
  const address = async (kind: string, fields: () => Promise<Fields>) =>
    `${base}/${kind}/new?${query([['preview', '1'], ['by', 'Иванова'], ...(await fields())])}`

  test.each(kinds)(
    'of %s that takes too long is left out, and what was typed can be written',
    async (kind, fields) => {
      const slow = await slowPages(50)
      const { status, text } = await slow.get(await address(kind, fields))
      expect(status).toBe(200)
      expect(text).toContain('приказ № 12 от 16.10.2026')
      expect(text).toContain('дольше, чем ждёт страница. Записать можно и так')
      expect(text).toContain('>Записать</button>')
      await slow.close()
    },
  )

  test.each(kinds)(
    'of %s whose turn doesn’t come says so, and what was typed can be written',
    async (kind, fields) => {
      const judging = createLine(1)
      let end = () => {}
      const others = judging.through(
        new AbortController().signal,
        () =>
          new Promise<void>(resolve => {
            end = resolve
          }),
      )
      const { id, name, timeZone } = house.school
      const busy = await serve({
        schools: [{ id, name, timeZone }],
        now: () => house.clock.now(),
        patienceMs: 50,
        judging,
        decisions: decisionPages(house.app.deps),
      })
      const { status, text } = await busy.get(await address(kind, fields))
      end()
      await others
      await busy.close()
      expect(status).toBe(200)
      expect(text).toContain('Программа сейчас проверяет журнал по просьбе другого посетителя')
      expect(text).toContain('через минуту')
      expect(text).toContain('>Записать</button>')
    },
  )

  test.each(kinds)('of %s judges no further once its visitor has gone', async (kind, fields) => {
    const slow = await slowPages(60_000)
    const begins = slow.begins()
    const request = get(new URL(await address(kind, fields), slow.url))
    const hungUp = once(request, 'error')
    const signal = await begins
    request.destroy()
    await hungUp
    if (!signal.aborted) await once(signal, 'abort')
    await slow.close()
    expect(await Promise.all(slow.ended)).toEqual([expect.objectContaining({ code: 'INTERRUPTED' })])
  })
})

describe('the page after what was entered', () => {
  const entered = () => addresses.enteredDecisions(house.school.id, 'exemption', [1])
  const being = 'Записано. Дни, которых это касается, ещё проверяются'
  const days = { from: '2026-10-12', to: '2026-10-20' }
  const textAfter = async (run: string | null) => {
    const { text } = await served.get(whileChecked(entered(), run))
    return text.replace(/<[^>]+>/g, '').replace(/\s+/g, ' ')
  }
  async function asked(id: string, { kind = 'check' as RunKind, school = house.school.id } = {}) {
    const { runs } = house.app.deps
    await runs.create({ id, kind, school, ...days, classIds: null, askedBy: 'web' }, house.clock.now())
    return runs
  }

  test('says that its days are still judged, until the run that judges them has ended', async () => {
    expect(whileChecked(entered(), null)).toBe(entered())
    expect(await textAfter(null)).not.toContain(being)
    const runs = await asked('check-1/2')
    expect(await textAfter('check-1/2')).toContain(being)
    await runs.setStep('check-1/2', 'check')
    expect(await textAfter('check-1/2')).toContain(being)
    await runs.finish('check-1/2', house.clock.now(), { state: 'done' })
    expect(await textAfter('check-1/2')).toBe(await textAfter(null))
  })

  test.each([
    ['failed', 'проверка не удалась'],
    ['cancelled', 'проверку отменили'],
  ] as const)('says what to do where that run has %s', async (state, words) => {
    const runs = await asked(`check-${state}`)
    await runs.finish(`check-${state}`, house.clock.now(), { state })
    const text = await textAfter(`check-${state}`)
    expect(text).not.toContain(being)
    expect(text).toContain(words)
    expect(text).toContain(`check --school ${house.school.id} --from ${days.from} --to ${days.to}`)
  })

  test('tells nothing of runs of others, or of another kind, or that are not there', async () => {
    const usual = await textAfter(null)
    await asked('check-elsewhere', { school: '77' })
    await asked('sync-open', { kind: 'sync' })
    for (const id of ['check-elsewhere', 'sync-open', 'check-never', 'check-\0', ''])
      expect(await textAfter(id)).toBe(usual)
  })
})

describe('an exemption', () => {
  test('is shown with what it excuses before it is written, then stands, and can be taken back', async () => {
    const { deps } = house.app
    const school = house.school.id
    const before = await deps.ledger.list({ school, from: '2026-10-19', to: '2026-10-20', kinds: ['broken'] })
    expect(before.length).toBeGreaterThan(0)
    const shown = await preview('exemption', [...exemption, ['by', 'Иванова']])
    expect(shown.status).toBe(200)
    expect(shown.text).toContain('Что изменится')
    expect(shown.text).toContain(before[0]?.verdict.message.slice(0, 20) ?? '-')
    expect(await deps.statements.list(school, 'exemption')).toEqual([])

    const entered = await enter('exemption', exemption)
    expect([entered.status, entered.headers.location]).toEqual([303, `${base}/exemption?entered=1`])
    const excused = await deps.ledger.list({
      school,
      from: '2026-10-19',
      to: '2026-10-20',
      kinds: ['exempt'],
    })
    expect(excused.length).toBeGreaterThanOrEqual(before.length)
    const list = await served.get(`${base}/exemption?entered=1`)
    expect(list.text).toContain('Записано: № 1.')
    expect(list.text).toContain('Курсы, приказ № 12 от 16.10.2026')
    expect(list.text).toContain('Иванова А. П., завуч')

    const withdraw = `${base}/exemption/1/withdraw`
    const unsaid = await served.post(
      withdraw,
      [
        ['_csrf', token],
        ['by', 'Иванова'],
      ],
      { cookie },
    )
    expect([unsaid.status, unsaid.text.includes('Заполните.')]).toEqual([422, true])
    const reasons: Fields = [
      ['_csrf', token],
      ['by', 'Иванова'],
      ['why', 'Не тот учитель'],
    ]
    expect((await served.post(withdraw, reasons, { cookie })).status).toBe(303)
    expect(await deps.ledger.list({ school, kinds: ['exempt'] })).toEqual([])
    expect((await served.get(`${base}/exemption`)).text).toContain('Записей нет.')
    expect((await served.get(`${base}/exemption?all=1`)).text).toContain('Не тот учитель')
    // Somebody else was quicker: who and why is told to the slower one.
    const slower = await served.post(withdraw, reasons, { cookie })
    expect(slower.status).toBe(404)
    expect(slower.text).toMatch(/Запись № 1 уже отозвана: Иванова, \d.*Причина: Не тот учитель/)
  })

  test('that is wrong is explained at its field, and keeps what was typed', async () => {
    const typed: Fields = [
      ['from', '2026-10-20'],
      ['to', '2026-10-19'],
      ['reason', 'Курсы "А&Б"'],
      ['by', 'Иванова'],
    ]
    const empty = await preview('exemption', typed)
    expect(empty.status).toBe(422)
    expect(empty.text).toMatch(/id="order-problem">Заполните\./)
    expect(empty.text).toContain('value="Курсы &quot;А&amp;Б&quot;"')
    const order = await preview('exemption', [...typed, ['order', 'приказ']])
    expect(order.text).toMatch(/id="to-problem">Первый день исключения позже последнего/)
    const stranger = await preview('exemption', [...exemption, ['class', '999'], ['by', 'Иванова']])
    expect([stranger.status, stranger.text.includes('Класса 999 в школе нет')]).toEqual([422, true])
    const day = await preview('exemption', [['from', '31.12'], ...exemption.slice(1), ['by', 'Иванова']])
    expect(day.text).toContain('Введено: «31.12».')
    expect(await house.app.deps.statements.list(house.school.id, 'exemption')).toEqual([])
  })

  test('is not written by a form that is not ours, and then shown again as it was', async () => {
    const answer = await served.post(`${base}/exemption/new`, [...exemption, ['by', 'Иванова']], { cookie })
    expect(answer.status).toBe(403)
    expect(answer.text).toContain('name="reason" value="Курсы"')
    expect(await house.app.deps.statements.list(house.school.id, 'exemption')).toEqual([])
  })
})

test('several lessons of a day are one form and a substitution each; one that no lesson answers to is named', async () => {
  const { deps } = house.app
  const { teachers, classes } = await deps.mirror.directory(house.school.id)
  const fields: Fields = [
    ['group', classes[0]?.id ?? ''],
    ['date', '2026-10-18'],
    ['lesson', '1'],
    ['lesson', '2'],
    ['teacher', teachers[0]?.id ?? ''],
    ['insteadOf', teachers[1]?.id ?? ''],
    ['order', 'приказ № 45'],
  ]
  expect((await enter('substitution', fields)).headers.location).toBe(`${base}/substitution?entered=1%2C2`)
  const { text } = await served.get(`${base}/substitution`)
  expect(text).toContain('урок 2')
  const remarks = (page: string) => page.split('Обратите внимание.').length - 1
  expect(remarks(text)).toBe(2)

  // What was worked out for the list holds until something is entered.
  const another = fields.filter(([name]) => name !== 'lesson')
  await enter('substitution', [...another, ['lesson', '3']])
  expect(remarks((await served.get(`${base}/substitution`)).text)).toBe(3)
})

test('an incident is opened, and what happened since is added to it', async () => {
  const { deps } = house.app
  const { teachers } = await deps.mirror.directory(house.school.id)
  const opened: Fields = [
    ['teacher', teachers[0]?.id ?? ''],
    ['learnedAt', '2026-10-19T10:00'],
  ]
  const early = await enter('incident', [...opened, ['headToldAt', '2026-10-19T09:00']])
  expect(early.text).toMatch(/id="headToldAt-problem">Это было раньше/)
  expect((await enter('incident', opened)).status).toBe(303)
  const update = (fields: Fields) =>
    served.post(`${base}/incident/1/update`, [['_csrf', token], ['by', 'Иванова'], ...fields], { cookie })
  expect((await update([['why', 'Звонок']])).text).toContain('Не сказано, что произошло')
  expect(
    (
      await update([
        ['why', 'Звонок'],
        ['supportToldAt', '2026-10-19T12:00'],
      ])
    ).status,
  ).toBe(303)
  const [incident] = await deps.statements.standing(house.school.id, 'incident')
  expect(incident?.content).toMatchObject({
    learnedAt: Date.parse('2026-10-19T10:00+03:00'),
    supportToldAt: Date.parse('2026-10-19T12:00+03:00'),
  })
  expect((await served.get(`${base}/incident`)).text).toContain('службе поддержки — 19.10.2026 12:00')
})

test.each(['outage', 'incident'])(
  'an %s shows what it would change, writes nothing by that, and changes it',
  async kind => {
    const { ledger, statements } = house.app.deps
    const { id: school } = house.school
    const standing = async () =>
      (await ledger.list({ school })).map(({ id, verdict }) => [id, verdict.verdict])
    const day = '2026-10-14'
    const homework = (await ledger.list({ school })).find(({ verdict }) => verdict.rule.startsWith('2.6'))
    const fields: Fields =
      kind === 'outage'
        ? [
            ['from', `${day}T08:00`],
            ['to', '2026-10-20T18:00'],
            ['source', 'письмо поддержки'],
          ]
        : [
            ['teacher', homework?.verdict.responsible[0] ?? ''],
            ['learnedAt', `${day}T08:00`],
            ['headToldAt', `${day}T08:10`],
            ['supportToldAt', `${day}T08:20`],
          ]
    const before = await standing()
    const seen = () => preview(kind, [...fields, ['by', 'Иванова А. П., завуч']])
    const { status, text } = await seen()
    expect([status, text.includes('Что изменится')]).toEqual([200, true])
    expect(text).toContain('<li>')
    expect(await standing()).toEqual(before)
    expect(await statements.list(school, kind === 'outage' ? 'outage' : 'incident')).toEqual([])
    expect((await enter(kind, fields)).status).toBe(303)
    expect(await standing()).not.toEqual(before)
    if (kind === 'outage')
      expect((await seen()).text).toContain('Вердикты прошедших дней от этого не изменятся')
  },
)

test('an outage that is not over is refused, with what was typed', async () => {
  const fields: Fields = [
    ['from', '2026-10-20T18:00'],
    ['to', '2026-10-21T18:00'],
    ['source', 'письмо <b>'],
  ]
  const { status, text } = await enter('outage', fields)
  expect(status).toBe(422)
  expect(text).toContain('Конец сбоя ещё впереди')
  expect(text).toContain('value="письмо &lt;b>"')
})

test('pupils are chosen within one class, and no page has those of another', async () => {
  const { classes, members } = await house.app.deps.mirror.directory(house.school.id)
  expect((await served.get(`${base}/order/new`)).text).toContain('О каком классе речь?')
  const [first, second] = classes
  const { text } = await served.get(`${base}/order/new?of=${first?.id}`)
  const numbers = (of: string | undefined) =>
    members.filter(({ groupId }) => groupId === of).map(({ person }) => person.id)
  for (const id of numbers(first?.id)) expect(text).toContain(`value="${id}"`)
  for (const id of numbers(second?.id)) expect(text).not.toContain(`value="${id}"`)
})

test('what nobody keeps is not there', async () => {
  for (const path of [`${base}/nothing`, `${base}/exemption/x/withdraw`, `${base}/exemption/7/withdraw`])
    expect((await served.get(path)).status).toBe(404)
  expect((await served.get(base)).text).toContain('Инциденты с логинами')
})

test('a long list has pages, the newest first', async () => {
  const copies = Array.from({ length: 101 }, (_, index) => ({
    ...{ on: '2026-10-19', place: `сейф ${index + 1}`, verified: true },
  }))
  const signature = { author: 'Иванова', at: house.clock.now() }
  await house.app.deps.statements.enterAll(house.school.id, 'backup', copies, signature)
  const first = await served.get(`${base}/backup`)
  expect(first.text.match(/<b>№ \d+<\/b>/g)).toHaveLength(100)
  expect(first.text).toContain('<b>№ 101</b>')
  expect(first.text).toContain(`href="${base}/backup?page=2"`)
  const second = await served.get(`${base}/backup?page=2`)
  expect(second.text.match(/<b>№ \d+<\/b>/g)).toEqual(['<b>№ 1</b>'])
  expect((await served.get(`${base}/backup?page=many`)).text).toContain('<b>№ 101</b>')
})

describe('the act about the checking of written work', () => {
  const rows =
    '{works: [control], grades: [5, 11], days: 3, count: study}\r\n{works: [test], grades: [1, 4], days: 1}'
  const act: Fields = [
    ['act', 'Положение о проверке письменных работ'],
    ['number', '5'],
    ['date', '2026-08-28'],
    ['from', '2026-10-12'],
    ['daysOff', 'paused'],
  ]

  test('is asked for with the usual terms, shown with its effect, entered as by the command, and taken back', async () => {
    const form = await served.get(`${base}/written-limits/new`)
    expect(form.text).toContain('works: [ dictation ]')
    const shown = await preview('written-limits', [...act, ['limits', rows], ['by', 'Иванова']])
    expect([shown.status, shown.text.includes('5–11 классы: 3 уч. дн.')]).toEqual([200, true])
    expect(shown.text).toContain('каникулы и праздники в срок не входят')
    const { statements } = house.app.deps
    const school = house.school.id
    expect(await statements.list(school, 'written-limits')).toEqual([])
    expect((await enter('written-limits', [...act, ['limits', rows]])).status).toBe(303)
    expect(await statements.standing(school, 'written-limits')).toMatchObject([
      {
        content: {
          ...{ number: '5', from: '2026-10-12', pauseOnDaysOff: true },
          limits: [
            { works: ['control'], grades: [5, 11], days: 3, count: 'study' },
            { works: ['test'], grades: [1, 4], days: 1, count: 'calendar' },
          ],
        },
      },
    ])
    // The next act begins with what is in force.
    expect((await served.get(`${base}/written-limits/new`)).text).toContain('works: [ control ]')
    const path = `${base}/written-limits/1/withdraw`
    const fields: Fields = [
      ['_csrf', token],
      ['by', 'Иванова'],
      ['why', 'Ошибка'],
    ]
    expect((await served.post(path, fields, { cookie })).status).toBe(303)
    expect(await statements.standing(school, 'written-limits')).toEqual([])
    expect((await served.get(`${base}/written-limits?all=1`)).text).toContain('Положение о проверке')
  })

  test('begins with all the terms in force: those of the act, and without one those of the settings', async () => {
    const { deps } = house.app
    const school = house.school.id
    const signature = { author: 'Иванова', at: house.clock.now() }
    const counted = '<option value="counted" selected>'
    await enterStatements(deps, school, {
      kind: 'settings',
      contents: [
        {
          ...{ rule: '2.5-written-works-in-time', from: '2026-10-12', order: 'приказ № 3', reason: null },
          values: { pauseOnDaysOff: false, limits: [{ works: ['essay'], grades: [5, 11], days: 9 }] },
        },
      ],
      ...signature,
    })
    const bySettings = await served.get(`${base}/written-limits/new`)
    expect(bySettings.text).toContain('works: [ essay ]')
    expect(bySettings.text).not.toContain('works: [ dictation ]')
    expect(bySettings.text).toContain(counted)
    const own: Fields = [...act.filter(([name]) => name !== 'daysOff'), ['limits', rows]]
    const unsaid = await enter('written-limits', own)
    expect([unsaid.status, unsaid.text.includes('Выберите.')]).toEqual([422, true])
    expect((await enter('written-limits', [...own, ['daysOff', 'paused']])).status).toBe(303)
    const byAct = await served.get(`${base}/written-limits/new`)
    expect(byAct.text).toContain('works: [ control ]')
    expect(byAct.text).not.toContain(counted)
    const next: Fields = [...own, ['from', '2026-10-19'], ['daysOff', 'counted']]
    const shown = await preview('written-limits', [...next, ['by', 'Иванова']])
    expect(shown.text).toContain('каникулы и праздники в срок входят')
    expect((await enter('written-limits', next)).status).toBe(303)
    expect((await served.get(`${base}/written-limits/new`)).text).toContain(counted)
  })

  test('what is wrong with a line of it is said, and what was typed stays', async () => {
    const wrong = [
      ['{works: [control], grades: [5, 11], days: 3}\n{works: [control', 'Строка 2 не читается.'],
      ['\n\n{works: [control', 'Строка 3 не читается.'],
      ['*a', 'Строка 1 не читается.'],
      ['{works: *b, grades: [5, 11], days: 3}', 'Строка 1 не читается.'],
      [
        '{works: [control], grades: [5, 11], days: 3}\n \n{works: [test], grades: [0, 1], days: 3}',
        'Строка 3, grades: число должно быть не меньше 1',
      ],
      ['{works: [экзамен], grades: [5, 11], days: 3}', 'Строка 1, works: возможны только: '],
      ['{works: [control], grades: [5, 12], days: 3}', 'Строка 1, grades: число должно быть не больше 11'],
      ['{works: [control], grades: [8, 5], days: 3}', 'Строка 1, grades: первый класс старше последнего'],
      ['совсем не то', 'Строка 1: ожидаются ключи со значениями'],
    ] as const
    for (const [limits, words] of wrong) {
      const { status, text } = await enter('written-limits', [...act, ['limits', limits]])
      expect([words, status, text.includes(words)]).toEqual([words, 422, true])
      expect(text).toContain('value="Положение о проверке письменных работ"')
      expect(text).toContain(limits.split('\n')[0])
    }
    expect(await house.app.deps.statements.list(house.school.id, 'written-limits')).toEqual([])
  })
})

test('an acquaintance may name any day of its week', async () => {
  const { status } = await enter('acquaintance', [
    ['week', '2026-10-14'],
    ['on', '2026-10-16'],
  ])
  expect(status).toBe(303)
  const standing = await house.app.deps.statements.standing(house.school.id, 'acquaintance')
  expect(standing.length).toBeGreaterThan(0)
  expect(standing.every(({ content }) => content.week === '2026-10-12')).toBe(true)
})

describe('orders about pupils and decisions of the council', () => {
  /** A class with those on its list, and one who has left it. */
  async function aClass() {
    const { classes, members } = await house.app.deps.mirror.directory(house.school.id)
    const of = classes.map(({ id, name }) => {
      const own = members.filter(({ groupId }) => groupId === id)
      return { id, name, on: own.filter(({ left }) => !left).map(({ person }) => person) }
    })
    const [own] = of
    if (!own) throw new Error('a school has classes')
    return { id: own.id, name: own.name, people: own.on, ids: own.on.map(({ id }) => id) }
  }
  const council = (classId: string): Fields => [
    ['of', classId],
    ['what', 'promoted'],
    ['number', '8'],
    ['date', '2026-10-19'],
    ['whom', 'others'],
    ['to', '6А'],
    ['year', '2026-2027'],
  ]
  const changed = (fields: Fields, changes: Readonly<Record<string, string>>): Fields => [
    ...fields.filter(([name]) => !(name in changes)),
    ...Object.entries(changes),
  ]
  const standing = () => house.app.deps.statements.standing(house.school.id, 'pupil-order')

  test('a whole class is promoted but for those who are ticked; they are retained by the next form', async () => {
    const { id, name, people, ids } = await aClass()
    const [kept = '', ...rest] = ids
    expect((await served.get(`${base}/pupil-order/new`)).text).toContain('О каком классе речь?')
    const form = await served.get(`${base}/pupil-order/new?of=${id}`)
    expect(form.text).toContain('все обучающиеся класса, кроме отмеченных')
    const fields: Fields = [...council(id), ['pupil', kept]]
    const { text } = await preview('pupil-order', [['by', 'Иванова'], ...fields])
    expect(text).toContain(
      `${name}, 2026-2027: решение педсовета от 19.10.2026, № 8 — переведён(а) в 6А класс; обучающиеся (${rest.length}): `,
    )
    const [lastNameOfKept = '', ...others] = people.map(({ lastName }) => lastName)
    for (const lastName of others) expect(text).toContain(lastName)
    if (!others.includes(lastNameOfKept)) expect(text).not.toContain(lastNameOfKept)
    expect(text).toContain('Вердикты прошедших дней от этого не изменятся.')
    expect(await standing()).toEqual([])

    expect((await enter('pupil-order', fields)).status).toBe(303)
    const [first] = await standing()
    expect([...(first?.content.personIds ?? [])].sort()).toEqual([...rest].sort())

    const retained = changed(fields, { what: 'retained', to: '', whom: 'ticked' })
    expect((await enter('pupil-order', retained)).status).toBe(303)
    expect((await standing()).map(({ content }) => [content.what, content.to])).toEqual([
      ['promoted', '6А'],
      ['retained', null],
    ])
    const list = await served.get(`${base}/pupil-order`)
    expect(list.text).toContain(`оставлен(а) на повторное обучение; обучающиеся (1): ${lastNameOfKept}`)

    // A second decision about the same pupils: refused with what was typed, until the first is taken back.
    const again = await enter('pupil-order', council(id))
    expect(again.status).toBe(422)
    expect(again.text).toContain('уже внесено, запись № 1; ничего не записано')
    const by: Fields = [
      ['_csrf', token],
      ['by', 'Иванова А. П., завуч'],
      ['why', 'Не тот протокол'],
    ]
    for (const number of [1, 2])
      expect((await served.post(`${base}/pupil-order/${number}/withdraw`, by, { cookie })).status).toBe(303)
    expect((await enter('pupil-order', council(id))).status).toBe(303)
    expect((await standing()).map(({ content }) => content.personIds.length)).toEqual([ids.length])
  })

  test('what is wrong is told at its field', async () => {
    const { id, ids } = await aClass()
    const [first = ''] = ids
    const fields = changed([...council(id), ['pupil', first]], { whom: 'ticked' })
    const wrong: [Fields, string][] = [
      [fields.filter(([name]) => name !== 'pupil'), 'Выберите.'],
      [[...council(id), ...ids.map(one => ['pupil', one] as const)], 'Никого не остаётся: отмечены все.'],
      [changed(fields, { what: 'graduated' }), 'В какой класс, говорит только решение о переводе'],
      [changed(fields, { what: 'home', to: '' }), 'С какого дня обучение на дому?'],
      [changed(fields, { date: '2026-08-28' }), 'К 2026-2027 учебному году этот день не относится'],
      [changed(fields, { date: '2026-10-21' }), '2026-10-21 ещё не наступило'],
      [changed(fields, { of: '7' }), 'Класса 7 в школе нет'],
    ]
    for (const [typed, words] of wrong) {
      const { status, text } = await enter('pupil-order', typed)
      expect([words, status, text.includes(words)]).toEqual([words, 422, true])
      expect(text).toContain('value="8"')
    }
    expect(await standing()).toEqual([])
  })
})
