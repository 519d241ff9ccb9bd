import type { Directory, Id, IsoDate, Period } from '../../src/journal/index.js'
import type { Run } from '../../src/runs/index.js'
import type { JobDeps, School } from '../deps.js'

interface Ended {
  /** Reporting periods of the run's classes that have ended within its days. */
  readonly periods: readonly Period[]
  /** The run's classes whose study year is over: all of their periods have ended, whenever that was. */
  readonly years: readonly Id[]
}

export async function endedBy(deps: JobDeps, run: Run, school: School): Promise<Ended> {
  const { calendar } = await deps.calendar(school)
  const today = calendar.dateOf(deps.clock.now())
  const { classes, periods } = await deps.mirror.directory(run.school)
  const isWanted = (classId: Id) => run.classIds === null || run.classIds.includes(classId)
  return {
    periods: periods.filter(
      period =>
        period.type !== 'year' &&
        period.finish >= run.from &&
        period.finish <= run.to &&
        period.finish < today &&
        isWanted(period.classId),
    ),
    years: classes.flatMap(({ id }) => (isWanted(id) && isYearOver({ periods }, id, today) ? [id] : [])),
  }
}

export function isYearOver({ periods }: Pick<Directory, 'periods'>, classId: Id, today: IsoDate): boolean {
  const own = periods.filter(period => period.classId === classId && period.type !== 'year')
  return own.length > 0 && own.every(({ finish }) => finish < today)
}
