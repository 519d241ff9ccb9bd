import { describe, expect, test } from '@jest/globals'
import { complianceXlsx, sheetXlsx } from '../../src/report/index.js'
import { aReport, aSheet, aVerdict } from '../support/report.js'
import { parts, read } from '../support/xlsx.js'

describe('the report as a workbook', () => {
  test('has figures, breaches, what is unproven, and the coverage', async () => {
    const book = read(await complianceXlsx(aReport()))
    expect([...book.keys()]).toEqual(['Итоги', 'Нарушения', 'Не доказано', 'Охват'])
    const homework = book.get('Итоги')?.find(row => row[1] === 'Домашнее задание задано вовремя')
    expect(homework?.slice(0, 9)).toEqual([
      '2.6',
      'Домашнее задание задано вовремя',
      'существенное',
      '99,3\u00a0%',
      150,
      1,
      0,
      0,
      0,
    ])
    expect(book.get('Нарушения')?.map(row => row[5])).toEqual([
      'Итог',
      'нарушено',
      'нарушено',
      'нарушено, затем исправлено',
    ])
    expect(book.get('Не доказано')).toHaveLength(2)
    expect(book.get('Охват')?.flat().join('\n')).toContain('DNEVNIK_FORBIDDEN')
  })

  test('writes days, deadlines and evidence as people read them, in the school zone', async () => {
    const row = read(await complianceXlsx(aReport({ verdicts: [aVerdict()] }))).get('Нарушения')?.[1]
    expect(row).toContain('16.11.2026')
    expect(row).toContain('16.11.2026 15:25')
    expect(row).toContain(
      'при чтении 16.11.2026 15:41 ещё не было; при чтении 16.11.2026 23:59 было; отметка времени платформы — 16.11.2026 18:02',
    )
  })

  test.each(['=1+1', '+7', '-5', '@SUM(A1)', '=HYPERLINK("http://evil")'])(
    '%s stays a text',
    async message => {
      const bytes = await complianceXlsx(aReport({ verdicts: [aVerdict({ message })] }))
      expect(read(bytes).get('Нарушения')?.[1]).toContain(message)
      expect([...parts(bytes).values()].join('')).not.toMatch(/<f[ >]/)
    },
  )

  test('a character that XML forbids, and a text longer than a cell may be, leave a workbook that opens', async () => {
    const verdicts = [
      aVerdict({ message: 'знак \ufffe и \uffff' }),
      aVerdict({ message: 'длинно '.repeat(6_000) }),
    ]
    const bytes = await complianceXlsx(aReport({ verdicts }))
    const texts = (read(bytes).get('Нарушения') ?? []).map(row => String(row[7]))
    expect(texts).toContain('знак \ufffd и \ufffd')
    expect(Math.max(...texts.map(text => text.length))).toBe(32_767)
    expect(texts.some(text => text.endsWith('…'))).toBe(true)
  })

  test('keeps heads in sight, filters its lists, and survives empty ones', async () => {
    const files = parts(await complianceXlsx(aReport({ verdicts: [aVerdict()] })))
    expect(files.get('xl/worksheets/sheet2.xml')).toMatch(/<pane [^>]*ySplit="1"[^>]*state="frozen"/)
    expect(files.get('xl/worksheets/sheet2.xml')).toContain('<autoFilter ref="A1:O2"')
    expect(files.get('xl/worksheets/sheet3.xml')).not.toContain('<autoFilter')
  })

  test('has the same bytes on a second run', async () => {
    expect(Buffer.compare(await complianceXlsx(aReport()), await complianceXlsx(aReport()))).toBe(0)
  })
})

describe('the class sheet as a workbook', () => {
  test('has a line a pupil and period, with long ids and marks as they are', async () => {
    const sheet = aSheet({ pupils: 2, subjects: 2, periodId: null })
    const rows = read(await sheetXlsx(sheet)).get('Сводная ведомость') ?? []
    const head = rows.findIndex(row => row[0] === '№')
    expect(rows[head]).toEqual(['№', 'Фамилия, имя, отчество', 'Период', 'Литература', 'Русский язык'])
    expect(rows).toHaveLength(head + 1 + 2 * 5)
    const [pupil] = sheet.pupils
    expect(rows[head + 1]).toEqual([1, pupil?.name, '1 четверть', ...(pupil?.marks[0] ?? [])])
    expect(rows.map(row => row[2]).filter(name => name === 'Годовая')).toHaveLength(2)
  })

  test('names the class teacher, where the platform does', async () => {
    const lineOf = async (classTeacher: string | null) =>
      (read(await sheetXlsx({ ...aSheet(), classTeacher })).get('Сводная ведомость') ?? [])[2]?.[0]
    expect(await lineOf('Юдина М. П.')).toMatch(/учебный год\. Классный руководитель: Юдина М\. П\.$/)
    expect(await lineOf(null)).toMatch(/учебный год$/)
  })

  test('has the same bytes on a second run', async () => {
    expect(Buffer.compare(await sheetXlsx(aSheet()), await sheetXlsx(aSheet()))).toBe(0)
  })
})
