import { describe, expect, test } from '@jest/globals'
import { chromium } from 'playwright-core'
import { rules, type VerdictKind } from '../../src/regulation/index.js'
import type { DigestOptions } from '../../src/report/index.js'
import {
  type ComplianceReport,
  createDigest,
  createOfficeDigest,
  digestNews,
} from '../../src/report/index.js'
import { badLetters } from '../support/letters.js'
import { describeWith } from '../support/programs.js'
import { aReport, aVerdict, checkpoint, moscow, partialCoverage, wholeCoverage } from '../support/report.js'

const lists = { from: '2026-09-01', to: '2026-11-20', told: moscow('2026-11-19T07:30') }
const options: DigestOptions = { weekly: true, baseUrl: null, lists }

/** As what its recipient knows the n-th finding of a report; null for whoever gets the first letter. */
function letterOf(
  report: ComplianceReport,
  {
    told = null,
    ...more
  }: Partial<DigestOptions> & { readonly told?: ReadonlyMap<string, VerdictKind> | null } = {},
) {
  const standing = report.findings.filter(
    ({ verdict: { verdict } }) => verdict === 'broken' || verdict === 'mended',
  )
  const news = digestNews({ standing, told, withdrawn: [], canBeMended: () => true })
  return createDigest(report, news, { ...options, ...more })
}

function seen(html: string): string {
  return html
    .replace(/<title>[\s\S]*?<\/title>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/[\s\u00a0]+/g, ' ')
}

describe('the subject line', () => {
  test('says the essence: new, mended, coverage', () => {
    const lesson = (number: number) => aVerdict({ subject: { class: '71', lesson: String(number) } })
    const mended = [5, 6].map(number =>
      aVerdict({ verdict: 'mended', subject: { class: '71', lesson: String(number) } }),
    )
    const report = aReport({ verdicts: [lesson(1), lesson(2), lesson(3), lesson(4), ...mended] })
    const told = (...entries: string[]) => new Map(entries.map(entry => [entry, 'broken' as const]))
    expect(letterOf(report, { told: told('1') }).subject).toBe(
      'Журнал: 3 новых нарушения, 2 исправлено, открыто 1, охват 97,5 %',
    )
    expect(letterOf(report).subject).toBe('Журнал: 4 нарушения, охват 97,5 %')
    expect(letterOf(report, { told: told('1', '2', '3', '4', '5', '6') }).subject).toBe(
      'Журнал: новых нарушений нет, 2 исправлено, открыто 4, охват 97,5 %',
    )
  })

  test.each([
    [0, 'Журнал: нарушений нет, охват 100 %'],
    [1, 'Журнал: 1 нарушение, охват 100 %'],
    [5, 'Журнал: 5 нарушений, охват 100 %'],
    [21, 'Журнал: 21 нарушение, охват 100 %'],
    [11, 'Журнал: 11 нарушений, охват 100 %'],
  ])('counts %i in good Russian', (count, subject) => {
    const verdicts = Array.from({ length: count }, (_, index) =>
      aVerdict({ subject: { class: '71', lesson: String(index) } }),
    )
    expect(letterOf(aReport({ verdicts, coverage: wholeCoverage })).subject).toBe(subject)
  })

  test('never says «нарушений нет» of a journal that nobody read', () => {
    const coverage = { ...wholeCoverage, windows: 0, complete: 0 }
    expect(letterOf(aReport({ verdicts: [], coverage })).subject).toBe('Журнал: данные не прочитаны')
  })

  test('never rounds the coverage up to 100 %', () => {
    const coverage = { ...partialCoverage, windows: 10_000, complete: 9_999 }
    expect(letterOf(aReport({ verdicts: [], coverage })).subject).toContain('охват 99,9 %')
  })
})

describe('the letter', () => {
  const digest = letterOf(aReport(), { baseUrl: 'http://127.0.0.1:8420/' })

  test('begins with the coverage in both halves', () => {
    for (const text of [seen(digest.html), digest.text]) {
      expect(text.search(/117 из 120/)).toBeGreaterThan(0)
      expect(text.search(/117 из 120/)).toBeLessThan(text.search(/наруш/i))
    }
  })

  test('the plain text, whole', () => {
    expect(digest.text).toMatchInlineSnapshot(`
"Ведение электронного журнала
МБОУ «СОШ № 7», 16.11–20.11.2026

Охват: прочитано не всё, 117 из 120 частей журнала (97,5 %)
Последние чтения: 20.11.2026 00:21 – 20.11.2026 23:59.
Не разобрано: 4 записи; слов платформы без перевода: 1.
— 7Б: посещаемость за неделю 16.11–22.11.2026 — последнее чтение не удалось: Платформа отказала в доступе (DNEVNIK_FORBIDDEN)
Что не прочитано: http://127.0.0.1:8420/schools/1000000000000000123/sync?from=2026-11-16&to=2026-11-20

НАРУШЕНИЯ: 2
- КРИТИЧЕСКОЕ. п. 2.7: Нет итоговой отметки за 1 четверть (10А, Алгебра). [Петрова М. И., № 33]
- п. 2.6: Домашнее задание за 16.11.2026 (7А, Русский язык) появилось на 157 мин позже срока. [Петрова М. И.]
Список: http://127.0.0.1:8420/schools/1000000000000000123/findings?from=2026-09-01&to=2026-11-20&kind=broken&since=2026-11-19T04%3A30%3A00.000Z

СРОК СКОРО ИСТЕЧЁТ: 1
- До 20.11.2026 23:59: Отметка за урок 20.11.2026 (7А, Геометрия): срок ещё не истёк.
Список: http://127.0.0.1:8420/schools/1000000000000000123/findings?from=2026-11-16&to=2026-11-20&kind=pending&dueFrom=2026-11-20T19%3A00%3A00.000Z&dueTo=2026-11-22T19%3A00%3A00.000Z

КРОМЕ ТОГО
- Не доказано (это не нарушения): 1 случай [Чаще всего: Посещаемость урока 16.11.2026 (7Б): окно не прочитано после срока.]

СОБЛЮДЕНО В ЭТИ ДНИ
- п. 2.3 Тема урока заполнена (срок установлен настройкой школы): соблюдено 99,5 %, нарушено 0, исправлено позже 1
- п. 2.6 Домашнее задание задано вовремя: соблюдено 99,3 %, нарушено 1, исправлено позже 0
- п. 2.7 Итоговые отметки выставлены полностью: соблюдено 0 %, нарушено 1, исправлено позже 0

Всё по порядку: http://127.0.0.1:8420/schools/1000000000000000123?from=2026-11-16&to=2026-11-20

По состоянию на 20.11.2026 22:00. Новое — с прошлого письма, 19.11.2026 07:30. Регламент ведения электронного журнала, от 01.09.2026 № 114.
"
`)
  })

  test('says the same in both halves', () => {
    for (const part of [
      'Нет итоговой отметки за 1 четверть (10А, Алгебра)',
      'Домашнее задание за 16.11.2026 (7А, Русский язык) появилось на 157 мин позже срока',
      'DNEVNIK_FORBIDDEN',
      '20.11.2026 23:59',
      'http://127.0.0.1:8420/schools/1000000000000000123?from=2026-11-16',
    ]) {
      expect(digest.html).toContain(part)
      expect(digest.text).toContain(part)
    }
  })

  test('needs no image, script, style sheet or other host', () => {
    expect(digest.html).not.toMatch(/<img|<script|<link|<style|url\(/)
    const addresses = [...digest.html.matchAll(/https?:\/\/[^"]+/g)].map(match => match[0])
    expect(addresses.at(-1)).toBe(
      'http://127.0.0.1:8420/schools/1000000000000000123?from=2026-11-16&amp;to=2026-11-20',
    )
    for (const address of addresses)
      expect(address).toMatch(/^http:\/\/127\.0\.0\.1:8420\/schools\/1000000000000000123/)
  })

  test('without a dashboard there is no link', () => {
    expect(letterOf(aReport()).html).not.toContain('<a ')
  })

  test('names no pupil, not even by number', () => {
    const verdicts = [aVerdict({ subject: { class: '71', person: '20012001', mark: '60016001' } })]
    const { html, text } = letterOf(aReport({ verdicts }))
    expect(`${html}${text}`).not.toMatch(/20012001|60016001/)
  })

  test('the one to the office has no noughts of a school that was not read', () => {
    const school = {
      ...{ timeZone: 'Asia/Yekaterinburg', from: '2026-11-13', to: '2026-11-19', weeks: [] },
      ...{ kept: null, keptBefore: null, broken: 0, mended: 0, unproven: 0 },
    }
    const letter = {
      ...{ office: '', from: '2026-11-13', to: '2026-11-19', link: null },
      ...{ asOf: moscow('2026-11-20T07:30'), timeZone: 'Europe/Moscow' },
    }
    const newestLook = moscow('2026-11-20T00:21')
    // Lists that were read in September count in the coverage for the whole year.
    const unread = [
      { ...school, name: 'Школа № 9', coverage: 0, newestLook: null },
      { ...school, name: 'Школа № 12', coverage: 50, unproven: 3, newestLook },
    ]
    const { text, html, subject } = createOfficeDigest({
      ...letter,
      schools: [
        ...unread,
        { ...school, name: 'Школа № 13', coverage: 50, kept: 100, newestLook },
        { ...school, name: 'Школа № 14', coverage: 50, mended: 1, newestLook },
        { ...school, name: 'Школа № 15', coverage: 100, newestLook },
      ],
    })
    expect(text).toContain('- Школа № 9: не прочитано\n')
    expect(text).toContain('- Школа № 12: охват 50 %, прочитано не всё, выводов нет, не доказано 3\n')
    expect(text).toContain('- Школа № 13: охват 50 %, соблюдено 100 %, нарушено 0')
    expect(text).toContain('- Школа № 14: охват 50 %, соблюдено —, нарушено 0, исправлено позже 1')
    // In holidays there is nothing to decide, and all was read.
    expect(text).toContain('- Школа № 15: охват 100 %, соблюдено —, нарушено 0')
    expect(html.match(/нарушено/g)).toHaveLength(3)
    expect(subject).toContain('нарушений 0')
    expect(createOfficeDigest({ ...letter, schools: unread }).subject).not.toContain('нарушений')
    // By the clock of that school.
    expect(text).toContain('Школа № 12: охват 50 %, читалась 20.11.2026 02:21')
  })

  test('tells no mark: of a rule whose words have them it gives how often and where', () => {
    const deleted = aVerdict({ rule: '2.5-marks-not-deleted', message: '7А, Физика: отметка «2» удалена.' })
    const changed = aVerdict({
      ...{ rule: '2.5-marks-not-changed', verdict: 'unproven' },
      message: '7А, Физика: исправление отметки («3», затем «5») — не доказано.',
    })
    const report = aReport({ verdicts: [deleted, changed] })
    const [withdrawn] = report.findings
    const news = {
      ...digestNews({ standing: report.findings, told: null, withdrawn: [], canBeMended: () => true }),
      corrections: digestNews({
        ...{ standing: [], told: new Map(), canBeMended: () => true },
        withdrawn: withdrawn ? [{ finding: withdrawn, closed: true }] : [],
      }).corrections,
    }
    const { text, html } = createDigest(report, news, options)
    expect(text).toContain('- п. 2.5 Отметки не удалены после дня выставления: 1 нарушение [7А — 1]')
    expect(text).toContain('Было сказано: правило «Отметки исправлены не позднее дня')
    expect(text).toContain('Чаще всего: правило «Отметки исправлены не позднее дня выставления»')
    expect(`${html}${text}`).not.toMatch(/«[235]»/)
  })

  test('names what is broken most once, with how often and where, critical first, and leads to the others', () => {
    const many = Array.from({ length: 300 }, (_, index) =>
      aVerdict({
        rule: ['2.3-topic-filled', '2.6-homework-in-time'][index % 3 === 0 ? 0 : 1] ?? '',
        subject: { class: String(100 + (index % 30)), lesson: String(index) },
        message: `Замечание ${index}`,
      }),
    )
    const critical = aVerdict({
      severity: 'critical',
      rule: '2.7-final-marks-complete',
      message: 'Самое важное',
    })
    const { text, html } = letterOf(aReport({ verdicts: [...many, critical] }), {
      baseUrl: 'http://127.0.0.1:8420/',
    })
    const lines = text.split('\n').filter(line => /^- (КРИТИЧЕСКОЕ\. )?п\. .*\[/.test(line))
    expect(lines).toEqual([
      expect.stringMatching(/^- КРИТИЧЕСКОЕ\. п\. 2\.7, 7А: Самое важное \[/),
      expect.stringMatching(/^- п\. 2\.6 Домашнее задание .*: 200 нарушений \[.* и ещё 15 классов\]$/),
      expect.stringMatching(/^- п\. 2\.3 Тема урока .*: 100 нарушений \[.* и ещё 5 классов\]$/),
    ])
    expect(html).toContain('rule=2.6-homework-in-time')
    expect(text).not.toContain('Замечание')
  })

  test('of a class tells nothing of what concerns the whole school', () => {
    const verdicts = [
      aVerdict({ verdict: 'unproven' }),
      aVerdict({ verdict: 'unproven', rule: '1.2-copies-made', subject: { class: '', lesson: '2' } }),
      aVerdict({ rule: '1.2-copies-made', subject: { class: '', lesson: '3' } }),
    ]
    const report = aReport({ verdicts, rules: rules.map(rule => ({ ...rule, canBeKept: true })) })
    const news = digestNews({ standing: [], told: new Map(), withdrawn: [], canBeMended: () => true })
    const ofClass = { id: '71', name: '7А' }
    const { text } = createDigest(report, news, { ...options, ofClass })
    expect(text).toContain('Не доказано (это не нарушения): 1 случай')
    expect(text).not.toContain('п. 1.2')
    expect(createDigest(report, news, options).text).toContain('п. 1.2')
  })

  test('counts what it has no room for, and leads to the list of all of it', () => {
    const verdicts = rules
      .slice(0, 12)
      .map(({ id }, index) => aVerdict({ rule: id, subject: { class: '71', lesson: String(index) } }))
    const { text } = letterOf(aReport({ verdicts }), { baseUrl: 'http://127.0.0.1:8420/', weekly: false })
    expect(text).toMatch(
      /\nЕщё 3 нарушения: http:\/\/\S+\/findings\?from=2026-09-01&to=2026-11-20&kind=broken&since=\S+\n/,
    )
    expect(letterOf(aReport({ verdicts }), { weekly: false }).text).toContain('\nЕщё 3 нарушения.\n')
  })

  test('tells the figures of the three rules that were broken most, in the order of the regulation, and counts the others', () => {
    const verdicts = rules
      .slice(0, 8)
      .flatMap(({ id }, index) =>
        Array.from({ length: index + 1 }, (_, lesson) =>
          aVerdict({ rule: id, subject: { class: '71', lesson: `${index}${lesson}` } }),
        ),
      )
    const { text, html } = letterOf(
      aReport({ verdicts, rules: rules.map(rule => ({ ...rule, canBeKept: true })) }),
    )
    const figures = text
      .slice(text.indexOf('СОБЛЮДЕНО В ЭТИ ДНИ'))
      .split('\n')
      .filter(line => line.startsWith('- п. '))
    expect(figures.map(line => Number(/нарушено (\d+)/.exec(line)?.[1]))).toEqual([6, 7, 8])
    for (const form of [text, seen(html)]) expect(form).toContain('нарушено ещё 5 требований')
  })

  test('only what falls due within two days is announced, nearest first', () => {
    const pending = (lesson: string, deadline: string) =>
      aVerdict({
        verdict: 'pending',
        subject: { class: '71', lesson },
        deadline: moscow(deadline),
        message: `Урок ${lesson}`,
      })
    const verdicts = [
      pending('3', '2026-11-22T22:01'),
      pending('2', '2026-11-22T21:59'),
      pending('1', '2026-11-20T23:59'),
    ]
    const { text } = letterOf(aReport({ verdicts }))
    expect(text).toContain('Урок 1\n- До 22.11.2026 21:59')
    expect(text).not.toContain('Урок 3')
  })
})

describeWith('chromium', 'a letter of the worst day that can be', executablePath => {
  test.each(Object.entries(badLetters))(
    '%s: about a screen on a computer, few swipes on a telephone',
    async (_, make) => {
      const { html, text } = make()
      const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
      const sizeAt = async (width: number): Promise<number[]> => {
        const page = await browser.newPage({ viewport: { width, height: 100 } })
        await page.setContent(html)
        const root = 'document.documentElement'
        return page.evaluate(`[${root}.scrollWidth, ${root}.scrollHeight]`)
      }
      const [narrow = 0, swipes = 0] = await sizeAt(360)
      const [wide = 0, tall = 0] = await sizeAt(720)
      await browser.close()
      expect(narrow).toBeLessThanOrEqual(360)
      expect(wide).toBeLessThanOrEqual(720)
      // Where Arial is missing its substitute is wider.
      expect(tall).toBeLessThan(1100)
      expect(swipes).toBeLessThan(1800)
      expect(text.split('\n').length).toBeLessThan(65)
    },
  )
})

test('rules that had nothing to say are left out of the letter’s figures', () => {
  const report = aReport({ verdicts: [aVerdict()], kept: {} })
  expect(report.rules.length).toBeGreaterThan(1)
  const { text, html } = letterOf(report)
  for (const form of [text, seen(html)]) {
    expect(form).toContain('Домашнее задание задано вовремя')
    expect(form).not.toContain('Тема урока заполнена')
  }
})

test('a digest bears witness to the archive, where there is something in it', () => {
  const { text, html } = letterOf(aReport(), { checkpoint })
  const head = `${checkpoint.seq}:${checkpoint.head}`
  expect(text.trimEnd().endsWith(`Контрольная точка архива ${checkpoint.archive}:\n${head}`)).toBe(true)
  expect(html).toContain(head)
  expect(letterOf(aReport()).text).not.toContain('Контрольная точка')
})
