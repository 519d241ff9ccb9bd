import { ManualClock } from '../src/clock.js'
import { createDnevnikSource } from '../src/dnevnik/index.js'
import { type Resource, type Window, weeklyResources } from '../src/journal/index.js'
import { silentLogger } from '../src/log.js'
import { createOwnPace } from '../src/pace/index.js'
import { startSandbox } from '../src/sandbox/index.js'
import { weeksBetween } from './weeks.js'

export const seed = 7
const year = { from: '2026-09-01', to: '2027-05-26' } as const

/** Bodies of a study year as the client gets them from the sandbox, the year being over. */
export async function bodiesOfYear(classes: number): Promise<{ resource: Resource; body: string }[]> {
  const clock = new ManualClock(Date.parse('2027-06-01T00:00:00Z'))
  const sandbox = await startSandbox({ seed, classes, ...year, clock })
  const limits = { requestsPerSecond: 1_000_000, requestsAtOnce: 4, openAfter: 1000 }
  const pace = createOwnPace({ limits, clock, log: silentLogger })
  const source = createDnevnikSource({
    baseUrl: sandbox.url,
    token: sandbox.token,
    clock,
    log: silentLogger,
    timeoutMs: 60_000,
    pace,
    attempts: 1,
  })
  try {
    const school = sandbox.school.id
    const groups = await source.read({ school, resource: 'groups', group: null, week: null })
    const ids = groups
      .parse()
      .records.flatMap(record => (record.kind === 'group' && record.groupKind === 'class' ? [record.id] : []))
    const windows = ids.flatMap(group =>
      weeksBetween(year.from, year.to).flatMap(week =>
        weeklyResources.map((resource): Window => ({ school, resource, group, week })),
      ),
    )
    const bodies: { resource: Resource; body: string }[] = []
    for (const window of windows) {
      const { body } = await source.read(window)
      bodies.push({ resource: window.resource, body })
    }
    return bodies
  } finally {
    await source.close()
    await pace.close()
    await sandbox.close()
  }
}
