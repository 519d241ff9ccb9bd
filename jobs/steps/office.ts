import type { Calendar } from '../../src/calendar/index.js'
import type { IsoDate } from '../../src/journal/index.js'
import { type OfficeSchool, share } from '../../src/report/index.js'
import type { JobDeps, School } from '../deps.js'

/** What the office sees of its schools: read from the ledger, no school is judged for it. */

const daysTold = 7

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
    found.push(await officeSchool(deps, school, days, weekBefore(calendar, days.from)))
  }
  return found
}

interface Days {
  readonly from: IsoDate
  readonly to: IsoDate
}

async function officeSchool(deps: JobDeps, school: School, days: Days, before: Days): Promise<OfficeSchool> {
  const now = await standing(deps, school, days)
  const { windows, complete } = await deps.mirror.coverage({ school: school.id, ...days })
  return {
    name: school.name,
    coverage: share(complete, windows),
    kept: now.share,
    keptBefore: (await standing(deps, school, before)).share,
    broken: now.broken,
    mended: now.mended,
    unproven: now.unproven,
    newestLook: await deps.mirror.newestLook(school.id),
  }
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
