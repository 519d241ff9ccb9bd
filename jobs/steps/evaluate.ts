import { createHash } from 'node:crypto'
import { setImmediate as others } from 'node:timers/promises'
import type { CalendarFacts } from '../../src/calendar/index.js'
import type { Instant } from '../../src/clock.js'
import { BridgeError } from '../../src/errors.js'
import type { Coverage, Id, IsoDate, JournalSlice } from '../../src/journal/index.js'
import type { LedgerChange } from '../../src/ledger/index.js'
import type { ArchiveFacts, CheckRequest, CheckResult, Decisions } from '../../src/regulation/index.js'
import { checkSteps, rules, studyYearStart, type ThematicPlan } from '../../src/regulation/index.js'
import { canonicalJson } from '../../src/report/index.js'
import type { JobDeps, School } from '../deps.js'
import { archiveFacts } from './archive-facts.js'
import { standingPlan } from './standing-plan.js'
import { effectiveSchool } from './effective-school.js'
import { standingDecisions } from './standing-decisions.js'

/** Everything a verdict is a function of, and the verdicts. */
export interface Evaluation {
  readonly school: School
  readonly from: IsoDate
  readonly to: IsoDate
  readonly classIds: readonly Id[] | null
  readonly asOf: Instant
  readonly slice: JournalSlice
  readonly sliceHash: string
  readonly facts: CalendarFacts
  readonly decisions: Decisions
  readonly plans: readonly ThematicPlan[]
  readonly archived: ArchiveFacts
  readonly coverage: Coverage
  readonly result: CheckResult
}

export interface EvaluationRequest {
  readonly school: Id
  readonly from: IsoDate
  readonly to: IsoDate
  readonly classIds: readonly Id[] | null
  /** What people decided; what stands now where this isn't given. */
  readonly decisions?: Decisions
}

/** A clock may run a little behind the one that made the looks; more would judge the past by the future. */
const toleratedClockLagMs = 5 * 60_000

/** @throws BridgeError NOT_FOUND for a class that the school's list doesn't have */
async function knownClasses(deps: JobDeps, { school, classIds }: EvaluationRequest): Promise<void> {
  if (classIds === null) return
  const { classes } = await deps.mirror.directory(school)
  const missing = classIds.find(id => !classes.some(group => group.id === id))
  if (missing === undefined) return
  throw new BridgeError('NOT_FOUND', {
    message: `Класса ${missing} в школе нет`,
    hint: `Классы школы: ${classes.map(group => `${group.name} — ${group.id}`).join(', ') || 'ещё не прочитаны, выполните sync'}`,
  })
}

/** Judging a school's year takes seconds: pages are answered in between, and a stop is noticed. */
async function checked(request: CheckRequest, signal?: AbortSignal): Promise<CheckResult> {
  const steps = checkSteps(request)
  for (;;) {
    await others()
    if (signal?.aborted) throw new BridgeError('INTERRUPTED', { message: 'Проверка журнала прервана' })
    const step = steps.next()
    if (step.done) return step.value
  }
}

/**
 * Mirror → regulation: the verdicts of some days, as of the clock's now. Nothing is written.
 * @throws BridgeError CLOCK_BEHIND when the journal was read after `now`; INTERRUPTED
 */
export async function evaluate(
  deps: JobDeps,
  request: EvaluationRequest,
  signal?: AbortSignal,
): Promise<Evaluation> {
  const school = await effectiveSchool(deps, request.school)
  const asOf = deps.clock.now()
  const newest = await deps.mirror.newestLook(school.id)
  if (newest !== null && newest > asOf + toleratedClockLagMs) {
    throw new BridgeError('CLOCK_BEHIND', {
      message: `Журнал читали ${new Date(newest).toISOString()}, а сейчас по часам ${new Date(asOf).toISOString()}`,
      hint: 'Проверьте часы компьютера или значение --now: оно не может быть раньше последнего чтения',
    })
  }
  await knownClasses(deps, request)
  const range = {
    school: school.id,
    from: request.from,
    to: request.to,
    ...(request.classIds ? { classIds: request.classIds } : {}),
  }
  const { facts, calendar } = await deps.calendar(school)
  const slice = await deps.mirror.slice(range, school.timeZone)
  // Days that haven't come yet can't be missing from the mirror.
  const today = calendar.dateOf(asOf)
  const coverage = await deps.mirror.coverage({ ...range, to: request.to < today ? request.to : today })
  const { from, to } = request
  const decisions = request.decisions ?? (await standingDecisions(deps, school.id))
  const archived = await archiveFacts(deps, decisions)
  const plans = await standingPlans(deps, request)
  const settings = school.regulation
  const result = await checked({ slice, facts, settings, decisions, plans, archived, asOf, from, to }, signal)
  const sliceHash = createHash('sha256').update(canonicalJson(slice)).digest('hex')
  return { ...request, school, asOf, slice, sliceHash, facts, decisions, plans, archived, coverage, result }
}

/** As far as they concern these classes and days. */
async function standingPlans(
  { thematicPlans }: JobDeps,
  { school, classIds, from, to }: EvaluationRequest,
): Promise<ThematicPlan[]> {
  const studyYears = [...new Set([from, to].map(studyYearStart))]
  const kept = await thematicPlans.list(school, { classIds, studyYears })
  return kept.flatMap(plan => standingPlan(plan) ?? [])
}

/** Enters the verdicts of an evaluation in the ledger. */
export function record(deps: JobDeps, evaluation: Evaluation, runId: string | null): Promise<LedgerChange> {
  return deps.ledger.record(
    {
      school: evaluation.school.id,
      from: evaluation.from,
      to: evaluation.to,
      classIds: evaluation.classIds,
      rules: rules.map(rule => rule.id),
      asOf: evaluation.asOf,
      sliceHash: evaluation.sliceHash,
      runId,
    },
    evaluation.result.verdicts,
  )
}
