import { z } from 'zod'
import type { FinalMark } from '../journal/index.js'
import { ordersAbout, type SchoolOrder } from './school-orders.js'
import type { Stated } from './stated.js'
import { startsWithAny } from './subject-names.js'

/**
 * «ОСВ» is one sign for two opposite facts: `exempt` from the subject, so that the pupil isn't counted in it, or
 * `mastered`, passed without a mark. Which of them it is a school knows by subject and grade, and nobody else does.
 */
export type ExemptMeaning = 'exempt' | 'mastered'

const Where = z.array(
  z.strictObject({
    subject: z.string().trim().min(1),
    /** None: in all grades. */
    grades: z.array(z.int().min(1).max(11)).default([]),
  }),
)

export const exemptSettings = z.strictObject({
  exempt: Where.default([]).describe(
    'Где «осв» значит «освобождён»: начало названия предмета и классы (без классов — во всех), например {subject: физическая культура, grades: [9, 11]}',
  ),
  mastered: Where.default([]).describe('Где «осв» значит «освоено», в том же виде'),
})

/** Null where the school hasn't said it, or has said both. */
export function exemptMeaning(
  { subjectName, grade }: { readonly subjectName: string; readonly grade: number | null },
  settings: z.infer<typeof exemptSettings>,
): ExemptMeaning | null {
  const isSaid = (where: z.infer<typeof Where>) =>
    where.some(
      ({ subject, grades }) =>
        startsWithAny(subjectName, [subject]) &&
        (grades.length === 0 || (grade !== null && grades.includes(grade))),
    )
  const [exempt, mastered] = [isSaid(settings.exempt), isSaid(settings.mastered)]
  if (exempt === mastered) return null
  return exempt ? 'exempt' : 'mastered'
}

/** Of one mark: orders about the pupil go before what the school has set for all. Null also where they contradict each other. */
export function exemptMeaningOf(
  mark: FinalMark,
  where: Parameters<typeof exemptMeaning>[0],
  said: {
    readonly orders: readonly Stated<SchoolOrder>[]
    readonly settings: z.infer<typeof exemptSettings>
  },
): ExemptMeaning | null {
  const ordered = new Set(ordersAbout(said.orders, mark).map(({ content }) => content.meaning))
  if (ordered.size === 0) return exemptMeaning(where, said.settings)
  if (ordered.size > 1) return null
  return ordered.has('mastered') ? 'mastered' : 'exempt'
}
