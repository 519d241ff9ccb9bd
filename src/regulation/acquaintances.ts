import { z } from 'zod'
import { StatedId } from './stated.js'

/** «Ознакомление»: that a class's journal of a week was looked through and shown, and on which day. */
export const Acquaintance = z
  .strictObject({
    classId: StatedId,
    /** The week's Monday. */
    week: z.iso.date(),
    on: z.iso.date(),
  })
  .refine(({ week, on }) => week <= on, {
    error: 'С журналом недели нельзя ознакомить раньше, чем она началась',
    path: ['on'],
  })
export type Acquaintance = z.infer<typeof Acquaintance>
