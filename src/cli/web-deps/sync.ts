import { type App, addRun, cancelRun } from '../../app.js'
import type { Calendar } from '../../calendar/index.js'
import { type Directory, type Id, type IsoDate, windowKey } from '../../journal/index.js'
import type { WindowState } from '../../mirror/index.js'
import type { QueueBackend } from '../../queue/index.js'
import { describeGaps } from '../../report/index.js'
import { type ReadPlace, type RequestBudget, type SyncDeps, shortName } from '../../web/index.js'

/** What the pages on reading stand on. */
export function syncDeps(app: App, queue: QueueBackend): SyncDeps {
  const { deps } = app
  const { mirror, runs } = deps

  async function budgetOf(
    school: Id,
    calendar: Calendar,
    today: IsoDate,
  ): Promise<Omit<RequestBudget, 'ahead'>> {
    const [lines, standing] = await Promise.all([
      app.requests.read({ from: calendar.dayStart(today), to: calendar.dayEnd(today), school }),
      app.pace.standing(new URL(app.config.platform.url).origin),
    ])
    const spent = new Map<string, { purpose: string; calls: number; failed: number }>()
    for (const { purpose, calls, outcome } of lines) {
      const known = spent.get(purpose) ?? { purpose, calls: 0, failed: 0 }
      const failed = known.failed + (outcome === 'OK' ? 0 : calls)
      spent.set(purpose, { purpose, calls: known.calls + calls, failed })
    }
    return {
      spent: [...spent.values()].sort((a, b) => b.calls - a.calls),
      allowed: app.config.schedule.requestsADay,
      standing,
    }
  }

  return {
    async overview(school, days) {
      const now = deps.clock.now()
      const { calendar } = await deps.calendar(deps.school(school))
      const today = calendar.dateOf(now)
      const [coverage, states, directory, waiting, looks, budget, unfinished] = await Promise.all([
        mirror.coverage({ school, ...days }),
        mirror.windows({ school, ...days }),
        mirror.directory(school),
        mirror.quarantine(school),
        deps.plan.looks({ school, from: today, to: today }, now),
        budgetOf(school, calendar, today),
        runs.unfinished(),
      ])
      const weeks = new Set<IsoDate>()
      for (let week = calendar.weekStart(days.from); week <= days.to; week = calendar.addDays(week, 7))
        weeks.add(week)
      const ahead = looks.filter(({ state }) => state === 'planned')
      return {
        coverage: describeGaps(coverage, directory),
        weeks: [...weeks],
        places: placesOf({ school, states, gaps: coverage.gaps, directory }),
        looks,
        budget: { ...budget, ahead: ahead.reduce((sum, { price }) => sum + price, 0) },
        quarantined: waiting.reduce((sum, { elements }) => sum + elements, 0),
        unfinished: unfinished.filter(run => run.school === school),
      }
    },

    async place(school, classId, days) {
      const classIds = classId === null ? [] : [classId]
      const [{ gaps }, states, directory] = await Promise.all([
        mirror.coverage({ school, ...days }),
        mirror.windows({ school, ...days, classIds }),
        mirror.directory(school),
      ])
      const places = placesOf({ school, states, gaps, directory })
      return places.find(place => place.classId === classId) ?? null
    },

    async quarantine(school) {
      const [waiting, problems, directory] = await Promise.all([
        mirror.quarantine(school),
        mirror.quarantineProblems(school),
        mirror.directory(school),
      ])
      const nameOf = namesOf(directory)
      return waiting.map(({ window, askedAt, elements }) => ({
        resource: window.resource,
        groupName: window.group === null ? null : nameOf(window.group),
        week: window.week,
        askedAt,
        elements,
        problems: problems
          .filter(problem => problem.windowKey === windowKey(window))
          .map(({ path, problem, elements: count }) => ({ path, problem, elements: count })),
      }))
    },

    async startReplay(school) {
      const waiting = await mirror.quarantine(school)
      if (waiting.length === 0) return null
      const { calendar } = await deps.calendar(deps.school(school))
      const now = deps.clock.now()
      const weeks = waiting.flatMap(({ window }) => window.week ?? []).sort()
      const today = calendar.dateOf(now)
      const days = {
        from: weeks[0] ?? today,
        to: weeks.at(-1) === undefined ? today : calendar.addDays(weeks.at(-1) ?? today, 6),
      }
      const id = `web-${school}-${now}-${process.hrtime.bigint()}`
      await addRun(deps, queue, { id, kind: 'replay', school, ...days, classIds: null, askedBy: 'web' })
      return id
    },

    cancel: run => cancelRun(deps, run),
  }
}

function namesOf({ classes, archivedClasses, subgroups }: Directory): (id: Id) => string {
  const names = new Map([...archivedClasses, ...classes, ...subgroups].map(({ id, name }) => [id, name]))
  return id => shortName(names.get(id) ?? `№ ${id}`)
}

interface Read {
  readonly school: Id
  readonly states: readonly WindowState[]
  readonly gaps: Awaited<ReturnType<App['deps']['mirror']['coverage']>>['gaps']
  readonly directory: Directory
}

/** Every window that was ever looked at or should have been, under its class; a list of two classes' subgroup under both. */
function placesOf({ school, states, gaps, directory }: Read): ReadPlace[] {
  const nameOf = namesOf(directory)
  const order = new Intl.Collator('ru', { numeric: true })
  const keyOf = (window: { resource: WindowState['resource']; groupId: Id | null; week: IsoDate | null }) =>
    windowKey({ school, resource: window.resource, group: window.groupId, week: window.week })
  const gapOf = new Map(gaps.map(gap => [keyOf(gap), gap]))
  const never = gaps.filter(({ state }) => state === 'never')
  const all = [
    ...states.map(({ resource, groupId, week, proofAt }) => ({ resource, groupId, week, proofAt })),
    ...never.map(({ resource, groupId, week }) => ({ resource, groupId, week, proofAt: null })),
  ]
  const placeIds = (groupId: Id | null): readonly (Id | null)[] =>
    directory.subgroups.find(({ id }) => id === groupId)?.classIds ?? [groupId]
  const places = new Map<Id | null, ReadPlace['windows'][number][]>([[null, []]])
  for (const { resource, groupId, week, proofAt } of all) {
    const gap = gapOf.get(keyOf({ resource, groupId, week })) ?? null
    for (const classId of placeIds(groupId)) {
      const windows = places.get(classId) ?? []
      windows.push({
        resource,
        week,
        subgroup: groupId === classId || groupId === null ? null : nameOf(groupId),
        readAt: proofAt,
        gap: gap && { state: gap.state, errorCode: gap.errorCode },
      })
      places.set(classId, windows)
    }
  }
  return [...places]
    .map(([classId, windows]) => ({
      classId,
      name: classId === null ? 'Вся школа' : nameOf(classId),
      windows,
    }))
    .sort((a, b) => (a.classId === null ? -1 : b.classId === null ? 1 : order.compare(a.name, b.name)))
}
