import type { Id } from '../../src/journal/index.js'
import type { JobDeps } from '../deps.js'
import { knownArchive } from './known-archive.js'

const hourMs = 3_600_000

/**
 * All that a school is judged by, told by a text: another one whenever something of it was read, entered, proved or archived. So is
 * the next hour's, since deadlines pass and days begin by the clock alone; what the settings file says stays as long as the process.
 */
export async function groundState(deps: JobDeps, school: Id): Promise<string> {
  const [looks, entered, plans, proven, archive] = await Promise.all([
    deps.mirror.state(school),
    deps.statements.entered(school),
    deps.thematicPlans.entered(school),
    deps.calibrations.newest(school),
    knownArchive(deps),
  ])
  const hour = Math.floor(deps.clock.now() / hourMs)
  return JSON.stringify([looks, entered, plans, proven, archive?.head, archive?.damaged, hour])
}
