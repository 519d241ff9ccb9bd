import { russianDate } from '../calendar/index.js'
import type { SummarySheet } from './model.js'
import { printedName } from './page.js'
import { checkpointWords } from './pdf.js'
import { zonedDateTime } from './russian.js'

/** What a sheet says of itself: its legend, and which copy it is. */

const exemptWords = {
  exempt: 'освобождён(а)',
  mastered: 'освоено',
  untold: 'освобождён(а) или освоено, что из двух, школой не указано',
} as const

/** «осв» is one sign for two opposite facts: where a sheet has both, each is told with its subjects. */
export function exemptText({ exempt }: Pick<SummarySheet, 'exempt'>): string {
  const meant = (['exempt', 'mastered', 'untold'] as const).filter(meaning => exempt[meaning].length > 0)
  const [only] = meant
  if (only === undefined) return 'освобождён(а) или освоено'
  if (meant.length === 1) return exemptWords[only]
  return meant
    .map(meaning => `${exemptWords[meaning]} (${exempt[meaning].map(printedName).join(', ')})`)
    .join(', ')
}

export function signs(sheet: SummarySheet): string {
  const struck = sheet.pupils.some(({ gone }) => gone.includes(true))
  const untaught = sheet.pupils.some(({ notTaught }) => notTaught.length > 0)
  const uncounted = sheet.pupils.some(({ missed }) => missed.includes(null))
  return [
    'Условные обозначения: 5, 4, 3, 2 — отметки',
    'зач — зачтено',
    'незач — не зачтено',
    'н/а — не аттестован(а)',
    `осв — ${exemptText(sheet)}`,
    'пустая клетка — отметки на момент чтения нет',
    ...(untaught ? ['«—» — предмет обучающемуся не преподаётся'] : []),
    ...(struck ? ['перечёркнутая клетка — обучающийся выбыл до конца периода'] : []),
    ...(uncounted ? ['пропуски без числа — посещаемость прочитана не вся или период не начался'] : []),
    ...(sheet.missedUntil === null ? [] : [`пропуски сосчитаны по ${russianDate(sheet.missedUntil)}`]),
    '«а/б» — две разные записи платформы.',
  ].join('; ')
}

/** Below the table, a paragraph each. */
export function legendTexts(sheet: SummarySheet): readonly string[] {
  const left = sheet.pupils.filter(pupil => pupil.left).length
  return [
    signs(sheet),
    ...(left > 0 ? [`Выбывших обучающихся в списке: ${left}.`] : []),
    ...checkpointWords(sheet.checkpoint).split('\n'),
  ]
}

/** Which copy it is; when it was made, and by whom it is printed. */
export function madeText({ print: { number, by }, asOf, timeZone }: SummarySheet): string {
  const copy = number === null ? 'Для ознакомления, в архив не помещена' : `Печать № ${number}`
  const printer = by === null ? '____________________' : printedName(by)
  return `${copy}, составлена ${zonedDateTime(asOf, timeZone)}; печатает: ${printer}`
}
