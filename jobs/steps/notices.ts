import type { IsoDate } from '../../src/journal/index.js'
import type { Recipient } from '../../src/mail.js'
import type { JobQueue } from '../../src/queue/index.js'
import { createOfficeDigest, createProgramLetter, type Digest } from '../../src/report/index.js'
import type { JobDeps, School } from '../deps.js'
import { nobodyNamed } from './addressees.js'
import { deliver, isWeekly, type Sending, sendingOf } from './deliver.js'
import { officeSchools, weekBefore } from './office.js'
import { programTroubles } from './program-troubles.js'

/** Letters about the installation and about all of its schools: to whoever runs it, and to the office. */

export type NoticeKind = 'program' | 'office'

export interface Notice extends Sending {
  readonly kind: NoticeKind
  readonly to: Recipient
  readonly content: Digest
  readonly listName: string
  readonly whole: boolean
}

const keyOf = ({ kind, to }: Pick<Notice, 'kind' | 'to'>) => ({ school: '', recipient: to.address, kind })

/** What the letter of a kind says now; the same to all of its recipients. */
type Draft = Pick<Notice, 'content' | 'listName' | 'whole'>

/** The notices as they would go now. */
export async function nextNotices(deps: JobDeps): Promise<Notice[]> {
  const { administrators, office } = deps
  return [
    ...(administrators.length === 0 ? [] : await noticesTo(deps, 'program', administrators)),
    ...(office.digestTo.length === 0 ? [] : await noticesTo(deps, 'office', office.digestTo)),
  ]
}

/** Those of a kind to be looked at, also where the settings name nobody; none while there is nothing to say to anybody. */
export async function previewNotices(deps: JobDeps, kind: NoticeKind): Promise<Notice[]> {
  const named = kind === 'program' ? deps.administrators : deps.office.digestTo
  if (named.length > 0) {
    const notices = await noticesTo(deps, kind, named)
    return notices.filter(({ notSent }) => kind === 'office' || notSent !== 'nothing-new')
  }
  const notices = await noticesTo(deps, kind, [{ address: nobodyNamed }])
  return notices
    .filter(({ whole }) => kind === 'office' || !whole)
    .map(notice => ({ ...notice, notSent: 'nobody-named', goesAt: null }))
}

async function noticesTo(
  deps: JobDeps,
  kind: NoticeKind,
  recipients: readonly Recipient[],
): Promise<Notice[]> {
  const [first] = deps.schools
  if (first === undefined) return []
  const { calendar } = await deps.calendar(first)
  const weekly = kind === 'office'
  const draft = await (weekly ? officeDraft(deps, first) : programDraft(deps))
  const notices: Notice[] = []
  for (const to of recipients) {
    const last = await deps.letters.lastSent(keyOf({ kind, to }))
    // Trouble is told each working day until it is over, and once that it is.
    const owed = weekly ? isWeekly(deps, last, calendar) : !draft.whole || last?.whole === false
    notices.push({ kind, to, ...draft, ...sendingOf(deps, calendar, { last, muted: false, owed, weekly }) })
  }
  return notices
}

async function programDraft(deps: JobDeps): Promise<Draft> {
  const troubles = await programTroubles(deps)
  const whole = troubles.length === 0
  const content = createProgramLetter({ troubles: troubles.map(({ text }) => text), link: deps.webUrl })
  return { content, listName: 'Состояние программы электронного журнала', whole }
}

async function officeDraft(deps: JobDeps, first: School): Promise<Draft> {
  const { office, webUrl } = deps
  const { calendar } = await deps.calendar(first)
  const asOf = deps.clock.now()
  const { from, to } = weekBefore(calendar, calendar.dateOf(asOf))
  const schools = await officeSchools(deps, deps.schools)
  const content = createOfficeDigest({
    office: office.name,
    from,
    to,
    asOf,
    timeZone: first.timeZone,
    schools,
    link: webUrl === null ? null : new URL('/overview', webUrl).href,
  })
  const whole = schools.every(({ coverage }) => coverage === 100)
  return { content, listName: 'Ведение электронных журналов, все школы', whole }
}

/**
 * Sends what is owed. One refused recipient doesn't keep the others waiting.
 * @throws BridgeError MAIL_FAILED; trying again sends only what is still owed
 */
export async function sendOwedNotices(deps: JobDeps): Promise<void> {
  const failures: unknown[] = []
  const [first] = deps.schools
  if (first === undefined) return
  const { calendar } = await deps.calendar(first)
  const period = calendar.dateOf(deps.clock.now())
  for (const notice of await nextNotices(deps)) {
    if (notice.notSent !== null) continue
    const { to, content, listName, whole } = notice
    try {
      await deliver(deps, { key: { ...keyOf(notice), period }, to, content, listName, whole })
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
  // Whoever sends off a former day's job again early in the morning hasn't sent this day's.
  if (deps.clock.now() < calendar.at(period, deps.digestAt)) return
  await deps.letters.confirm(dayOf(period), { at: deps.clock.now(), whole: null, messageId: '' })
}

/** That all of a day's notices went stands where those of one recipient do. */
const dayOf = (period: IsoDate) => ({ school: '', recipient: '', kind: 'notices', period })

/**
 * Adds the day's notices from the hour of the digests on: once, whatever process is the scheduler, and again after a quarter of an
 * hour as long as somebody's didn't go.
 */
export async function addDueNotices(
  deps: JobDeps,
  queue: JobQueue,
  { digestAt }: { readonly digestAt: string },
): Promise<void> {
  const [first] = deps.schools
  if (first === undefined || deps.administrators.length + deps.office.digestTo.length === 0) return
  const { calendar } = await deps.calendar(first)
  const now = deps.clock.now()
  const today = calendar.dateOf(now)
  if (now < calendar.at(today, digestAt)) return
  if ((await deps.letters.claim(dayOf(today), now)) !== 'claimed') return
  await queue.add({
    name: 'send-notices',
    id: `send-notices/${calendar.format(now).slice(0, 16)}`,
    payload: {},
  })
}
