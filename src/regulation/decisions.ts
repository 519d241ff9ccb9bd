import { z } from 'zod'
import type { Acquaintance } from './acquaintances.js'
import type { Briefing } from './briefings.js'
import type { WrittenLimits } from './checking-terms.js'
import type { ClassOpening } from './class-openings.js'
import type { BackupCopy, ControlSession, HardCopy, TrialRestore } from './keeping.js'
import type { SchoolOrder } from './school-orders.js'
import { requiredLine, type Stated, StatedId, StatedIds } from './stated.js'
import type { Substitution } from './substitutions.js'

/** What people decided, as far as verdicts are a function of it: archived with every report. */

/**
 * «Исключение»: duties that the school has excused, by an order. A part that is null excuses whatever it may be, so the
 * days always have an end.
 */
export const Exemption = z
  .strictObject({
    /** Ids of rules. */
    rules: z.array(z.string().min(1)).min(1).nullable(),
    classIds: StatedIds.nullable(),
    /** Whoever answers for the duty. */
    teacherIds: StatedIds.nullable(),
    subjectIds: StatedIds.nullable(),
    lessonIds: StatedIds.nullable(),
    /** Pupils. */
    personIds: StatedIds.nullable(),
    /** Days of the duties, inclusive. */
    from: z.iso.date(),
    to: z.iso.date(),
    reason: requiredLine('Причина'),
    /** «приказ № 12 от 01.09.2026» */
    order: requiredLine('Основание'),
  })
  .refine(({ from, to }) => from <= to, {
    error: 'Первый день исключения позже последнего',
    path: ['to'],
  })
export type Exemption = z.infer<typeof Exemption>

/**
 * «Инцидент»: a login or password that others may know, of one person's account (clauses 4.3, 4.4). Times are instants,
 * UTC; null where it hasn't happened yet.
 */
export const Incident = z
  .strictObject({
    /** Person id of whose account it is. */
    personId: StatedId,
    learnedAt: z.int(),
    /** When the head and the platform's support had the report. */
    headToldAt: z.int().nullable(),
    supportToldAt: z.int().nullable(),
    /** When the account was safe again. */
    passwordChangedAt: z.int().nullable(),
    /** Works that somebody has looked at and found to be the account's owner's own. */
    confirmedWorkIds: z.array(StatedId),
  })
  .superRefine(({ learnedAt, ...later }, context) => {
    for (const [key, at] of Object.entries({ ...later, confirmedWorkIds: null })) {
      if (typeof at !== 'number' || at >= learnedAt) continue
      context.addIssue({ code: 'custom', message: 'Это было раньше, чем о нарушении узнали', path: [key] })
    }
  })
export type Incident = z.infer<typeof Incident>

export interface Decisions {
  readonly exemptions: readonly Stated<Exemption>[]
  readonly incidents: readonly Stated<Incident>[]
  readonly orders: readonly Stated<SchoolOrder>[]
  readonly substitutions: readonly Stated<Substitution>[]
  readonly acquaintances: readonly Stated<Acquaintance>[]
  readonly writtenLimits: readonly Stated<WrittenLimits>[]
  readonly controls: readonly Stated<ControlSession>[]
  readonly backups: readonly Stated<BackupCopy>[]
  readonly restores: readonly Stated<TrialRestore>[]
  readonly hardCopies: readonly Stated<HardCopy>[]
  readonly briefings: readonly Stated<Briefing>[]
  readonly classOpenings: readonly Stated<ClassOpening>[]
}

export const noDecisions: Decisions = {
  exemptions: [],
  incidents: [],
  orders: [],
  substitutions: [],
  acquaintances: [],
  writtenLimits: [],
  controls: [],
  backups: [],
  restores: [],
  hardCopies: [],
  briefings: [],
  classOpenings: [],
}
