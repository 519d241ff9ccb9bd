import type { AttendanceStatus, Id, IsoDate, PeriodType } from '../journal/index.js'
import type { Missed } from './model.js'

/** Lessons that pupils missed, by the periods of their sheet. */

interface Days {
  readonly from: IsoDate
  readonly to: IsoDate
}

/** What was read of a class's attendance up to a day. */
export interface AttendanceRead {
  readonly entries: readonly {
    readonly personId: Id
    readonly date: IsoDate
    readonly status: AttendanceStatus
    readonly lessons: number
  }[]
  /** Days that weren't read whole. */
  readonly unread: readonly Days[]
  /** The last day that can be counted. */
  readonly to: IsoDate
}

/** Whoever came late was there. */
const away: ReadonlySet<AttendanceStatus> = new Set(['absent', 'ill', 'excused'])

/** The last counted day, where a line has begun and doesn't end with it; else null. */
export function missedUntil(
  periods: readonly (Days | null)[],
  { to }: Pick<AttendanceRead, 'to'>,
): IsoDate | null {
  return periods.some(days => days !== null && days.from <= to && to < days.to) ? to : null
}

/**
 * By pupil and period, as far as days have come; null where not all of these is known: days weren't read, or an entry's word
 * isn't translated; and where the period hasn't begun.
 * @param periods days of each line of the sheet; null where the platform doesn't tell them
 */
export function missedBy(
  periods: readonly (Days | null)[],
  { entries, unread, to }: AttendanceRead,
): (pupil: Id) => (Missed | null)[] {
  const isRead = periods.map(
    days =>
      days !== null && days.from <= to && !unread.some(gap => gap.from <= days.to && days.from <= gap.to),
  )
  const ofPupils = new Map<Id, AttendanceRead['entries'][number][]>()
  for (const entry of entries) {
    const own = ofPupils.get(entry.personId)
    if (own) own.push(entry)
    else ofPupils.set(entry.personId, [entry])
  }
  return pupil => {
    const own = ofPupils.get(pupil) ?? []
    return periods.map((days, index) => {
      const within = own.filter(({ date }) => days !== null && days.from <= date && date <= days.to)
      if (!isRead[index] || within.some(({ status }) => status === 'unknown')) return null
      const count = (counts: (status: AttendanceStatus) => boolean) =>
        within.reduce((sum, { status, lessons }) => sum + (counts(status) ? lessons : 0), 0)
      return { lessons: count(status => away.has(status)), ill: count(status => status === 'ill') }
    })
  }
}

const schemeWords: Readonly<Partial<Record<PeriodType, string>>> = {
  quarter: 'по четвертям',
  trimester: 'по триместрам',
  'half-year': 'по полугодиям',
  module: 'по модулям',
}

/** «по четвертям»; a class may have half-years beside them, for subjects of one hour. */
export function periodScheme(types: readonly PeriodType[]): string {
  const words = [...new Set(types)].flatMap(type => schemeWords[type] ?? [])
  return words.length === 0 ? 'по отчётным периодам' : words.sort().join(' и ')
}
