import type { JobDeps, School } from '../deps.js'
import { overdueCopies } from './copy-ages.js'
import { sendingOf } from './deliver.js'
import { groundState } from './ground-state.js'
import { daysOfDigest } from './plan.js'
import { archivistSilence } from './silent-archivist.js'

/**
 * All that the next letters about a school rest on, told by a text: what the school is judged by, what the ledger has and its
 * recipients know, and what turns with the clock within an hour: looks that are missed, and when a letter goes.
 */
export async function letterState(deps: JobDeps, school: School): Promise<string> {
  const { calendar } = await deps.calendar(school)
  const now = deps.clock.now()
  const missed = await deps.plan.missed(
    { school: school.id, ...daysOfDigest(calendar, calendar.dateOf(now)) },
    now,
  )
  const [ground, recorded, letters, copies, silence] = await Promise.all([
    groundState(deps, school.id),
    deps.ledger.recorded(school.id),
    deps.letters.state(school.id),
    overdueCopies(deps),
    archivistSilence(deps),
  ])
  // Of a letter with news whose recipient knows nothing: any other one's turn changes with the day or with what was sent.
  const sending = sendingOf(deps, calendar, { last: null, muted: false, owed: true, weekly: true })
  const looks = missed.map(({ id }) => id)
  return JSON.stringify([ground, recorded, letters, copies, silence, looks, sending, deps.webUrl])
}
