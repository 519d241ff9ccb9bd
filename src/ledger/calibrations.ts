import { sql } from 'kysely'
import { z } from 'zod'
import type { Instant } from '../clock.js'
import type { DatabaseHandle } from '../database/index.js'
import type { Id } from '../journal/index.js'

/** What a person proved of a school's platform by a test. */
export const calibrationSubjects = ['stamps', 'stamp-edit', 'homework-lesson'] as const
export type CalibrationSubject = (typeof calibrationSubjects)[number]

export interface Calibration {
  readonly what: CalibrationSubject
  readonly result: string
  readonly provenAt: Instant
  /** The test's own facts, by which anyone may check it; no names. */
  readonly evidence: Readonly<Record<string, string | number | null>>
  readonly byWhom: string
}

export type Calibrated = Readonly<Partial<Record<CalibrationSubject, Calibration>>>

/** A later test takes the place of an earlier one; nothing is changed or deleted. */
export interface Calibrations {
  record(school: Id, calibration: Calibration): Promise<void>
  /** The newest of each. */
  newest(school: Id): Promise<Calibrated>
}

const CalibrationRow = z.object({
  what: z.enum(calibrationSubjects),
  result: z.string(),
  provenAt: z.coerce.number(),
  evidence: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  byWhom: z.string(),
})

export function createCalibrations({ kysely: db }: DatabaseHandle): Calibrations {
  return {
    async record(school, { what, result, provenAt, evidence, byWhom }) {
      await sql`
        insert into ledger.calibration (school, what, result, proven_at, evidence, by_whom)
        values (${school}, ${what}, ${result}, ${provenAt}, ${JSON.stringify(evidence)}::jsonb, ${byWhom})`.execute(
        db,
      )
    },

    async newest(school) {
      const { rows } = await sql`
        select distinct on (what) what, result, proven_at as "provenAt", evidence, by_whom as "byWhom"
        from ledger.calibration where school = ${school} order by what, id desc`.execute(db)
      const calibrations = rows.map(row => CalibrationRow.parse(row))
      return Object.fromEntries(calibrations.map(calibration => [calibration.what, calibration]))
    },
  }
}
