import type { Fault, FaultKind } from '../../src/sandbox/index.js'
import { type Installation, installation } from '../jobs/installation.js'
import { type Honesty, lies, unequal } from './honesty.js'
import { mirroredWindows } from './mirrored.js'
import { quickTime } from './quick-time.js'
import { watchServer } from './server-watch.js'
import type { TruthOfSchool } from './truth.js'

/** A small school with all that happens in a real one, for two weeks. */
export const school = {
  seed: 11,
  classes: 2,
  pupilsPerClass: 6,
  life: 'full',
  from: '2026-10-12',
  to: '2026-10-24',
} as const

const days = { from: '2026-10-12', to: '2026-10-24' }

/** Between any two of them lessons are held, marks put, changed and taken back. */
const faultlessFirst = '2026-10-13T20:00:00+03:00'
const faulty = ['2026-10-14T15:30:00+03:00', '2026-10-17T12:00:00+03:00', '2026-10-21T23:30:00+03:00']
const faultlessLast = ['2026-10-24T21:00:00+03:00', '2026-10-25T21:00:00+03:00']

/** Calls in flight at one time, by the settings' default. */
const atOnce = 4

export interface Story {
  readonly kind: FaultKind
  /** What else the order of faults says. */
  readonly words: Partial<Fault>
  readonly share: number
  readonly seed: number
  readonly honesty: Honesty
  /** The first look of all is struck too. */
  readonly fromTheFirst: boolean
  /** A shorter one leaves a moment with the fault out, and one without. */
  readonly whole: boolean
}

export interface Ending {
  /** What isn't as it has to be, in words. */
  readonly problems: readonly string[]
  readonly calls: number
  /** Windows that were read whole while the fault was on, and all that were asked for. */
  readonly whole: number
  readonly asked: number
  readonly quiets: number
  /** Calls that came in one: they were on their way when it began. */
  readonly onTheWay: number
}

/** A school is read while the fault strikes and the journal goes on, then twice without. */
export async function tell(story: Story, truth: TruthOfSchool): Promise<Ending> {
  const { kind, words, share, seed, honesty } = story
  const socketsBefore = openSockets()
  const house = await installation(faultlessFirst, {
    school,
    time: quickTime,
    platform: { attempts: 3, requestsAtOnce: atOnce, timeoutSeconds: 1 },
  })
  const watch = watchServer(house.sandbox.url, { now: quickTime.now, shortestQuietMs: shortestBackOffMs })
  const problems: string[] = []
  const counts = { whole: 0, asked: 0 }
  const moments = story.whole ? faulty : faulty.slice(1)
  try {
    if (!story.fromTheFirst) await house.run('sync', days)
    for (const [index, moment] of moments.entries()) {
      house.sandbox.setFaults([{ ...words, kind, share, seed: seed * 100 + index }])
      await readAt(house, moment, counts)
      const windows = await mirroredWindows(house.app.database.pool)
      problems.push(...(await lies(windows, truth, honesty)), ...(await unconfessed(house)))
    }
    house.sandbox.setFaults([])
    // After false news the first look without a fault may be in doubt itself.
    const last = story.whole || honesty.guarantee !== 'exact' ? faultlessLast : faultlessLast.slice(1)
    for (const moment of last) await readAt(house, moment, { whole: 0, asked: 0 })
    problems.push(...(await unread(house)))
    const windows = await mirroredWindows(house.app.database.pool)
    problems.push(...(await unequal(windows, truth, house.clock.now())))
    if (honesty.guarantee === 'exact') problems.push(...(await lies(windows, truth, honesty)))
  } finally {
    await house.app.close()
    await watch.allClosed()
    await house.close()
    watch.close()
  }
  const left = openSockets() - socketsBefore
  if (left > twinSockets) problems.push(`${left} sockets left open`)
  if (watch.mostSockets() > 2 * atOnce) problems.push(`${watch.mostSockets()} sockets at one time`)
  const loud = watch.quiets().filter(quiet => quiet.calls >= atOnce)
  problems.push(...loud.map(quiet => `${quiet.calls} calls while all had to be quiet`))
  const quiets = watch.quiets()
  const onTheWay = quiets.reduce((sum, quiet) => sum + quiet.calls, 0)
  return {
    ...{ problems: [...new Set(problems)], calls: watch.calls(), ...counts },
    ...{ quiets: quiets.length, onTheWay },
  }
}

/** Of all connections in this process, both ends of its own among them. */
function openSockets(): number {
  return process.getActiveResourcesInfo().filter(name => name === 'TCPSocketWrap').length
}

/** The truth is asked for over a connection that stays. */
const twinSockets = 2

/** Half of the first back-off's whole. */
const shortestBackOffMs = 150

/** As the scheduler does before it adds a run: a token that seemed dead is asked about. */
async function comeBack({ app }: Installation): Promise<void> {
  if ((await app.deps.access.state()).kind !== 'dead') return
  await app.deps.access.probe().catch((error: unknown) => {
    app.deps.log.warn('not probed', { error: String(error) })
  })
}

async function readAt(
  house: Installation,
  moment: string,
  counts: { whole: number; asked: number },
): Promise<void> {
  house.clock.set(Date.parse(moment))
  await comeBack(house)
  const run = await house.run('sync', days)
  counts.whole += run.complete
  counts.asked += run.windows ?? 0
}

/** What the newest run left unread, where nothing stood in its way. */
async function unread({ app, school: { id } }: Installation): Promise<string[]> {
  const [run] = await app.deps.runs.recent(id, 1)
  if (run?.state === 'done' && run.incomplete === 0) return []
  return [`without faults the run is ${run?.state}, ${run?.incomplete} windows incomplete, ${run?.errorCode}`]
}

/** Windows of which the mirror has no whole look, and of which its coverage says nothing. */
async function unconfessed(house: Installation): Promise<string[]> {
  const windows = await mirroredWindows(house.app.database.pool)
  // As far as anything was read: final marks of the period that is about to end, and the weeks ahead for homework, which
  // reach the further the fewer holidays are known.
  const weeks = windows.flatMap(({ window }) => window.week ?? [])
  const to = weeks.reduce((latest, week) => (week > latest ? week : latest), '2026-11-08')
  const coverage = await house.app.deps.mirror.coverage({ school: house.school.id, ...days, to })
  const confessed = new Set(
    coverage.gaps.map(({ resource, groupId, week }) => `${resource}/${groupId}/${week}`),
  )
  // Nobody asks who is in a group that is none any more, as far as the list of groups told it twice.
  const { classes, archivedClasses, subgroups } = await house.app.deps.mirror.directory(house.school.id)
  const groups = new Set([...classes, ...archivedClasses, ...subgroups].map(({ id }) => id))
  return windows.flatMap(({ key, window, looks }) => {
    const { resource, group, week } = window
    if (resource === 'members' && group !== null && !groups.has(group)) return []
    if (looks.at(-1)?.whole || confessed.has(`${resource}/${group}/${week}`)) return []
    return [`${key} is incomplete, and nobody says so`]
  })
}
