import { z } from 'zod'
import type { Calendar } from '../calendar/index.js'
import type { Id, IsoDate } from '../journal/index.js'
import { requiredLine, type Stated, StatedId } from './stated.js'

/** «Приказ об открытии класса» after the study year has begun: from it counts the class's own term (clause 2.2). */
export const ClassOpening = z
  .strictObject({
    classId: StatedId,
    /** «45» */
    order: requiredLine('Номер приказа', 100),
    date: z.iso.date(),
  })
  .refine(({ date }) => !isSummer(date), {
    error: 'Класс, открытый летом, формируют к 5 сентября, как все: приказ этого срока не меняет',
    path: ['date'],
  })
export type ClassOpening = z.infer<typeof ClassOpening>

function isSummer(date: IsoDate): boolean {
  return '06-01' <= date.slice(5) && date.slice(5) < '09-01'
}

/** Of a class's orders the one that was entered last; null where there is none. */
export function openingOf(openings: readonly Stated<ClassOpening>[], classId: Id): ClassOpening | null {
  const own = openings.filter(({ content }) => content.classId === classId)
  return own.toSorted((a, b) => a.number - b.number).at(-1)?.content ?? null
}

/** The last of so many working days after the order's own day. */
export function openingTerm(
  { date }: ClassOpening,
  workingDays: number,
  calendar: Pick<Calendar, 'addDays' | 'isWorkingDay'>,
): IsoDate {
  let day = date
  for (let left = workingDays; left > 0; ) {
    day = calendar.addDays(day, 1)
    if (calendar.isWorkingDay(day)) left -= 1
  }
  return day
}
