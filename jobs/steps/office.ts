import type { Calendar } from '../../src/calendar/index.js'
import type { IsoDate } from '../../src/journal/index.js'
import { type OfficeSchool, share } from '../../src/report/index.js'
import type { JobDeps, School } from '../deps.js'

/** What the office sees of its schools: read from the ledger, no school is judged for it. */

const daysTold = 7
const weeksTold = 8

/** The days that are over, a week of them. */
export function weekBefore(calendar: Calendar, today: IsoDate): Days {
  const to = calendar.addDays(today, -1)
  return { from: calendar.addDays(to, 1 - daysTold), to }
}

/** The week of each school beside the one before. */
export async function officeSchools(deps: JobDeps, schools: readonly School[]): Promise<OfficeSchool[]> {
  const found: OfficeSchool[] = []
  for (const school of schools) {
    const { calendar } = await deps.calendar(school)
    const days = weekBefore(calendar, calendar.dateOf(deps.clock.now()))
    found.push(await officeSchool(deps, school, { calendar, days }))
  }
  return found
}

interface Days {
  readonly from: IsoDate
  readonly to: IsoDate
}

async function officeSchool(
  deps: JobDeps,
  school: School,
  { calendar, days }: { readonly calendar: Calendar; readonly days: Days },
): Promise<OfficeSchool> {
  const before = weekBefore(calendar, days.from)
  const now = await standing(deps, school, days)
  const { windows, complete } = await deps.mirror.coverage({ school: school.id, ...days })
  return {
    name: school.name,
    timeZone: school.timeZone,
    ...days,
    coverage: share(complete, windows),
    kept: now.share,
    keptBefore: (await standing(deps, school, before)).share,
    broken: now.broken,
    mended: now.mended,
    unproven: now.unproven,
    newestLook: await deps.mirror.newestLook(school.id),
    weeks: await keptOfWeeks(deps, school, { calendar, to: days.to }),
  }
}

/** The whole weeks up to that day. */
async function keptOfWeeks(
  { findings }: JobDeps,
  { id: school }: School,
  { calendar, to }: { readonly calendar: Calendar; readonly to: IsoDate },
): Promise<OfficeSchool['weeks']> {
  const after = calendar.weekStart(calendar.addDays(to, 1))
  const mondays = Array.from({ length: weeksTold }, (_, index) =>
    calendar.addDays(after, 7 * (index - weeksTold)),
  )
  const days = { school, from: mondays[0] ?? after, to: calendar.addDays(after, -1) }
  const kinds = ['broken', 'mended'] as const
  const late = await findings.counts({ ...days, kinds, within: null }, ['week'])
  const kept = await findings.keptByWeek({ ...days, classIds: null })
  return mondays.map(week => {
    const inTime = kept.get(week) ?? 0
    return { week, kept: share(inTime, inTime + (late.find(of => of.week === week)?.count ?? 0)) }
  })
}

/** What the ledger says of some days. */
async function standing(deps: JobDeps, school: School, days: Days) {
  const counted = await deps.findings.counts({ school: school.id, ...days, within: null }, ['kind'])
  const byRule = await deps.findings.kept({ school: school.id, ...days, classIds: null })
  const kept = [...byRule.values()].reduce((sum, count) => sum + count, 0)
  const count = (wanted: string) => counted.find(({ kind }) => kind === wanted)?.count ?? 0
  const [broken, mended] = [count('broken'), count('mended')]
  return { broken, mended, unproven: count('unproven'), share: share(kept, kept + broken + mended) }
}
