import { studyYearDays } from '../../src/calendar/index.js'
import type { Instant } from '../../src/clock.js'
import { BridgeError } from '../../src/errors.js'
import { createJournal, type Id, type IsoDate } from '../../src/journal/index.js'
import { type KeptPlan, standingVersions } from '../../src/ledger/index.js'
import { heldDays, type PlanChange, planChanges } from '../../src/regulation/index.js'
import type { JobDeps, School } from '../deps.js'
import { effectiveSchool } from './effective-school.js'
import { planMeasure } from './plan-measure.js'
import { standingPlan } from './standing-plan.js'
import { whereTo } from './where-to.js'

/** «Лист коррекции»: what a version of a plan changed in the one before it, why, and when the topics were held. */
export interface PlanCorrection {
  readonly plan: KeptPlan
  readonly version: number
  readonly before: number
  /** First day in force of the newer version. */
  readonly from: IsoDate
  readonly why: string | null
  readonly author: string
  readonly enteredAt: Instant
  readonly changes: readonly (PlanChange & { readonly heldOn: readonly IsoDate[] })[]
  readonly hours: { readonly before: number; readonly after: number }
}

/** @throws BridgeError NOT_FOUND */
export async function keptPlan(deps: JobDeps, school: Id, number: number): Promise<KeptPlan> {
  const plan = (await deps.thematicPlans.list(school)).find(item => item.number === number)
  if (plan) return plan
  throw new BridgeError('NOT_FOUND', {
    message: `Плана № ${number} нет`,
    hint: whereTo('Планы с номерами', 'Тематические планы', 'thematic-plan list'),
  })
}

/**
 * @param version null for the newest
 * @throws BridgeError NOT_FOUND for a plan, a version, or one before it that there isn't
 */
export async function planCorrection(
  deps: JobDeps,
  school: Id,
  wanted: { readonly number: number; readonly version: number | null },
): Promise<PlanCorrection> {
  const plan = await keptPlan(deps, school, wanted.number)
  const versions = standingVersions(plan)
  const index =
    wanted.version === null
      ? versions.length - 1
      : versions.findIndex(item => item.version === wanted.version)
  const [before, after] = [versions[index - 1], versions[index]]
  if (!before || !after) {
    throw new BridgeError('NOT_FOUND', {
      message: `У плана № ${wanted.number} нет ${wanted.version === null ? 'второй версии' : `версии ${wanted.version} и версии перед ней`}: сравнивать не с чем`,
      hint:
        versions.length === 0
          ? 'План отозван'
          : `Версии плана: ${versions.map(item => item.version).join(', ')}`,
    })
  }
  const settings = await effectiveSchool(deps, school)
  const { calendar } = await deps.calendar(settings)
  const today = calendar.dateOf(deps.clock.now())
  const measure = planMeasure(settings, today)
  const held = await heldOf(deps, settings, { plan, version: after.version, today })
  const sum = (rows: readonly { readonly hours: number }[]) =>
    rows.reduce((total, { hours }) => total + hours, 0)
  return {
    plan,
    version: after.version,
    before: before.version,
    from: after.content.from,
    why: after.why,
    author: after.author,
    enteredAt: after.enteredAt,
    changes: planChanges(before.content.rows, after.content.rows, measure).map(change => ({
      ...change,
      heldOn: (change.after && held.get(change.after.number)) ?? [],
    })),
    hours: { before: sum(before.content.rows), after: sum(after.content.rows) },
  }
}

async function heldOf(
  deps: JobDeps,
  settings: School,
  { plan, version, today }: { plan: KeptPlan; version: number; today: IsoDate },
): Promise<ReadonlyMap<string, readonly IsoDate[]>> {
  const { studyYear, classId } = plan
  const { from, to: end } = studyYearDays(studyYear)
  const days = { from, to: today < end ? today : end }
  const kept = await deps.thematicPlans.list(settings.id, { classIds: [classId], studyYears: [studyYear] })
  const plans = kept.flatMap(item => standingPlan(item) ?? [])
  const own = plans.find(({ number }) => number === plan.number)
  const found = own?.versions.find(item => item.version === version)
  if (!own || !found || days.from > days.to) return new Map()
  const { calendar } = await deps.calendar(settings)
  const range = { school: settings.id, ...days, classIds: [classId] }
  const journal = createJournal(await deps.mirror.slice(range, settings.timeZone))
  const measure = planMeasure(settings, today)
  return heldDays({ journal, calendar, plans, plan: own, version: found, ...days, ...measure })
}
