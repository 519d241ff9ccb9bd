import { studyYearOf } from '../../src/calendar/index.js'
import type { Directory, Id, IsoDate, Period } from '../../src/journal/index.js'
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

/** The run's classes whose year is over, whenever that was: `isYearOver`. */
export async function endedYears(deps: JobDeps, run: Run, school: School): Promise<Id[]> {
  const { calendar } = await deps.calendar(school)
  const today = calendar.dateOf(deps.clock.now())
  const directory = await deps.mirror.directory(run.school)
  return directory.classes
    .map(({ id }) => id)
    .filter(id => (run.classIds === null || run.classIds.includes(id)) && isYearOver(directory, id, today))
}

/**
 * Whether all periods of a class have ended, and the study year that they are of still runs: in September the lists may be those
 * of the former year for a while, and what they tell isn't the new one's.
 */
export function isYearOver({ periods }: Pick<Directory, 'periods'>, classId: Id, today: IsoDate): boolean {
  const own = periods.filter(period => period.classId === classId && period.type !== 'year')
  const last = own
    .map(({ finish }) => finish)
    .sort()
    .at(-1)
  return last !== undefined && last < today && studyYearOf(last) === studyYearOf(today)
}
