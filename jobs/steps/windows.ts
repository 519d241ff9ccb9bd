import { type Calendar, studyYearOf } from '../../src/calendar/index.js'
import type { Instant } from '../../src/clock.js'
import type { Directory, Id, IsoDate, Window } from '../../src/journal/index.js'
import { isNotOffered, pupilsOnList, weeklyResources, windowKey } from '../../src/journal/index.js'
import { examDays, type WindowState } from '../../src/mirror/index.js'
import type { ReadKind, Run } from '../../src/runs/index.js'
import type { JobDeps, School } from '../deps.js'
import { effectiveSchool } from './effective-school.js'
import { isYearOver } from './ended-periods.js'
import { hasExams } from './exams.js'
import { type Errand, isListDue, isTurn, type ListFacts, readsAhead } from './freshness.js'
import { newestPrint, printRegister } from './printed-step.js'
import { type ResitClass, resitClasses, resitWindows } from './resits.js'

/** Which windows a run reads: pure, so that the price of a re-sync can be shown before it starts. */

export interface Range {
  readonly school: Id
  readonly from: IsoDate
  readonly to: IsoDate
  /** Null for all classes. */
  readonly classIds: readonly Id[] | null
  /** Null or absent for all of it. */
  readonly kinds?: readonly ReadKind[] | null
}

/** Final marks are read in a period's last week, when they are due, and for two weeks after it. */
const finalsBeforeDays = 7
const finalsAfterDays = 14
/** From one reading of a class's final marks to the next once its year is over: no week's day is always the same class's. */
const finalsTurns = { days: 6, offset: 5 }

/**
 * Homework may hang on the lesson for which it is due, and a weekly subject's next lesson is a week of study days
 * ahead, beyond the holidays if they come between. No holidays are longer than this.
 */
const longestHolidaysDays = 30

function weeksAhead(calendar: Calendar, classId: Id, to: IsoDate): IsoDate[] {
  const weeks = new Set<IsoDate>()
  let ordinary = 0
  for (const day of calendar.days(calendar.addDays(to, 1), calendar.addDays(to, longestHolidaysDays))) {
    if (ordinary === calendar.facts.week) break
    if (!calendar.isStudyDay(classId, day)) continue
    weeks.add(calendar.weekStart(day))
    // A Saturday that is worked besides comes before the weekly subject's day does.
    if (calendar.weekday(day) <= calendar.facts.week) ordinary += 1
  }
  return [...weeks]
}

export function schoolWindows(school: Id): Window[] {
  return (['groups', 'teachers', 'subjects', 'work-types', 'mark-values'] as const).map(resource => ({
    school,
    resource,
    group: null,
    week: null,
  }))
}

/** What changes rarely, by class. */
export function classDirectoryWindows(school: Id, classId: Id, directory: Directory): Window[] {
  const subgroups = directory.subgroups.filter(group => group.classIds.includes(classId))
  return [
    ...(['members', 'class-subjects', 'class-teacher', 'periods', 'bells'] as const).map(resource => ({
      school,
      resource,
      group: classId,
      week: null,
    })),
    ...subgroups.map(group => ({ school, resource: 'members' as const, group: group.id, week: null })),
  ]
}

function weeksOf(calendar: Calendar, from: IsoDate, to: IsoDate): IsoDate[] {
  const weeks: IsoDate[] = []
  for (let week = calendar.weekStart(from); week <= to; week = calendar.addDays(week, 7)) weeks.push(week)
  return weeks
}

/** The journal itself, of one class: lessons first, since attendance may have to be asked by lessons. */
function classWindows(
  range: Range,
  classId: Id,
  facts: {
    calendar: Calendar
    directory: Directory
    homeworkAhead: boolean
    finalsSince: IsoDate
    finalsAnyway: boolean
    exams: boolean
  },
): Window[] {
  const { calendar, directory } = facts
  const { school, from, to } = range
  const weeks = weeksOf(calendar, from, to)
  const windows: Window[] = weeks.flatMap(week =>
    weeklyResources.map(resource => ({ school, resource, group: classId, week })),
  )
  if (facts.homeworkAhead) {
    const ahead = weeksAhead(calendar, classId, to).filter(week => !weeks.includes(week))
    windows.push(...ahead.map(week => ({ school, resource: 'lessons' as const, group: classId, week })))
  }
  const finalsWanted = directory.periods.some(period => {
    if (period.classId !== classId || period.type === 'year') return false
    const due = calendar.lastStudyDay(classId, period.finish)
    return (
      calendar.addDays(due, finalsAfterDays) >= facts.finalsSince &&
      calendar.addDays(due, -finalsBeforeDays) <= to
    )
  })
  // Who asks for final marks by name gets them on any day.
  if (finalsWanted || facts.finalsAnyway || range.kinds?.includes('final-marks'))
    windows.push({ school, resource: 'final-marks', group: classId, week: null })
  if (facts.exams) windows.push({ school, resource: 'exam-marks', group: classId, week: null })
  const kinds: ReadonlySet<string> | null = range.kinds ? new Set(range.kinds) : null
  // For people the marks of exams are final ones.
  const kindOf = ({ resource }: Window) => (resource === 'exam-marks' ? 'final-marks' : resource)
  return kinds === null ? windows : windows.filter(window => kinds.has(kindOf(window)))
}

/** Whether homework may hang on a lesson after the days that are read: by the settings, or by what a test has proved. */
function readsHomeworkAhead(school: School): boolean {
  return school.regulation.editions.some(({ rules }) => rules['2.6-homework-in-time'].lesson !== 'given')
}

export interface WindowFacts extends ListFacts {
  readonly homeworkAhead: boolean
  /** Classes whose sheet of this study year is on paper. */
  readonly printed: ReadonlySet<Id>
  /** Classes whose year ends with exams. */
  readonly examined: ReadonlySet<Id>
  /** Classes of the former year that have debts, while resits are held. */
  readonly resits: readonly ResitClass[]
}

export async function windowFacts(deps: JobDeps, school: Id): Promise<WindowFacts> {
  const effective = await effectiveSchool(deps, school)
  const { calendar } = await deps.calendar(effective)
  const directory = await deps.mirror.directory(school)
  const today = calendar.dateOf(deps.clock.now())
  const register = await printRegister(deps, school, studyYearOf(today))
  const printed = [...register].filter(([, steps]) => newestPrint(steps) !== null).map(([classId]) => classId)
  return {
    calendar,
    directory,
    today,
    homeworkAhead: readsHomeworkAhead(effective),
    printed: new Set(printed),
    examined: new Set(directory.classes.flatMap(group => (hasExams(effective, group) ? [group.id] : []))),
    resits: await resitClasses(deps, { school, calendar, today }),
  }
}

/** The journal that a run reads, by class. */
export function journalWindows(run: Range & Errand, facts: WindowFacts): ReadonlyMap<Id, readonly Window[]> {
  const { classes } = facts.directory
  // The weeks behind a night are no reason to read for four weeks what is read for two.
  const finalsSince = run.askedBy === 'cron' && run.kind !== 'planned-look' ? facts.today : run.from
  const wanted = classes.filter(({ id }) => run.classIds === null || run.classIds.includes(id))
  const journal = new Map(
    wanted.map(({ id }) => {
      const homeworkAhead = facts.homeworkAhead && readsAhead(run, id, facts)
      const finalsAnyway = asksForOldFinals(run, id, facts)
      const exams = asksForExams(run, id, facts)
      const windows = classWindows(run, id, { ...facts, homeworkAhead, finalsSince, finalsAnyway, exams })
      return [id, windows] as const
    }),
  )
  for (const { windows, classId } of resitsOf(run, facts)) {
    // In September the lists may be those of the former year for a while.
    const own = journal.get(classId) ?? []
    const keys = new Set(own.map(windowKey))
    journal.set(classId, [...own, ...windows.filter(window => !keys.has(windowKey(window)))])
  }
  return journal
}

/** What the former year's resits bring, once a week. */
function resitsOf(
  { kind, askedBy, classIds }: Range & Errand,
  facts: WindowFacts,
): { readonly classId: Id; readonly windows: readonly Window[] }[] {
  if (kind !== 'report' || askedBy !== 'cron') return []
  const { resits } = facts
  // Their turns go by their own order: the lists don't have them any more.
  const classes = resits.map(({ classId, name }) => ({ id: classId, name: name ?? '', parallel: null }))
  const inTurn = { ...facts, directory: { ...facts.directory, classes } }
  return resits
    .filter(({ classId }) => classIds === null || classIds.includes(classId))
    .filter(({ classId }) => isTurn(classId, finalsTurns, inTurn))
    .map(resit => ({ classId: resit.classId, windows: resitWindows(resit) }))
    .filter(({ windows }) => windows.length > 0)
}

/**
 * Final marks of periods that are long over. What changes after the printing has to be found the same night; where nothing was
 * printed, debts that are made good after the year's end once a week.
 */
function asksForOldFinals({ kind }: Errand, classId: Id, facts: WindowFacts): boolean {
  if (facts.printed.has(classId)) return kind !== 'planned-look'
  return (
    kind === 'report' &&
    isYearOver(facts.directory, classId, facts.today) &&
    isTurn(classId, finalsTurns, facts)
  )
}

/**
 * Marks of exams cost a request a pupil, and come once the year is over: with those final marks that are read then, and in the
 * first night of that time, since when they are missing. Who asks by hand for such days, or for final marks by name, gets them.
 */
function asksForExams(run: Range & Errand, classId: Id, facts: WindowFacts): boolean {
  const { directory, examined, today } = facts
  const days = examined.has(classId) ? examDays(directory.periods, classId) : null
  if (days === null || today < days.from || days.to < today) return false
  if (run.askedBy !== 'cron') return days.from <= run.to || run.kinds?.includes('final-marks') === true
  return asksForOldFinals(run, classId, facts) || (run.kind === 'report' && today === days.from)
}

/** Requests of some windows at the least: marks of exams are asked for pupil by pupil. */
export function requestsOf(windows: readonly Window[], { members }: Pick<Directory, 'members'>): number {
  return windows
    .map(({ resource, group }) =>
      resource === 'exam-marks' && group !== null ? pupilsOnList({ members }, group).length : 1,
    )
    .reduce((sum, requests) => sum + requests, 0)
}

/**
 * What a re-sync costs before it starts: requests at the least (those of its windows, the check of the token, and
 * the lists where they weren't read today).
 */
export async function priceOf(deps: JobDeps, range: Range): Promise<{ windows: number; requests: number }> {
  const facts = await windowFacts(deps, range.school)
  const journal = journalWindows({ ...range, kind: 'sync', askedBy: 'person' }, facts)
  const lists = [
    ...schoolWindows(range.school),
    ...[...journal.keys()].flatMap(id => classDirectoryWindows(range.school, id, facts.directory)),
  ]
  const { school, kinds = null } = range
  const due = await dueLists(deps, { school, askedBy: 'person', kinds }, lists)
  const windows = [...[...journal.values()].flat(), ...due]
  return { windows: windows.length, requests: requestsOf(windows, facts.directory) + 1 }
}

/** A list that the platform doesn't offer counts as read, so that it is asked for again in its turn only. */
function lastReadAt({ resource, errorCode, newestAt, proofAt }: WindowState): Instant | null {
  return isNotOffered(resource, errorCode) ? newestAt : proofAt
}

/**
 * Lists that a run has to read: by their freshness in planned runs, and once a day for whoever asks for everything. Who asks
 * for them by name gets them anew; who names only other things, those without which nothing can be read.
 */
export async function dueLists(
  deps: JobDeps,
  run: Pick<Run, 'school' | 'askedBy' | 'kinds'>,
  windows: readonly Window[],
): Promise<Window[]> {
  if (run.kinds?.includes('lists')) return [...windows]
  const facts = await windowFacts(deps, run.school)
  const { calendar, today } = facts
  const states = await deps.mirror.states(run.school, windows)
  const last = new Map(states.map(state => [state.key, lastReadAt(state)]))
  return windows.filter(window => {
    const at = last.get(windowKey(window)) ?? null
    const read = at === null ? null : calendar.dateOf(at)
    if (run.kinds !== null) return at === null
    return run.askedBy === 'cron' ? isListDue(window, read, facts) : read !== today
  })
}
