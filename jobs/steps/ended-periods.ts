import type { Period } from '../../src/journal/index.js'
import type { Run } from '../../src/runs/index.js'
import type { JobDeps, School } from '../deps.js'

/** Reporting periods of the run's classes that have ended within its days. */
export async function endedPeriods(deps: JobDeps, run: Run, school: School): Promise<Period[]> {
  const { calendar } = await deps.calendar(school)
  const today = calendar.dateOf(deps.clock.now())
  const { periods } = await deps.mirror.directory(run.school)
  return periods.filter(
    period =>
      period.type !== 'year' &&
      period.finish >= run.from &&
      period.finish <= run.to &&
      period.finish < today &&
      (run.classIds === null || run.classIds.includes(period.classId)),
  )
}
