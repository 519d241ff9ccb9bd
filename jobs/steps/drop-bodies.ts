import { studyYearDays, studyYearStart } from '../../src/calendar/index.js'
import type { Instant } from '../../src/clock.js'
import type { DroppedBodies } from '../../src/mirror/index.js'
import type { JobDeps, School } from '../deps.js'

/**
 * Raw answers of a study year are kept through it and the next one (minimisation of personal data); then only what
 * was archived remains. Beyond that an answer stays while it can be evidence: what an entry of the ledger rests on
 * that still stands, and what each window said last.
 */
export async function dropOldBodies(
  deps: JobDeps,
  school: School,
  { dryRun }: { dryRun: boolean },
): Promise<DroppedBodies & { before: Instant }> {
  const { calendar } = await deps.calendar(school)
  const thisYear = studyYearStart(calendar.dateOf(deps.clock.now()))
  const before = calendar.dayStart(studyYearDays(thisYear - 1).from)
  const entries = await deps.ledger.list({ school: school.id })
  const evidence = entries.flatMap(({ verdict: { evidence } }) => [evidence.absentAt, evidence.presentAt])
  const keep = [...new Set(evidence.flatMap(at => (at !== null && at < before ? [at] : [])))]
  return { before, ...(await deps.mirror.dropBodies({ school: school.id, before, keep, dryRun })) }
}
