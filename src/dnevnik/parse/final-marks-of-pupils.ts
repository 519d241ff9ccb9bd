import type { FinalMarkRecord, Id, Neighbours } from '../../journal/index.js'
import { fieldsOf } from '../schema/fields.js'
import { WirePeriod } from '../schema/year.js'
import { type FinalMarkOfPupil, type FinalWork, marksOfPupils } from './all-final-marks.js'
import type { Collector } from './collector.js'
import { checkPeople } from './whose.js'
import { listOf } from './window.js'

/** Without a number nobody can tell the period, and one number may be that of a quarter and of a half-year. */
interface NumberedPeriod {
  readonly id: Id
  readonly number: number | null
  readonly type: string | null
}

/** `{"periods":[…],"pupils":[…]}`, which `readFinalMarks` joins where a class's final marks don't come at once. */
export function parseFinalMarksOfPupils(collector: Collector, body: unknown, neighbours?: Neighbours): void {
  const envelope = fieldsOf(body) ?? {}
  const periods = [...collector.each(WirePeriod, '.periods', listOf(envelope.periods))].map(
    ({ wire }) => wire,
  )
  const persons = new Set<Id>()
  for (const mark of marksOfPupils(collector, '.pupils', envelope.pupils)) {
    persons.add(mark.wire.person)
    addMark(collector, mark, periods)
  }
  checkPeople(persons, neighbours)
}

function addMark(
  collector: Collector,
  { wire, path, element, work }: FinalMarkOfPupil,
  periods: readonly NumberedPeriod[],
): void {
  // Those of exams and the resulting ones are nobody's duty in a period, and must not pass for the year's: `exam-marks.ts`.
  if (work && work.type !== 'PeriodMark') return
  const value = wire.value ?? wire.textValue
  const periodId = work ? periodOf(work, periods) : undefined
  if (!work?.subjectId || periodId === undefined || value === null) {
    collector.quarantine(
      path,
      'неизвестно, по какому предмету, за какой период или какая это отметка',
      element,
    )
    return
  }
  const record: FinalMarkRecord = {
    kind: 'final-mark',
    id: `${wire.person}:${work.subjectId}:${periodId ?? 'year'}`,
    personId: wire.person,
    subjectId: work.subjectId,
    periodId,
    markId: wire.id,
    value,
    markTypeWord: wire.type,
    stampRaw: wire.date,
  }
  collector.add(record)
}

/** Null for the year, undefined where it can't be told. */
function periodOf(work: FinalWork, periods: readonly NumberedPeriod[]): Id | null | undefined {
  const type = work.periodType?.toLowerCase()
  if (type === 'year') return null
  const numbered = periods.filter(({ number }) => number !== null && number === work.periodNumber)
  const [found, another] =
    numbered.length > 1 ? numbered.filter(period => period.type?.toLowerCase() === type) : numbered
  return another ? undefined : found?.id
}
