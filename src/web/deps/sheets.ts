import type { Id, IsoDate } from '../../journal/index.js'
import type { SummarySheet } from '../../report/index.js'

export const sheetForms = ['pdf', 'xlsx', 'json'] as const
export type SheetForm = (typeof sheetForms)[number]

/** Summary sheets as they stand now; those of a period's end are in the archive. */
export interface SheetDeps {
  /** @throws BridgeError NOT_FOUND for a class or period that the school doesn't have */
  sheet(request: SheetRequest): Promise<SummarySheet>
  file(sheet: SummarySheet, form: SheetForm): Promise<Uint8Array>
  /** Of the class, beside the year's. */
  periods(school: Id, classId: Id): Promise<readonly SheetPeriod[]>
}

export interface SheetPeriod {
  readonly id: Id
  readonly name: string
  /** Its last day. */
  readonly finish: IsoDate
}

export interface SheetRequest {
  readonly school: Id
  readonly classId: Id
  /** Null for the year. */
  readonly periodId: Id | null
  /** Who looks at it, and may print it; null where that isn't known. */
  readonly by: string | null
}
