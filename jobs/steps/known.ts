import type { Instant } from '../../src/clock.js'
import type { Window } from '../../src/journal/index.js'
import type { Run } from '../../src/runs/index.js'
import type { JobDeps, School } from '../deps.js'
import { freshSince } from './freshness.js'
import type { WindowFacts } from './windows.js'

/** What a run needn't ask for, because the mirror knows it. */

/** Read since then, and whole: the newest look is the proof, not one before a failure. */
export async function isWholeSince(deps: JobDeps, window: Window, since: Instant): Promise<boolean> {
  const proof = await deps.mirror.lastComplete(window)
  if (proof === null || proof < since) return false
  const newest = await deps.mirror.lastLook(window)
  return newest?.askedAt === proof
}

/**
 * Marks and attendance of a week in which the class has no lesson: both hang on lessons, and marks of periods, which
 * don't, come with the final marks. Believed only where the
 * calendar knows of no study day, the lessons were read whole for this run, and nothing else has ever stood there.
 */
async function hangsOnNothing(
  deps: JobDeps,
  window: Window,
  { calendar, since }: Pick<WindowFacts, 'calendar'> & { since: Instant },
): Promise<boolean> {
  const { school, group, week, resource } = window
  if (group === null || week === null || (resource !== 'marks' && resource !== 'attendance')) return false
  const days = calendar.days(week, calendar.addDays(week, 6))
  if (days.some(day => calendar.isStudyDay(group, day))) return false
  if (!(await isWholeSince(deps, { ...window, resource: 'lessons' }, since))) return false
  if ((await deps.mirror.lessonIds(school, group, week)).length > 0) return false
  const newest = await deps.mirror.lastLook(window)
  return newest === null || (newest.complete && newest.records === 0)
}

/** @param school as it is judged */
export async function isKnown(
  deps: JobDeps,
  { run, window }: { run: Run; window: Window },
  { calendar, school }: Pick<WindowFacts, 'calendar'> & { school: School },
): Promise<boolean> {
  const since = freshSince(run, window, { calendar, school, now: deps.clock.now() })
  if (since !== null && (await isWholeSince(deps, window, since))) return true
  const read = since === null ? run.createdAt : Math.min(since, run.createdAt)
  return hangsOnNothing(deps, window, { calendar, since: read })
}
