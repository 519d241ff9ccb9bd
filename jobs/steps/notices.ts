import { plainLetter, type Recipient } from '../../src/mail.js'
import type { JobQueue } from '../../src/queue/index.js'
import { createOfficeDigest, type Digest } from '../../src/report/index.js'
import type { JobDeps, School } from '../deps.js'
import { deliver, isWeekly, reasonToWait } from './deliver.js'
import type { NotSent } from './digest.js'
import { officeSchools, weekBefore } from './office.js'
import { programTroubles } from './program-troubles.js'

/** Letters about the installation and about all of its schools: to whoever runs it, and to the office. */

export interface Notice {
  readonly kind: 'program' | 'office'
  readonly to: Recipient
  readonly content: Digest
  readonly listName: string
  readonly whole: boolean
  readonly notSent: NotSent | null
}

const keyOf = ({ kind, to }: Pick<Notice, 'kind' | 'to'>) => ({ school: '', recipient: to.address, kind })

/** The notices as they would go now. */
export async function nextNotices(deps: JobDeps): Promise<Notice[]> {
  const [first] = deps.schools
  if (first === undefined) return []
  const { calendar } = await deps.calendar(first)
  const wait = reasonToWait(deps, calendar)
  const notices: Notice[] = []
  for (const notice of [...(await programNotices(deps)), ...(await officeNotices(deps, first))]) {
    const owed =
      notice.kind === 'office'
        ? isWeekly(deps, await deps.letters.lastSent(keyOf(notice)), calendar)
        : await isProgramNews(deps, notice)
    notices.push({ ...notice, notSent: owed ? wait : 'nothing-new' })
  }
  return notices
}

type Draft = Omit<Notice, 'notSent'>

/** Trouble is told each working day until it is over, and once that it is. */
async function isProgramNews(deps: JobDeps, { whole, ...notice }: Draft): Promise<boolean> {
  return !whole || (await deps.letters.lastSent(keyOf(notice)))?.whole === false
}

async function programNotices(deps: JobDeps): Promise<Draft[]> {
  if (deps.administrators.length === 0) return []
  const troubles = await programTroubles(deps)
  const page = deps.webUrl === null ? [] : [`Страница программы: ${deps.webUrl}`]
  const content =
    troubles.length === 0
      ? plainLetter('Программа электронного журнала: всё снова в порядке', [
          'То, о чём говорило прежнее письмо, больше не обнаружено.',
          ...page,
        ])
      : plainLetter(`Программе электронного журнала нужно внимание: ${troubles.length}`, [
          ...troubles.map(({ text }) => text),
          'Проверить установку: «dnevnik-bridge doctor». Пока это так, письмо приходит каждый рабочий день; когда пройдёт, придёт ещё одно.',
          ...page,
        ])
  const whole = troubles.length === 0
  return deps.administrators.map(to => ({
    kind: 'program',
    to,
    content,
    listName: 'Состояние программы электронного журнала',
    whole,
  }))
}

async function officeNotices(deps: JobDeps, first: School): Promise<Draft[]> {
  const { office, webUrl } = deps
  if (office.digestTo.length === 0) return []
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
  return office.digestTo.map(recipient => ({
    kind: 'office',
    to: recipient,
    content,
    listName: 'Ведение электронных журналов, все школы',
    whole,
  }))
}

/**
 * Sends what is owed. One refused recipient doesn't keep the others waiting.
 * @throws BridgeError MAIL_FAILED; trying again sends only what is still owed
 */
export async function sendOwedNotices(deps: JobDeps): Promise<void> {
  const failures: unknown[] = []
  const period = new Date(deps.clock.now()).toISOString().slice(0, 10)
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
}

/** Adds the day's notices at the hour of the digests: once, whatever process is the scheduler. */
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
  const key = { school: '', recipient: '', kind: 'notices', period: today }
  if ((await deps.letters.claim(key, now)) !== 'claimed') return
  await queue.add({ name: 'send-notices', id: `send-notices/${today}`, payload: {} })
  await deps.letters.confirm(key, { at: now, whole: null, messageId: '' })
}
