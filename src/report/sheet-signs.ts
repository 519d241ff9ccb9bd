import type { SummarySheet } from './model.js'
import { printedName } from './page.js'

/** The sheet's legend. */

const exemptWords = {
  exempt: 'освобождён(а)',
  mastered: 'освоено',
  untold: 'освобождён(а) или освоено, что из двух, школой не указано',
} as const

/** «осв» is one sign for two opposite facts: where a sheet has both, each is told with its subjects. */
function exemptText({ exempt }: SummarySheet): string {
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
  return [
    'Условные обозначения: 5, 4, 3, 2 — отметки',
    'зач — зачтено',
    'незач — не зачтено',
    'н/а — не аттестован(а)',
    `осв — ${exemptText(sheet)}`,
    'пустая клетка — отметки на момент чтения нет',
    ...(struck ? ['перечёркнутая клетка — обучающийся выбыл до конца периода'] : []),
    '«а/б» — две разные записи платформы.',
  ].join('; ')
}
