import { describe, expect, test } from '@jest/globals'
import { complianceXlsx, type SummarySheet, sheetXlsx } from '../../src/report/index.js'
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

  test('a row is as high as its lines are many: not every office program makes room for them by itself', async () => {
    const verdicts = [
      aVerdict({ message: 'Домашнее задание внесено позже срока. '.repeat(6) }),
      aVerdict({ message: 'слово\nи строка\nи ещё одна\nи последняя' }),
      aVerdict({ message: 'длинно '.repeat(6_000) }),
    ]
    const sheet = parts(await complianceXlsx(aReport({ verdicts }))).get('xl/worksheets/sheet2.xml') ?? ''
    const texts = read(await complianceXlsx(aReport({ verdicts }))).get('Нарушения') ?? []
    const heights = texts.map((row, index) => ({
      text: String(row[7]).slice(0, 8),
      height: Number(new RegExp(`<row r="${index + 1}" ht="(\\d+)"`).exec(sheet)?.[1] ?? 15),
    }))
    expect(heights).toContainEqual({ text: 'Домашнее', height: 75 })
    expect(heights).toContainEqual({ text: 'слово\nи ', height: 60 })
    expect(heights).toContainEqual({ text: 'длинно д', height: 405 })
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
  test('has a line a pupil, period and result, with long ids and marks as they are', async () => {
    const plain = aSheet({ pupils: 2, subjects: 2, periodId: null })
    const [first, second] = plain.pupils
    if (!first || !second) throw new Error('two pupils')
    const told = { council: '28.05.2027, № 8', promotion: 'переведён(а) в 8А класс' }
    const missed = [{ lessons: 12, ill: 4 }, ...plain.periods.slice(1).map(() => null)]
    const sheet: SummarySheet = {
      ...plain,
      resultLines: [{ id: 'result', name: 'Итоговая' }],
      pupils: [
        { ...first, missed, results: [['5', null]], orders: { ...first.orders, ...told } },
        { ...second, results: [[null, '4']] },
      ],
    }
    const rows = read(await sheetXlsx(sheet)).get('Сводная ведомость') ?? []
    const head = rows.findIndex(row => row[0] === '№')
    expect(rows[head]).toEqual([
      ...['№', 'Фамилия, имя, отчество', 'Период', 'Литература', 'Русский язык'],
      ...['Пропущено уроков всего', 'Пропущено по болезни'],
      'Решение педагогического совета (дата, №)',
      'Переведён(а) в … класс, выпущен(а), оставлен(а), переведён(а) условно',
    ])
    expect(rows).toHaveLength(head + 1 + 2 * 6)
    expect(rows[head + 1]).toEqual([1, first.name, '1 четверть', ...(first.marks[0] ?? []), 12, 4])
    // Empty cells aren't in the file.
    expect(rows[head + 5]?.slice(2).filter(value => value !== null && value !== undefined)).toEqual([
      ...['Годовая', ...(first.marks[4] ?? [])],
      ...['28.05.2027, № 8', 'переведён(а) в 8А класс'],
    ])
    expect(rows[head + 6]?.slice(2, 4)).toEqual(['Итоговая', '5'])
  })

  test('names the class teacher, where the platform does, with grade, profile, marks and periods', async () => {
    const lineOf = async (classTeacher: string | null, profile: string | null = null) => {
      const sheet = aSheet()
      const told = { ...sheet, classTeacher, class: { ...sheet.class, profile } }
      return (read(await sheetXlsx(told)).get('Сводная ведомость') ?? [])[2]?.[0]
    }
    expect(await lineOf('Юдина М. П.')).toBe(
      'Класс 7А, параллель 7, 2026/2027 учебный год, система отметок: пятибалльная, аттестация по четвертям, классный руководитель: Юдина М. П.',
    )
    expect(await lineOf(null, 'кадетский')).toMatch(/параллель 7, профиль: кадетский, .*по четвертям$/)
  })

  test('has the same bytes on a second run', async () => {
    expect(Buffer.compare(await sheetXlsx(aSheet()), await sheetXlsx(aSheet()))).toBe(0)
  })
})
