import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { BridgeError } from '../../src/errors.js'
import type { OwingTeacher } from '../../src/report/index.js'
import type { ControlDeps } from '../../src/web/index.js'
import { aVerdict, sampleVerdicts } from '../support/report.js'
import { checkedAt, entryOf, type Found, found, school } from './found.js'
import { type Served, serve } from './served.js'

const entry = entryOf(aVerdict())
const address = `/schools/${school}/verdicts/${entry}`

describe('a verdict', () => {
  let of: Found
  let served: Served
  beforeEach(async () => {
    of = await found()
    served = await serve({ findings: of.deps })
  })
  afterEach(async () => {
    await served.close()
    await of.close()
  })

  const control = (owing: readonly OwingTeacher[]): ControlDeps => ({
    ...{ deputy: () => null, quietHours: null, certificate: async () => new Uint8Array() },
    ...{ remind: async () => null, owing: async () => owing },
    async reminder() {
      throw new BridgeError('NOT_FOUND', { message: 'Такого учителя в школе нет.' })
    },
    reminders: async () => [
      {
        teacher: '31',
        by: 'Иванова А. П.',
        entries: [entry],
        kind: 'x',
        period: '2026-11-19',
        at: checkedAt,
      },
    ],
  })
  const owes = [{ teacher: '31', name: 'Петрова М. И.', count: 1 }]
  /** What the page says may be done, in its order. */
  const actionsOf = (page: string) =>
    [
      ...(/<h2>Что можно сделать<\/h2>(.*?)<\/section>/s.exec(page)?.[1] ?? '').matchAll(
        /<(summary|a)\b[^>]*>(.*?)<\/\1>/gs,
      ),
    ].map(([, , words]) => words)

  test('leads to a reminder first among what can be done about it, where something is owed', async () => {
    const owed = await serve({ findings: of.deps, control: control(owes) })
    const { text } = await owed.get(address)
    await owed.close()
    const actions = ['Ответить', 'Оформить исключение', 'Внести замену']
    expect(actionsOf(text)).toEqual(['Напомнить письмом, что осталось записать', ...actions])
    expect(text.match(/href="[^"]*\/remind\?[^"]*"/g)).toEqual([
      `href="/schools/${school}/remind?entry=${entry}"`,
    ])
    // What went stands before, with what is known; what can be done isn't printed.
    expect(text.indexOf('<h2>Напоминания</h2>')).toBeGreaterThan(text.indexOf('<h2>Откуда известно</h2>'))
    expect(text.indexOf('<h2>Напоминания</h2>')).toBeLessThan(text.indexOf('<h2>Что можно сделать</h2>'))
    expect(text).toContain('<section class="no-print"><h2>Что можно сделать</h2>')
    const paid = await serve({ findings: of.deps, control: control([]) })
    const { text: none } = await paid.get(address)
    await paid.close()
    expect(actionsOf(none)).toEqual(actions)
    expect(none).not.toContain('/remind?')
    expect(none).toContain('<h2>Напоминания</h2>')
  })

  /** As a browser that has opened the page sends its form. */
  async function post(path: string, fields: Record<string, string>) {
    const { headers, text } = await served.get(address)
    const cookie = String(headers['set-cookie']).split(';')[0] ?? ''
    const token = text.match(/name="_csrf" value="([^"]+)"/)?.[1] ?? ''
    return served.post(`${address}/${path}`, Object.entries({ _csrf: token, ...fields }), { cookie })
  }

  test('tells the clause, the deadline, the looks, the stamp in all its readings, and who answers', async () => {
    const { status, text } = await served.get(address)
    expect(status).toBe(200)
    const expected = [
      'в течение полутора часов',
      '16.11.2026 15:25 (Europe/Moscow)',
      'Сколько минут после этого даётся на запись задания: <b>90</b>',
      'Урок по звонкам: 16.11.2026 08:30',
      'Уровень A',
      '2026-11-16T15:02:00',
      'не прочитано: Платформа отказала в доступе',
      'Петрова М. И.',
    ]
    expect(expected.filter(words => !text.includes(words))).toEqual([])
    expect(text).toMatch(/role="img" aria-label="урок: Урок 16\.11\.2026 08:30[^"]*срок 16\.11\.2026 15:25"/)
  })

  test('names the pupil to who may see the journal', async () => {
    const about = sampleVerdicts().find(({ subject }) => subject.person === '2004')
    if (!about) throw new Error('no verdict about a pupil')
    const { text } = await served.get(`/schools/${school}/verdicts/${entryOf(about)}`)
    expect(text).toContain('Абдуллин Ренат')
  })

  test('a reply is entered once, by name', async () => {
    const answer = await post('reply', { text: ' Задание было в бумажном дневнике ', by: 'Петрова М. И.' })
    expect([answer.status, answer.headers.location]).toEqual([303, address])
    expect(of.replies).toEqual([{ entry, text: 'Задание было в бумажном дневнике', author: 'Петрова М. И.' }])
    expect((await served.get(address)).text).toContain('Задание было в бумажном дневнике')
  })

  test('a reply that would turn its line around turns nothing', async () => {
    await post('reply', { text: 'Болезнь\u202e, приказ № 12', by: 'Петрова М. И.' })
    expect((await served.get(address)).text).toContain('Болезнь, приказ № 12')
  })

  test('an empty reply, or one of nobody, is explained at its field and keeps what was typed', async () => {
    const answer = await post('reply', { text: 'Почему?', by: '  ' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('Имя: не может быть пустым')
    expect(answer.text).toContain('Почему?')
    expect((await post('reply', { text: 'я'.repeat(1001), by: 'Я' })).text).toContain(
      'Ответ: не длиннее 1000 знаков',
    )
    expect(of.replies).toEqual([])
  })

  const typed = {
    scope: 'one',
    from: '2026-11-16',
    to: '2026-11-16',
    reason: 'Курсы',
    order: 'приказ № 12',
    by: 'Иванова А. П.',
  }

  test('an exemption is tried first and entered after, with what it is about', async () => {
    const tried = await post('exempt', { ...typed, step: 'preview' })
    expect(tried.status).toBe(200)
    expect(tried.text).toContain('Будет исключено случаев: 2')
    expect(of.exemptions).toEqual([])
    const entered = await post('exempt', { ...typed, step: 'enter' })
    expect(entered.status).toBe(303)
    expect(of.exemptions).toEqual([
      {
        author: 'Иванова А. П.',
        exemption: {
          ...{ rules: ['2.6-homework-in-time'], classIds: ['71'], subjectIds: ['500'], lessonIds: ['4001'] },
          ...{ teacherIds: null, personIds: null },
          ...{ from: '2026-11-16', to: '2026-11-16', reason: 'Курсы', order: 'приказ № 12' },
        },
      },
    ])
  })

  test('an exemption of a teacher for some days reaches no other rule and no other teacher', async () => {
    await post('exempt', { ...typed, scope: 'teacher', to: '2026-11-20', step: 'enter' })
    expect(of.exemptions[0]?.exemption).toMatchObject({
      rules: ['2.6-homework-in-time'],
      teacherIds: ['31'],
      classIds: null,
      lessonIds: null,
    })
  })

  test('what is missing in an exemption is told at its field; nothing is entered', async () => {
    const wrong = [
      [{ order: '' }, 'Основание: не может быть пустым'],
      [{ to: '2026-11-15' }, 'Первый день исключения позже последнего'],
      [{ from: '31.11.2026' }, 'Нужна дата.'],
    ] as const
    for (const [fields, problem] of wrong) {
      const { status, text } = await post('exempt', { ...typed, ...fields, step: 'enter' })
      expect([status, text.includes(problem)]).toEqual([422, true])
      expect(text).toContain('value="Курсы"')
    }
    expect(of.exemptions).toEqual([])
  })

  test('a form that isn’t this visitor’s changes nothing', async () => {
    for (const [path, fields] of [
      ['reply', { text: 'Да', by: 'Я' }],
      ['exempt', { ...typed, step: 'enter' }],
    ] as const) {
      const { status } = await served.post(
        `${address}/${path}`,
        Object.entries({ ...fields, _csrf: 'x'.repeat(43) }),
      )
      expect([path, status]).toEqual([path, 403])
    }
    expect([of.replies, of.exemptions]).toEqual([[], []])
  })
})

describe('readiness for 5 September', () => {
  const item = (name: string, verdict: 'broken' | 'mended' | 'kept' | 'unproven') =>
    aVerdict({
      ...{ rule: '2.2-sections-formed', verdict, date: '2026-09-05', severity: 'critical', responsible: [] },
      subject: { class: '71', part: `2026/${name}` },
      message: `7А, ${name}`,
    })
  const others = [
    'pupils',
    'subjects',
    'teachers',
    'subgroups',
    'periods',
    'dates',
    'bells',
    'lessons',
    'work-types',
  ]

  test('shows twelve things for each class that was checked, and none of a class that wasn’t', async () => {
    const subject = ({ subject: { class: classId, part } }: ReturnType<typeof item>) => ({
      class: classId,
      ...(part && { part }),
    })
    const verdicts = [
      item('class-teacher', 'broken'),
      item('class', 'mended'),
      // There, but seen only afterwards: whether it was in time nobody knows.
      item('marks', 'unproven'),
      ...others.map(name => item(name, 'kept')),
    ].map(verdict => ({
      ...verdict,
      subject: subject(verdict),
      evidence: verdict.verdict === 'broken' ? { ...verdict.evidence, presentAt: null } : verdict.evidence,
    }))
    const of = await found({ verdicts })
    const served = await serve({ findings: of.deps })
    const { text } = await served.get(`/schools/${school}/readiness?year=2026`)
    expect(text).toContain('11 из 12')
    expect(text).toContain('0 из 1\u00a0класса')
    expect(text.match(/✓/g)).toHaveLength(11)
    expect(text).toContain('Не проверялись (не прочитаны или открыты позже, а приказ не внесён): 7Б, 10А.')
    expect((await served.get(`/schools/${school}/readiness?year=2025`)).text).toContain('не проверялась')
    await served.close()
    await of.close()
  })

  test('has a class that was opened in October too, whose term is its own', async () => {
    const own = ['class', 'marks', ...others].map(name => ({ ...item(name, 'kept'), date: '2026-10-26' }))
    const missing = { ...item('class-teacher', 'broken'), date: '2026-10-26' }
    const lacks = { ...missing, evidence: { ...missing.evidence, presentAt: null } }
    const of = await found({ verdicts: [...own, lacks] })
    const served = await serve({ findings: of.deps })
    const { text } = await served.get(`/schools/${school}/readiness?year=2026`)
    expect(text).toContain('11 из 12')
    await served.close()
    await of.close()
  })
})
