import { randomBytes } from 'node:crypto'
import type { Calendar } from '../../src/calendar/index.js'
import type { Instant } from '../../src/clock.js'
import { BridgeError } from '../../src/errors.js'
import type { IssueKey, LetterKey, Reminder, SentLetter, ToldEntry } from '../../src/ledger/index.js'
import { type Letter, messageIdOf, type Recipient } from '../../src/mail.js'
import type { Digest } from '../../src/report/index.js'
import type { JobDeps } from '../deps.js'

export interface Issue extends Pick<Letter, 'attachments' | 'unsubscribe'> {
  readonly key: IssueKey
  readonly to: Recipient
  readonly content: Digest
  /** For mail programs: what list such letters belong to. */
  readonly listName: string
  /** Whether the journal had been read whole. */
  readonly whole: boolean
  readonly told?: readonly ToldEntry[]
  /** Where it is somebody's reminder. */
  readonly reminder?: Reminder
}

/** Why a letter isn't sent although somebody is to get such letters. */
export type NotSent = 'already' | 'nothing-new' | 'day-off' | 'quiet' | 'muted' | 'nobody-named'

/** What becomes of a letter. */
export interface Sending {
  /** Null when it would go now. */
  readonly notSent: NotSent | null
  /** When it goes by itself if nothing changes; null where it doesn't. */
  readonly goesAt: Instant | null
}

export type Delivery = { readonly sent: true; readonly file: string | null } | { readonly sent: false }

/**
 * Sends one letter, once per recipient, kind and period whatever crashes: the claim is taken before and confirmed after,
 * and the message id is the same on a second try. `sent: false` where it went out before.
 * @throws BridgeError MAIL_FAILED when it didn't go out; another try sends it
 */
export async function deliver(deps: JobDeps, issue: Issue): Promise<Delivery> {
  const { key, to, content, listName, whole, told, reminder, attachments, unsubscribe } = issue
  const now = deps.clock.now()
  const claim = await deps.letters.claim(key, now)
  if (claim === 'sent') return { sent: false }
  if (claim === 'busy') throw beingSent()
  const messageId = messageIdOf(key.kind, [key.school, key.recipient, key.kind, key.period])
  try {
    const { file } = await deps.mailer.send({
      to,
      ...content,
      messageId,
      date: now,
      list: { id: `${key.kind}.${key.school || 'all'}.dnevnik-bridge`, name: listName },
      ...(attachments && { attachments }),
      ...(unsubscribe !== undefined && { unsubscribe }),
    })
    const noted = { ...(told && { told }), ...(reminder && { reminder }) }
    await deps.letters.confirm(key, { at: now, whole, messageId, ...noted })
    return { sent: true, file }
  } catch (error) {
    await deps.letters.release(key)
    throw error
  }
}

function beingSent(): BridgeError {
  return new BridgeError('MAIL_FAILED', {
    message: 'Это письмо сейчас отправляет другой процесс, или он остановился, не закончив',
    hint: 'Повторите через 15 минут: если письмо не ушло, оно будет отправлено',
  })
}

/** Where the recipient ends these letters; null where no page is served. */
export async function muteLink(deps: JobDeps, key: LetterKey): Promise<string | null> {
  if (deps.webUrl === null) return null
  const token = await deps.letters.token(key, randomBytes(16).toString('hex'))
  return new URL(`/letters/${token}`, deps.webUrl).href
}

/** Whether the last such letter went in an earlier week: then one goes in any case. */
export function isWeekly(deps: JobDeps, last: SentLetter | null, calendar: Calendar): boolean {
  if (last === null) return true
  return calendar.dateOf(last.at) < calendar.weekStart(calendar.dateOf(deps.clock.now()))
}

/**
 * Why nothing is sent at that moment, however much there is to tell: what isn't told is told by the next letter. Null when
 * letters may go.
 */
export function reasonToWait(
  deps: JobDeps,
  calendar: Calendar,
  now: Instant = deps.clock.now(),
): 'day-off' | 'quiet' | null {
  const today = calendar.dateOf(now)
  if (!calendar.isWorkingDay(today)) return 'day-off'
  return isQuiet(now, deps.quietHours, time => calendar.at(today, time)) ? 'quiet' : null
}

function isQuiet(now: Instant, { from, to }: JobDeps['quietHours'], at: (time: string) => Instant): boolean {
  if (from === to) return false
  const [begins, ends] = [at(from), at(to)]
  return begins < ends ? now >= begins && now < ends : now >= begins || now < ends
}

/** More days off than follow one another anywhere. */
const mostDaysOff = 31

/** Letters would go at an hour at which none may: then none ever does. */
export function hourIsQuiet({ digestAt, quietHours }: Pick<JobDeps, 'digestAt' | 'quietHours'>): boolean {
  return isQuiet(minutesOf(digestAt), quietHours, minutesOf)
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

/** The next hour of letters in which they may go, from that moment on; null where that hour is a quiet one. */
function nextChance(deps: JobDeps, calendar: Calendar, from: Instant): Instant | null {
  const first = calendar.dateOf(from)
  for (const date of calendar.days(first, calendar.addDays(first, mostDaysOff))) {
    const at = calendar.at(date, deps.digestAt)
    if (at >= from && reasonToWait(deps, calendar, at) === null) return at
  }
  return null
}

/**
 * Whether a letter goes now, why not, and when it does: for all letters that come by themselves.
 * @param letter `owed`: there is a reason to write. `weekly`: one goes each week in any case.
 */
export function sendingOf(
  deps: JobDeps,
  calendar: Calendar,
  letter: {
    readonly last: SentLetter | null
    readonly muted: boolean
    readonly owed: boolean
    readonly weekly: boolean
  },
): Sending {
  const { last, muted, owed, weekly } = letter
  const now = deps.clock.now()
  const today = calendar.dateOf(now)
  if (muted) return { notSent: 'muted', goesAt: null }
  if (!owed) {
    const monday = calendar.dayStart(calendar.addDays(calendar.weekStart(today), 7))
    return { notSent: 'nothing-new', goesAt: weekly ? nextChance(deps, calendar, monday) : null }
  }
  if (last !== null && calendar.dateOf(last.at) === today)
    return { notSent: 'already', goesAt: nextChance(deps, calendar, calendar.dayEnd(today) + 1) }
  return { notSent: reasonToWait(deps, calendar), goesAt: nextChance(deps, calendar, now) }
}
