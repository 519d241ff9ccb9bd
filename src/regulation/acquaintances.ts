import { z } from 'zod'
import { StatedId } from './stated.js'

/** «Ознакомление»: that a class's journal of a week was looked through by its class teacher, and on which day. */
export const Acquaintance = z
  .strictObject({
    classId: StatedId,
    /** The week's Monday. */
    week: z.iso.date(),
    on: z.iso.date(),
  })
  .refine(({ week, on }) => week <= on, {
    error: 'С журналом недели нельзя ознакомиться раньше, чем она началась',
    path: ['on'],
  })
export type Acquaintance = z.infer<typeof Acquaintance>
