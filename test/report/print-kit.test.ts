import { describe, expect, test } from '@jest/globals'
import { classReadiness, kitSubstance, type SummarySheet, sheetChanges } from '../../src/report/index.js'
import { classFolders } from '../../src/report/print-kit.js'
import { aKit, aKitClass, blankOffice } from '../support/print-kit.js'
import { aSheet, aVerdict, moscow, partialCoverage } from '../support/report.js'

/** A small sheet in which everything is well. */
function aGoodSheet(): SummarySheet {
  const sheet = aSheet({ periodId: null, pupils: 3, subjects: 2 })
  return {
    ...sheet,
    pupils: sheet.pupils.map(pupil => ({
      ...pupil,
      left: false,
      marks: sheet.periods.map(() => ['5', '4']),
    })),
  }
}

/** With other cells of the first pupil: by line and column. */
function withCells(sheet: SummarySheet, cells: Readonly<Record<string, string | null>>): SummarySheet {
  const [first, ...rest] = sheet.pupils
  if (!first) throw new Error('a sheet has pupils')
  const marks = first.marks.map((line, row) =>
    line.map((value, column) => {
      const cell = cells[`${row}/${column}`]
      return cell === undefined ? value : cell
    }),
  )
  return { ...sheet, pupils: [{ ...first, marks }, ...rest] }
}

const yearLine = (sheet: SummarySheet) => sheet.periods.findIndex(({ id }) => id === null)

function found(sheet: SummarySheet, shape: Partial<Parameters<typeof classReadiness>[0]> = {}) {
  const { ready, items } = classReadiness({ sheet, verdicts: [], openPeriods: [], ...shape })
  return {
    ready,
    ...Object.fromEntries(items.flatMap(({ key, lines }) => (lines.length > 0 ? [[key, lines]] : []))),
  }
}

describe('whether a sheet is ready to be printed', () => {
  test('all is well', () => expect(found(aGoodSheet())).toEqual({ ready: true }))

  test('data with gaps, and a year that isn’t over, hinder it', () => {
    const gaps = { ...aGoodSheet(), readAt: null, coverage: partialCoverage }
    expect(found(gaps)).toEqual({ ready: false, read: partialCoverage.gaps })
    expect(found(aGoodSheet(), { openPeriods: ['4 четверть'] })).toEqual({
      ready: false,
      periods: ['4 четверть'],
    })
  })

  test('an empty cell that a rule proved hinders it, by name; one that was excused or isn’t due doesn’t', () => {
    const sheet = withCells(aGoodSheet(), { '0/0': null })
    const subject = {
      class: '71',
      person: sheet.pupils[0]?.id ?? '',
      subject: sheet.subjects[0]?.id ?? '',
      period: sheet.periods[0]?.id ?? '',
    }
    const missing = aVerdict({ rule: '2.7-final-marks-complete', subject })
    expect(found(sheet, { verdicts: [missing] })).toEqual({
      ready: false,
      empty: [`${sheet.pupils[0]?.name} — ${sheet.subjects[0]?.name}, ${sheet.periods[0]?.name}`],
    })
    for (const verdict of ['exempt', 'pending'] as const)
      expect(found(sheet, { verdicts: [{ ...missing, verdict }] })).toEqual({ ready: true })
    expect(found(sheet, { verdicts: [{ ...missing, verdict: 'unproven' }] })).toMatchObject({
      ready: true,
      unclear: [expect.any(String)],
    })
    // What is unproven of a filled cell is its time, and not whether it is there.
    expect(found(aGoodSheet(), { verdicts: [{ ...missing, verdict: 'unproven' }] })).toEqual({ ready: true })
  })

  test('a mark of the year is owed where the pupil was marked and others have one; nobody’s is said once', () => {
    const good = aGoodSheet()
    const line = yearLine(good)
    expect(found(withCells(good, { [`${line}/0`]: null }))).toMatchObject({
      ready: false,
      year: [expect.stringContaining(', год')],
    })
    const none = {
      ...good,
      pupils: good.pupils.map(pupil => ({
        ...pupil,
        marks: pupil.marks.map((cells, row) => (row === line ? cells.map(() => null) : cells)),
      })),
    }
    expect(found(none)).toEqual({ ready: false, year: ['годовых отметок нет ни у кого'] })
    const left = {
      ...none,
      pupils: none.pupils.map(pupil => ({
        ...pupil,
        marks: pupil.marks.map(cells => cells.map(() => null)),
      })),
    }
    expect(found(left)).toEqual({ ready: true })
  })

  test('«4/5» are two records and hinder it; «н/а» is one sign', () => {
    expect(found(withCells(aGoodSheet(), { '0/0': '4/5' }))).toMatchObject({
      ready: false,
      double: [expect.stringContaining('4/5')],
    })
    expect(found(withCells(aGoodSheet(), { '0/0': 'н/а' }))).toEqual({ ready: true })
    expect(found(withCells(aGoodSheet(), { '0/0': '4/н/а' }))).toMatchObject({ ready: false })
  })

  test('a failing year asks for a decision, and hinders nothing', () => {
    const good = aGoodSheet()
    const sheet = withCells(good, { [`${yearLine(good)}/1`]: '2' })
    expect(found(sheet)).toEqual({
      ready: true,
      debts: [`${sheet.pupils[0]?.name} — ${sheet.subjects[1]?.name}: 2`],
    })
    // That the class was promoted says nothing of a debt.
    const promoted = sheet.pupils.map(pupil => ({
      ...pupil,
      orders: { ...pupil.orders, council: '28.05.2027, № 8' },
    }))
    expect(found({ ...sheet, pupils: promoted })).toHaveProperty('debts')
    expect(found(sheet, { decidedDebts: new Set([sheet.pupils[0]?.id ?? '']) })).toEqual({ ready: true })
  })
})

describe('what a print doesn’t say', () => {
  const compare = (
    before: SummarySheet,
    after: SummarySheet,
    seen = [] as Parameters<typeof sheetChanges>[0]['seen'],
  ) =>
    sheetChanges({
      number: 1,
      printed: { version: 'v1', on: '2027-06-10', sheet: before },
      now: { version: 'v2', sheet: after },
      seen,
    })

  test('nothing where cells and heads are the same, whenever they were read', () => {
    const sheet = aGoodSheet()
    expect(compare(sheet, { ...sheet, readAt: 5, asOf: 7, checkpoint: null })).toBeNull()
  })

  test('a changed, a filled and an emptied cell, in the order of the sheet, with the looks that saw it', () => {
    const before = withCells(aGoodSheet(), { '0/0': '4', '1/1': null, '2/0': '3' })
    const after = withCells(aGoodSheet(), { '0/0': '5', '1/1': '2', '2/0': null })
    const bracket = { absentAt: moscow('2027-06-14T00:21'), presentAt: moscow('2027-06-15T00:21') }
    const seen = {
      personId: before.pupils[0]?.id ?? '',
      subjectId: before.subjects[0]?.id ?? '',
      periodId: before.periods[0]?.id ?? null,
      ...bracket,
    }
    expect(compare(before, after, [seen])?.cells).toMatchObject([
      { before: '4', after: '5', seen: bracket },
      { before: null, after: '2', seen: null },
      { before: '3', after: null, seen: null },
    ])
  })

  test('what is told of pupils and of the sheet beside its marks; of exams cell by cell', () => {
    const plain = aGoodSheet()
    const before: SummarySheet = {
      ...plain,
      resultLines: [{ id: 'result', name: 'Итоговая' }],
      pupils: plain.pupils.map(pupil => ({
        ...{ ...pupil, results: [['5', '4']] },
        missed: pupil.missed.map((_, line) => (line === 0 ? { lessons: 3, ill: 1 } : null)),
      })),
    }
    const [first, ...rest] = before.pupils
    if (!first) throw new Error('a pupil')
    const after: SummarySheet = {
      ...before,
      markSystem: 'безотметочная',
      class: { ...before.class, profile: 'кадетский' },
      exempt: { exempt: [], mastered: ['Музыка'], untold: [] },
      pupils: [
        {
          ...{ ...first, results: [['4', '4']], notTaught: [before.subjects[1]?.id ?? ''] },
          orders: { ...first.orders, council: '28.05.2027, № 8' },
          missed: [{ lessons: 4, ill: 1 }, ...first.missed.slice(1)],
        },
        ...rest,
      ],
    }
    const changes = compare(before, after)
    expect(changes?.cells).toMatchObject([{ period: 'Итоговая', before: '5', after: '4' }])
    expect(changes?.others).toEqual([
      'Профиль класса: было «не указано», стало «кадетский».',
      'Система отметок: было «пятибалльная», стало «безотметочная».',
      'Значение «осв»: было «освобождён(а) или освоено», стало «освоено».',
      `${first.name}: решение педагогического совета: было «не указано», стало «28.05.2027, № 8».`,
      `${first.name}: не преподаётся: было «нет таких предметов», стало «${before.subjects[1]?.name}».`,
      `${first.name}: пропущено уроков, 1 четверть: было «3, по болезни 1», стало «4, по болезни 1».`,
    ])
  })

  test('missed lessons are compared period by period, also when one was added', () => {
    const missed = [{ lessons: 3, ill: 1 }, ...Array.from({ length: 4 }, () => null)]
    const plain = aGoodSheet()
    const before = { ...plain, pupils: plain.pupils.map(pupil => ({ ...pupil, missed })) }
    const after = {
      ...before,
      periods: [{ id: '899', name: 'Модуль' }, ...before.periods],
      pupils: before.pupils.map(pupil => ({
        ...pupil,
        marks: [['5', '4'], ...pupil.marks],
        missed: [null, ...missed],
      })),
    }
    expect(compare(before, after)?.others).toEqual(['Отчётный период добавлен: «Модуль».'])
  })

  test('with a sheet that an earlier program printed only what it had is compared', () => {
    const { class: group, classTeacher, periods, subjects, pupils } = aGoodSheet()
    const printed = {
      ...{ class: { id: group.id, name: group.name }, classTeacher, periods, subjects },
      pupils: pupils.map(({ id, name, left, marks }) => ({ id, name, left, marks })),
    }
    const now = aGoodSheet()
    const told = now.pupils.map(pupil => ({
      ...pupil,
      orders: { ...pupil.orders, home: 'обучение на дому' },
    }))
    const lines = { resultLines: [{ id: 'result' as const, name: 'Итоговая' }] }
    const examined = now.pupils.map(pupil => ({ ...pupil, results: [['5', '5']] }))
    const changes = (sheet: SummarySheet) =>
      sheetChanges({
        number: 1,
        printed: { version: 'v1', on: '2027-06-10', sheet: printed },
        now: { version: 'v2', sheet },
        seen: [],
      })
    expect(changes({ ...now, pupils: told })).toBeNull()
    expect(changes({ ...now, ...lines, pupils: examined })).toBeNull()
    expect(changes({ ...now, classTeacher: 'Ли В.' })?.others).toHaveLength(1)
  })

  test('pupils, subjects and names that came, went or changed', () => {
    const before = aGoodSheet()
    const [first, second, third] = before.pupils
    if (!first || !second || !third) throw new Error('three pupils')
    const after: SummarySheet = {
      ...before,
      classTeacher: 'Ли В.',
      subjects: before.subjects.map((subject, index) =>
        index === 1 ? { ...subject, name: 'Родная литература' } : subject,
      ),
      pupils: [
        { ...first, name: 'Ёлкина-Жукова Дарья' },
        { ...second, left: true },
        { ...third, id: '9999', name: 'Новый Пётр', marks: before.periods.map(() => [null, null]) },
      ],
    }
    const changes = compare(before, after)
    expect(changes?.others).toEqual([
      'Классный руководитель: было «не указано», стало «Ли В.».',
      `Предмет: было «${before.subjects[1]?.name}», стало «Родная литература».`,
      `Исключён(а) из списка: ${third.name}.`,
      `Фамилия, имя, отчество: было «${first.name}», стало «Ёлкина-Жукова Дарья».`,
      `${second.name}: выбыл(а).`,
      'Включён(а) в список: Новый Пётр.',
    ])
    // The cells of whoever isn't in the list any more are gone with them.
    expect(changes?.cells.every(({ pupil, after: now }) => pupil === third.name && now === null)).toBe(true)
  })
})

describe('the kit', () => {
  test('classes stand in Russian order, whatever order they came in, and terms are counted from the next January', async () => {
    const one = await aKitClass(aGoodSheet())
    const classes = ['10Б', '7А', '5А'].map((name, index) => ({ ...one, id: String(index), name }))
    const kit = aKit(classes)
    expect(kit.classes.map(({ name }) => name)).toEqual(['5А', '7А', '10Б'])
    expect(kit.terms).toMatchObject({
      countedFrom: '2028-01-01',
      journalUntil: '2033-01-01',
      sheetUntil: '2053-01-01',
    })
  })

  test('is the same kit whenever it is made, and another with other papers or people', async () => {
    const one = await aKitClass(aGoodSheet())
    const kit = aKit([one])
    expect(
      kitSubstance(aKit([one], { madeAt: moscow('2027-06-20T10:00'), checkpoint: null, copies: [] })),
    ).toBe(kitSubstance(kit))
    expect(kitSubstance(aKit([one], { office: blankOffice }))).not.toBe(kitSubstance(kit))
    expect(kitSubstance(aKit([{ ...one, sheet: { ...one.sheet, version: 'v2' } }]))).not.toBe(
      kitSubstance(kit),
    )
    expect(kitSubstance(JSON.parse(JSON.stringify(kit)))).toBe(kitSubstance(kit))
  })

  test('folders are names that every system of files takes, and each class has its own', () => {
    const folders = classFolders([
      { id: '1', name: '5/6: «А»' },
      { id: '2', name: '7А' },
      { id: '3', name: '7а' },
      { id: '4', name: ' .. ' },
    ])
    expect(folders).toEqual(['5_6_ «А»', '7А-2', '7а-3', '-4'])
  })
})
