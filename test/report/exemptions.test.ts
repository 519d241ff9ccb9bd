import { describe, expect, test } from '@jest/globals'
import { type Decisions, type Exemption, noDecisions } from '../../src/regulation/index.js'
import { complianceHtml, createDigest, digestNews } from '../../src/report/index.js'
import { complianceTables } from '../../src/report/tables.js'
import { aReport, aVerdict } from '../support/report.js'

const exemption: Exemption = {
  rules: null,
  classIds: ['71'],
  teacherIds: null,
  subjectIds: null,
  lessonIds: null,
  personIds: null,
  from: '2026-11-16',
  to: '2026-11-20',
  reason: 'Курсы повышения квалификации',
  order: 'приказ № 12 от 13.11.2026',
}
const decisions: Decisions = {
  ...noDecisions,
  exemptions: [
    { number: 4, content: { ...exemption, from: '2026-09-01', to: '2026-09-30' } },
    { number: 3, content: { ...exemption, classIds: ['72'], reason: 'Карантин' } },
    { number: 1, content: exemption },
  ],
}
const exempt = [1, 2].map(lesson => ({
  ...aVerdict({ verdict: 'exempt', subject: { class: '71', lesson: String(lesson) } }),
  decision: { by: 'exemption' as const, number: 1, insteadOf: 'broken' as const },
}))
const report = aReport({
  verdicts: [...exempt, aVerdict({ subject: { class: '71', lesson: '3' } })],
  decisions,
})

const lists = { from: '2026-09-01', to: '2026-11-20', told: null }
const nothingTold = digestNews({ standing: [], told: null, withdrawn: [], canBeMended: () => true })

test('what people stated and nothing answers to is told in every form', () => {
  const message = 'Приказ, запись № 2: не стоит.'
  const idle = aReport({ idle: [{ kind: 'order', number: 2, message }] })
  const { html, text } = createDigest(idle, nothingTold, { weekly: false, baseUrl: null, lists })
  for (const form of [complianceHtml(idle), html, text]) expect(form).toContain(message)
  const table = complianceTables(idle).find(({ name }) => name === 'Без соответствия')
  expect(table?.rows).toEqual([[message]])
  expect(complianceTables(aReport()).some(({ name }) => name === 'Без соответствия')).toBe(false)
})

test('a reply stands beside its verdict, by name and time, and the verdict stays as it is', () => {
  const reply = { text: 'Было в дневнике', author: 'Ли В., учитель', at: Date.parse('2026-11-19T09:00Z') }
  const plain = aReport({ verdicts: [aVerdict()] })
  const replied = aReport({ verdicts: [aVerdict()], replies: new Map([['1', [reply]]]) })
  expect(replied.findings).toEqual(plain.findings.map(finding => ({ ...finding, replies: [reply] })))
  const words = 'Ответ (Ли В., учитель, 19.11.2026 12:00): Было в дневнике'
  expect(complianceHtml(replied)).toContain(words)
  const table = complianceTables(replied).find(({ name }) => name === 'Нарушения')
  expect(table?.rows.map(row => row.at(-1))).toEqual([words])
})

describe('exemptions in a report', () => {
  test('are those that reach into its days, by number, with what each excuses', () => {
    expect(report.exemptions.map(({ number, excused }) => [number, excused])).toEqual([
      [1, 2],
      [3, 0],
    ])
  })

  test('stand apart: out of the share, the breaches and the heat map', () => {
    const figures = report.rules.find(({ rule }) => rule === '2.6-homework-in-time')
    expect(figures).toMatchObject({ counts: { exempt: 2, broken: 1 }, keptShare: expect.any(Number) })
    expect(report.byClassDay).toMatchObject([{ classId: '71', broken: 1, unproven: 0, mended: 0 }])
    const html = complianceHtml(report)
    expect(html).toContain('Курсы повышения квалификации, приказ № 12 от 13.11.2026')
    expect(html).toContain('ничего не исключает')
    const tables = complianceTables(report)
    expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining(['Исключения', 'Исключено']))
    expect(tables.find(({ name }) => name === 'Исключено')?.rows).toHaveLength(2)
  })

  test('are told in the mail in two lines, those that excuse nothing by number', () => {
    const { text, html } = createDigest(report, nothingTold, { weekly: false, baseUrl: null, lists })
    for (const form of [text, html.replaceAll('\u00a0', ' ')]) {
      expect(form).toMatch(/Исключено приказами: 2 случая/)
      expect(form).toMatch(/Исключения, которые ничего не исключают: № 3/)
    }
  })

  test('of one class’s letter those that excuse nothing there are left out: they may be another class’s', () => {
    const ofClass = { id: '71', name: '7А' }
    const { text, html } = createDigest({ ...report, idle: ['Приказ № 1 ни о чём'] }, nothingTold, {
      ...{ weekly: false, baseUrl: 'https://school.example/', lists, ofClass },
    })
    for (const form of [text, html]) {
      expect(form.replaceAll('\u00a0', ' ')).toMatch(/Исключено приказами: 2 случая/)
      expect(form).not.toMatch(/ничего не исключают|ни о чём/)
    }
  })

  test('a report without any says nothing of them', () => {
    expect(complianceHtml(aReport())).not.toContain('<h2>Исключения')
    expect(complianceTables(aReport()).map(({ name }) => name)).not.toContain('Исключения')
    expect(createDigest(aReport(), nothingTold, { weekly: false, baseUrl: null, lists }).text).not.toContain(
      'Исключен',
    )
  })
})
