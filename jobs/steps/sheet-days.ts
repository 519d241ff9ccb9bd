import type { Calendar } from '../../src/calendar/index.js'
import type { Id, IsoDate, Period } from '../../src/journal/index.js'
import type { ClassDays } from '../../src/mirror/index.js'
import type { SheetAttendance } from '../../src/report/index.js'
import type { JobDeps, School } from '../deps.js'

/** What a class's lessons and attendance give its summary sheet, of the days that are over. */
export interface SheetDays {
  readonly attendance: SheetAttendance
  readonly taught: ClassDays['taught']
}

/** @param period null for all periods of the year */
export async function sheetDays(
  deps: JobDeps,
  {
    school,
    classId,
    period,
    periods,
  }: { school: School; classId: Id; period: Period | undefined; periods: readonly Period[] },
): Promise<SheetDays> {
  const { calendar } = await deps.calendar(school)
  const to = calendar.addDays(calendar.dateOf(deps.clock.now()), -1)
  const lines = period === undefined ? periods : [period]
  const first = lines.map(({ start }) => start).sort()[0] ?? to
  const last =
    [
      to,
      lines
        .map(({ finish }) => finish)
        .sort()
        .at(-1) ?? to,
    ].sort()[0] ?? to
  const known = { from: laterOf(first, deps.knownDays.from), to: last }
  const isEmpty = known.from > known.to
  const { weeks, taught, entries } = isEmpty
    ? { weeks: [], taught: [], entries: [] }
    : await deps.mirror.classDays({ school: school.id, classId, ...known })
  const unread = weeks.flatMap(week => unreadDays(calendar, { classId, ...known }, week))
  // Of days that no calendar tells of nobody knows which were days of study.
  const unknown = first < known.from ? [{ from: first, to: calendar.addDays(known.from, -1) }] : []
  return { attendance: { entries, unread: [...unknown, ...unread], to }, taught }
}

/** The whole week, where a day of study or of lessons was over only after it was last read. */
function unreadDays(
  calendar: Calendar,
  { classId, from, to }: { readonly classId: Id; readonly from: IsoDate; readonly to: IsoDate },
  { week, lastDay, readAt }: ClassDays['weeks'][number],
): { readonly from: IsoDate; readonly to: IsoDate }[] {
  const days = { from: laterOf(week, from), to: [calendar.addDays(week, 6), to].sort()[0] ?? to }
  const study = calendar.days(days.from, days.to).filter(day => calendar.isStudyDay(classId, day))
  const needed = [...study, ...(lastDay === null ? [] : [lastDay])].sort().at(-1)
  if (needed === undefined || (readAt !== null && readAt >= calendar.dayEnd(needed))) return []
  return [days]
}

function laterOf(one: IsoDate, other: IsoDate): IsoDate {
  return one < other ? other : one
}
