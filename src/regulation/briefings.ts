import { z } from 'zod'
import { requiredLine, StatedStudyYear } from './stated.js'

/** «Инструктаж»: staff were told how to keep their logins to themselves, and signed a sheet (clause 4.2). */
export const Briefing = z.strictObject({
  /** For which it counts: many schools hold it in August, before the year begins. */
  studyYear: StatedStudyYear,
  on: z.iso.date(),
  /** Where the signatures stand: «журнал инструктажей № 3, лист 12». */
  sheet: requiredLine('Лист с подписями'),
  /** Nobody who has a login is missing on it. */
  signedByAll: z.boolean(),
})
export type Briefing = z.infer<typeof Briefing>
