import type { Calendar, IsoDate } from '../../src/calendar/index.js'
import type { Instant } from '../../src/clock.js'
import { editionOn } from '../../src/regulation/index.js'
import type { LookDraft, LookKind, PlannedLook, RunKind } from '../../src/runs/index.js'
import type { JobDeps, School } from '../deps.js'
import { effectiveSchool } from './effective-school.js'
import {
  catchUpDays,
  catchUpLook,
  type DayFacts,
  deadlineLooks,
  digestLook,
  type Look,
  nightDays,
  nightLook,
  rereadLooks,
  withinBudget,
} from './plan.js'
import { journalWindows, requestsOf, type WindowFacts, windowFacts } from './windows.js'

export interface ScheduleSettings {
  readonly nightAt: string
  readonly digestAt: string
  readonly plannedLooks: boolean
  readonly requestsADay: number
}

interface SchoolFacts extends WindowFacts {
  /** As it is judged. */
  readonly school: School
}

async function factsOfSchool(deps: JobDeps, school: School): Promise<SchoolFacts> {
  return { school: await effectiveSchool(deps, school.id), ...(await windowFacts(deps, school.id)) }
}

async function factsOfDay(deps: JobDeps, facts: SchoolFacts, date: IsoDate): Promise<DayFacts> {
  const { school, calendar, directory } = facts
  const { minutes, graceMinutes } = editionOn(school.regulation, date).rules['2.6-homework-in-time']
  return {
    school: school.id,
    date,
    calendar,
    classIds: directory.classes.map(group => group.id),
    lessons: await deps.mirror.timetable({ school: school.id, from: date, to: date }),
    periods: directory.periods,
    homeworkMinutes: minutes,
    graceMinutes,
  }
}

/** The looks that a school's day asks for by its deadlines, from what the mirror knows of its lessons. */
export async function plannedLooks(deps: JobDeps, school: School, date: IsoDate): Promise<Look[]> {
  return deadlineLooks(await factsOfDay(deps, await factsOfSchool(deps, school), date))
}

/** What takes a look. */
export function runKindOf(kind: LookKind): RunKind {
  if (kind === 'digest') return 'digest'
  return kind === 'night' ? 'report' : 'planned-look'
}

/** Requests of a look at the least: those of its windows and the check of the token; the lists come on top. */
function priceOfLook(facts: SchoolFacts, look: Look): number {
  const errand = { kind: runKindOf(look.kind), askedBy: 'cron' } as const
  const windows = [...journalWindows({ school: facts.school.id, ...look, ...errand }, facts).values()].flat()
  if (look.kind !== 'digest') return requestsOf(windows, facts.directory) + 1
  // The night has read what was over by midnight.
  const { calendar } = facts
  const lastNight = calendar.addDays(look.to, -1)
  return windows.filter(({ week }) => week !== null && week > lastNight).length + 1
}

async function draftDay(
  deps: JobDeps,
  facts: SchoolFacts,
  day: { date: IsoDate; schedule: ScheduleSettings; off: readonly IsoDate[] },
): Promise<LookDraft[]> {
  const { date, schedule, off } = day
  const ofDay = await factsOfDay(deps, facts, date)
  const { school } = facts
  const looks = [
    ...catchUpLook(ofDay, off, deps.clock.now()),
    nightLook(ofDay, schedule.nightAt),
    ...(school.digestTo.length + school.teachers.length > 0 ? [digestLook(ofDay, schedule.digestAt)] : []),
    ...(schedule.plannedLooks ? [...deadlineLooks(ofDay), ...rereadLooks(ofDay, schedule.nightAt)] : []),
  ]
  const ofThatDay = { ...facts, today: date }
  const priced = looks.map(look => ({ ...look, price: priceOfLook(ofThatDay, look), dropped: false }))
  return withinBudget(priced, schedule.requestsADay)
}

/** Days before today on which nobody planned, since somebody last did. */
function daysOff(calendar: Calendar, planned: readonly IsoDate[], today: IsoDate): IsoDate[] {
  const last = planned.filter(date => date < today).at(-1)
  if (last === undefined) return []
  return calendar.days(calendar.addDays(last, 1), today).filter(date => date < today)
}

/** Days off whose lessons may still become known: as far back as the catch-up reads, and as long as the nights do. */
function daysToPlanAgain(
  calendar: Calendar,
  planned: readonly { readonly date: IsoDate; readonly plannedAt: Instant }[],
  today: IsoDate,
): IsoDate[] {
  const [oldest, since] = [calendar.addDays(today, -catchUpDays), calendar.addDays(today, -nightDays)]
  return planned.flatMap(({ date, plannedAt }) =>
    plannedAt > calendar.dayEnd(date) && date >= oldest && calendar.dateOf(plannedAt) >= since ? [date] : [],
  )
}

/**
 * Brings the plan of a school up to date: today's looks, and yesterday's, whose last lies after its midnight. Days on
 * which the program was off are planned too, so that what was missed in them is known; their lessons may become known
 * only when they are caught up with, so they are planned again until then.
 */
export async function keepPlan(deps: JobDeps, school: School, schedule: ScheduleSettings): Promise<void> {
  const now = deps.clock.now()
  const facts = await factsOfSchool(deps, school)
  const { calendar } = facts
  const today = calendar.dateOf(now)
  const known = await deps.plan.plannedDays(school.id, calendar.addDays(today, -400))
  const dates = known.map(day => day.date)
  const off = daysOff(calendar, dates, today)
  const late = daysToPlanAgain(calendar, known, today)
  const yesterday = dates.filter(date => date === calendar.addDays(today, -1))
  const write = async (date: IsoDate, offBefore: readonly IsoDate[]) =>
    deps.plan.write(
      { school: school.id, date },
      await draftDay(deps, facts, { date, schedule, off: offBefore }),
      now,
    )
  // Today first: once the days off have a plan, nothing would ask for their catching up again.
  await write(today, off)
  for (const date of new Set([...off, ...late, ...yesterday])) await write(date, [])
}

/** A look of a day's plan; `unplanned` where nobody has planned the day, so that nobody will take or has missed it. */
export interface LookOfDay extends Omit<PlannedLook, 'state'> {
  readonly state: PlannedLook['state'] | 'unplanned'
}

/** The plan of a day: as it stands, or as it would be if somebody planned that day now. */
export async function planOfDay(
  deps: JobDeps,
  school: School,
  day: { date: IsoDate; schedule: ScheduleSettings },
): Promise<LookOfDay[]> {
  const { date, schedule } = day
  const standing = await deps.plan.looks({ school: school.id, from: date, to: date }, deps.clock.now())
  if (standing.length > 0) return standing
  const drafts = await draftDay(deps, await factsOfSchool(deps, school), { date, schedule, off: [] })
  return drafts
    .sort((a, b) => a.at - b.at)
    .map(draft => ({
      ...draft,
      date,
      run: null,
      reason: draft.dropped ? 'over-budget' : null,
      state: 'unplanned',
    }))
}
