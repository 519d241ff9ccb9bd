import { describe, expect, test } from '@jest/globals'
import { complianceHtml } from '../../src/report/index.js'
import { aReport, aVerdict, wholeCoverage } from '../support/report.js'

/** What a reader sees, in reading order. */
function seen(html: string): string {
  return html
    .replace(/<style>[\s\S]*?<\/style>|<title>[\s\S]*?<\/title>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/[\s\u00a0]+/g, ' ')
}

function order(text: string, ...parts: string[]): void {
  const places = parts.map(part => text.indexOf(part))
  expect(places).not.toContain(-1)
  expect(places).toEqual([...places].sort((a, b) => a - b))
}

const unproven = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    aVerdict({
      verdict: 'unproven',
      subject: { class: '72', lesson: String(index) },
      message: 'Нет звонков на урок',
    }),
  )

describe('the page', () => {
  test('begins with what was not seen, before any figure', () => {
    order(
      seen(complianceHtml(aReport())),
      'Отчёт о ведении электронного журнала',
      'Основание регламента: письмо от 15.02.2012 № АП-147/07.',
      'Охват: прочитано не всё',
      '7Б: посещаемость за неделю 16.11–22.11.2026',
      'Итоги по пунктам регламента',
      'Классы по дням',
      'Нарушения',
      'Не доказано Не доказано — не нарушение',
      'Как читать доказательства',
      '3f786850e387550fdab836ed7e6dc881de23001b9d2e7c1f4c7e1f3a1c7ab5d0',
    )
  })

  test('says so when nothing was read at all, instead of an all-clear', () => {
    const coverage = { ...wholeCoverage, windows: 0, complete: 0, oldestLook: null, newestLook: null }
    const text = seen(complianceHtml(aReport({ verdicts: [], kept: {}, coverage })))
    expect(text).toContain('Охват: прочитано не всё')
    expect(text).toContain('не прочитан ни разу: выводов нет')
  })

  test('shows a breach with class, teacher, deadline and evidence in words', () => {
    const text = seen(complianceHtml(aReport({ verdicts: [aVerdict()] })))
    order(
      text,
      '7А 1 нарушение',
      'Петрова М. И.',
      '16.11.2026',
      'нарушено . Домашнее задание за 16.11.2026',
      'Русский язык · существенное · запись 1',
      '16.11.2026 15:25',
      'при чтении 16.11.2026 15:41 ещё не было; при чтении 16.11.2026 23:59 было',
    )
    expect(text).toContain('отметка времени платформы и наши наблюдения согласны')
  })

  test('never counts «не доказано» as a breach', () => {
    const text = seen(complianceHtml(aReport({ verdicts: unproven(3) })))
    expect(text).toContain('В том, что прочитано, доказанных нарушений нет.')
    expect(text).toContain('Не доказано — не нарушение')
    expect(text).toContain('?3')
  })

  test('sums up what is unproven by reason, and lists it singly only while it can be read', () => {
    const few = seen(complianceHtml(aReport({ verdicts: unproven(50) })))
    const many = seen(complianceHtml(aReport({ verdicts: unproven(51) })))
    expect(few.match(/Нет звонков на урок/g)).toHaveLength(51)
    expect(many.match(/Нет звонков на урок/g)).toHaveLength(1)
    expect(many).toContain('По одному эти 51 случай перечислены в таблице XLSX.')
  })

  test('says where the school itself set the term', () => {
    expect(seen(complianceHtml(aReport()))).toContain('Тема урока заполнена срок установлен настройкой школы')
  })

  test('stands alone: no scripts, no other hosts, and texts cannot become markup', () => {
    const html = complianceHtml(
      aReport({
        verdicts: [aVerdict({ message: '<script>alert(1)</script> & "x"' })],
        school: { id: '1', name: '<b>Школа</b>' },
      }),
    )
    expect(html).not.toMatch(/<script|<link|<img|https?:|url\(/)
    expect(html).not.toContain('<b>Школа')
    expect(seen(html)).toContain('<script>alert(1)</script> & "x"')
  })

  test('style reaches the browser as it was written', () => {
    const style = /<style>([\s\S]*?)<\/style>/.exec(complianceHtml(aReport()))?.[1] ?? ''
    expect(style).toContain('@media print')
    expect(style).not.toMatch(/&|</)
  })

  test('a long range is mapped by weeks', () => {
    const days = seen(complianceHtml(aReport()))
    expect(days).toContain('Класс 16.11 пн 17.11 вт 18.11 ср 19.11 чт 20.11 пт')
    const weeks = seen(complianceHtml(aReport({ from: '2026-09-01', to: '2026-11-22' })))
    expect(weeks).toContain('16.11–22.11 неделя')
  })

  test('is the same text every time', () => {
    expect(complianceHtml(aReport())).toBe(complianceHtml(aReport()))
  })
})

test('what was there and is gone is told in the order in which it was seen', () => {
  const wiped = aVerdict({
    verdict: 'broken',
    evidence: {
      level: 'B',
      presentAt: Date.parse('2026-10-19T20:00:00+03:00'),
      absentAt: Date.parse('2026-10-20T10:00:00+03:00'),
      platformAt: null,
    },
  })
  const text = seen(complianceHtml(aReport({ verdicts: [wiped] })))
  expect(text).toContain('при чтении 19.10.2026 20:00 было; при чтении 20.10.2026 10:00 уже не было')
})
