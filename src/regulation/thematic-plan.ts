import { z } from 'zod'
import type { Id, IsoDate } from '../journal/index.js'

/** Календарно-тематический план (КТП): which topics a class is to be taught, in which order, in how many hours. */

export const PlanRow = z.strictObject({
  /** As the plan counts its rows: «12», «3.4»; unique within a version. */
  number: z.string().min(1).max(20),
  section: z.string().min(1).max(500).nullable(),
  topic: z.string().min(1).max(500),
  /** Lessons that the topic takes; halves, where a lesson is shared by two topics. */
  hours: z.number().positive().max(200).multipleOf(0.5),
  /** The day for which it is planned. */
  date: z.iso.date().nullable(),
  homework: z.string().min(1).max(2000).nullable(),
})
export type PlanRow = z.infer<typeof PlanRow>

/** Whose plan it is: one plan for each, whatever its versions. */
export interface PlanScope {
  /** In which the study year begins. */
  readonly studyYear: number
  readonly classId: Id
  readonly subjectId: Id
  /** Null: for the whole class, and for subgroups that have no plan of their own. */
  readonly groupId: Id | null
  /** Null: whoever teaches it. */
  readonly teacherId: Id | null
}

/** What rules need of a row. */
export type PlannedRow = Pick<PlanRow, 'number' | 'topic' | 'hours' | 'date'>

export interface PlanVersion {
  readonly version: number
  /** First day on which it is in force, until the next one is. */
  readonly from: IsoDate
  /** In their order, never empty. */
  readonly rows: readonly PlannedRow[]
}

export interface ThematicPlan extends PlanScope {
  /** What people call it by. */
  readonly number: number
  /** Oldest first, never empty. */
  readonly versions: readonly PlanVersion[]
}

/** The newest version that was in force on that day. */
export function versionOn({ versions }: ThematicPlan, date: IsoDate): PlanVersion | undefined {
  return versions.findLast(({ from }) => from <= date)
}
