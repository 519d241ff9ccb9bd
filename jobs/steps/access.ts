import {
  accessLetter,
  type AccessState,
  noToken,
  type NoticeKind,
  type Outage,
} from '../../src/access/index.js'
import type { Instant } from '../../src/clock.js'
import { describeError } from '../../src/errors.js'
import type { JobDeps, School } from '../deps.js'

/**
 * Whether planned reading rests because the token is dead or missing. Also what is done about it each time the
 * scheduler asks: that a token has vanished is entered, a new one is tried at once, a dead one once an hour, and the
 * administrators are told.
 */
export async function accessPaused(deps: JobDeps, schools: readonly School[]): Promise<boolean> {
  let state = await deps.access.state()
  if (state.kind === 'missing' && state.outage?.fingerprint !== noToken) {
    await deps.access.lose()
    state = await deps.access.state()
  }
  if (state.kind === 'dead' && (state.untried || (await deps.access.mayProbe()))) {
    await deps.access.probe().catch((error: unknown) => {
      // Nobody can tell now; the pause goes on.
      deps.log.warn('token not probed', { error: describeError(error) })
    })
    state = await deps.access.state()
  }
  await tellAdministrators(deps, state, schools[0]?.timeZone ?? 'UTC')
  return state.kind !== 'alive'
}

/** One mail a person when an outage begins, one when it is over; who didn't hear of it isn't told of its end. */
async function tellAdministrators(deps: JobDeps, state: AccessState, timeZone: string): Promise<void> {
  const { notices } = deps.access
  if (state.kind !== 'alive' && state.outage !== null) {
    const { outage } = state
    const problem = state.kind === 'missing' ? state.problem : null
    for (const { address } of deps.administrators) {
      await tell(deps, { kind: 'dead', outage, problem, until: null, address, timeZone })
    }
  }
  if (state.kind !== 'alive') return
  const ended = await notices.lastEnded()
  if (ended === null) return
  for (const address of await notices.told(ended.id, 'dead')) {
    await tell(deps, { kind: 'alive', outage: ended, problem: null, until: ended.endedAt, address, timeZone })
  }
}

interface News {
  readonly kind: NoticeKind
  readonly outage: Outage
  /** Why there is no token; null where it is dead. */
  readonly problem: string | null
  readonly until: Instant | null
  readonly address: string
  readonly timeZone: string
}

async function tell(deps: JobDeps, news: News): Promise<void> {
  const { kind, outage, address } = news
  const now = deps.clock.now()
  if (!(await deps.access.notices.claimNotice(outage.id, kind, address, now))) return
  const to = deps.administrators.find(person => person.address === address) ?? { address }
  const { fingerprint, since } = outage
  const letter = accessLetter(
    { ...news, outage: outage.id, fingerprint, since, webUrl: deps.webUrl },
    to,
    now,
  )
  try {
    await deps.mailer.send(letter)
  } catch (error) {
    // The claim stands, so that a refused mail is tried again in a quarter of an hour and not each minute.
    deps.log.error('administrator not told', { kind, error: describeError(error) })
    return
  }
  await deps.access.notices.confirmNotice(outage.id, kind, address, now)
}
