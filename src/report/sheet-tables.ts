import type { SummarySheet } from './model.js'
import { zonedDateTime } from './russian.js'
import { type ColumnOf, cellOf, columnsOf, decisionOf, lineNames } from './sheet-columns.js'
import { madeText } from './sheet-signs.js'
import { stayTexts } from './sheet-stays.js'
import { coverageTable, type Table, type Value } from './tables.js'

/** The summary sheet as plain tables: a line a pupil and period or result. */
export function sheetTables(sheet: SummarySheet): Table[] {
  const read =
    sheet.readAt === null
      ? 'прочитаны не полностью'
      : `прочитаны ${zonedDateTime(sheet.readAt, sheet.timeZone)}`
  const columns = columnsOf(sheet)
  return [
    {
      name: 'Сводная ведомость',
      before: [
        ['Сводная ведомость учёта результатов промежуточной и итоговой аттестации обучающихся'],
        [sheet.school.name],
        // In lines that are there anyway: one more, and the head couldn't be kept in sight.
        [aboutClass(sheet)],
        [`Источник: ИС «Дневник.ру», данные ${read}. ${madeText(sheet)}`],
        [],
      ],
      columns: [
        { title: '№', width: 5 },
        { title: 'Фамилия, имя, отчество', width: 36 },
        { title: 'Период', width: 16 },
        ...columns.map(({ kind, title }) => ({ title, width: kind === 'decision' ? 20 : 7, upright: true })),
      ],
      rows: sheet.pupils.flatMap((pupil, row) =>
        lineNames(sheet).map((name, line) => [
          row + 1,
          [pupil.name, ...stayTexts(pupil)].join(' — '),
          name,
          ...columns.map(column => workbookCell(sheet, pupil, column, line)),
        ]),
      ),
      frozen: 3,
      filter: false,
    },
    coverageTable(sheet.coverage, sheet.timeZone),
  ]
}

function aboutClass({ class: group, ...sheet }: SummarySheet): string {
  return [
    `Класс ${group.name}`,
    ...(group.grade === null ? [] : [`параллель ${group.grade}`]),
    ...(group.profile === null ? [] : [`профиль: ${group.profile}`]),
    `${sheet.studyYear} учебный год`,
    `система отметок: ${sheet.markSystem}`,
    `аттестация ${sheet.periodScheme}`,
    ...(sheet.classTeacher === null ? [] : [`классный руководитель: ${sheet.classTeacher}`]),
  ].join(', ')
}

/** Counts are numbers, and what was decided stands in the line of the year. */
function workbookCell(
  sheet: SummarySheet,
  pupil: SummarySheet['pupils'][number],
  column: ColumnOf,
  line: number,
): Value {
  if (column.kind === 'missed') return pupil.missed[line]?.[column.of] ?? null
  if (column.kind === 'decision')
    return sheet.periods[line]?.id === null ? decisionOf(pupil, column) || null : null
  return cellOf(sheet, pupil, column, line) || null
}
