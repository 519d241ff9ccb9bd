import { z } from 'zod'
import { russianDate } from '../calendar/index.js'
import type { Id, MarkMeaning } from '../journal/index.js'
import { requiredLine, type Stated, StatedIds } from './stated.js'

/** What a sign of the summary sheet stands for by an order: «осв» for one of two things, «н/а» for one. */
export const orderMeanings = ['exempt', 'mastered', 'not-attested'] as const
export type OrderMeaning = (typeof orderMeanings)[number]

/** «Приказ» on which «осв» or «н/а» of pupils rests: in which subjects and for which reporting periods. */
export const SchoolOrder = z.strictObject({
  /** «12-у» */
  order: requiredLine('Номер приказа', 100),
  date: z.iso.date(),
  meaning: z.enum(orderMeanings),
  /** Pupils. */
  personIds: StatedIds,
  subjectIds: StatedIds,
  /** Of the reporting periods, as the platform has them. */
  periodIds: StatedIds,
})
export type SchoolOrder = z.infer<typeof SchoolOrder>

interface Cell {
  readonly personId: Id
  readonly subjectId: Id
  readonly periodId: Id | null
}

/** Orders about a cell with that sign, by number. */
export function ordersAbout(
  orders: readonly Stated<SchoolOrder>[],
  cell: Cell & { readonly meaning: MarkMeaning },
): readonly Stated<SchoolOrder>[] {
  return orders
    .filter(({ content }) => signOf(content.meaning) === cell.meaning && names(content, cell))
    .toSorted((a, b) => a.number - b.number)
}

function signOf(meaning: OrderMeaning): MarkMeaning {
  return meaning === 'not-attested' ? 'not-attested' : 'exempt'
}

function names(
  { personIds, subjectIds, periodIds }: SchoolOrder,
  { personId, subjectId, periodId }: Cell,
): boolean {
  return (
    periodId !== null &&
    personIds.includes(personId) &&
    subjectIds.includes(subjectId) &&
    periodIds.includes(periodId)
  )
}

/** «приказ № 12-у от 13.11.2026» */
export function orderText({ order, date }: Pick<SchoolOrder, 'order' | 'date'>): string {
  return `приказ № ${order} от ${russianDate(date)}`
}
