import type { HolidayRecord, PeriodRecord, Window } from '../../journal/index.js'
import { WireHoliday, WirePeriod, WirePeriodGroup } from '../schema/year.js'
import type { Collector } from './collector.js'
import { groupOf, listOf } from './window.js'

/** Two answers joined: the list of periods and, where the platform gives it, the object with the holidays. */
export function parsePeriods(collector: Collector, body: unknown, window: Window): void {
  const classId = groupOf(window)
  const [periods, group] = listOf(body)
  addPeriods(collector, listOf(periods), { classId, path: '[0]' })
  const wire = collector.read(WirePeriodGroup, '[1]', group)
  if (!wire) return
  addPeriods(collector, wire.reportingPeriods ?? [], { classId, path: '[1].reportingPeriods' })
  for (const { wire: holiday } of collector.each(WireHoliday, '[1].holidays', wire.holidays ?? [])) {
    const record: HolidayRecord = {
      kind: 'holiday',
      id: `${classId}:${holiday.id ?? holiday.dateStart}`,
      classId,
      name: holiday.name ?? '',
      start: holiday.dateStart,
      finish: holiday.dateFinish,
    }
    collector.add(record)
  }
}

function addPeriods(
  collector: Collector,
  periods: readonly unknown[],
  of: { readonly classId: string; readonly path: string },
): void {
  for (const { wire } of collector.each(WirePeriod, of.path, periods)) {
    const record: PeriodRecord = {
      kind: 'period',
      id: `${of.classId}:${wire.id}`,
      periodId: wire.id,
      classId: of.classId,
      number: wire.number,
      typeWord: wire.type,
      name: wire.name ?? '',
      start: wire.start,
      finish: wire.finish,
    }
    // The group repeats the periods of the list, which is the one that clients are known to rely on.
    if (!collector.has('period', record.id)) collector.add(record)
  }
}
