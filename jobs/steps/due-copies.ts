import { createHash } from 'node:crypto'
import type { Calendar, IsoDate } from '../../src/calendar/index.js'
import type { JobQueue } from '../../src/queue/index.js'
import type { JobDeps, School } from '../deps.js'
import { noCopies } from './back-up.js'

/**
 * Adds the copies of the last night that nobody has tried yet, after that night's check of the archive. By what was tried,
 * not by the hour: a computer that was off at night makes them when it is on again. A token that is dead doesn't hinder
 * them. The archive is that of all schools; the first one's clock counts.
 */
export async function addDueCopies(
  deps: JobDeps,
  queue: JobQueue,
  { schools, nightAt }: { readonly schools: readonly School[]; readonly nightAt: string },
): Promise<void> {
  const [school] = schools
  if (school === undefined) return
  const { calendar } = await deps.calendar(school)
  const night = lastNight(calendar, nightAt, deps.clock.now())
  const { copies } = deps.copySettings
  const states = await deps.copyBook.all()
  const since = calendar.at(night, nightAt)
  const trialSince = lastDayOfYear(calendar, night, deps.copySettings.trialRestoreOn)
  if (copies.length === 0) {
    if (states.has(noCopies)) return
    const id = `back-up-archive/${night}/none`
    await queue.add({ name: 'back-up-archive', id, payload: { since, trialSince, folders: [] } })
    return
  }
  const due = copies.filter(({ folder, every }) => {
    const date = every === 'night' ? night : lastSunday(calendar, night)
    return (states.get(folder)?.triedAt ?? 0) < calendar.at(date, nightAt)
  })
  if (due.length === 0) return
  const folders = due.map(({ folder }) => folder)
  const scope = calendar.weekday(night) === 7 ? 'all' : 'new'
  await queue.addTree({
    name: 'back-up-archive',
    id: `back-up-archive/${night}/${shortHash(folders)}`,
    payload: { since, trialSince, folders },
    children: [{ name: 'scrub-archive', id: `scrub-archive/${night}`, payload: { scope } }],
  })
}

function lastNight(calendar: Calendar, nightAt: string, now: number): IsoDate {
  const today = calendar.dateOf(now)
  return calendar.at(today, nightAt) <= now ? today : calendar.addDays(today, -1)
}

function lastSunday(calendar: Calendar, date: IsoDate): IsoDate {
  return calendar.addDays(date, -(calendar.weekday(date) % 7))
}

/** When that day of a year (`07-01`) last began. */
function lastDayOfYear(calendar: Calendar, today: IsoDate, day: string): number {
  const year = Number(today.slice(0, 4))
  const ofThis = `${year}-${day}`
  return calendar.at(ofThis <= today ? ofThis : `${year - 1}-${day}`, '00:00')
}

/** Another list of folders is another job of the same night. */
function shortHash(folders: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(folders)).digest('hex').slice(0, 8)
}
